//! The errors of opening, using and reading the database.

use std::fmt;

/// Any cause of an error, described without secrets.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the database cannot be opened, used or read.
///
/// The messages name the database, but never the password or the user of a
/// server. They are written for the operator; [`source`](std::error::Error::source)
/// continues them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The URL of the database server is invalid. The reason quotes nothing of it,
    /// because any part of it could be the password.
    #[error("{0}")]
    InvalidUrl(String),
    /// Another process serves from this file. Only one can; several need a server.
    #[error("another process serves from {database}")]
    InUse {
        /// The path of the file.
        database: String,
    },
    /// There is no file to read the audit log from.
    #[error("there is no audit log at {database}")]
    Missing {
        /// The path of the file.
        database: String,
    },
    /// A process began to write the file while it was read without locks, so that
    /// what was read may be out of date.
    #[error("the audit log {database} was written while it was read")]
    Outdated {
        /// The path of the file.
        database: String,
    },
    /// Anything else that the caller can only report.
    #[error("the audit log {database} cannot be {attempt}")]
    Failed {
        /// What was attempted.
        attempt: Attempt,
        /// The path of the file, or the host and the name of the database.
        database: String,
        /// Why it failed.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// An attempt that failed because of `cause`.
    pub(crate) fn failed(
        attempt: Attempt,
        database: impl Into<String>,
        cause: impl Into<Cause>,
    ) -> Self {
        Self::Failed {
            attempt,
            database: database.into(),
            cause: cause.into(),
        }
    }
}

/// What was attempted with a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Connecting to it, or creating or locking its file.
    Open,
    /// Bringing its tables up to date and writing them.
    Use,
    /// Reading its tables.
    Read,
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "opened",
            Self::Use => "used",
            Self::Read => "read",
        })
    }
}
