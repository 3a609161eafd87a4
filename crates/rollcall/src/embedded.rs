//! The console in this program (feature `embedded`), so that it is one file to
//! install. `cargo xtask release` builds it so.

use gateway::Dist;

/// The console that is served where no folder is named.
#[cfg(feature = "embedded")]
pub(crate) fn dist() -> Dist {
    /// What `cargo xtask build` leaves. Its page names every other file with
    /// what is in it, so a change of any changes the page, and this is built anew.
    #[derive(rust_embed::Embed)]
    #[folder = "../../dist"]
    struct Console;

    Dist::Embedded(|name| {
        let file = <Console as rust_embed::Embed>::get(name)?;
        Some(gateway::EmbeddedFile {
            content: file.data,
            modified: file.metadata.last_modified(),
        })
    })
}

/// The console that is served where no folder is named: built without the
/// feature `embedded`, the one beside the place it is started in.
#[cfg(not(feature = "embedded"))]
pub(crate) fn dist() -> Dist {
    Dist::Folder("dist".into())
}
