//! Tools that are built from their sources where no prebuilt one can be had.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::step;
use crate::{
    process::{self, on_path},
    workspace::Workspace,
};

/// Where cargo installs programs (without `bin`).
pub(super) fn install_root() -> Result<PathBuf> {
    if let Some(root) = env::var_os("CARGO_INSTALL_ROOT").or_else(|| env::var_os("CARGO_HOME")) {
        return Ok(root.into());
    }
    let home = env::home_dir().context("the home folder is unknown; set HOME or CARGO_HOME")?;
    Ok(home.join(".cargo"))
}

/// A folder like that for this checkout alone.
pub(super) fn own_root(workspace: &Workspace) -> PathBuf {
    workspace.target.join("tools").join("installed")
}

/// A tool to build.
pub(super) struct Tool<'a> {
    /// Its package in the registry.
    pub(super) package: &'a str,
    /// Its program; the package's others are left out.
    pub(super) program: &'a str,
    /// Exactly which release.
    pub(super) version: &'a str,
    /// Its features that are needed; empty where none is.
    pub(super) features: &'a str,
    /// Whether to use the dependencies that it was released with.
    pub(super) locked: bool,
    /// Its packages that are optimised, because unoptimised they would take
    /// seconds at every build of the page.
    pub(super) optimised: &'a [&'a str],
}

/// A tool that its users may have too: the program on PATH or one installed before, if it
/// `works`. Otherwise `prebuilt` puts a published one into place, or it is built, where cargo
/// installs programs; but one of another version, which something else may need, stays.
pub(super) fn find_or_install(
    workspace: &Workspace,
    tool: &Tool<'_>,
    purpose: &str,
    works: impl Fn(&Path) -> bool,
    prebuilt: impl FnOnce(&Path) -> bool,
) -> Result<PathBuf> {
    let name = format!("{}{}", tool.program, env::consts::EXE_SUFFIX);
    let usual = install_root()?;
    let own = own_root(workspace);
    let installed = |root: &Path| root.join("bin").join(&name);
    if let Some(found) = on_path(tool.program)
        .into_iter()
        .chain([installed(&usual), installed(&own)])
        .find(|program| works(program))
    {
        return Ok(found);
    }
    let root = if installed(&usual).exists() {
        own
    } else {
        usual
    };
    let program = installed(&root);
    step(
        &format!("{} {}", tool.package, tool.version),
        purpose,
        || {
            if !prebuilt(&program) {
                install(workspace, tool, &root)?;
            }
            Ok(program)
        },
    )
}

/// Builds a tool and installs it under `root`.
///
/// The builds share a folder, so that what two tools have in common is
/// compiled once. They are debug builds without what only a download needs:
/// measured, that takes a fifth of the time and the tools are fast enough, but
/// for the packages that they name.
pub(super) fn install(workspace: &Workspace, tool: &Tool<'_>, root: &Path) -> Result<()> {
    let Tool {
        package, version, ..
    } = tool;
    println!("    building {package} {version} from its sources, which takes minutes");
    let mut cargo = process::cargo();
    cargo
        .args(["install", package, "--version", version])
        .args(["--bin", tool.program])
        .args([
            "--debug",
            "--no-default-features",
            "--features",
            tool.features,
        ])
        .args(["--force", "--root"])
        .arg(root)
        .env("CARGO_TARGET_DIR", workspace.target.join("tools"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_STRIP", "symbols")
        .env("CARGO_PROFILE_DEV_DEBUG_ASSERTIONS", "false")
        .env("CARGO_PROFILE_DEV_OVERFLOW_CHECKS", "false")
        .env("CARGO_PROFILE_DEV_CODEGEN_UNITS", "2")
        .env("CARGO_INCREMENTAL", "0");
    for package in tool.optimised {
        let setting = format!("profile.dev.package.{package}.opt-level=1");
        cargo.args(["--config", &setting]);
    }
    if tool.locked {
        cargo.arg("--locked");
    }
    process::run(&mut cargo).with_context(|| {
        format!(
            "install {package} {version} by hand, with {} on PATH, and try again",
            tool.program
        )
    })
}
