//! What is kept about people.

use super::{Folder, run};
use gateway::{PeopleStore, RowKind, WriteResult};
use sqlx::{Connection, SqliteConnection};
use test_support::people_store::{
    has_room_for_so_many_rows, holds_receipts, holds_rows, row_write,
};

#[tokio::test]
async fn rows_are_found_as_they_were_written_and_after_a_restart() {
    let folder = Folder::new("rows");
    let store = folder.open().await;
    holds_rows(&*store.people, &*store.people).await;
    let rows = store.people.rows(&RowKind::ABOUT_PEOPLE).await.unwrap();
    assert_eq!(rows.rows.len(), 3);
    store.audit_log.settled().await;
    drop(store);
    let store = folder.open().await;
    assert_eq!(
        store.people.rows(&RowKind::ABOUT_PEOPLE).await.unwrap(),
        rows
    );
}

#[tokio::test]
async fn there_are_so_many_rows_of_a_kind_and_no_more() {
    let folder = Folder::new("many");
    has_room_for_so_many_rows(&*folder.open().await.people).await;
}

#[tokio::test]
async fn receipts_are_found_by_their_ids_their_people_and_their_order() {
    let folder = Folder::new("receipts");
    holds_receipts(&*folder.open().await.people).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_changes_of_one_row_at_once_one_is_made() {
    const AT: &str = "2026-11-26T06:00:00.000000Z";
    let folder = Folder::new("at-once");
    let store = folder.open().await;
    for (version, made) in [(0, 1), (1, 2)] {
        let changes = (0..20).map(|number| {
            let people = store.people.clone();
            let content = format!("{{\"of\":{number}}}");
            tokio::spawn(async move {
                let writes = vec![row_write("ana", version, Some(&content))];
                let written = people.write(RowKind::Departed, AT.to_owned(), writes);
                (content, written.await.unwrap())
            })
        });
        let mut results = Vec::new();
        for change in changes.collect::<Vec<_>>() {
            results.push(change.await.unwrap());
        }
        let written: Vec<_> = results
            .iter()
            .filter(|(_, result)| *result == WriteResult::Written(made))
            .collect();
        let conflict = WriteResult::Conflict(vec!["ana".to_owned()]);
        let others = results.iter().filter(|(_, result)| *result == conflict);
        assert_eq!((written.len(), others.count()), (1, 19));
        let rows = store
            .people
            .rows(&RowKind::ABOUT_PEOPLE)
            .await
            .unwrap()
            .rows;
        assert_eq!((rows.len(), &rows[0].content), (1, &written[0].0));
    }
}

#[tokio::test]
async fn a_table_that_is_gone_or_empty_is_an_error_and_nothing_else() {
    for (name, sql, why) in [
        (
            "state",
            "DELETE FROM people_state",
            "the table people_state is empty",
        ),
        ("table", "DROP TABLE people", "no such table: people"),
    ] {
        let folder = Folder::new(name);
        let store = folder.open().await;
        run(&folder.file(), sql).await;
        let people = &store.people;
        let error = people
            .rows(&RowKind::ABOUT_PEOPLE)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(why), "{error}");
        let writes = vec![row_write("ana", 0, Some("{}"))];
        let written = people.write(RowKind::Departed, String::new(), writes).await;
        let error = written.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

/// Rows of the version before are there, and rows about people can be added.
#[tokio::test]
async fn a_database_of_the_version_before_is_brought_up_to_date() {
    let folder = Folder::new("before");
    drop(folder.open().await);
    run(
        &folder.file(),
        "INSERT INTO trail VALUES (1, '2026', 'asked', 'a', '{}', x'07', 5); \
         DROP TABLE people; DROP TABLE people_state; DROP TABLE receipt_people; \
         DROP TABLE receipts; DROP TABLE review_receipts; DROP TABLE review_decisions; DROP TABLE review_items; \
         DROP TABLE reviews; DELETE FROM _sqlx_migrations WHERE version >= 9",
    )
    .await;
    let store = folder.open().await;
    holds_receipts(&*store.people).await;
    let url = format!("sqlite://{}", folder.file().display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let first = "SELECT content FROM trail WHERE number = 1";
    let (content,): (String,) = sqlx::query_as(first)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(content, "{}");
}
