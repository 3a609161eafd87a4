//! A file that a server and commands use at the same time.

use super::*;
use gateway::{AuditLog, AuditLogReader, Change, Filter, Order, Outcome, Part};
use std::path::PathBuf;
use wire::console::TrailOutcome;

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("store-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn location(&self) -> Location {
        Location::File(self.0.join("audit.db"))
    }

    async fn server(&self) -> Store {
        Store::open(&self.location()).await.unwrap()
    }

    async fn command(&self) -> Store {
        Store::open_for_command(&self.location()).await.unwrap()
    }

    /// How many rows the log has, if all of them are as they were written.
    async fn verified(&self) -> u64 {
        let log = AuditReader::open(&self.location()).await.unwrap();
        let verified = log.verify(&[]).await.unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
        verified.rows
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn begin(store: &Store, id: &str) {
    let change = Change {
        id: id.to_owned(),
        who: None,
        via: None,
        address: None,
        connection: "pivot".to_owned(),
        action: "pivot.users.delete".to_owned(),
        target: Vec::new(),
        query: Vec::new(),
        body: None,
        approval: None,
    };
    store.audit_log.begin(change).await.unwrap();
}

async fn finish(store: &Store, id: &str) {
    let outcome = Outcome::Status(200);
    store.audit_log.finish(id, outcome).await.unwrap();
}

/// The outcome of each change, in their order.
async fn outcomes(store: &Store) -> Vec<TrailOutcome> {
    let part = Part {
        after: None,
        limit: 200,
        order: Order::OldestFirst,
    };
    let filter = Filter::default();
    let page = store.audit_log.changes(&filter, part).await.unwrap();
    page.changes.into_iter().map(|one| one.outcome).collect()
}

const DONE: TrailOutcome = TrailOutcome::Status(200);

#[tokio::test]
async fn a_server_and_commands_write_one_chain_and_end_no_change_of_each_other() {
    let folder = Folder::new("beside");
    let server = folder.server().await;
    begin(&server, "a").await;
    let first = folder.command().await;
    begin(&first, "b").await;
    let second = folder.command().await;
    begin(&second, "c").await;
    let open = || TrailOutcome::Open;
    assert_eq!(outcomes(&second).await, [open(), open(), open()]);
    finish(&first, "b").await;
    first.audit_log.settled().await;
    drop(first);
    finish(&server, "a").await;
    server.audit_log.settled().await;
    drop(server);
    // Another one starts while a command is at work.
    let server = folder.server().await;
    assert_eq!(outcomes(&server).await, [DONE, DONE, open()]);
    finish(&second, "c").await;
    second.audit_log.settled().await;
    assert_eq!(outcomes(&server).await, [DONE, DONE, DONE]);
    server.audit_log.settled().await;
    assert_eq!(folder.verified().await, 6);
}

#[tokio::test]
async fn what_a_dead_command_left_open_is_unknown_after_the_next_command_or_server() {
    let folder = Folder::new("dead-command");
    let dead = folder.command().await;
    begin(&dead, "a").await;
    drop(dead);
    let command = folder.command().await;
    assert_eq!(outcomes(&command).await, [TrailOutcome::Unknown]);
    begin(&command, "b").await;
    drop(command);
    let server = folder.server().await;
    let unknown = || TrailOutcome::Unknown;
    assert_eq!(outcomes(&server).await, [unknown(), unknown()]);
    begin(&server, "c").await;
    drop(server);
    // Whether a server lives is not a command's to say.
    let command = folder.command().await;
    let open = TrailOutcome::Open;
    assert_eq!(outcomes(&command).await, [unknown(), unknown(), open]);
    command.audit_log.settled().await;
    assert_eq!(folder.verified().await, 5);
}

#[tokio::test]
async fn a_command_makes_the_tables_unless_a_server_uses_the_file() {
    let folder = Folder::new("tables");
    let claim = Database::at(&folder.location()).unwrap().claim().unwrap();
    let refused = Store::open_for_command(&folder.location()).await;
    let refused = refused.err().unwrap();
    let cause = std::error::Error::source(&refused).unwrap();
    assert_eq!(cause.to_string(), "it has no tables of Rollcall");
    drop(claim);
    let command = folder.command().await;
    begin(&command, "a").await;
    finish(&command, "a").await;
    command.audit_log.settled().await;
    assert_eq!(folder.verified().await, 2);
}

#[tokio::test]
async fn what_is_kept_about_people_is_changed_beside_a_server() {
    use gateway::WriteResult::{Conflict, Written};
    use gateway::{PeopleStore, RowKind};

    let folder = Folder::new("people-beside");
    let (server, command) = (folder.server().await, folder.command().await);
    let row = |version| gateway::RowWrite {
        key: "ana@example.com".to_owned(),
        version,
        content: Some("{}".to_owned()),
    };
    let write = async |store: &Store, version| {
        let at = "2026-11-29T00:00:00.000000Z".to_owned();
        let write = vec![row(version)];
        store.people.write(RowKind::Departed, at, write).await
    };
    assert!(matches!(write(&command, 0).await, Ok(Written(1))));
    assert!(matches!(write(&server, 0).await, Ok(Conflict(_))));
    assert!(matches!(write(&server, 1).await, Ok(Written(2))));
}
