//! Checks the packages that Cargo.lock names against `deny.toml`.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{process, setup, workspace::Workspace};

/// Checks licences, sources and bans, and known faults where their list can be
/// fetched.
///
/// # Errors
/// When cargo-deny finds something, which it has printed then.
pub(crate) fn check(workspace: &Workspace, cargo_deny: &Path) -> Result<()> {
    let mut check = Command::new(cargo_deny);
    check
        .args(["--log-level", "error", "check", "--hide-inclusion-graph"])
        .args(["bans", "licenses", "sources"])
        .current_dir(&workspace.root);
    if setup::advisories_are_reachable() {
        check.arg("advisories");
    } else {
        println!("    known faults are not looked up: their list cannot be fetched here");
    }
    process::run(&mut check)
        .context("a dependency is not what deny.toml allows; `cargo deny check` says more")
}
