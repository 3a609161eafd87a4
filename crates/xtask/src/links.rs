//! No dead links: every relative link and `#anchor` in the Markdown documents
//! must lead to a file of the checkout and to a heading in it.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use percent_encoding::percent_decode_str;

use crate::{files::relative_files, markdown};

/// Checks the documents at the top, in `.github/` and in `docs/`; returns how many links
/// were followed.
///
/// # Errors
/// When a document cannot be read; when a link is dead, with a list of them.
pub(crate) fn check(root: &Path) -> Result<usize> {
    let mut anchors = Anchors {
        root,
        known: HashMap::new(),
    };
    let mut followed = 0;
    let mut dead = Vec::new();
    for document in documents(root)? {
        let full = root.join(&document);
        let text = fs::read_to_string(&full)
            .with_context(|| format!("{} cannot be read", full.display()))?;
        for link in markdown::links(&text) {
            if is_external(&link.target) {
                continue;
            }
            followed += 1;
            if let Err(reason) = anchors.follow(&document, &link.target) {
                dead.push(format!(
                    "{}:{}: {}: {reason}",
                    document.display(),
                    link.line,
                    link.target
                ));
            }
        }
    }
    if dead.is_empty() {
        return Ok(followed);
    }
    bail!("links that lead nowhere:\n{}", dead.join("\n"))
}

/// The documents that are checked, relative to `root`.
pub(crate) fn documents(root: &Path) -> Result<Vec<PathBuf>> {
    let enter = |folder: &Path| {
        [".github", "docs"]
            .iter()
            .any(|top| folder.starts_with(top))
    };
    relative_files(root, Path::new(""), &["md"], enter)
}

/// Whether a link leaves the checkout: it has a scheme or names a host.
fn is_external(target: &str) -> bool {
    let scheme = target.split(['/', '#', '?']).next().unwrap_or_default();
    target.starts_with("//") || scheme.contains(':')
}

/// The anchors of the documents that were looked into.
struct Anchors<'a> {
    root: &'a Path,
    known: HashMap<PathBuf, HashSet<String>>,
}

impl Anchors<'_> {
    /// Follows a link in `document`. The error says why its target does not exist.
    fn follow(&mut self, document: &Path, target: &str) -> Result<(), String> {
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (target, None),
        };
        let path = percent_decoded(path.split('?').next().unwrap_or_default());
        let file = if path.is_empty() {
            document.to_path_buf()
        } else {
            resolved(document, &path).ok_or("leaves the checkout")?
        };
        let full = self.root.join(&file);
        if !full.exists() {
            return Err("there is no such file".to_owned());
        }
        let Some(anchor) = anchor else {
            return Ok(());
        };
        if file.extension().is_none_or(|end| end != "md") {
            // Line anchors of sources and the like.
            return Ok(());
        }
        if !self.known.contains_key(&file) {
            let text = fs::read_to_string(&full).map_err(|_| "cannot be read")?;
            self.known.insert(file.clone(), markdown::anchors(&text));
        }
        if self.known[&file].contains(&*percent_decoded(anchor)) {
            Ok(())
        } else {
            Err(format!("there is no heading #{anchor}"))
        }
    }
}

/// The file that a relative path in `document` names, relative to the top;
/// nothing if it lies outside. A leading `/` means the top, as on GitHub.
fn resolved(document: &Path, path: &str) -> Option<PathBuf> {
    let mut file = match path.strip_prefix('/') {
        Some(_) => PathBuf::new(),
        None => document.parent()?.to_path_buf(),
    };
    for component in Path::new(path.trim_start_matches('/')).components() {
        match component {
            Component::Normal(name) => file.push(name),
            // `pop` fails above the top.
            Component::ParentDir if !file.pop() => return None,
            _ => {}
        }
    }
    Some(file)
}

/// Text with `%XX` read; what is not UTF-8 then stays as it stands.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_folder::TestFolder;

    /// Checks a checkout of these documents.
    fn checked(name: &str, documents: &[(&str, &str)]) -> Result<usize> {
        check(&TestFolder::new(&format!("links-{name}"), documents).path)
    }

    #[test]
    fn links_to_files_folders_and_headings_are_followed() {
        let followed = checked(
            "alive",
            &[
                (
                    "README.md",
                    "# Top\n[a](docs/a.md) [b](docs/a.md#two-words) [c](#top) [d](docs/)\n\
                     [e](docs/with%20space.md) [web](https://example.com/x#y) <mailto:a@b.c>\n",
                ),
                (
                    "docs/a.md",
                    "## Two words\n[up](../README.md#top) [root](/README.md)\n",
                ),
                ("docs/with space.md", ""),
            ],
        );
        assert_eq!(followed.unwrap(), 7);
    }

    #[test]
    fn every_dead_link_is_listed_with_its_place_and_reason() {
        let error = checked(
            "dead",
            &[
                (
                    "README.md",
                    "# Top\n\n[a](docs/none.md)\n[b](docs/a.md#none)\n[c](#no)\n",
                ),
                ("docs/a.md", "[out](../../secret.md)\n"),
                (".github/form.md", "[in](../docs/a.md) [out](docs/a.md)\n"),
                ("tests/notes.md", "[not a document](nowhere.md)\n"),
            ],
        );
        let words = error.unwrap_err().to_string();
        let lines: Vec<&str> = words.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                ".github/form.md:1: docs/a.md: there is no such file",
                "README.md:3: docs/none.md: there is no such file",
                "README.md:4: docs/a.md#none: there is no heading #none",
                "README.md:5: #no: there is no heading #no",
                "docs/a.md:1: ../../secret.md: leaves the checkout",
            ]
        );
    }

    #[test]
    fn links_with_a_scheme_or_a_host_are_external() {
        for target in ["https://a.b/c", "mailto:a@b.c", "//host/path"] {
            assert!(is_external(target), "{target}");
        }
        for target in ["a.md", "docs/a.md#b:c", "#x", "../a?b:c"] {
            assert!(!is_external(target), "{target}");
        }
    }
}
