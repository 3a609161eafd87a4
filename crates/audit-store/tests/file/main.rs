//! What is stored in a file. The tests of `rollcall` have the same for a server.

#![allow(clippy::unwrap_used, reason = "tests")]

mod people;
mod reviews;

use audit_store::{Location, Store};
use sqlx::{Connection, SqliteConnection};
use std::path::{Path, PathBuf};

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stored-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("audit.db")
    }

    async fn open(&self) -> Store {
        Store::open(&Location::File(self.file())).await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs `sql` in the database at `file`, as anyone can who can write it.
async fn run(file: &Path, sql: &'static str) {
    let url = format!("sqlite://{}", file.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
