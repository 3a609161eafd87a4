//! Notes on platforms and the code that relies on them: whatever cites
//! `demo note 3` must find that heading in `docs/platform-notes/demo.md`, and
//! every note there must be cited by code.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};

use crate::markdown;
use files::{citing, files, place, text};

mod files;

/// Where the notes stand, one file for each platform.
const FOLDER: &str = "docs/platform-notes";

/// What each note says beside the fact: where it is known from, and what the
/// code does because of it.
const PARAGRAPHS: [&str; 2] = ["Source: ", "In the code: "];

/// Checks notes and citations; returns how many citations there are.
///
/// # Errors
/// When a file cannot be read; when a cited note does not exist, a note is
/// incomplete or is not cited, or a citation cannot be read, with a list.
pub(crate) fn check(root: &Path) -> Result<usize> {
    let mut notes = Notes::read(root)?;
    let mut citations = 0;
    for file in citing(root)? {
        let text = text(&root.join(&file))?;
        let is_code = file.extension().is_some_and(|end| end == "rs");
        for (index, line) in text.lines().enumerate() {
            // What a note's own heading says is no citation.
            if line.starts_with("## ") && file.starts_with(FOLDER) {
                continue;
            }
            for citation in notes.citations(line) {
                citations += 1;
                notes.follow(&citation, is_code, &place(&file, index + 1));
            }
        }
    }
    notes.report()?;
    Ok(citations)
}

/// A note that a line names.
#[derive(Debug, PartialEq, Eq)]
struct Citation {
    platform: String,
    /// Nothing where no number follows on the same line.
    number: Option<u32>,
}

/// The notes that there are, and what is wrong with them or their citations.
#[derive(Debug, Default)]
struct Notes {
    /// The places of the notes, by platform and number.
    places: BTreeMap<String, BTreeMap<u32, String>>,
    cited: BTreeSet<(String, u32)>,
    faults: Vec<String>,
}

impl Notes {
    fn read(root: &Path) -> Result<Self> {
        let mut notes = Self::default();
        for file in files(root, Path::new(FOLDER), &["md"])? {
            let platform = file
                .file_stem()
                .and_then(|stem| stem.to_str())
                .with_context(|| format!("{} has no usable name", file.display()))?
                .to_owned();
            notes.add(&file, &platform, &text(&root.join(&file))?);
        }
        ensure!(!notes.places.is_empty(), "there are no notes in {FOLDER}");
        Ok(notes)
    }

    /// Takes the notes of a platform's file.
    fn add(&mut self, file: &Path, platform: &str, text: &str) {
        let mut places = BTreeMap::new();
        for section in markdown::sections(text) {
            let place = place(file, section.line);
            let heading = &section.heading;
            let Some(number) = heading
                .strip_prefix(platform)
                .and_then(|rest| rest.strip_prefix(" note "))
                .and_then(|number| number.parse().ok())
            else {
                self.faults.push(format!(
                    "{place}: {heading}: not `{platform} note` and a number"
                ));
                continue;
            };
            if places.keys().any(|earlier| *earlier >= number) {
                self.faults
                    .push(format!("{place}: {heading}: numbers do not ascend"));
            }
            for start in PARAGRAPHS {
                let mut paragraphs = section.paragraphs.iter();
                if !paragraphs.any(|paragraph| paragraph.starts_with(start)) {
                    self.faults
                        .push(format!("{place}: {heading}: no paragraph `{start}…`"));
                }
            }
            places.insert(number, place);
        }
        self.places.insert(platform.to_owned(), places);
    }

    /// Every note that `line` names.
    fn citations(&self, line: &str) -> Vec<Citation> {
        let mut citations = Vec::new();
        for platform in self.places.keys() {
            let name = format!("{platform} note");
            for (start, _) in line.match_indices(&name) {
                let is_word = line[..start]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric() && before != '-');
                if !is_word {
                    continue;
                }
                let digits = line[start + name.len()..].strip_prefix(' ').map(|rest| {
                    let end = rest.find(|mark: char| !mark.is_ascii_digit());
                    &rest[..end.unwrap_or(rest.len())]
                });
                citations.push(Citation {
                    platform: platform.clone(),
                    number: digits.and_then(|digits| digits.parse().ok()),
                });
            }
        }
        citations
    }

    /// Looks a citation up that stands at `place`.
    fn follow(&mut self, citation: &Citation, is_code: bool, place: &str) {
        let Citation { platform, number } = citation;
        let Some(number) = *number else {
            self.faults.push(format!(
                "{place}: {platform} note: a citation is `{platform} note` and a number, on one line"
            ));
            return;
        };
        if !self.places[platform].contains_key(&number) {
            self.faults.push(format!(
                "{place}: {platform} note {number}: there is no such note"
            ));
        } else if is_code {
            self.cited.insert((platform.clone(), number));
        }
    }

    /// All faults, notes that no code cites among them.
    fn report(mut self) -> Result<()> {
        for (platform, places) in &self.places {
            for (number, place) in places {
                if !self.cited.contains(&(platform.clone(), *number)) {
                    self.faults.push(format!(
                        "{place}: {platform} note {number}: no code cites it"
                    ));
                }
            }
        }
        if self.faults.is_empty() {
            return Ok(());
        }
        bail!(
            "notes on platforms and their citations:\n{}",
            self.faults.join("\n")
        )
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::*;

    /// Two notes as they should be.
    const NOTES: &str = "# Notes\n\nCited as `demo note 2`.\n\n\
        ## demo note 1\n\nA fact.\n\nSource: a page.\n\nIn the code: a module.\n\n\
        ## demo note 2\n\nAnother.\n\nSource: a page.\n\nIn the code: a module.\n";

    /// Checks a checkout of these files.
    fn checked(name: &str, files: &[(&str, &str)]) -> Result<usize> {
        let root = env::temp_dir().join(format!("rollcall-notes-{name}-{}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let result = check(&root);
        fs::remove_dir_all(&root).unwrap();
        result
    }

    /// What the check finds wrong with these files.
    fn faults(name: &str, files: &[(&str, &str)]) -> Vec<String> {
        let words = checked(name, files).unwrap_err().to_string();
        words.lines().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn notes_that_exist_and_are_cited_pass() {
        let citations = checked(
            "right",
            &[
                ("docs/platform-notes/demo.md", NOTES),
                ("crates/a/src/lib.rs", "//! One (demo note 1).\n"),
                (
                    "app/src/main.rs",
                    "const NOTE: &str = \"demo note 2\"; // demo note 1, too\n",
                ),
                (
                    "README.md",
                    "See [demo note 2](docs/platform-notes/demo.md).\n",
                ),
            ],
        );
        // One of them in the head of the notes.
        assert_eq!(citations.unwrap(), 5);
    }

    #[test]
    fn a_cited_note_that_does_not_exist_is_a_fault_in_code_and_in_documents() {
        let faults = faults(
            "missing",
            &[
                ("docs/platform-notes/demo.md", NOTES),
                (
                    "mock-server/src/lib.rs",
                    "// demo note 1, demo note 2\n\n// demo note 12\n",
                ),
                ("docs/other.md", "As demo note 3 says.\n"),
            ],
        );
        assert_eq!(
            faults,
            [
                "docs/other.md:1: demo note 3: there is no such note",
                "mock-server/src/lib.rs:3: demo note 12: there is no such note",
            ]
        );
    }

    #[test]
    fn a_note_that_only_documents_cite_is_a_fault() {
        let faults = faults(
            "idle",
            &[
                ("docs/platform-notes/demo.md", NOTES),
                ("app/src/main.rs", "// demo note 1\n"),
                ("docs/other.md", "As demo note 2 says.\n"),
            ],
        );
        assert_eq!(
            faults,
            ["docs/platform-notes/demo.md:13: demo note 2: no code cites it"]
        );
    }

    #[test]
    fn a_citation_that_cannot_be_searched_for_is_a_fault() {
        let right = "// demo note 1, demo note 2\n";
        for (name, wrong) in [
            ("broken", "// demo note\n// 1\n"),
            ("plural", "// demo notes 1 and 2\n"),
            ("letters", "// demo note A.1\n"),
        ] {
            let faults = faults(
                name,
                &[
                    ("docs/platform-notes/demo.md", NOTES),
                    ("tests/a.rs", &[right, wrong].concat()),
                ],
            );
            assert_eq!(
                faults,
                ["tests/a.rs:2: demo note: a citation is `demo note` and a number, on one line"],
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_note_without_source_or_with_a_wrong_heading_is_a_fault() {
        let notes = "## demo note 2\n\nSource: a page.\n\nIn the code: a module.\n\n\
            ## demo note 1\n\nIn the code: a module.\n\n## Other\n\n\
            ## demo note 3\n\nSource: a page.\n";
        let faults = faults(
            "incomplete",
            &[
                ("docs/platform-notes/demo.md", notes),
                ("app/a.rs", "// demo note 1, demo note 2, demo note 3\n"),
            ],
        );
        assert_eq!(
            faults,
            [
                "docs/platform-notes/demo.md:7: demo note 1: numbers do not ascend",
                "docs/platform-notes/demo.md:7: demo note 1: no paragraph `Source: …`",
                "docs/platform-notes/demo.md:11: Other: not `demo note` and a number",
                "docs/platform-notes/demo.md:13: demo note 3: no paragraph `In the code: …`",
            ]
        );
    }

    #[test]
    fn a_longer_word_is_no_platform_and_what_is_installed_is_not_read() {
        let citations = checked(
            "words",
            &[
                ("docs/platform-notes/demo.md", NOTES),
                (
                    "app/a.rs",
                    "// demo note 1, demo note 2, other-demo note 9\n",
                ),
                ("tests/browser/node_modules/a/README.md", "demo note 9\n"),
                ("crates/target/a.rs", "// demo note 9\n"),
            ],
        );
        assert_eq!(citations.unwrap(), 3);
    }

    #[test]
    fn a_checkout_without_notes_does_not_pass() {
        let folder = ("docs/platform-notes/demo.txt", "");
        let error = checked("none", &[folder]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there are no notes in docs/platform-notes"
        );
    }
}
