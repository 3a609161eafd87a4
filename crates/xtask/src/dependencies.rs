//! Checks the packages in Cargo.lock against `deny.toml`, and these and those of
//! npm for known faults.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{process, workspace::Workspace};

mod cargo_faults;
mod npm_faults;

/// Checks licences, sources and bans, and looks up known faults as far as that can
/// be done from here; what cannot is printed.
///
/// # Errors
/// When a package is not allowed or has a known fault, which is printed then; on
/// GitHub also when known faults cannot be looked up.
pub(crate) fn check(workspace: &Workspace, cargo_deny: &Path) -> Result<()> {
    process::run(&mut cargo_deny_check(
        workspace,
        cargo_deny,
        &["bans", "licenses", "sources"],
        Network::Allowed,
    ))
    .context("a dependency is not what deny.toml allows; `cargo deny check` says more")?;
    cargo_faults::check(workspace, cargo_deny)?;
    npm_faults::check(workspace)
}

/// Whether a check may fetch something.
enum Network {
    Allowed,
    Forbidden,
}

/// `cargo deny check` of those kinds, which prints errors only.
fn cargo_deny_check(
    workspace: &Workspace,
    cargo_deny: &Path,
    kinds: &[&str],
    network: Network,
) -> Command {
    let mut check = Command::new(cargo_deny);
    check.args(["--log-level", "error"]);
    if matches!(network, Network::Forbidden) {
        check.arg("--offline");
    }
    check
        .args(["check", "--hide-inclusion-graph"])
        .args(kinds)
        .current_dir(&workspace.root);
    check
}
