//! The file of a SQLite database: where it is, who else has it, who may read it.

use crate::private_file::{self, beside};
use anyhow::{Context, Result, anyhow, bail};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use url::Url;

/// Mode bits of a folder: everybody may write there, and everybody may replace
/// only what is their own.
#[cfg(unix)]
const OPEN: u32 = 0o002;
#[cfg(unix)]
const STICKY: u32 = 0o1000;

/// What stays as it is in a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// The path of the file itself, whatever leads there. If it is not there, it is
/// made, for its owner alone.
pub(super) fn prepare(path: &Path) -> io::Result<PathBuf> {
    if !path.exists() {
        match private_file::options().create_new(true).open(path) {
            // Another process was sooner, or a link leads to a file that is not
            // there yet.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                private_file::options().create(true).open(path).map(drop)
            }
            opened => opened.map(drop),
        }?;
    }
    path.canonicalize()
}

/// The URL of the file at `path`, which is an absolute path, with these
/// parameters.
pub(super) fn url(path: &Path, parameters: &str) -> Result<Url> {
    let text = path
        .to_str()
        .ok_or_else(|| anyhow!("the path {} is not text in UTF-8", path.display()))?;
    let encoded = percent_encode(text.as_bytes(), PATH);
    Ok(format!("sqlite://{encoded}?{parameters}").parse()?)
}

/// The locks of the process that serves from a file, as long as this is kept.
#[derive(Debug)]
pub(crate) struct Claim {
    _locks: Vec<File>,
}

/// Makes sure that no other process serves from the file at `path`, which people
/// know as `shown`, by whatever name it knows it.
pub(super) fn claim(path: &Path, shown: &str) -> Result<Claim> {
    let lock = beside(path, "-lock");
    let mut locks = vec![try_lock(&lock, shown)?];
    // By another of its names it has another lock beside it. SQLite's own locks
    // are of another kind, and lost once a process opens and closes the file:
    // this is opened before and closed after.
    if cfg!(unix) {
        locks.push(try_lock(path, shown)?);
    }
    warn_of_others(path);
    Ok(Claim { _locks: locks })
}

/// Whether a server could serve from the file at `path`, as far as that can be
/// seen without making anything.
pub(super) fn try_out(path: &Path) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let shown = folder.display();
    if !fs::metadata(folder)
        .with_context(|| format!("its folder {shown} cannot be looked at"))?
        .is_dir()
    {
        bail!("{shown} is no folder");
    }
    may_write(folder).with_context(|| format!("nothing can be written into its folder {shown}"))?;
    let Ok(path) = path.canonicalize() else {
        return Ok(());
    };
    if !path.is_file() {
        bail!("{} is no file", path.display());
    }
    for end in ["", "-wal", "-shm", "-lock"] {
        let file = beside(&path, end);
        if file.exists() {
            may_write(&file).with_context(|| format!("{} cannot be written", file.display()))?;
        }
    }
    for lock in [beside(&path, "-lock"), path] {
        // Only for a moment, and of the kind that others may have as well.
        let held = File::open(&lock).map(|file| file.try_lock_shared());
        if let Ok(Err(TryLockError::WouldBlock)) = held {
            bail!("another rollcall serves from it already");
        }
    }
    Ok(())
}

/// Whether this process may write a file, or in a folder.
fn may_write(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::fs::Access;
        let access = if path.is_dir() {
            Access::WRITE_OK | Access::EXEC_OK
        } else {
            Access::READ_OK | Access::WRITE_OK
        };
        Ok(rustix::fs::access(path, access)?)
    }
    #[cfg(not(unix))]
    if fs::metadata(path)?.permissions().readonly() && !path.is_dir() {
        Err(ErrorKind::PermissionDenied.into())
    } else {
        Ok(())
    }
}

fn try_lock(lock: &Path, database: &str) -> Result<File> {
    let shown = lock.display();
    let file = private_file::options()
        .create(true)
        .open(lock)
        .with_context(|| format!("{shown} cannot be written"))
        .with_context(|| format!("the audit trail {database} cannot be opened"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "another rollcall serves from {database} already. Several of them need a PostgreSQL \
             database (database_url_env in [audit])"
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{shown} cannot be locked"))
        }
    }
}

/// Says in the log who else may read or change the file at `path`.
fn warn_of_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        for end in ["", "-wal", "-shm", "-lock"] {
            let file = beside(path, end);
            let Ok(found) = fs::metadata(&file) else {
                continue;
            };
            let (shown, mode) = (file.display(), found.mode() & 0o777);
            if mode & 0o077 != 0 {
                tracing::warn!(
                    "other users of this machine may open {shown} (mode {mode:04o}): chmod 600 it"
                );
            }
            if found.nlink() > 1 {
                tracing::warn!(
                    "{shown} has a second name (a hard link): what a killed server leaves beside \
                     one name is not seen by the other. Remove one"
                );
            }
        }
        if let Some(folder) = path.parent()
            && let Ok(found) = fs::metadata(folder)
            && found.mode() & (OPEN | STICKY) == OPEN
        {
            tracing::warn!(
                "every user of this machine may replace the files in {}: chmod o-w it",
                folder.display()
            );
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// A file that is only read, and is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Still {
    path: PathBuf,
    length: u64,
    changed: Option<SystemTime>,
}

/// How a file is read without changing it or anything beside it.
#[derive(Debug, Clone)]
pub(super) enum Reading {
    /// Nothing beside it belongs to it.
    Alone(Still),
    /// Together with its log, as a server does that may be running.
    Shared,
    /// Together with its log, which has lost its index: nobody serves from it.
    WithLog,
}

impl Reading {
    /// How the file at `path` is read.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let size = |end| {
            fs::metadata(beside(path, end))
                .map(|found| found.len())
                .ok()
        };
        Ok(match (size("-wal"), size("-shm")) {
            (None, _) | (Some(0), None) => Self::Alone(Still::new(path)?),
            (Some(_), Some(_)) => Self::Shared,
            (Some(_), None) => Self::WithLog,
        })
    }

    /// What the URL says of it.
    pub(super) const fn parameters(&self) -> &'static str {
        match self {
            // Without the log and its index, which SQLite would make.
            Self::Alone(_) => "mode=ro&immutable=true",
            // Without locks, for which SQLite would make the index.
            Self::WithLog if cfg!(unix) => "mode=ro&vfs=unix-none",
            Self::Shared | Self::WithLog => "mode=ro",
        }
    }

    /// What every connection is told first.
    pub(super) const fn pragmas(&self) -> &'static str {
        match self {
            Self::Alone(_) | Self::Shared => "PRAGMA busy_timeout = 5000;",
            // The index is made in memory.
            Self::WithLog => "PRAGMA locking_mode = EXCLUSIVE;",
        }
    }

    /// Whether what was read is what the file holds.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Alone(still) => {
                Still::new(&still.path).is_ok_and(|now| now == *still)
                    && !fs::metadata(beside(&still.path, "-wal")).is_ok_and(|log| log.len() > 0)
            }
            Self::Shared | Self::WithLog => true,
        }
    }
}

impl Still {
    fn new(path: &Path) -> io::Result<Self> {
        let found: Metadata = fs::metadata(path)?;
        Ok(Self {
            path: path.to_owned(),
            length: found.len(),
            changed: found.modified().ok(),
        })
    }
}
