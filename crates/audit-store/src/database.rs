//! The database of the audit log and of the sessions: a file (SQLite) for one
//! process, or a server (PostgreSQL) for several.

mod address;
mod failure;
mod file;
mod migrations;

pub(crate) use failure::{describe, described};
pub(crate) use file::Claim;

use address::Address;
use anyhow::{Context, Result, bail};
use file::Reading;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// How long somebody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections there are besides the one that writes the audit log.
const CONNECTIONS: u32 = 8;

/// What every connection to a file is told first. Readers and the writer do not
/// wait for each other, and what is committed is on the disk: it survives a
/// power cut. Another process (a backup, `rollcall audit`) may keep the file
/// for so many milliseconds.
const OF_A_FILE: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; \
                         PRAGMA synchronous = FULL;";

/// What those that do not write the audit log are told besides: between two of its
/// transactions there is little room at full load.
const PATIENTLY: &str = "PRAGMA busy_timeout = 5000;";

/// What every connection to a server is told first. What is committed is on its
/// disk. One that waits for a lock does not wait for ever, and one whose
/// machine has died keeps its own no longer than that takes to be noticed.
const OF_A_SERVER: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                           WHERE current_setting('synchronous_commit') = 'off'; \
                           SET lock_timeout = '4s'; \
                           SET idle_in_transaction_session_timeout = '10s'; \
                           SET tcp_keepalives_idle = 30; \
                           SET tcp_keepalives_interval = 10; \
                           SET tcp_keepalives_count = 3;";

/// What every connection to a server is told besides that only reads.
const READING_A_SERVER: &str = "SET default_transaction_read_only = on;";

/// Where the database is.
#[derive(Debug)]
pub enum Location {
    /// In this file.
    File(PathBuf),
    /// At this URL.
    Server(DatabaseUrl),
}

/// A URL with a password in it, which no `{:?}` prints.
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

/// A database, and how it is reached.
#[derive(Clone)]
pub(crate) struct Database {
    kind: Kind,
    options: AnyConnectOptions,
    /// What every connection is told first.
    first: String,
    /// Its name for people.
    shown: String,
}

/// Whose it is.
#[derive(Debug, Clone)]
enum Kind {
    /// A file of this process, by its own path.
    File(PathBuf),
    /// A file that is only read.
    ReadFile(Reading),
    Server,
}

// The options hold the password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.shown)
    }
}

impl Database {
    /// The one at `place`, to write it.
    pub(crate) fn at(place: &Location) -> Result<Self> {
        match place {
            Location::File(path) => Self::file(path),
            Location::Server(DatabaseUrl(url)) => Self::server(url, OF_A_SERVER.to_owned()),
        }
    }

    /// The one in the file at `path`, which is made if it is not there.
    pub(crate) fn file(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let path = file::prepare(path)
            .with_context(|| format!("the audit trail {shown} cannot be opened"))?;
        let url = file::url(&path, "mode=rw")?;
        Self::new(Kind::File(path), &url, OF_A_FILE.to_owned(), shown)
    }

    /// The one at `place`, to look at it: nothing of it is changed.
    pub(crate) fn read_only(place: &Location) -> Result<Self> {
        let path = match place {
            Location::File(path) => path,
            Location::Server(DatabaseUrl(url)) => {
                return Self::server(url, format!("{OF_A_SERVER} {READING_A_SERVER}"));
            }
        };
        let shown = path.display().to_string();
        if !path.is_file() {
            bail!("there is no audit trail at {shown}");
        }
        let path = path.canonicalize();
        let reading = path.and_then(|path| Ok((Reading::of(&path)?, path)));
        let (reading, path) =
            reading.with_context(|| format!("the audit trail {shown} cannot be read"))?;
        let url = file::url(&path, reading.parameters())?;
        let first = reading.pragmas().to_owned();
        Self::new(Kind::ReadFile(reading), &url, first, shown)
    }

    fn server(url: &str, first: String) -> Result<Self> {
        let Address { url, shown } = Address::parse(url)?;
        Self::new(Kind::Server, &url, first, shown)
    }

    fn new(kind: Kind, url: &Url, first: String, shown: String) -> Result<Self> {
        sqlx::any::install_default_drivers();
        Ok(Self {
            kind,
            // What is slow is ours to find out, not an operator's.
            options: AnyConnectOptions::from_url(url)?.disable_statement_logging(),
            first,
            shown,
        })
    }

    /// The same with connections that are told `sql` as well.
    #[cfg(test)]
    pub(crate) fn with_first(mut self, sql: &str) -> Self {
        self.first += sql;
        self
    }

    pub(crate) const fn is_server(&self) -> bool {
        matches!(self.kind, Kind::Server)
    }

    /// Makes sure that no other process serves from this database, as long as
    /// what it answers is kept, if only one may.
    pub(crate) fn claim(&self) -> Result<Option<Claim>> {
        match &self.kind {
            Kind::File(path) => file::claim(path, &self.shown).map(Some),
            Kind::ReadFile(_) | Kind::Server => Ok(None),
        }
    }

    /// A connection to the database, whose tables are brought up to date.
    pub(crate) async fn open(&self) -> Result<AnyConnection> {
        let mut connection = self.reach().await?;
        migrations::run(&mut connection, self.is_server())
            .await
            .map_err(described)
            .with_context(|| format!("the audit trail {} cannot be used", self.shown))?;
        Ok(connection)
    }

    /// A connection to the database as it is, if this program can read it.
    pub(crate) async fn examine(&self) -> Result<AnyConnection> {
        let mut connection = self.reach().await?;
        migrations::check(&mut connection, self.is_server())
            .await
            .map_err(described)
            .with_context(|| format!("the audit trail {} cannot be read", self.shown))?;
        Ok(connection)
    }

    async fn reach(&self) -> Result<AnyConnection> {
        self.connect()
            .await
            .map_err(|error| described(error.into()))
            .with_context(|| format!("the audit trail {} cannot be opened", self.shown))
    }

    /// Whether `serve` could use the database at `place`. Nothing is changed.
    pub(crate) async fn try_out(place: &Location) -> Result<()> {
        if let Location::File(path) = place {
            file::try_out(path)
                .with_context(|| format!("the audit trail {} cannot be opened", path.display()))?;
            if !path.exists() {
                return Ok(());
            }
        }
        let database = Self::read_only(place)?;
        let mut connection = database.reach().await?;
        migrations::check_not_newer(&mut connection, database.is_server())
            .await
            .map_err(described)
            .with_context(|| format!("the audit trail {} cannot be used", database.shown))?;
        if database.is_server() {
            migrations::check_rights(&mut connection)
                .await
                .map_err(described)
                .with_context(|| format!("the audit trail {} cannot be used", database.shown))?;
        }
        // What was looked for is known; a server that hangs up changes nothing.
        let _ = connection.close().await;
        Ok(())
    }

    /// Whether what was read is what is there: a file that no server had
    /// open is read without locks.
    pub(crate) fn is_unchanged(&self) -> bool {
        match &self.kind {
            Kind::ReadFile(reading) => reading.is_whole(),
            Kind::File(_) | Kind::Server => true,
        }
    }

    /// A connection to the database as it is.
    pub(crate) async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let connected = async {
            let mut connection = self.options.connect().await?;
            let first = AssertSqlSafe(self.first.clone());
            sqlx::raw_sql(first).execute(&mut connection).await?;
            Ok(connection)
        };
        timeout(PATIENCE, connected)
            .await
            .unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    /// Connections for whoever needs one for a moment.
    pub(crate) fn pool(&self) -> AnyPool {
        let mut first = self.first.clone();
        if matches!(self.kind, Kind::File(_)) {
            first += PATIENTLY;
        }
        AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // A server may have gone since.
            .test_before_acquire(self.is_server())
            .after_connect(move |connection, _| {
                let first = AssertSqlSafe(first.clone());
                Box::pin(async move {
                    sqlx::raw_sql(first).execute(connection).await?;
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
