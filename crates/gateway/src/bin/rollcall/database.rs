//! The database of the trail and of the sessions: a file (SQLite) for one
//! process, or a server (PostgreSQL) for several.

mod migrations;

use anyhow::{Context, Result, bail};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, ConnectOptions};
use std::fmt;
use std::fs::{File, TryLockError};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// How long somebody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections there are besides the one that writes the trail.
const CONNECTIONS: u32 = 8;

/// What every connection to a file is told first. Readers and the writer do not
/// wait for each other, and what is committed is on the disk: it survives a
/// power cut. Another process (a backup, `rollcall audit`) may keep the file
/// for so many milliseconds.
const OF_A_FILE: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; \
                         PRAGMA synchronous = FULL;";

/// What those that do not write the trail are told besides: between two of its
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

/// Where the database is, as the configuration says.
#[derive(Debug)]
pub(crate) enum Place {
    /// In this file.
    File(PathBuf),
    /// At this URL.
    Server(DatabaseUrl),
}

/// A URL with a password in it, which no `{:?}` prints.
pub(crate) struct DatabaseUrl(pub(crate) String);

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
    /// Its name for people.
    shown: String,
}

/// Whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    File(PathBuf),
    Server,
}

// The options hold the password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.shown)
    }
}

impl Database {
    /// The one at `place`.
    pub(crate) fn at(place: &Place) -> Result<Self> {
        match place {
            Place::File(path) => Self::file(path),
            Place::Server(DatabaseUrl(url)) => Self::server(url),
        }
    }

    /// The one in the file at `path`, made if it is not there.
    pub(crate) fn file(path: &Path) -> Result<Self> {
        let url = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .to_url_lossy();
        Self::new(
            Kind::File(path.to_owned()),
            &url,
            path.display().to_string(),
        )
    }

    fn server(url: &str) -> Result<Self> {
        // What is wrong with it is not said: it could quote the password.
        let Ok(mut url) = url.parse::<Url>() else {
            bail!("the database's URL is none: write postgres://USER:PASSWORD@HOST/DATABASE");
        };
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            bail!("the database's URL does not begin with postgres://");
        }
        let said = |names: [&str; 2]| {
            let mut pairs = url.query_pairs();
            let found = pairs.find(|(name, _)| names.contains(&&**name));
            found.map(|(_, value)| value.into_owned())
        };
        let host = said(["host", "hostaddr"])
            .or_else(|| url.host_str().map(str::to_owned))
            .filter(|host| !host.is_empty());
        let Some(host) = host else {
            bail!("the database's URL names no host: write postgres://USER:PASSWORD@HOST/DATABASE");
        };
        if !is_here(&host) && said(["sslmode", "ssl-mode"]).is_none() {
            // Otherwise it would believe anybody, and go without where it must.
            url.query_pairs_mut().append_pair("sslmode", "verify-full");
        }
        let shown = format!("{host}{}", url.path());
        Self::new(Kind::Server, &url, shown)
    }

    fn new(kind: Kind, url: &Url, shown: String) -> Result<Self> {
        sqlx::any::install_default_drivers();
        Ok(Self {
            kind,
            // What is slow is ours to find out, not an operator's.
            options: AnyConnectOptions::from_url(url)?.disable_statement_logging(),
            shown,
        })
    }

    pub(crate) const fn is_server(&self) -> bool {
        matches!(self.kind, Kind::Server)
    }

    /// Makes sure that no other process serves from this database, as long as
    /// what it answers is kept, if only one may.
    pub(crate) fn claim(&self) -> Result<Option<File>> {
        let Kind::File(path) = &self.kind else {
            return Ok(None);
        };
        let mut lock = path.clone().into_os_string();
        lock.push("-lock");
        let lock = PathBuf::from(lock);
        let shown = lock.display();
        // Beside the database: SQLite loses its own locks where somebody else
        // opens and closes its file.
        let file = File::create(&lock)
            .with_context(|| format!("{shown} cannot be written"))
            .with_context(|| format!("the audit trail {} cannot be opened", self.shown))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => bail!(
                "another rollcall serves from {} already. Several of them need a PostgreSQL \
                 database (database_url_env in [audit])",
                self.shown
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{shown} cannot be locked"))
            }
        }
    }

    /// A connection to the database as it should be.
    pub(crate) async fn open(&self) -> Result<AnyConnection> {
        let shown = &self.shown;
        let mut connection = self
            .connect()
            .await
            .with_context(|| format!("the audit trail {shown} cannot be opened"))?;
        migrations::run(&mut connection, self.is_server())
            .await
            .with_context(|| format!("the audit trail {shown} cannot be brought up to date"))?;
        Ok(connection)
    }

    /// A connection to the database as it is.
    pub(crate) async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let connected = async {
            let mut connection = self.options.connect().await?;
            sqlx::raw_sql(self.manners())
                .execute(&mut connection)
                .await?;
            Ok(connection)
        };
        timeout(PATIENCE, connected)
            .await
            .unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    /// Connections for whoever needs one for a moment.
    pub(crate) fn pool(&self) -> AnyPool {
        let manners = self.manners();
        let besides = (!self.is_server()).then_some(PATIENTLY);
        AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // A server may have gone since.
            .test_before_acquire(self.is_server())
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql(manners).execute(&mut *connection).await?;
                    if let Some(besides) = besides {
                        sqlx::raw_sql(besides).execute(connection).await?;
                    }
                    Ok(())
                })
            })
            .connect_lazy_with(self.options.clone())
    }

    const fn manners(&self) -> &'static str {
        match self.kind {
            Kind::File(_) => OF_A_FILE,
            Kind::Server => OF_A_SERVER,
        }
    }
}

/// Whether nobody stands between: this machine, or a socket's folder.
fn is_here(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost"
        || host.starts_with('/')
        || host.to_ascii_lowercase().starts_with("%2f")
        || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_on_another_machine_is_asked_who_it_is() {
        for (url, query) in [
            (
                "postgres://a:planted@db.example.com/x",
                Some("sslmode=verify-full"),
            ),
            (
                "postgres://a:planted@db/x?sslmode=require",
                Some("sslmode=require"),
            ),
            ("postgresql://a:planted@127.0.0.1:5432/x", None),
            ("postgres://a:planted@[::1]/x", None),
            ("postgres://a:planted@localhost/x", None),
            ("postgres://a:planted@%2Frun%2Fpostgresql/x", None),
            (
                "postgres:///x?host=/run/postgresql",
                Some("host=/run/postgresql"),
            ),
            (
                "postgres://localhost/x?host=db",
                Some("host=db&sslmode=verify-full"),
            ),
        ] {
            let database = Database::server(url).unwrap();
            assert_eq!(database.options.database_url.query(), query, "{url}");
            assert!(!format!("{database:?}").contains("planted"));
        }
    }

    #[test]
    fn what_is_wrong_with_a_url_is_said_without_it() {
        for url in [
            "planted",
            "postgres://a:planted@[x/y",
            "mysql://a:planted@h/x",
            "postgres:///planted",
        ] {
            let error = format!("{:#}", Database::server(url).unwrap_err());
            assert!(
                error.contains("postgres://") && !error.contains("planted"),
                "{error}"
            );
        }
    }
}
