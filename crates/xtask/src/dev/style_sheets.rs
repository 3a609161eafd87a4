//! Shows a changed style sheet at once. trunk builds the whole page again for
//! it, which takes seconds; a sheet only has to be copied.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

/// Makes the sheets in the folder `page` equal to their sources in the folder
/// `sources`, and returns the names of those that it copied.
///
/// trunk may replace the page and an editor a source at the same time. What
/// cannot be read or written is left for the next call.
pub(crate) fn copy_changed(sources: &Path, page: &Path) -> Vec<String> {
    let names = fs::read_dir(page).into_iter().flatten().flatten();
    names
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_sheet = entry.path().extension().is_some_and(|end| end == "css");
            let is_copied =
                is_sheet && copy_if_changed(&sources.join(&name), &entry.path()).ok()?;
            is_copied.then_some(name)
        })
        .collect()
}

fn copy_if_changed(source: &Path, served: &Path) -> io::Result<bool> {
    let new = fs::read(source)?;
    // An editor empties a file before it writes it.
    if new.is_empty() || new == fs::read(served)? {
        return Ok(false);
    }
    // Never created: trunk may have removed it, for a page that has its own.
    let mut file = OpenOptions::new().write(true).truncate(true).open(served)?;
    file.write_all(&new)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changed_sheets_are_copied_and_none_is_added() {
        let folder = std::env::temp_dir().join(format!("rollcall-sheets-{}", std::process::id()));
        let (sources, page) = (folder.join("style"), folder.join("page"));
        fs::create_dir_all(&sources).unwrap();
        fs::create_dir_all(&page).unwrap();
        let write = |path: &Path, text: &str| fs::write(path, text).unwrap();
        write(&sources.join("base.css"), "a{}");
        write(&sources.join("users.css"), "b{color:red}");
        write(&sources.join("empty.css"), "");
        write(&sources.join("unlinked.css"), "c{}");
        write(&page.join("base.css"), "a{}");
        write(&page.join("users.css"), "b{}");
        write(&page.join("empty.css"), "d{}");
        write(&page.join("removed.css"), "e{}");
        write(&sources.join("index.html"), "f{}");
        write(&page.join("index.html"), "g{}");

        assert_eq!(copy_changed(&sources, &page), ["users.css"]);
        let served = |name: &str| fs::read_to_string(page.join(name)).unwrap();
        assert_eq!(served("users.css"), "b{color:red}");
        assert_eq!(served("empty.css"), "d{}");
        assert_eq!(served("removed.css"), "e{}");
        assert_eq!(served("index.html"), "g{}");
        assert_eq!(fs::read_dir(&page).unwrap().count(), 5);
        assert!(copy_changed(&sources, &page).is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
