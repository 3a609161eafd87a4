//! The database of the audit log and of the sessions: a file (SQLite) for one
//! process, or a server (PostgreSQL) for several.

mod failure;
mod file;
mod migrations;
mod server_url;

pub(crate) use failure::{DatabaseFailure, describe};
pub(crate) use file::Claim;

use crate::error::{Attempt, Cause, Error};
use file::ReadMode;
use server_url::ServerUrl;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// How long to wait for a free connection.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(5);
/// How many connections there are besides the one that writes the audit log.
const CONNECTIONS: u32 = 8;

/// The first statements on every connection to a file. Readers and the writer
/// do not wait for each other, and committed data is on the disk, so that it
/// survives a power cut. Another process (a backup, `rollcall audit`) may lock
/// the file for as many milliseconds as `busy_timeout` says.
const FILE_SETUP: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; \
                         PRAGMA synchronous = FULL;";

/// A further statement on connections that do not write the audit log: at full
/// load there is little time between two of its transactions.
const FILE_BUSY_TIMEOUT: &str = "PRAGMA busy_timeout = 5000;";

/// The first statements on every connection to a server. Committed data is on
/// its disk. Waiting for a lock ends after a time, and the locks of a machine
/// that has died are freed as soon as that is noticed.
const SERVER_SETUP: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                           WHERE current_setting('synchronous_commit') = 'off'; \
                           SET lock_timeout = '4s'; \
                           SET idle_in_transaction_session_timeout = '10s'; \
                           SET tcp_keepalives_idle = 30; \
                           SET tcp_keepalives_interval = 10; \
                           SET tcp_keepalives_count = 3;";

/// A further statement on connections that only read.
const SERVER_READ_ONLY: &str = "SET default_transaction_read_only = on;";

/// Where the database is.
#[derive(Debug)]
pub enum Location {
    /// In this file.
    File(PathBuf),
    /// On the server at this URL.
    Server(DatabaseUrl),
}

/// A URL with a password in it, which no `{:?}` prints.
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

/// A database and how to connect to it.
#[derive(Clone)]
pub(crate) struct Database {
    kind: Kind,
    options: AnyConnectOptions,
    /// The first statements on every connection.
    setup: String,
    /// Its name for people.
    shown: String,
}

/// The kind of database.
#[derive(Debug, Clone)]
enum Kind {
    /// A file of this process, by its own path.
    File(PathBuf),
    /// A file that is only read.
    ReadFile(ReadMode),
    Server,
}

// The options hold the password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.shown)
    }
}

impl Database {
    /// The database at `place`, for reading and writing.
    pub(crate) fn at(place: &Location) -> Result<Self, Error> {
        match place {
            Location::File(path) => Self::file(path),
            Location::Server(DatabaseUrl(url)) => Self::server(url, SERVER_SETUP.to_owned()),
        }
    }

    /// The database in the file at `path`, which is created if it does not exist.
    pub(crate) fn file(path: &Path) -> Result<Self, Error> {
        let shown = path.display().to_string();
        let failed = |cause: Cause| Error::failed(Attempt::Open, &shown, cause);
        let path = file::prepare(path).map_err(|error| failed(error.into()))?;
        let url = file::url(&path, "mode=rw").map_err(failed)?;
        Self::new(Kind::File(path), &url, FILE_SETUP.to_owned(), shown)
    }

    /// The database at `place`, for reading only.
    pub(crate) fn read_only(place: &Location) -> Result<Self, Error> {
        let path = match place {
            Location::File(path) => path,
            Location::Server(DatabaseUrl(url)) => {
                return Self::server(url, format!("{SERVER_SETUP} {SERVER_READ_ONLY}"));
            }
        };
        let shown = path.display().to_string();
        if !path.is_file() {
            return Err(Error::Missing { database: shown });
        }
        let failed = |cause: Cause| Error::failed(Attempt::Read, &shown, cause);
        let path = path.canonicalize();
        let reading = path.and_then(|path| Ok((ReadMode::of(&path)?, path)));
        let (reading, path) = reading.map_err(|error| failed(error.into()))?;
        let url = file::url(&path, reading.parameters()).map_err(failed)?;
        let setup = reading.pragmas().to_owned();
        Self::new(Kind::ReadFile(reading), &url, setup, shown)
    }

    fn server(url: &str, setup: String) -> Result<Self, Error> {
        let parsed = ServerUrl::parse(url);
        let ServerUrl { url, shown } =
            parsed.map_err(|invalid| Error::InvalidUrl(invalid.to_string()))?;
        Self::new(Kind::Server, &url, setup, shown)
    }

    fn new(kind: Kind, url: &Url, setup: String, shown: String) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let options = AnyConnectOptions::from_url(url)
            .map_err(|error| Error::failed(Attempt::Open, &shown, DatabaseFailure::from(error)))?;
        Ok(Self {
            kind,
            // Warnings about slow statements are of no use to an operator.
            options: options.disable_statement_logging(),
            setup,
            shown,
        })
    }

    /// The same database, with a further first statement on every connection.
    #[cfg(test)]
    pub(crate) fn with_setup(mut self, sql: &str) -> Self {
        self.setup += sql;
        self
    }

    pub(crate) const fn is_server(&self) -> bool {
        matches!(self.kind, Kind::Server)
    }

    /// If only one process may serve from this database, makes sure that no other
    /// does as long as the claim is kept.
    pub(crate) fn claim(&self) -> Result<Option<Claim>, Error> {
        match &self.kind {
            Kind::File(path) => file::claim(path, &self.shown).map(Some),
            Kind::ReadFile(_) | Kind::Server => Ok(None),
        }
    }

    /// If the database is a file, makes sure that no command uses it as long as the claim
    /// is kept; nothing where one does.
    pub(crate) fn exclude_commands(&self) -> Result<Option<Claim>, Error> {
        match &self.kind {
            Kind::File(path) => file::exclude_commands(path, &self.shown),
            Kind::ReadFile(_) | Kind::Server => Ok(None),
        }
    }

    /// If the database is a file, notes that a command uses it, beside a server and other
    /// commands, as long as the claim is kept.
    pub(crate) fn join_commands(&self) -> Result<Option<Claim>, Error> {
        match &self.kind {
            Kind::File(path) => file::join_commands(path, &self.shown).map(Some),
            Kind::ReadFile(_) | Kind::Server => Ok(None),
        }
    }

    /// Brings the tables of a file up to date for a command. A server may use the file:
    /// then it has done so, and tables of another version are an error.
    pub(crate) async fn update_for_command(&self) -> Result<(), Error> {
        let mut connection = self.reach().await?;
        let checked = migrations::check(&mut connection, self.is_server()).await;
        // What was read is right, however the connection ends.
        let _ = connection.close().await;
        let Err(unusable) = checked else {
            return Ok(());
        };
        let _claim = match self.claim() {
            Err(Error::InUse { .. }) => return Err(self.failed(Attempt::Use, unusable)),
            claimed => claimed?,
        };
        let _ = self.open().await?.close().await;
        Ok(())
    }

    /// Connects to the database and brings its tables up to date.
    pub(crate) async fn open(&self) -> Result<AnyConnection, Error> {
        let mut connection = self.reach().await?;
        migrations::run(&mut connection, self.is_server())
            .await
            .map_err(|unusable| self.failed(Attempt::Use, unusable))?;
        Ok(connection)
    }

    /// Connects to the database without changing it, if this program can read its
    /// tables.
    pub(crate) async fn open_existing(&self) -> Result<AnyConnection, Error> {
        let mut connection = self.reach().await?;
        migrations::check(&mut connection, self.is_server())
            .await
            .map_err(|unusable| self.failed(Attempt::Read, unusable))?;
        Ok(connection)
    }

    async fn reach(&self) -> Result<AnyConnection, Error> {
        let connected = self.connect().await;
        connected.map_err(|error| self.failed(Attempt::Open, DatabaseFailure::from(error)))
    }

    /// The error of an attempt that failed because of `cause`.
    pub(crate) fn failed(&self, attempt: Attempt, cause: impl Into<Cause>) -> Error {
        Error::failed(attempt, &self.shown, cause)
    }

    /// The error of a file that was written while it was read without locks.
    pub(crate) fn outdated(&self) -> Error {
        Error::Outdated {
            database: self.shown.clone(),
        }
    }

    /// Checks that `serve` could use the database at `place`. Changes nothing.
    pub(crate) async fn check(place: &Location) -> Result<(), Error> {
        if let Location::File(path) = place {
            file::check(path)?;
            if !path.exists() {
                return Ok(());
            }
        }
        let database = Self::read_only(place)?;
        let mut connection = database.reach().await?;
        migrations::check_not_newer(&mut connection, database.is_server())
            .await
            .map_err(|unusable| database.failed(Attempt::Use, unusable))?;
        if database.is_server() {
            migrations::check_rights(&mut connection)
                .await
                .map_err(|unusable| database.failed(Attempt::Use, unusable))?;
        }
        // If closing the connection fails, the result is still right.
        let _ = connection.close().await;
        Ok(())
    }

    /// Whether the file was not written since it was opened: a file that no server
    /// has open is read without locks.
    pub(crate) fn is_unchanged(&self) -> bool {
        match &self.kind {
            Kind::ReadFile(reading) => reading.is_whole(),
            Kind::File(_) | Kind::Server => true,
        }
    }

    /// Connects to the database without changing it.
    pub(crate) async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let connected = async {
            let mut connection = self.options.connect().await?;
            let setup = AssertSqlSafe(self.setup.clone());
            sqlx::raw_sql(setup).execute(&mut connection).await?;
            Ok(connection)
        };
        timeout(CONNECTION_TIMEOUT, connected)
            .await
            .unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    /// A pool of connections for short use.
    pub(crate) fn pool(&self) -> AnyPool {
        let mut setup = self.setup.clone();
        if matches!(self.kind, Kind::File(_)) {
            setup += FILE_BUSY_TIMEOUT;
        }
        AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECTION_TIMEOUT)
            // The server may have closed an idle connection.
            .test_before_acquire(self.is_server())
            .after_connect(move |connection, _| {
                let setup = AssertSqlSafe(setup.clone());
                Box::pin(async move {
                    sqlx::raw_sql(setup).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_lazy_with(self.options.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_not_printed_with_its_password() {
        let database = Database::server("postgres://a:planted@localhost/x", String::new());
        let printed = format!("{:?}", database.unwrap());
        assert_eq!(printed, "Database(localhost/x)");
    }
}
