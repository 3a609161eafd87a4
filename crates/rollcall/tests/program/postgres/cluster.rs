//! Databases of the cluster that `cargo xtask test` starts, and a way to one
//! that can be cut.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::env;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

/// Names the folder with the cluster's socket.
const SOCKET: &str = "ROLLCALL_TEST_POSTGRES";

fn socket() -> PathBuf {
    let folder = env::var_os(SOCKET);
    let folder = folder.expect("run these tests with `cargo xtask test`, which starts a cluster");
    folder.into()
}

/// The URL of the database `name`, through the cluster's socket.
fn url(name: &str) -> String {
    let folder = socket().to_string_lossy().replace('/', "%2F");
    format!("postgres://postgres@{folder}/{name}")
}

/// Makes an empty database for a test; answers its URL.
pub(crate) fn database(name: &str) -> String {
    for sql in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
        run(&url("postgres"), &format!("{sql} {name}"));
    }
    url(name)
}

/// Runs `sql` in the database at `url`.
pub(crate) fn run(url: &str, sql: &str) {
    blocking(async {
        let mut connection = PgConnection::connect(url).await?;
        let sql = AssertSqlSafe(sql.to_owned());
        sqlx::raw_sql(sql).execute(&mut connection).await
    });
}

/// The number that `sql` finds in the database at `url`.
pub(crate) fn number(url: &str, sql: &'static str) -> i64 {
    blocking(async {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::query_scalar(sql).fetch_one(&mut connection).await
    })
}

fn blocking<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
        .unwrap()
}

/// A way to the cluster that can be cut, as a network can be.
pub(crate) struct Way {
    address: SocketAddr,
    /// Nothing while it is cut.
    open: Arc<Mutex<Option<Vec<TcpStream>>>>,
}

impl Way {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let open = Arc::new(Mutex::new(Some(Vec::new())));
        let ways = open.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                // While it is cut, new connections are closed.
                if let Some(ways) = ways.lock().unwrap().as_mut() {
                    ways.push(stream.try_clone().unwrap());
                    let server = UnixStream::connect(socket().join(".s.PGSQL.5432")).unwrap();
                    Self::between(stream, server);
                }
            }
        });
        Self { address, open }
    }

    fn between(browser: TcpStream, server: UnixStream) {
        let (mut from, mut to) = (browser.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
        let (mut from, mut to) = (server, browser);
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
    }

    /// The URL of the database `name` this way. The cluster asks for no password.
    pub(crate) fn url(&self, name: &str, password: &str) -> String {
        format!("postgres://postgres:{password}@{}/{name}", self.address)
    }

    pub(crate) fn cut(&self) {
        for stream in self.open.lock().unwrap().take().unwrap() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub(crate) fn mend(&self) {
        *self.open.lock().unwrap() = Some(Vec::new());
    }
}
