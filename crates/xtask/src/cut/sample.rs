//! A small page and what the tools make of it, kept in `crates/xtask/samples/cut`: the
//! readers of this module are tested on what the pinned wasm-bindgen and wasm-split-cli
//! really write. `cargo xtask cut-sample` makes it anew.

use std::fs;

use anyhow::{Context, Result};

use super::{LOADER as LOADER_FILE, split_and_bind};
use crate::{build, process, setup, workspace::Workspace};

/// Where the page's source and the sample are.
const FOLDER: &str = "crates/xtask/samples/cut";

/// The page as the compiler writes it.
#[cfg(test)]
pub(super) const COMPILED: &[u8] = include_bytes!("../../samples/cut/compiled.wasm");

/// Its first piece as wasm-bindgen writes it.
#[cfg(test)]
pub(super) const BOUND: &[u8] = include_bytes!("../../samples/cut/bound.wasm");

/// The script of that.
#[cfg(test)]
pub(super) const SCRIPT: &str = include_str!("../../samples/cut/bound.js");

/// The script that loads the other piece.
#[cfg(test)]
pub(super) const LOADER: &str = include_str!("../../samples/cut/loader.js");

/// Makes the sample anew.
///
/// # Errors
/// When set-up or a tool fails, or a file cannot be written.
pub(crate) fn make(workspace: &Workspace) -> Result<()> {
    let tools = setup::page(workspace)?;
    let source = workspace.root.join(FOLDER);
    let folder = workspace.state().join("cut-sample");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder.join("src"))?;
    for file in ["Cargo.toml", "src/lib.rs"] {
        fs::copy(source.join(file), folder.join(file))?;
    }
    // The versions that the console is compiled with.
    fs::copy(workspace.root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    process::run(
        process::cargo()
            .args(["build", "--release", "--target", setup::WASM_TARGET])
            .arg("--target-dir")
            .arg(folder.join("target"))
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                build::page_flags(&folder),
            )
            .current_dir(&folder),
    )?;
    let compiled = folder
        .join("target")
        .join(setup::WASM_TARGET)
        .join("release/cut_sample.wasm");
    let pieces = folder.join("pieces");
    let bound = split_and_bind(&tools, &compiled, &pieces, "sample")?;
    for (from, to) in [
        (compiled, "compiled.wasm"),
        (bound.join("sample_bg.wasm"), "bound.wasm"),
        (bound.join("sample.js"), "bound.js"),
        (pieces.join(LOADER_FILE), "loader.js"),
    ] {
        fs::copy(&from, source.join(to))
            .with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    println!("==> {FOLDER} is of the pinned tools; `git diff` shows what has changed");
    Ok(())
}
