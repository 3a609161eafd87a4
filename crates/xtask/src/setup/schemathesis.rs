//! schemathesis: calls an API by its description. A Python package, in
//! a virtual environment for this checkout alone.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::{debian, step};
use crate::{
    process::{on_path, output, run},
    workspace::Workspace,
};

/// Sets it up and returns its program.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    let pins = workspace.fuzz_tests().join("requirements.txt");
    let wanted = fs::read_to_string(&pins)
        .with_context(|| format!("{} cannot be read; restore it from git", pins.display()))?;
    let folder = workspace.state().join("schemathesis");
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = |name: &str| programs.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    // Written last, so that an interrupted installation is begun again.
    let installed = folder.join("installed-requirements.txt");
    let up_to_date = || fs::read_to_string(&installed).is_ok_and(|text| text == wanted);
    if up_to_date() && output(Command::new(program("schemathesis")).arg("--version")).is_ok() {
        return Ok(program("schemathesis"));
    }
    step("schemathesis", "calls the mock's APIs", || {
        environment(&folder)?;
        run(Command::new(program("python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .arg("--requirement")
            .arg(&pins))?;
        fs::write(&installed, &wanted)?;
        Ok(program("schemathesis"))
    })
    .context(
        "schemathesis could not be installed; it needs Python 3.10 or later with venv and pip. \
         `cargo xtask fuzz wire` does without",
    )
}

/// Makes an empty virtual environment.
fn environment(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let make = || {
        let python = ["python3", "python"]
            .into_iter()
            .find_map(on_path)
            .context("there is no Python")?;
        run(Command::new(python).args(["-m", "venv"]).arg(folder))
    };
    let Err(error) = make() else {
        return Ok(());
    };
    // Debian has venv in a package of its own.
    ensure!(debian::can_install(), error);
    debian::install(&["python3", "python3-venv"])?;
    make()
}
