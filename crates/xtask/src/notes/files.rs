//! The files that contain notes, and those that may cite them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::files::relative_files;

/// What may cite a note, beside the documents at the top.
const CITING: [&str; 5] = ["app", "crates", "docs", "mock-server", "tests"];

/// What may cite notes, relative to `root`: code and documents.
pub(super) fn citing(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = relative_files(root, Path::new(""), &["md"], |_| false)?;
    for folder in CITING {
        if root.join(folder).is_dir() {
            let endings = ["js", "md", "rs"];
            found.extend(relative_files(
                root,
                Path::new(folder),
                &endings,
                is_source,
            )?);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether what is in a folder is neither built nor installed.
fn is_source(folder: &Path) -> bool {
    !["node_modules", "target"]
        .iter()
        .any(|name| folder.ends_with(name))
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// A line of a file, for people.
pub(super) fn place(file: &Path, line: usize) -> String {
    format!("{}:{}", file.display(), line)
}
