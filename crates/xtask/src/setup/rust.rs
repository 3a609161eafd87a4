//! Parts of the Rust toolchain: the wasm target, rustfmt, clippy.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use super::{RUSTUP_LIMIT, step};
use crate::process::{on_path, output, run_within};

/// The target the page is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Sets up the standard library for the page's target.
pub(super) fn wasm_target() -> Result<()> {
    if has_wasm_target()? {
        return Ok(());
    }
    let what = format!("Rust's {WASM_TARGET} target");
    step(&what, "compiles the page", || {
        run_within(
            Command::new("rustup").args(["target", "add", WASM_TARGET]),
            RUSTUP_LIMIT,
        )
    })
    .context(
        "the target that the page is compiled for could not be installed. \
         Run `rustup target add wasm32-unknown-unknown` by hand; without rustup, \
         install your system's Rust WebAssembly package of the same version as rustc",
    )
}

fn has_wasm_target() -> Result<bool> {
    let folder =
        output(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))
            .context("rustc is needed; install Rust with rustup")?;
    let Ok(mut files) = Path::new(&folder).read_dir() else {
        return Ok(false);
    };
    Ok(files.any(|file| {
        file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
    }))
}

/// Sets up a component of the toolchain whose program is `program`.
pub(super) fn component(name: &str, program: &str) -> Result<()> {
    // A rustup proxy stands on PATH even where the component is missing.
    if on_path(program).is_some() && output(Command::new(program).arg("--version")).is_ok() {
        return Ok(());
    }
    step(name, "checks the sources", || {
        run_within(
            Command::new("rustup").args(["component", "add", name]),
            RUSTUP_LIMIT,
        )
    })
    .with_context(|| format!("run `rustup component add {name}` by hand, then try again"))
}
