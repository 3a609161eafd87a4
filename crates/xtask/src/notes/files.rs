//! The files that notes stand in and that may cite them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// What may cite a note, beside the documents at the top.
const CITING: [&str; 5] = ["app", "crates", "docs", "mock-server", "tests"];

/// What may cite notes, relative to `root`: code and documents.
pub(super) fn citing(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in root
        .read_dir()
        .with_context(|| format!("{} cannot be read", root.display()))?
    {
        let name = PathBuf::from(entry?.file_name());
        if name.extension().is_some_and(|end| end == "md") {
            found.push(name);
        }
    }
    for folder in CITING {
        if root.join(folder).is_dir() {
            found.extend(files(root, Path::new(folder), &["js", "md", "rs"])?);
        }
    }
    found.sort();
    Ok(found)
}

/// The files below `folder` with one of these endings, relative to `root`.
/// What is built or installed is left out.
pub(super) fn files(root: &Path, folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let here = root.join(&folder);
        for entry in here
            .read_dir()
            .with_context(|| format!("{} cannot be read", here.display()))?
        {
            let entry = entry?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if entry.file_type()?.is_dir() {
                if name != "node_modules" && name != "target" {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|end| endings.iter().any(|wanted| end == *wanted))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// A line of a file, for people.
pub(super) fn place(file: &Path, line: usize) -> String {
    format!("{}:{}", file.display(), line)
}
