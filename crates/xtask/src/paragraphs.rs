//! No long paragraphs: a document is read by someone who is looking for one thing,
//! and finds it by the beginnings of short paragraphs and items of lists.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{links, markdown};

/// How many words a paragraph has at most.
const MOST_WORDS: usize = 120;

/// Checks the documents that [`links::check`] checks; returns how many paragraphs
/// there are.
///
/// # Errors
/// When a document cannot be read; when a paragraph is too long, with a list of them.
pub(crate) fn check(root: &Path) -> Result<usize> {
    let mut checked = 0;
    let mut long = Vec::new();
    for document in links::documents(root)? {
        let full = root.join(&document);
        let text = fs::read_to_string(&full)
            .with_context(|| format!("{} cannot be read", full.display()))?;
        for paragraph in markdown::paragraphs(&text) {
            checked += 1;
            if paragraph.words > MOST_WORDS {
                long.push(format!(
                    "{}:{}: {} words",
                    document.display(),
                    paragraph.line,
                    paragraph.words
                ));
            }
        }
    }
    if long.is_empty() {
        return Ok(checked);
    }
    bail!(
        "paragraphs and items of lists of more than {MOST_WORDS} words; divide them:\n{}",
        long.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_folder::TestFolder;

    /// Checks a checkout of these documents.
    fn checked(name: &str, documents: &[(&str, String)]) -> Result<usize> {
        check(&TestFolder::new(&format!("paragraphs-{name}"), documents).path)
    }

    #[test]
    fn paragraphs_of_120_words_are_short_enough() {
        let text = "word ".repeat(MOST_WORDS);
        let documents = [
            (
                "README.md",
                format!("# Top\n\n{text}\n\n- {text}\n- {text}\n"),
            ),
            ("tests/notes.md", format!("not a document {text}")),
        ];
        assert_eq!(checked("short", &documents).unwrap(), 3);
    }

    #[test]
    fn every_longer_one_is_listed_with_its_place_and_length() {
        let text = "word ".repeat(MOST_WORDS + 1);
        let documents = [
            ("CHANGELOG.md", format!("# Top\n\nShort.\n\n{text}more\n")),
            ("docs/decisions/a.md", format!("- short\n- {text}\n")),
        ];
        let words = checked("long", &documents).unwrap_err().to_string();
        let lines: Vec<&str> = words.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "CHANGELOG.md:5: 122 words",
                "docs/decisions/a.md:2: 121 words"
            ]
        );
    }
}
