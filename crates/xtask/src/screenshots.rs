//! `cargo xtask screenshots`: the pictures of the console in README.md.

use anyhow::{Context, Result};

use crate::{process, setup, test, workspace::Workspace};

/// Builds the console and takes the pictures in `docs/screenshots/` of it anew.
///
/// # Errors
/// When set-up or a build fails, or a page does not show what its picture is of.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    test::build_for_browser_tests(workspace)?;
    let tools = setup::browser_tests(workspace)?;
    println!("==> Screenshots");
    let mut script = test::in_browser_tests(workspace, &tools, "node")?;
    script.args(["screenshots.mjs", "--tour"]);
    process::run(&mut script).context("the pictures cannot be taken")
}
