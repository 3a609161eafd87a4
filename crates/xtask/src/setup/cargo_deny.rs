//! cargo-deny: checks licences, sources and known faults of dependencies.

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

/// Sets it up and returns its program.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    cargo_tools::find_or_install(
        workspace,
        &cargo_tools::Tool {
            package: "cargo-deny",
            program: "cargo-deny",
            version: &pins::CARGO_DENY.to_string(),
            features: "",
            locked: true,
            optimised: &[],
        },
        "checks the dependencies",
        works,
        |at| prebuilt(&download::Downloads::new(workspace), at),
    )
}

fn works(program: &Path) -> bool {
    version_of(program)
        .and_then(|text| Version::read(&text))
        .is_some_and(|version| version.satisfies(pins::CARGO_DENY))
}

/// Puts the prebuilt program into place; false where that is not possible.
fn prebuilt(downloads: &download::Downloads, at: &Path) -> bool {
    let platform = match (env::consts::OS, env::consts::ARCH) {
        ("linux", architecture @ ("aarch64" | "x86_64")) => {
            format!("{architecture}-unknown-linux-musl")
        }
        ("macos", architecture @ ("aarch64" | "x86_64")) => {
            format!("{architecture}-apple-darwin")
        }
        _ => return false,
    };
    let version = pins::CARGO_DENY;
    let name = format!("cargo-deny-{version}-{platform}");
    let path = format!("EmbarkStudios/cargo-deny/releases/download/{version}/{name}.tar.gz");
    downloads.fetch(&path).is_some_and(|folder| {
        let program = folder.join(&name).join("cargo-deny");
        works(&program) && download::place(&program, at).is_ok()
    })
}
