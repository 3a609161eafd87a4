//! cargo-deny: checks licences, sources and known faults of dependencies.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::{cargo_tools, download, step};
use crate::{
    pins::{self, Version},
    process::{on_path, version_of},
    workspace::Workspace,
};

/// Sets it up and returns its program.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    let name = format!("cargo-deny{}", env::consts::EXE_SUFFIX);
    let usual = cargo_tools::install_root()?;
    let own = cargo_tools::own_root(workspace);
    let installed = |root: &Path| root.join("bin").join(&name);
    if let Some(found) = on_path("cargo-deny")
        .into_iter()
        .chain([installed(&usual), installed(&own)])
        .find(|program| works(program))
    {
        return Ok(found);
    }
    // A cargo-deny of another version, which something else may need, stays.
    let root = if installed(&usual).exists() {
        own
    } else {
        usual
    };
    let program = installed(&root);
    step(
        &format!("cargo-deny {}", pins::CARGO_DENY),
        "checks the dependencies",
        || {
            if !prebuilt(&download::Downloads::new(workspace), &program) {
                let tool = cargo_tools::Tool {
                    package: "cargo-deny",
                    program: "cargo-deny",
                    version: &pins::CARGO_DENY.to_string(),
                    features: "",
                    locked: true,
                    optimised: &[],
                };
                cargo_tools::install(workspace, &tool, &root)?;
            }
            Ok(program)
        },
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
