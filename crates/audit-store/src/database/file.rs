//! The file of a SQLite database: its real path, its locks and its permissions.

use crate::error::{Attempt, Cause, Error};
use crate::private_file::{self, beside};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use url::Url;

/// Mode bits of a folder: all users may write there; users may replace only
/// their own files.
#[cfg(unix)]
const WORLD_WRITABLE: u32 = 0o002;
#[cfg(unix)]
const STICKY: u32 = 0o1000;

/// The characters that are percent-encoded in a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// The path of the file itself, with links resolved. If it does not exist, it
/// is created, readable by its owner only.
pub(super) fn prepare(path: &Path) -> io::Result<PathBuf> {
    if !path.exists() {
        match private_file::options().create_new(true).open(path) {
            // Another process was faster, or a link points to a file that does not
            // exist yet.
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
pub(super) fn url(path: &Path, parameters: &str) -> Result<Url, Cause> {
    let text = path
        .to_str()
        .ok_or_else(|| format!("the path {} is not text in UTF-8", path.display()))?;
    let encoded = percent_encode(text.as_bytes(), PATH);
    Ok(format!("sqlite://{encoded}?{parameters}").parse()?)
}

/// The locks of a process that uses a file. They are released when this is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    _locks: Vec<File>,
}

/// What the lock of commands is called, beside the file.
const COMMANDS: &str = "-commands";

/// The files that may be beside a database, by the ends of their names; its own is
/// the first.
const FILES: [&str; 5] = ["", "-wal", "-shm", "-lock", COMMANDS];

/// Makes sure that no command uses the file at `path`; nothing where one does.
pub(super) fn exclude_commands(path: &Path, shown: &str) -> Result<Option<Claim>, Error> {
    match try_lock(&beside(path, COMMANDS), shown) {
        Ok(lock) => Ok(Some(Claim { _locks: vec![lock] })),
        Err(Error::InUse { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Notes that a command uses the file at `path`, beside a server and other commands.
/// Waits while another process excludes commands, which it does for a moment.
pub(super) fn join_commands(path: &Path, shown: &str) -> Result<Claim, Error> {
    let lock = beside(path, COMMANDS);
    let joined = || {
        let file = private_file::options().create(true).open(&lock)?;
        file.lock_shared().map(|()| file)
    };
    let problem = format!("{} cannot be locked", lock.display());
    let file = joined().map_err(|source| {
        let problem = FileProblem { problem, source };
        Error::failed(Attempt::Open, shown, problem)
    })?;
    Ok(Claim { _locks: vec![file] })
}

/// Makes sure that no other process serves from the file at `path`, under any
/// of its names. `shown` is the path for error messages.
pub(super) fn claim(path: &Path, shown: &str) -> Result<Claim, Error> {
    let lock = beside(path, "-lock");
    let mut locks = vec![try_lock(&lock, shown)?];
    // Under another of its names the file would have another lock beside it, so the
    // file itself is locked as well. SQLite's own locks are of another kind, and
    // are lost when a process opens and closes the file: this lock is taken before
    // and released after.
    if cfg!(unix) {
        locks.push(try_lock(path, shown)?);
    }
    warn_of_others(path);
    Ok(Claim { _locks: locks })
}

/// Something that cannot be done with a file or a folder.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
struct FileProblem {
    problem: String,
    #[source]
    source: io::Error,
}

impl FileProblem {
    fn new(problem: String) -> impl FnOnce(io::Error) -> Self {
        |source| Self { problem, source }
    }
}

/// Checks that a server could serve from the file at `path`, as far as possible
/// without creating anything.
pub(super) fn check(path: &Path) -> Result<(), Error> {
    let database = path.display().to_string();
    check_access(path).map_err(|cause| Error::failed(Attempt::Open, &database, cause))?;
    let Ok(path) = path.canonicalize() else {
        return Ok(());
    };
    for lock in [beside(&path, "-lock"), path] {
        // A shared lock, only for a moment.
        let held = File::open(&lock).map(|file| file.try_lock_shared());
        if let Ok(Err(TryLockError::WouldBlock)) = held {
            return Err(Error::InUse { database });
        }
    }
    Ok(())
}

/// Checks that this process may write the file at `path` and its folder.
fn check_access(path: &Path) -> Result<(), Cause> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let shown = folder.display();
    let found = fs::metadata(folder).map_err(FileProblem::new(format!(
        "its folder {shown} cannot be accessed"
    )))?;
    if !found.is_dir() {
        return Err(format!("{shown} is not a folder").into());
    }
    may_write(folder).map_err(FileProblem::new(format!(
        "nothing can be written into its folder {shown}"
    )))?;
    let Ok(path) = path.canonicalize() else {
        return Ok(());
    };
    if !path.is_file() {
        return Err(format!("{} is not a file", path.display()).into());
    }
    for end in FILES {
        let file = beside(&path, end);
        if file.exists() {
            let problem = format!("{} cannot be written", file.display());
            may_write(&file).map_err(FileProblem::new(problem))?;
        }
    }
    Ok(())
}

/// Checks that this process may write a file, or create one in a folder.
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

fn try_lock(lock: &Path, database: &str) -> Result<File, Error> {
    let shown = lock.display();
    let failed = |problem: String, source| {
        let problem = FileProblem { problem, source };
        Error::failed(Attempt::Open, database, problem)
    };
    let file = private_file::options()
        .create(true)
        .open(lock)
        .map_err(|error| failed(format!("{shown} cannot be written"), error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse {
            database: database.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(failed(format!("{shown} cannot be locked"), error)),
    }
}

/// Warns in the log if others may read or change the file at `path`.
fn warn_of_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        for end in FILES {
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
            && found.mode() & (WORLD_WRITABLE | STICKY) == WORLD_WRITABLE
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

/// A file that is only read, with what shows whether it was written since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileSnapshot {
    path: PathBuf,
    length: u64,
    changed: Option<SystemTime>,
}

/// How to read a file without changing it or anything beside it.
#[derive(Debug, Clone)]
pub(super) enum ReadMode {
    /// There is no write-ahead log beside it.
    Alone(FileSnapshot),
    /// Together with its write-ahead log, as a running server may use it.
    Shared,
    /// Together with its write-ahead log, whose index is missing: no process serves
    /// from it.
    WithLog,
}

impl ReadMode {
    /// How the file at `path` is read.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let size = |end| {
            fs::metadata(beside(path, end))
                .map(|found| found.len())
                .ok()
        };
        Ok(match (size("-wal"), size("-shm")) {
            (None, _) | (Some(0), None) => Self::Alone(FileSnapshot::new(path)?),
            (Some(_), Some(_)) => Self::Shared,
            (Some(_), None) => Self::WithLog,
        })
    }

    /// The parameters of the URL.
    pub(super) const fn parameters(&self) -> &'static str {
        match self {
            // Without the log and its index, which SQLite would create.
            Self::Alone(_) => "mode=ro&immutable=true",
            // Without locks, for which SQLite would create the index.
            Self::WithLog if cfg!(unix) => "mode=ro&vfs=unix-none",
            Self::Shared | Self::WithLog => "mode=ro",
        }
    }

    /// The first statements on every connection.
    pub(super) const fn pragmas(&self) -> &'static str {
        match self {
            Self::Alone(_) | Self::Shared => "PRAGMA busy_timeout = 5000;",
            // The index is made in memory.
            Self::WithLog => "PRAGMA locking_mode = EXCLUSIVE;",
        }
    }

    /// Whether the file was not written since it was opened.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Alone(still) => {
                FileSnapshot::new(&still.path).is_ok_and(|now| now == *still)
                    && !fs::metadata(beside(&still.path, "-wal")).is_ok_and(|log| log.len() > 0)
            }
            Self::Shared | Self::WithLog => true,
        }
    }
}

impl FileSnapshot {
    fn new(path: &Path) -> io::Result<Self> {
        let found: Metadata = fs::metadata(path)?;
        Ok(Self {
            path: path.to_owned(),
            length: found.len(),
            changed: found.modified().ok(),
        })
    }
}
