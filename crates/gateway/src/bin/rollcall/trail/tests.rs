use super::chain::Broken;
use super::*;
use gateway::{Export, Format};
use sqlx::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("trail-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("audit.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn database(file: &Path) -> Database {
    Database::file(file).unwrap()
}

async fn start(file: &Path) -> Written {
    let database = database(file);
    Written::start(&database, database.pool()).await.unwrap()
}

fn change(id: &str) -> Change {
    Change {
        id: id.to_owned(),
        who: Some("=ada".to_owned()),
        connection: "pivot".to_owned(),
        action: "pivot.users.delete".to_owned(),
        target: vec!["say \"hi\"".to_owned()],
        query: Vec::new(),
        body: None,
    }
}

/// Five changes, the last one without an end.
async fn five(file: &Path) {
    let trail = start(file).await;
    for id in ["a", "b", "c", "d", "e"] {
        trail.asked(change(id)).await.unwrap();
        if id != "e" {
            trail.ended(id, Outcome::Status(200)).await.unwrap();
        }
    }
}

async fn verified(file: &Path) -> Result<i64, Broken> {
    let mut connection = database(file).open().await.unwrap();
    let verified = verify(&mut connection).await.unwrap();
    verified.map(|head| head.number)
}

#[tokio::test]
async fn what_is_recorded_is_found_again_and_holds() {
    let folder = Folder::new("found");
    five(&folder.file()).await;
    assert_eq!(verified(&folder.file()).await, Ok(9));
    // Opened again it goes on where it was.
    let trail = start(&folder.file()).await;
    trail.asked(change("f")).await.unwrap();
    assert_eq!(verified(&folder.file()).await, Ok(10));
}

#[tokio::test]
async fn a_row_that_is_changed_missing_or_moved_is_found() {
    for (test, tampering, broken) in [
        (
            "content",
            "UPDATE trail SET content = replace(content, 'say', 'sax') WHERE number = 3",
            Broken::Changed(3),
        ),
        (
            "time",
            "UPDATE trail SET at = '2020' WHERE number = 9",
            Broken::Changed(9),
        ),
        (
            "hash",
            "UPDATE trail SET hash = zeroblob(32) WHERE number = 2",
            Broken::Changed(2),
        ),
        (
            "gone",
            "DELETE FROM trail WHERE number = 4",
            Broken::Missing(4),
        ),
        (
            "first",
            "DELETE FROM trail WHERE number = 1",
            Broken::Missing(1),
        ),
        (
            "closed-up",
            "DELETE FROM trail WHERE number = 4; \
             UPDATE trail SET number = number - 1 WHERE number > 4",
            Broken::Changed(4),
        ),
        (
            "moved",
            "UPDATE trail SET number = 100 WHERE number = 5; \
             UPDATE trail SET number = 5 WHERE number = 7; \
             UPDATE trail SET number = 7 WHERE number = 100",
            Broken::Changed(5),
        ),
    ] {
        let folder = Folder::new(test);
        five(&folder.file()).await;
        let mut connection = database(&folder.file()).open().await.unwrap();
        sqlx::raw_sql(tampering)
            .execute(&mut connection)
            .await
            .unwrap();
        assert_eq!(verified(&folder.file()).await, Err(broken), "{test}");
    }
}

#[tokio::test]
async fn a_trail_that_cannot_be_written_says_so_until_it_can() {
    let folder = Folder::new("locked");
    let trail = start(&folder.file()).await;
    let mut other = database(&folder.file()).open().await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let NotRecorded(why) = trail.asked(change("a")).await.unwrap_err();
    assert!(why.contains("locked"), "{why}");
    lock.rollback().await.unwrap();
    trail.asked(change("b")).await.unwrap();
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
            trail.asked(change(&id)).await?;
            trail.ended(&id, Outcome::Status(200)).await
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

#[tokio::test]
async fn an_export_has_a_line_for_each_change_and_says_what_is_open() {
    let folder = Folder::new("export");
    five(&folder.file()).await;
    let text = exported(&folder.file(), "2020-01-01", Format::Json).await;
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["outcome"], serde_json::json!({ "status": 200 }));
    assert_eq!(lines[4]["outcome"], "open");
    assert_eq!(lines[4]["who"], "=ada");

    let text = exported(&folder.file(), "2020-01-01", Format::Csv).await;
    assert_eq!(text.lines().count(), 6);
    assert!(text.contains("\"'=ada\""), "{text}");
    assert!(text.contains(r#""[""say \""hi\""""]""#), "{text}");
    assert!(text.contains(r#""open""#), "{text}");

    let text = exported(&folder.file(), "2999-01-01", Format::Json).await;
    assert_eq!(text, "");
}

async fn exported(file: &Path, since: &str, format: Format) -> String {
    let reader = Reader {
        pool: database(file).pool(),
    };
    let filter = Filter {
        since: Some(since.to_owned()),
        ..Filter::default()
    };
    let mut export = Export::new(filter, format);
    let mut text = String::new();
    while let Some(piece) = export.next(&reader).await.unwrap() {
        text.push_str(&piece);
    }
    text
}
