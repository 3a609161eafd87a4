//! The built console as part of this program (feature `embedded`), so that
//! there is one file to install. `cargo xtask release` builds it so.

use gateway::ConsoleFiles;

/// The console that is served if no folder is named.
#[cfg(feature = "embedded")]
pub(crate) fn console_files() -> ConsoleFiles {
    /// The output of `cargo xtask build`. The page names every other file with its
    /// hash, so a change of any file changes the page, and this is built again.
    #[derive(rust_embed::Embed)]
    #[folder = "../../dist"]
    struct Console;

    ConsoleFiles::Embedded(|name| {
        let file = <Console as rust_embed::Embed>::get(name)?;
        Some(gateway::EmbeddedFile {
            content: file.data,
            modified: file.metadata.last_modified(),
        })
    })
}

/// The console that is served if no folder is named. Without the feature
/// `embedded` it is in the folder `dist` of the working directory.
#[cfg(not(feature = "embedded"))]
pub(crate) fn console_files() -> ConsoleFiles {
    ConsoleFiles::Folder("dist".into())
}
