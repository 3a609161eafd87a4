//! What measures a server: a load generator, and nginx to compare with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::{debian, step};
use crate::{
    process::{on_path, output, run},
    workspace::Workspace,
};

/// A program that calls one address over and over.
pub(crate) enum LoadTool {
    /// <https://github.com/hatoo/oha>
    Oha(PathBuf),
    /// <https://github.com/wg/wrk>
    Wrk(PathBuf),
}

/// Finds oha or wrk, or installs wrk.
pub(super) fn tool() -> Result<LoadTool> {
    let found = || {
        let oha = on_path("oha").map(LoadTool::Oha);
        oha.or_else(|| on_path("wrk").map(LoadTool::Wrk))
    };
    if let Some(found) = found() {
        return Ok(found);
    }
    step("wrk", "measures requests per second", || {
        ensure!(debian::can_install(), "it cannot be installed from here");
        debian::install(&["wrk"])?;
        found().context("the package installed no program")
    })
    .context("install oha or wrk by hand, on PATH, and try again")
}

/// The nginx that is there, if any: the system's or the one of this checkout.
pub(crate) fn nginx(workspace: &Workspace) -> Option<PathBuf> {
    let usual = ["nginx", "/usr/sbin/nginx"];
    let own = own_nginx(workspace);
    usual
        .into_iter()
        .map(PathBuf::from)
        .chain([own])
        .find(|program| version(program).is_some())
}

/// Unpacks Debian's nginx for this checkout alone. Installed, it would start a
/// web server on every address.
pub(super) fn unpack_nginx(workspace: &Workspace) -> Result<()> {
    if nginx(workspace).is_some() {
        return Ok(());
    }
    step("nginx", "to stand in front of a server", || {
        ensure!(debian::can_install(), "it cannot be had from here");
        let folder = nginx_folder(workspace);
        fs::create_dir_all(&folder)?;
        let package = debian::download("nginx", &folder)?;
        run(Command::new("dpkg").arg("-x").arg(package).arg(&folder))?;
        ensure!(
            version(&own_nginx(workspace)).is_some(),
            "the package's program does not run here"
        );
        Ok(())
    })
    .context("install nginx by hand, on PATH, and try again; a benchmark does without it if --setup is left out")
}

fn nginx_folder(workspace: &Workspace) -> PathBuf {
    workspace.state().join("nginx")
}

fn own_nginx(workspace: &Workspace) -> PathBuf {
    nginx_folder(workspace)
        .join("usr")
        .join("sbin")
        .join("nginx")
}

fn version(program: &Path) -> Option<String> {
    // It knows `-v` only; asking for what it does not know is an error.
    output(Command::new(program).arg("-v")).ok()
}
