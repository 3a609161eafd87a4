//! cargo-cyclonedx: lists the packages that a program is made of (its software
//! bill of materials, SBOM).

use std::{env, path::PathBuf, process::Command};

use anyhow::Result;

use super::{cargo_tools, step};
use crate::{
    pins::{self, Version},
    process::output,
    workspace::Workspace,
};

/// Sets it up for this checkout alone and returns its program.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    let root = cargo_tools::own_root(workspace);
    let program = root
        .join("bin")
        .join(format!("cargo-cyclonedx{}", env::consts::EXE_SUFFIX));
    if works(&program) {
        return Ok(program);
    }
    step(
        &format!("cargo-cyclonedx {}", pins::CARGO_CYCLONEDX),
        "lists what a release is made of",
        || {
            let tool = cargo_tools::Tool {
                package: "cargo-cyclonedx",
                program: "cargo-cyclonedx",
                version: &pins::CARGO_CYCLONEDX.to_string(),
                features: "",
                locked: true,
                optimised: &[],
            };
            cargo_tools::install(workspace, &tool, &root)?;
            Ok(program)
        },
    )
}

fn works(program: &PathBuf) -> bool {
    // cargo gives its subcommands their name first.
    output(Command::new(program).args(["cyclonedx", "--version"]))
        .ok()
        .and_then(|text| Version::read(&text))
        == Some(pins::CARGO_CYCLONEDX)
}
