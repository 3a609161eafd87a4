//! What the console stores: the audit log, the sessions, the people data, and access
//! reviews, in one database.
//!
//! The gateway uses them through its traits ([`gateway::AuditLog`],
//! [`gateway::SessionStore`], [`gateway::PeopleStore`], [`gateway::ReviewStore`]). Here they
//! are stored on SQLite, for one process, or on PostgreSQL, for several. Most of the SQL is the same for both.

mod audit_log;
mod database;
mod error;
mod people;
pub mod private_file;
mod sessions;
#[cfg(test)]
mod tests;

pub use audit_log::{AuditReader, AuditWriter, Fault, Head, Verified, parse_since};
pub use database::{DatabaseUrl, Location};
pub use error::{Attempt, Error};
pub use people::{StoredPeople, StoredReviews};
pub use sessions::StoredSessions;

use audit_log::{Living, ProcessKind};
use database::{Claim, Database};
use std::sync::Arc;

/// Everything that is stored while the console is served, or a command is carried out.
#[derive(Debug)]
pub struct Store {
    /// Where changes and events are recorded.
    pub audit_log: Arc<AuditWriter>,
    /// The sessions of people who are signed in.
    pub sessions: Arc<StoredSessions>,
    /// The people data.
    pub people: Arc<StoredPeople>,
    /// The access reviews.
    pub reviews: Arc<StoredReviews>,
    /// Keeps other processes from serving from the same file, or shows them that a command
    /// uses it.
    _claim: Option<Claim>,
}

impl Store {
    /// Opens the database at `location`, brings its tables up to date, and begins
    /// to write the audit log. A file that does not exist is created.
    ///
    /// # Errors
    /// If it cannot be used, or ([`Error::InUse`]) if another process serves from the
    /// same file.
    pub async fn open(location: &Location) -> Result<Self, Error> {
        let database = Database::at(location)?;
        let claim = database.claim()?;
        // Until it is settled which processes of the past are dead.
        let no_commands = database.exclude_commands()?;
        let living = Living {
            servers: false,
            commands: no_commands.is_none(),
        };
        Self::start(&database, claim, ProcessKind::Server, living).await
    }

    /// Opens the database at `location` for a command, which may use it beside a server
    /// and other commands. Tables in a file are brought up to date unless a server uses
    /// it. A file that does not exist is created.
    ///
    /// # Errors
    /// If it cannot be used, or if a server uses a file whose tables are of another
    /// version.
    pub async fn open_for_command(location: &Location) -> Result<Self, Error> {
        let database = Database::at(location)?;
        if let Some(_alone) = database.exclude_commands()? {
            database.update_for_command().await?;
            let living = Living {
                servers: true,
                commands: false,
            };
            audit_log::end_dead_instances(&database, living).await?;
        }
        let claim = database.join_commands()?;
        // Those that were not ended just now may live.
        let living = Living {
            servers: true,
            commands: true,
        };
        Self::start(&database, claim, ProcessKind::Command, living).await
    }

    async fn start(
        database: &Database,
        claim: Option<Claim>,
        kind: ProcessKind,
        living: Living,
    ) -> Result<Self, Error> {
        let pool = database.pool();
        let audit_log = AuditWriter::start(database, pool.clone(), kind, living).await?;
        Ok(Self {
            audit_log: Arc::new(audit_log),
            people: Arc::new(StoredPeople::new(database, pool.clone())),
            reviews: Arc::new(StoredReviews::new(database, pool.clone())),
            sessions: Arc::new(StoredSessions::new(pool)),
            _claim: claim,
        })
    }
}

/// Whether [`Store::open`] could use the database at `location`. Nothing is
/// changed.
///
/// # Errors
/// If it could not.
pub async fn check(location: &Location) -> Result<(), Error> {
    Database::check(location).await
}
