//! Prebuilt tools from GitHub releases, where they can be downloaded.

use std::{
    cell::Cell,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{process::output, workspace::Workspace};

/// Seconds to wait for a connection: an offline machine loses no more.
const CONNECT_SECONDS: &str = "5";
/// Seconds that one download may take.
const DOWNLOAD_SECONDS: &str = "300";

/// Where the user is told that building from source is next.
const RELEASES: &str = "https://github.com";

/// Downloads of one run. Whether GitHub can be reached is found out once.
pub(super) struct Downloads {
    folder: PathBuf,
    reachable: Cell<Option<bool>>,
}

impl Downloads {
    pub(super) fn new(workspace: &Workspace) -> Self {
        Self {
            folder: workspace.state().join("downloads"),
            reachable: Cell::new(None),
        }
    }

    /// Downloads the archive `RELEASES/path`, unpacks it and returns the
    /// folder, or nothing (said in words) where that is not possible.
    pub(super) fn fetch(&self, path: &str) -> Option<PathBuf> {
        if !self.reachable() {
            return None;
        }
        match self.fetch_and_unpack(path) {
            Ok(folder) => Some(folder),
            Err(error) => {
                println!("    the prebuilt archive cannot be used: {error:#}");
                None
            }
        }
    }

    fn reachable(&self) -> bool {
        if let Some(known) = self.reachable.get() {
            return known;
        }
        let reachable = reachable(RELEASES);
        if !reachable {
            println!("    prebuilt tools cannot be downloaded here (no answer from {RELEASES})");
        }
        self.reachable.set(Some(reachable));
        reachable
    }

    fn fetch_and_unpack(&self, path: &str) -> Result<PathBuf> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let folder = self.folder.join(format!("{name}.unpacked"));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let archive = self.folder.join(name);
        println!("    downloading {RELEASES}/{path}");
        output(
            Command::new("curl")
                .args(["--fail", "--silent", "--show-error", "--location"])
                .args(["--proto", "=https", "--proto-redir", "=https"])
                .args(["--connect-timeout", CONNECT_SECONDS])
                .args(["--max-time", DOWNLOAD_SECONDS, "--output"])
                .arg(&archive)
                .arg(format!("{RELEASES}/{path}")),
        )?;
        output(
            Command::new("tar")
                .arg("-xf")
                .arg(&archive)
                .arg("-C")
                .arg(&folder),
        )?;
        fs::remove_file(&archive)?;
        Ok(folder)
    }
}

/// Whether a web server answers within the connection's time limit.
pub(super) fn reachable(url: &str) -> bool {
    Command::new("curl")
        .args(["--silent", "--head", "--output"])
        .arg(if cfg!(windows) { "NUL" } else { "/dev/null" })
        .args([
            "--connect-timeout",
            CONNECT_SECONDS,
            "--max-time",
            "15",
            url,
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The folder in which trunk looks for tools. Whatever stands here, plain
/// `trunk serve` finds as well.
pub(super) fn trunk_cache() -> Result<PathBuf> {
    let home = env::home_dir().context("the home folder is unknown; set HOME")?;
    // The `directories` crate's rules for ("dev", "trunkrs", "trunk").
    Ok(if cfg!(windows) {
        env::var_os("LOCALAPPDATA")
            .map_or_else(|| home.join("AppData").join("Local"), PathBuf::from)
            .join("trunkrs")
            .join("trunk")
            .join("cache")
    } else if cfg!(target_os = "macos") {
        home.join("Library/Caches/dev.trunkrs.trunk")
    } else {
        env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .unwrap_or_else(|| home.join(".cache"))
            .join("trunk")
    })
}

/// Copies a program into place in one step, so that an interrupted set-up
/// leaves no half of it behind.
pub(super) fn place(program: &Path, at: &Path) -> Result<()> {
    let folder = at.parent().context("a program needs a folder")?;
    fs::create_dir_all(folder)?;
    ensure!(program.is_file(), "{} is missing", program.display());
    let beside = at.with_extension("new");
    fs::copy(program, &beside)
        .and_then(|_| fs::rename(&beside, at))
        .with_context(|| format!("{} cannot be written", at.display()))
}
