//! wasm-split-cli: cuts the compiled page where the page's code says so.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::Result;

use super::{cargo_tools, step};
use crate::{pins, workspace::Workspace};

/// Sets up the tool and returns its program. It says no version, so one that
/// something else installed is not used.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    let root = cargo_tools::own_root(workspace).join(format!("wasm-split-{}", pins::WASM_SPLIT));
    let program = root
        .join("bin")
        .join(format!("wasm-split-cli{}", env::consts::EXE_SUFFIX));
    if works(&program) {
        return Ok(program);
    }
    step(
        &format!("wasm-split-cli {}", pins::WASM_SPLIT),
        "cuts the page into pieces",
        || {
            let tool = cargo_tools::Tool {
                package: "wasm_split_cli_support",
                program: "wasm-split-cli",
                version: &pins::WASM_SPLIT.to_string(),
                features: "build-binary",
                locked: true,
                optimised: &[],
            };
            cargo_tools::install(workspace, &tool, &root)?;
            Ok(program)
        },
    )
}

fn works(program: &PathBuf) -> bool {
    Command::new(program)
        .arg("--help")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
