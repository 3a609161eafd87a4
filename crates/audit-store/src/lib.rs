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

pub use audit_log::{AuditReader, AuditWriter, Fault, Head, Verified, parse_since};
pub use database::{DatabaseUrl, Location};
pub use error::{Attempt, Error};
pub use people::{StoredPeople, StoredReviews};
pub use sessions::StoredSessions;

use database::{Claim, Database};
use std::sync::Arc;

/// Everything that is stored while the console is served.
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
    /// Keeps other processes from serving from the same file.
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
        let pool = database.pool();
        let audit_log = AuditWriter::start(&database, pool.clone()).await?;
        Ok(Self {
            audit_log: Arc::new(audit_log),
            people: Arc::new(StoredPeople::new(&database, pool.clone())),
            reviews: Arc::new(StoredReviews::new(&database, pool.clone())),
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
