//! `cargo xtask lint`: formatting, clippy, links in the documents.

use anyhow::{Context, Result};

use crate::{links, process, setup, workspace::Workspace};

/// Checks everything that can be checked without running it.
///
/// # Errors
/// When set-up fails or a check finds something.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::lint()?;
    println!("==> Links in the documents");
    let checked = links::check(&workspace.root)?;
    println!("    {checked} links lead somewhere");
    println!("==> Formatting");
    cargo(workspace, &["fmt", "--all", "--check"]).context("run `cargo fmt --all`")?;
    // A workspace of its own (tests/fuzz/Cargo.toml says why).
    let fuzz = "tests/fuzz/Cargo.toml";
    cargo(workspace, &["fmt", "--manifest-path", fuzz, "--check"])
        .context("run `cargo fmt --manifest-path tests/fuzz/Cargo.toml`")?;
    println!("==> Clippy, native");
    cargo(
        workspace,
        &[
            "clippy",
            "--all-targets",
            "--features",
            "rollcall/postgres-tests",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    println!("==> Clippy, the tests of the app");
    cargo(
        workspace,
        &[
            "clippy",
            "--package",
            "app",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    println!("==> Clippy, the page");
    let target = ["--target", setup::WASM_TARGET];
    let app = [
        &["clippy", "--package", "app"],
        &target[..],
        &["--", "-D", "warnings"],
    ];
    cargo(workspace, &app.concat())
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    process::run(
        process::cargo()
            .args(arguments)
            .current_dir(&workspace.root),
    )
}
