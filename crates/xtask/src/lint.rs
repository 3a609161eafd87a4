//! `cargo xtask lint`: formatting, clippy, links and paragraphs of the documents,
//! Rust documentation, notes that code cites, workflows, container images,
//! dependencies and their licences.

use anyhow::{Context, Result};

use crate::{
    dependencies, images, links, notes, paragraphs, process, setup, third_party, workflows,
    workspace::Workspace,
};

/// Checks everything that can be checked without running it.
///
/// # Errors
/// When set-up fails or a check finds something.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let linters = setup::lint(workspace)?;
    let cargo_deny = setup::dependency_checks(workspace)?;
    println!("==> Links in the documents");
    let checked = links::check(&workspace.root)?;
    println!("    {checked} links lead somewhere");
    println!("==> Paragraphs in the documents");
    let checked = paragraphs::check(&workspace.root)?;
    println!("    {checked} paragraphs are short");
    println!("==> Notes on platforms that code cites");
    let citations = notes::check(&workspace.root)?;
    println!("    {citations} citations lead to a note");
    println!("==> Workflows and forms");
    let checked = workflows::check(workspace, &linters)?;
    println!("    {checked} files of .github are well-formed, the workflows safe");
    println!("==> Container images");
    let checked = images::check(workspace)?;
    println!("    {checked} images are named by digest");
    println!("==> Dependencies");
    dependencies::check(workspace, &cargo_deny)?;
    println!("==> Licences of what is built in");
    let listed = third_party::check(workspace)?;
    println!(
        "    {} has the texts of {listed} packages",
        third_party::FILE
    );
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
    cargo(workspace, &app.concat())?;
    println!("==> Rust documentation");
    rust_documentation(workspace)
}

/// Checks what `cargo doc` says of the libraries and programs, and of the page.
///
/// With private items it reports everything that it does without them, among it
/// public documentation that links to a private item, so one run checks both.
fn rust_documentation(workspace: &Workspace) -> Result<()> {
    let libraries = ["doc", "--no-deps", "--quiet", "--document-private-items"];
    let page = ["--package", "app", "--target", setup::WASM_TARGET];
    for arguments in [&libraries[..], &[&libraries[..], &page].concat()] {
        process::run(
            process::cargo()
                .args(arguments)
                .env("RUSTDOCFLAGS", "-D warnings")
                .current_dir(&workspace.root),
        )
        .context("the Rust documentation has a mistake")?;
    }
    Ok(())
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    process::run(
        process::cargo()
            .args(arguments)
            .current_dir(&workspace.root),
    )
}
