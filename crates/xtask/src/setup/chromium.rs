//! A Chromium for the browser tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{debian, download, node::Node, step};
use crate::process::{is_root, on_path, output, run};

/// Where Playwright downloads its browsers from.
const PLAYWRIGHT_DOWNLOADS: &str = "https://cdn.playwright.dev";

/// The names under which systems install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Sets up a Chromium and returns the system's, or nothing where Playwright
/// has its own.
///
/// `folder` holds the browser tests with their packages.
pub(super) fn set_up(node: &Node, folder: &Path) -> Result<Option<PathBuf>> {
    let system = || NAMES.into_iter().find_map(on_path);
    if let Some(found) = system() {
        return Ok(Some(found));
    }
    if has_playwrights(node, folder) {
        return Ok(None);
    }
    step("Chromium", "the browser tests run in it", || {
        if download::reachable(PLAYWRIGHT_DOWNLOADS) && playwrights(node, folder).is_ok() {
            return Ok(None);
        }
        println!("    Playwright's own Chromium cannot be downloaded here");
        ensure!(
            debian::can_install(),
            "it cannot be installed from here without asking"
        );
        debian::install(&["chromium", "fonts-liberation"])?;
        system()
            .context("the package installed no program")
            .map(Some)
    })
    .context(
        "install Chromium or Chrome by hand, on PATH, and try again; \
         `cargo xtask test --native` runs the tests that need no browser",
    )
}

/// Whether the Chromium that this version of Playwright wants is there.
fn has_playwrights(node: &Node, folder: &Path) -> bool {
    let script = "console.log(require('@playwright/test').chromium.executablePath())";
    node.tool("node")
        .and_then(|mut node| output(node.args(["-e", script]).current_dir(folder)))
        .is_ok_and(|path| Path::new(&path).is_file())
}

fn playwrights(node: &Node, folder: &Path) -> Result<()> {
    let mut install = node.tool("npx")?;
    install.args(["playwright", "install", "chromium"]);
    if is_root() {
        // As another user this asks for a password.
        install.arg("--with-deps");
    }
    run(install.current_dir(folder))?;
    ensure!(
        has_playwrights(node, folder),
        "its Chromium is not where it should be"
    );
    Ok(())
}
