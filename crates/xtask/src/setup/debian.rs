//! Packages of Debian and its descendants.

use std::{path::Path, process::Command};

use anyhow::Result;

use crate::process::{is_root, on_path, run};

/// Whether packages can be installed here without asking anyone.
pub(super) fn can_install() -> bool {
    Path::new("/etc/debian_version").exists() && on_path("apt-get").is_some() && is_root()
}

/// Installs packages with what they need and nothing they only recommend.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    run(apt_get().args(["update", "--quiet"]))?;
    run(apt_get()
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages))
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    // Another installation may be running: wait for it, at most so many seconds.
    command.args(["-o", "DPkg::Lock::Timeout=300"]);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
