//! What every store of what is kept about people does, wherever it keeps it.

use gateway::{
    PeopleRow, PeopleRows, PeopleStore, ReceiptRow, Revision, RowKind, RowWrite, WriteResult,
};
use std::slice;
use wire::console::people::{MAX_CHANGES, MAX_NAME, MAX_PROFILES, MAX_ROWS};

const AT: &str = "2026-11-26T06:00:00.000000Z";

/// A change of the row called `key`.
pub fn row_write(key: &str, version: u64, content: Option<&str>) -> RowWrite {
    RowWrite {
        key: key.to_owned(),
        version,
        content: content.map(str::to_owned),
    }
}

async fn write(store: &dyn PeopleStore, write: RowWrite) -> WriteResult {
    let writes = vec![write];
    let result = store.write(RowKind::Assignment, AT.to_owned(), writes);
    result.await.unwrap()
}

/// Rows are found as they were written, and a change of one that is not as it was read
/// changes nothing. `reader` is another way to the same rows as `writer`, which are
/// none at first.
pub async fn holds_rows(writer: &dyn PeopleStore, reader: &dyn PeopleStore) {
    assert_eq!(
        reader.rows(&RowKind::ABOUT_PEOPLE).await.unwrap(),
        PeopleRows::default()
    );
    // Every letter, and as many as there may be.
    let key = format!("{}/{}", "c".repeat(64), "𝕒".repeat(MAX_NAME));
    let odd = "'\"\\\u{1}\u{202e}ı\u{301}";
    for (number, key) in (1..).zip([&*key, odd, "b"]) {
        let content = format!(r#"{{"of":{number}}}"#);
        let written = write(writer, row_write(key, 0, Some(&content))).await;
        assert_eq!(written, WriteResult::Written(number), "{key}");
    }
    let PeopleRows { revision, rows } = reader.rows(&RowKind::ABOUT_PEOPLE).await.unwrap();
    let at = AT.to_owned();
    assert_eq!(revision, Revision { number: 3, at });
    assert_eq!(reader.revision().await.unwrap(), revision);
    let keys: Vec<_> = rows.iter().map(|row| &*row.key).collect();
    assert_eq!(keys, [odd, "b", &key], "byte by byte");
    assert!(rows.iter().all(|row| row.kind == RowKind::Assignment));
    let first = PeopleRow {
        version: 1,
        content: r#"{"of":1}"#.to_owned(),
        kind: RowKind::Assignment,
        key: key.clone(),
    };
    let wanted = vec![key.clone(), "none".to_owned()];
    let found = reader.find(RowKind::Assignment, wanted.clone()).await;
    assert_eq!(found.unwrap(), slice::from_ref(&first));
    let of_other_kind = reader.find(RowKind::Departed, wanted).await;
    assert_eq!(of_other_kind.unwrap(), []);

    // Another version, no version, and a version of a row that is not there.
    for (key, version) in [(&*key, 2), (&key, 0), ("none", 1), ("none", u64::MAX)] {
        let written = write(writer, row_write(key, version, Some("{}"))).await;
        assert_eq!(written, WriteResult::Conflict(vec![key.to_owned()]));
    }
    // One that does not fit keeps the others from being made.
    let both = vec![row_write("c", 0, Some("{}")), row_write("b", 1, None)];
    let written = writer.write(RowKind::Assignment, AT.to_owned(), both);
    let conflict = WriteResult::Conflict(vec!["b".to_owned()]);
    assert_eq!(written.await.unwrap(), conflict);
    assert_eq!(
        reader.rows(&RowKind::ABOUT_PEOPLE).await.unwrap().rows,
        rows,
        "nothing was changed"
    );
    let number = reader.revision().await.unwrap().number;

    // One that is made again has another version than before.
    let removed = write(writer, row_write(&key, 1, None)).await;
    assert_eq!(removed, WriteResult::Written(number + 1));
    let found = reader.find(RowKind::Assignment, vec![key.clone()]).await;
    assert_eq!(found.unwrap(), []);
    let made = write(writer, row_write(&key, 0, Some("{}"))).await;
    assert_eq!(made, WriteResult::Written(number + 2));
    let changed = write(writer, row_write(&key, number + 2, Some("[]"))).await;
    assert_eq!(changed, WriteResult::Written(number + 3));
    let found = reader.find(RowKind::Assignment, vec![key]).await.unwrap();
    assert_eq!((found[0].version, &*found[0].content), (number + 3, "[]"));
}

/// There are so many rows of a kind and no more; others can still be changed.
pub async fn has_room_for_so_many_rows(store: &dyn PeopleStore) {
    let mut version = 0;
    for first in (0..MAX_ROWS).step_by(MAX_CHANGES) {
        let keys = first..first + MAX_CHANGES;
        let writes = keys.map(|key| row_write(&key.to_string(), 0, Some("{}")));
        let written = store.write(RowKind::Dismissal, AT.to_owned(), writes.collect());
        version += 1;
        assert_eq!(written.await.unwrap(), WriteResult::Written(version));
    }
    let write = async |key: &str, version, content| {
        let writes = vec![row_write(key, version, content)];
        let written = store.write(RowKind::Dismissal, AT.to_owned(), writes);
        written.await.unwrap()
    };
    assert_eq!(write("one more", 0, Some("{}")).await, WriteResult::Full);
    let written = |result| matches!(result, WriteResult::Written(_));
    assert!(written(write("0", 1, Some("[]")).await));
    assert!(written(write("1", 1, None).await));
    assert!(written(write("one more", 0, Some("{}")).await));
    assert_eq!(
        store.rows(&RowKind::ABOUT_PEOPLE).await.unwrap().rows.len(),
        MAX_ROWS
    );
    // What is removed by the same change makes room.
    let both = vec![
        row_write("another one", 0, Some("{}")),
        row_write("2", 1, None),
    ];
    let both = store.write(RowKind::Dismissal, AT.to_owned(), both).await;
    assert!(written(both.unwrap()));
    // Profiles are fewer.
    let profiles = (0..=MAX_PROFILES).map(|key| row_write(&key.to_string(), 0, Some("{}")));
    let mut profiles: Vec<_> = profiles.collect();
    let last = profiles.split_off(MAX_PROFILES);
    let write = async |writes| {
        let written = store.write(RowKind::Profile, AT.to_owned(), writes);
        written.await.unwrap()
    };
    assert!(written(write(profiles).await));
    assert_eq!(write(last).await, WriteResult::Full);
}

/// Receipts are found by their IDs, their people and their order.
pub async fn holds_receipts(store: &dyn PeopleStore) {
    assert_eq!(store.receipts(None, None, 10).await.unwrap(), []);
    let mut numbers = Vec::new();
    for (id, people) in [
        ("a", vec!["ana"]),
        ("b", vec!["bob"]),
        ("c", vec!["ana", "bob"]),
    ] {
        let receipt = ReceiptRow {
            id: id.to_owned(),
            people: people.into_iter().map(str::to_owned).collect(),
            summary: format!("summary of {id}"),
            content: format!("{id}, \u{1}'ü"),
        };
        let number = store.add_receipt(AT.to_owned(), receipt).await.unwrap();
        numbers.push(number.unwrap());
    }
    assert!(numbers.is_sorted());
    let list = async |person: Option<&str>, before, limit| -> Vec<String> {
        let found = store.receipts(person.map(str::to_owned), before, limit);
        let found = found.await.unwrap().into_iter();
        found.map(|(_, summary)| summary).collect()
    };
    let [a, b, c] = ["a", "b", "c"].map(|id| format!("summary of {id}"));
    assert_eq!(list(None, None, 2).await, [&*c, &b]);
    assert_eq!(list(None, Some(numbers[1]), 2).await, [&*a]);
    assert_eq!(list(Some("ana"), None, 10).await, [&*c, &a]);
    assert_eq!(list(Some("ana"), Some(numbers[2]), 10).await, [&*a]);
    assert_eq!(list(Some("Ana"), None, 10).await, [] as [&str; 0]);
    let found = store.receipt("b".to_owned()).await.unwrap();
    assert_eq!(found.as_deref(), Some("b, \u{1}'ü"));
    assert_eq!(store.receipt("B".to_owned()).await.unwrap(), None);
    let ids = ["c", "B", "a"].map(str::to_owned).to_vec();
    let mut known = store.known_receipts(ids).await.unwrap();
    known.sort_unstable();
    assert_eq!(known, ["a", "c"]);
    assert_eq!(store.revision().await.unwrap().number, numbers[2]);
}
