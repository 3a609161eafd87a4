use super::verify::{Fault, verify};
use super::*;
use gateway::{Actor, Order};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wire::console::{TrailEvent, TrailOutcome};

/// A folder of its own for each test, removed in the end.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("trail-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.0.join("audit.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn database(file: &Path) -> Database {
    Database::file(file).unwrap()
}

pub(super) async fn start(file: &Path) -> AuditWriter {
    let database = database(file);
    let (pool, living) = (database.pool(), Living::default());
    AuditWriter::start(&database, pool, ProcessKind::Server, living)
        .await
        .unwrap()
}

pub(super) fn change(id: &str) -> Change {
    Change {
        id: id.to_owned(),
        who: Some("=ada".to_owned()),
        via: Some("local".to_owned()),
        address: Some("192.0.2.7".to_owned()),
        connection: "pivot".to_owned(),
        action: "pivot.users.delete".to_owned(),
        target: vec!["say \"hi\"".to_owned()],
        query: Vec::new(),
        body: None,
        approval: None,
    }
}

/// Five changes, the last one without an end.
pub(super) async fn five(file: &Path) {
    let trail = start(file).await;
    for id in ["a", "b", "c", "d", "e"] {
        trail.begin(change(id)).await.unwrap();
        if id != "e" {
            trail.finish(id, Outcome::Status(200)).await.unwrap();
        }
    }
}

/// The number of the last row, where all of them are as they were written.
pub(super) async fn verified(file: &Path) -> Result<i64, Vec<Fault>> {
    let verified = verification(file, &[]).await;
    if verified.faults.is_empty() {
        return Ok(verified.head.number);
    }
    Err(verified.faults)
}

pub(super) async fn verification(file: &Path, kept: &[Head]) -> Verified {
    let mut connection = database(file).open().await.unwrap();
    verify(&mut connection, kept).await.unwrap()
}

/// Adds `entries` with the right hashes, as anyone can who can write the file.
pub(super) async fn add(file: &Path, entries: &[Entry]) {
    let mut connection = database(file).open().await.unwrap();
    let entries: Vec<&Entry> = entries.iter().collect();
    append::append_entries(&mut connection, false, 1, &entries)
        .await
        .unwrap();
}

pub(super) async fn tamper(file: &Path, sql: &str) {
    let mut connection = database(file).open().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_recorded_is_found_again_and_holds() {
    let folder = Folder::new("found");
    five(&folder.file()).await;
    assert_eq!(verified(&folder.file()).await, Ok(9));
    // Opened again it goes on where it was.
    let trail = start(&folder.file()).await;
    trail.begin(change("f")).await.unwrap();
    // What was left open is marked.
    assert_eq!(verified(&folder.file()).await, Ok(11));
}

#[tokio::test]
async fn a_trail_that_cannot_be_written_says_so_until_it_can() {
    let folder = Folder::new("locked");
    let trail = start(&folder.file()).await;
    let mut other = database(&folder.file()).open().await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let NotRecorded(why) = trail.begin(change("a")).await.unwrap_err();
    assert!(why.contains("locked"), "{why}");
    lock.rollback().await.unwrap();
    trail.begin(change("b")).await.unwrap();
    assert_eq!(verified(&folder.file()).await, Ok(1));
}

#[tokio::test]
async fn many_at_once_keep_one_chain() {
    let folder = Folder::new("many");
    // Two processes would be two of these.
    let trails = [
        Arc::new(start(&folder.file()).await),
        Arc::new(start(&folder.file()).await),
    ];
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..400 {
        let trail = trails[number % 2].clone();
        tasks.spawn(async move {
            let id = number.to_string();
            trail.begin(change(&id)).await?;
            trail.finish(&id, Outcome::Status(200)).await
        });
    }
    while let Some(recorded) = tasks.join_next().await {
        recorded.unwrap().unwrap();
    }
    for trail in trails {
        trail.settled().await;
    }
    assert_eq!(verified(&folder.file()).await, Ok(800));
}

async fn outcomes(trail: &dyn AuditLogReader) -> Vec<TrailOutcome> {
    let part = Part {
        after: None,
        limit: 200,
        order: Order::OldestFirst,
    };
    let page = trail.changes(&Filter::default(), part).await.unwrap();
    page.changes
        .into_iter()
        .map(|change| change.outcome)
        .collect()
}

#[tokio::test]
async fn what_a_dead_process_left_open_is_unknown_unless_its_end_is_heard_after_all() {
    let folder = Folder::new("dead");
    let dead = start(&folder.file()).await;
    for id in ["a", "b", "c"] {
        dead.begin(change(id)).await.unwrap();
    }
    dead.finish("a", Outcome::Status(200)).await.unwrap();
    let ended = TrailOutcome::Status(200);
    assert_eq!(
        outcomes(&dead).await,
        [ended.clone(), TrailOutcome::Open, TrailOutcome::Open]
    );
    let living = start(&folder.file()).await;
    assert_eq!(
        outcomes(&living).await,
        [ended.clone(), TrailOutcome::Unknown, TrailOutcome::Unknown]
    );
    dead.finish("c", Outcome::Status(200)).await.unwrap();
    assert_eq!(
        outcomes(&living).await,
        [ended.clone(), TrailOutcome::Unknown, ended]
    );
    assert_eq!(verified(&folder.file()).await, Ok(7));
    // Marked once.
    drop(start(&folder.file()).await);
    assert_eq!(verified(&folder.file()).await, Ok(7));
}

#[tokio::test]
async fn one_process_serves_from_a_file() {
    let folder = Folder::new("alone");
    let first = database(&folder.file()).claim().unwrap();
    let refused = database(&folder.file()).claim().unwrap_err();
    assert!(matches!(refused, Error::InUse { .. }), "{refused}");
    drop(first);
    database(&folder.file()).claim().unwrap();
}

#[tokio::test]
async fn an_end_that_could_not_be_written_is_written_later() {
    let folder = Folder::new("late");
    let trail = start(&folder.file()).await;
    trail.begin(change("a")).await.unwrap();
    let mut other = database(&folder.file()).open().await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    trail.finish("a", Outcome::Status(200)).await.unwrap_err();
    lock.rollback().await.unwrap();
    trail.begin(change("b")).await.unwrap();
    assert_eq!(
        outcomes(&trail).await,
        [TrailOutcome::Status(200), TrailOutcome::Open]
    );
    assert_eq!(verified(&folder.file()).await, Ok(3));
}

#[tokio::test]
async fn an_event_that_could_not_be_written_is_written_later_but_nobody_comes_in_unrecorded() {
    let folder = Folder::new("late-event");
    let trail = start(&folder.file()).await;
    let mut other = database(&folder.file()).open().await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    for kind in [TrailEvent::SignedIn, TrailEvent::SessionEnded] {
        trail.record_event(event(kind)).await.unwrap_err();
    }
    lock.rollback().await.unwrap();
    trail
        .record_event(event(TrailEvent::SignedOut))
        .await
        .unwrap();
    let part = Part {
        after: None,
        limit: 200,
        order: Order::OldestFirst,
    };
    let page = trail.changes(&Filter::default(), part).await.unwrap();
    let actions: Vec<_> = page.changes.iter().map(|entry| &*entry.action).collect();
    assert_eq!(actions, ["rollcall.session-ended", "rollcall.signed-out"]);
    assert_eq!(page.changes[0].who.as_deref(), Some("ada"));
    assert_eq!(page.changes[0].outcome, TrailOutcome::Done);
    assert_eq!(verified(&folder.file()).await, Ok(2));
}

/// A change with a body of so many bytes, to be recorded.
fn job(id: &str, bytes: usize) -> Job {
    let change = Change {
        body: Some("x".repeat(bytes).into()),
        ..change(id)
    };
    let (done, _) = oneshot::channel();
    let entry = Some(Entry::asked(&change).unwrap());
    Job { entry, done }
}

#[tokio::test]
async fn room_for_a_little_is_not_taken_for_room_for_a_change_that_was_refused() {
    const LARGE: usize = 100_000;
    let folder = Folder::new("nearly-full");
    let database = database(&folder.file());
    drop(database.open().await.unwrap());
    // From now on the file does not grow, as on a full disk.
    let full = database.with_setup("PRAGMA max_page_count = 1;");
    let mut writer = Writer::new(full, ProcessKind::Server).await.unwrap();
    let is_ready = |writer: &Writer| writer.last().outcome(Duration::MAX).unwrap().is_ok();
    let NotRecorded(why) = writer.write(&[job("a", LARGE)]).await.unwrap_err();
    assert!(why.contains("full"), "{why}");
    writer.write(&[]).await.unwrap_err();
    assert!(!is_ready(&writer));
    writer.write(&[job("b", 1)]).await.unwrap();
    assert!(!is_ready(&writer), "what was written was small");
    writer.write(&[]).await.unwrap_err();
    // Pages that are free in the file.
    let sql = "CREATE TABLE filler (bytes BLOB); \
               INSERT INTO filler VALUES (zeroblob(200000)); DROP TABLE filler";
    tamper(&folder.file(), sql).await;
    writer.write(&[]).await.unwrap();
    assert!(is_ready(&writer));
    // The probe has given the room back.
    writer.write(&[job("c", LARGE)]).await.unwrap();
    assert_eq!(verified(&folder.file()).await, Ok(2));
}

fn event(event: TrailEvent) -> Event {
    Event {
        id: "0f".to_owned(),
        event,
        actor: Actor {
            who: Some("ada".to_owned()),
            via: Some("local".to_owned()),
            address: None,
        },
        details: Vec::new(),
        failure: None,
    }
}

#[tokio::test]
async fn what_was_refused_and_may_stand_there_all_the_same_was_not_made() {
    let folder = Folder::new("unclear");
    let database = database(&folder.file());
    let mut writer = Writer::new(database.clone(), ProcessKind::Server)
        .await
        .unwrap();
    let asked = Entry::asked(&change("a")).unwrap();
    let mut connection = database.open().await.unwrap();
    // The server wrote it, but the answer was lost.
    append::append_entries(&mut connection, false, writer.instance(), &[&asked])
        .await
        .unwrap();
    writer.keep(&asked, true);
    writer.write(&[]).await.unwrap();
    let reader = Reader {
        pool: database.pool(),
    };
    let found = outcomes(&reader).await;
    assert!(
        matches!(&found[..], [TrailOutcome::Failed(words)] if words.contains("not made")),
        "{found:?}"
    );
}
