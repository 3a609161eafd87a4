//! Packages of Debian and its descendants.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

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

/// Downloads a package into `folder` without installing it, and returns its file.
pub(super) fn download(package: &str, folder: &Path) -> Result<PathBuf> {
    run(apt_get().args(["update", "--quiet"]))?;
    run(apt_get()
        .args(["download", "--quiet", package])
        // As root, apt-get would download as another user, who may not write here.
        .args(["-o", "APT::Sandbox::User=root"])
        .current_dir(folder))?;
    fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .context("apt-get downloaded no package")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    // Another installation may be running: wait for it, at most so many seconds.
    command.args(["-o", "DPkg::Lock::Timeout=300"]);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
