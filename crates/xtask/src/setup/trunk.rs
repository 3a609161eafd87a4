//! trunk: builds, bundles and serves the page.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::{cargo_tools, download};
use crate::{
    pins::{self, Version},
    process::version_of,
    workspace::Workspace,
};

/// Sets up trunk and returns its program.
pub(super) fn set_up(workspace: &Workspace, downloads: &download::Downloads) -> Result<PathBuf> {
    // Without its own lock file it does not build with current Rust.
    cargo_tools::find_or_install(
        workspace,
        &cargo_tools::Tool {
            package: "trunk",
            program: "trunk",
            version: &pins::TRUNK.to_string(),
            features: "",
            locked: true,
            optimised: &[],
        },
        "bundles the page",
        works,
        |at| prebuilt(downloads, at),
    )
}

fn works(program: &Path) -> bool {
    version_of(program)
        .and_then(|text| Version::read(&text))
        .is_some_and(|version| version.satisfies(pins::TRUNK))
}

/// Puts the prebuilt trunk into place; false where that is not possible.
fn prebuilt(downloads: &download::Downloads, at: &Path) -> bool {
    let platform = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "x86_64-unknown-linux-musl.tar.gz",
        ("linux", "aarch64") => "aarch64-unknown-linux-gnu.tar.gz",
        ("macos", "x86_64") => "x86_64-apple-darwin.tar.gz",
        ("macos", "aarch64") => "aarch64-apple-darwin.tar.gz",
        ("windows", "x86_64") => "x86_64-pc-windows-msvc.zip",
        _ => return false,
    };
    let path = format!(
        "trunk-rs/trunk/releases/download/v{}/trunk-{platform}",
        pins::TRUNK
    );
    downloads.fetch(&path).is_some_and(|folder| {
        let program = folder.join(format!("trunk{}", env::consts::EXE_SUFFIX));
        works(&program) && download::place(&program, at).is_ok()
    })
}
