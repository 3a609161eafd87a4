//! PostgreSQL's programs: the tests of several servers on one database start a
//! cluster of their own with them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::{debian, step};
use crate::process::on_path;

/// Where Debian keeps them: not on PATH, a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What keeps Debian's package from starting a server of its own
/// (createcluster.conf(5)).
const NO_CLUSTER: (&str, &str) = (
    "/etc/postgresql-common/createcluster.d",
    "create_main_cluster = false\n",
);

/// Finds the folder with `initdb` and `postgres`, or installs them.
pub(super) fn set_up() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    step("PostgreSQL", "several servers share one database", || {
        ensure!(debian::can_install(), "it cannot be installed from here");
        let (folder, text) = NO_CLUSTER;
        let file = Path::new(folder).join("rollcall-tests.conf");
        fs::create_dir_all(folder)?;
        fs::write(&file, text)?;
        let installed = debian::install(&["postgresql"]);
        // It is for this installation alone.
        fs::remove_file(&file)?;
        installed?;
        find().context("the package installed no server")
    })
    .context("install PostgreSQL by hand, its initdb on PATH, and try again")
}

fn find() -> Option<PathBuf> {
    let beside = on_path("initdb").and_then(|program| program.parent().map(Path::to_path_buf));
    beside.into_iter().chain(of_debian()).find(|folder| {
        let programs = ["initdb", "postgres", "pg_isready"];
        programs.iter().all(|name| folder.join(name).is_file())
    })
}

/// The newest version's first.
fn of_debian() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, folder)| folder).collect()
}
