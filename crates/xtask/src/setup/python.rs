//! Python programs: each list of pinned packages is installed into a virtual
//! environment of its own, for this checkout alone.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::{debian, step};
use crate::{
    process::{on_path, output, run, version_of},
    workspace::Workspace,
};

/// Packages that are installed together.
pub(super) struct Packages<'a> {
    /// What they are called here; their folder has that name.
    pub(super) name: &'a str,
    /// What they are for.
    pub(super) purpose: &'a str,
    /// The file that pins them, in pip's format.
    pub(super) requirements: &'a Path,
    /// The programs that are used of them.
    pub(super) programs: &'a [&'a str],
}

/// Installs the packages unless they are there, and returns the programs in
/// the order in which they are named.
pub(super) fn set_up(workspace: &Workspace, packages: &Packages<'_>) -> Result<Vec<PathBuf>> {
    let pins = packages.requirements;
    let wanted = fs::read_to_string(pins)
        .with_context(|| format!("{} cannot be read; restore it from git", pins.display()))?;
    let folder = workspace.state().join(packages.name);
    let scripts = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = |name: &str| scripts.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let programs: Vec<_> = packages.programs.iter().map(|name| program(name)).collect();
    // Written last, so that an interrupted installation is begun again.
    let installed = folder.join("installed-requirements.txt");
    let up_to_date = fs::read_to_string(&installed).is_ok_and(|text| text == wanted);
    if up_to_date && programs.iter().all(|path| version_of(path).is_some()) {
        return Ok(programs);
    }
    step(packages.name, packages.purpose, || {
        create_environment(&folder)?;
        run(Command::new(program("python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .arg("--requirement")
            .arg(pins))?;
        for path in &programs {
            output(Command::new(path).arg("--version"))?;
        }
        fs::write(&installed, &wanted)?;
        Ok(programs)
    })
    .with_context(|| {
        format!(
            "{} could not be installed; it needs Python 3.10 or later with venv and pip",
            packages.name
        )
    })
}

/// Creates an empty virtual environment.
fn create_environment(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let create = || {
        let python = ["python3", "python"]
            .into_iter()
            .find_map(on_path)
            .context("there is no Python")?;
        run(Command::new(python).args(["-m", "venv"]).arg(folder))
    };
    let Err(error) = create() else {
        return Ok(());
    };
    // Debian has venv in a package of its own.
    ensure!(debian::can_install(), error);
    debian::install(&["python3", "python3-venv"])?;
    create()
}
