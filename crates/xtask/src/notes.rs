//! Notes on platforms and the code that relies on them: whatever cites
//! `demo note 3` must find that heading in `docs/platform-notes/demo.md`, and
//! every note there must be cited by code.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{files::relative_files, markdown};
use files::{citing, place, text};

mod files;
#[cfg(test)]
mod tests;

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
        for file in relative_files(root, Path::new(FOLDER), &["md"], |_| true)? {
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
