//! Finds files by their endings.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The files in `folder`, however deep, whose ending is one of `endings`, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn files_ending_in(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let found = relative_files(folder, Path::new(""), endings, |_| true)?;
    Ok(found.iter().map(|path| folder.join(path)).collect())
}

/// The same below `folder` of `root`, relative to `root` and without the folders
/// for which `enter` (called with their relative path) returns false.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn relative_files(
    root: &Path,
    folder: &Path,
    endings: &[&str],
    enter: impl Fn(&Path) -> bool,
) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let here = root.join(&folder);
        let read = || format!("{} cannot be read", here.display());
        for entry in here.read_dir().with_context(read)? {
            let entry = entry.with_context(read)?;
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                if enter(&path) {
                    folders.push(path);
                }
            } else if path
                .extension()
                .and_then(OsStr::to_str)
                .is_some_and(|ending| endings.contains(&ending))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_folder::TestFolder;

    const FILES: [(&str, &str); 4] = [
        ("a.json", ""),
        ("pivot/b.json", ""),
        ("pivot/c.sh", ""),
        ("pivot/deep/d.json", ""),
    ];

    #[test]
    fn files_are_found_by_their_ending_however_deep() {
        let folder = TestFolder::new("files-endings", &FILES);
        let found = files_ending_in(&folder.path, &["json"]).unwrap();
        let expected = ["a.json", "pivot/b.json", "pivot/deep/d.json"];
        assert_eq!(found, expected.map(|file| folder.path.join(file)));
    }

    #[test]
    fn a_folder_that_is_not_entered_is_left_out() {
        let folder = TestFolder::new("files-folders", &FILES);
        let enter = |path: &Path| path != Path::new("pivot/deep");
        let found = relative_files(&folder.path, Path::new("pivot"), &["json", "sh"], enter);
        assert_eq!(
            found.unwrap(),
            ["pivot/b.json", "pivot/c.sh"].map(PathBuf::from)
        );
    }
}
