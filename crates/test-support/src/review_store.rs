//! What every store of access reviews does, wherever it keeps them.

use gateway::{
    DecisionResult, DecisionRow, DecisionWrite, Expected, ItemRow, ReviewResult, ReviewRow,
    ReviewStore, Tally,
};
use wire::console::reviews::{MAX_ITEMS, MAX_REVIEWS, MAX_TOGETHER, ReviewState};

const AT: &str = "2026-11-26T06:00:00.000000Z";

/// A decision about an item that was read with this version.
pub fn decision_write(item: usize, version: u64, content: &str) -> DecisionWrite {
    DecisionWrite {
        item,
        version,
        tally: content.chars().take(4).collect(),
        content: content.to_owned(),
    }
}

async fn add(store: &dyn ReviewStore, id: &str) -> Option<u64> {
    let added = store.add(AT.to_owned(), id.to_owned(), format!("of {id}"));
    added.await.unwrap()
}

async fn get(store: &dyn ReviewStore, id: &str) -> ReviewRow {
    store.get(id.to_owned()).await.unwrap().unwrap()
}

async fn add_items(store: &dyn ReviewStore, id: &str, from: usize, count: usize) -> ReviewResult {
    let contents = (from..from + count).map(|item| format!("{{\"item\":{item},\"ü\":\"'\u{1}\"}}"));
    let added = store.add_items(id.to_owned(), from, contents.collect());
    added.await.unwrap()
}

async fn change(
    store: &dyn ReviewStore,
    id: &str,
    expected: Expected,
    state: ReviewState,
) -> ReviewResult {
    let content = format!("{} {id}", state.name());
    let changed = store.change(id.to_owned(), expected, state, content);
    changed.await.unwrap()
}

async fn decide(store: &dyn ReviewStore, id: &str, writes: Vec<DecisionWrite>) -> DecisionResult {
    store.decide(id.to_owned(), writes).await.unwrap()
}

/// An open review with so many items.
pub async fn open_review(store: &dyn ReviewStore, id: &str, items: usize) {
    add(store, id).await.unwrap();
    let mut revision = 1;
    for from in (0..items).step_by(MAX_TOGETHER) {
        let count = MAX_TOGETHER.min(items - from);
        revision += 1;
        let added = add_items(store, id, from, count).await;
        assert_eq!(added, ReviewResult::Done(revision));
    }
    let opened = change(store, id, Expected::Revision(revision), ReviewState::Open).await;
    assert_eq!(opened, ReviewResult::Done(revision + 1));
}

/// Reviews are found as they were written, by their IDs and their order, and go on from
/// draft to closed. `reader` is another way to the same reviews as `writer`, which are none
/// at first.
pub async fn holds_reviews(writer: &dyn ReviewStore, reader: &dyn ReviewStore) {
    assert_eq!(reader.list(None, 10).await.unwrap(), []);
    assert_eq!(reader.get("a".to_owned()).await.unwrap(), None);
    let mut numbers = Vec::new();
    for id in ["a", "b", "c"] {
        numbers.push(add(writer, id).await.unwrap());
    }
    assert!(numbers.is_sorted());
    let draft = ReviewRow {
        id: "b".to_owned(),
        number: numbers[1],
        state: ReviewState::Draft,
        items: 0,
        receipts: 0,
        version: 1,
        revision: 1,
        content: "of b".to_owned(),
    };
    assert_eq!(get(reader, "b").await, draft);
    let list = async |before, limit| {
        let rows = reader.list(before, limit).await.unwrap().into_iter();
        rows.map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 2).await, ["c", "b"]);
    assert_eq!(list(Some(numbers[1]), 2).await, ["a"]);

    // Items come one after the other, each once.
    assert_eq!(add_items(writer, "b", 0, 3).await, ReviewResult::Done(2));
    assert_eq!(add_items(writer, "b", 0, 3).await, ReviewResult::Conflict);
    assert_eq!(add_items(writer, "b", 4, 1).await, ReviewResult::Conflict);
    assert_eq!(
        add_items(writer, "none", 0, 1).await,
        ReviewResult::Conflict
    );
    assert_eq!(add_items(writer, "b", 3, 2).await, ReviewResult::Done(3));
    let row = get(reader, "b").await;
    assert_eq!((row.items, row.version, row.revision), (5, 3, 3));
    let items = async |from, limit| reader.items("b".to_owned(), from, limit).await.unwrap();
    let all = items(0, 10).await;
    assert_eq!((all.len(), &*all[4]), (5, "{\"item\":4,\"ü\":\"'\u{1}\"}"));
    assert_eq!(items(3, 1).await, [&*all[3]]);
    assert_eq!(items(5, 10).await, [] as [&str; 0]);
    assert_eq!(items(usize::MAX, usize::MAX).await, [] as [&str; 0]);

    // A draft has no decisions, and an open review gets no items.
    let early = decide(writer, "b", vec![decision_write(0, 0, "keep")]).await;
    assert_eq!(early, DecisionResult::NotOpen);
    for (expected, result) in [
        (Expected::Version(2), ReviewResult::Conflict),
        (Expected::Revision(4), ReviewResult::Conflict),
        (Expected::Revision(u64::MAX), ReviewResult::Conflict),
        (Expected::Version(3), ReviewResult::Done(4)),
    ] {
        let opened = change(writer, "b", expected, ReviewState::Open).await;
        assert_eq!(opened, result, "{expected:?}");
    }
    assert_eq!(add_items(writer, "b", 5, 1).await, ReviewResult::Conflict);
    let row = get(reader, "b").await;
    assert_eq!((row.state, &*row.content), (ReviewState::Open, "open b"));

    // A version is that of the last change that was no decision.
    let decided = decide(writer, "b", vec![decision_write(0, 0, "keep")]).await;
    assert_eq!(decided, DecisionResult::Done(5));
    let row = get(reader, "b").await;
    assert_eq!((row.version, row.revision), (4, 5));
    let closed = change(writer, "b", Expected::Revision(4), ReviewState::Closed).await;
    assert_eq!(closed, ReviewResult::Conflict);
    let closed = change(writer, "b", Expected::Revision(5), ReviewState::Closed).await;
    assert_eq!(closed, ReviewResult::Done(6));
    let late = decide(writer, "b", vec![decision_write(1, 0, "keep")]).await;
    assert_eq!(late, DecisionResult::NotOpen);

    // Receipts are attached to what is closed, each once.
    let attach = async |id: &str, receipts: &[&str]| {
        let receipts = receipts.iter().map(|&id| id.to_owned()).collect();
        writer.add_receipts(id.to_owned(), receipts).await.unwrap()
    };
    assert_eq!(attach("c", &["1"]).await, ReviewResult::Conflict);
    assert_eq!(attach("b", &["2", "1"]).await, ReviewResult::Done(7));
    assert_eq!(attach("b", &["1", "3"]).await, ReviewResult::Done(8));
    let row = get(reader, "b").await;
    assert_eq!((row.receipts, row.version, row.revision), (3, 8, 8));
    let receipts = async |after: Option<&str>, limit| {
        let after = after.map(str::to_owned);
        reader.receipts("b".to_owned(), after, limit).await.unwrap()
    };
    assert_eq!(receipts(None, 2).await, ["1", "2"]);
    assert_eq!(receipts(Some("2"), 2).await, ["3"]);

    // What is closed stays; another is removed, if it is as it was read.
    let remove = async |id: &str, revision| writer.remove(id.to_owned(), revision).await.unwrap();
    assert_eq!(remove("b", 8).await, ReviewResult::Conflict);
    assert_eq!(remove("a", 2).await, ReviewResult::Conflict);
    assert_eq!(remove("a", 1).await, ReviewResult::Done(2));
    assert_eq!(remove("a", 1).await, ReviewResult::Conflict);
    assert_eq!(list(None, 10).await, ["c", "b"]);
    open_review(writer, "d", 2).await;
    let decided = decide(writer, "d", vec![decision_write(1, 0, "keep")]).await;
    assert_eq!(decided, DecisionResult::Done(4));
    assert_eq!(remove("d", 4).await, ReviewResult::Done(5));
    assert_eq!(
        reader.items("d".to_owned(), 0, 10).await.unwrap(),
        [] as [&str; 0]
    );
    // One that is made again has nothing of the one before.
    open_review(writer, "d", 2).await;
    assert_eq!(
        reader.decisions("d".to_owned(), 0, 0, 10).await.unwrap(),
        []
    );
}

/// Decisions are made all or none, each in place of the one that was read, and are found
/// and counted.
pub async fn holds_decisions(writer: &dyn ReviewStore, reader: &dyn ReviewStore) {
    open_review(writer, "a", 4).await;
    open_review(writer, "b", 4).await;
    let both = vec![
        decision_write(2, 0, "keep 2"),
        decision_write(0, 0, "keep 0"),
    ];
    assert_eq!(decide(writer, "a", both).await, DecisionResult::Done(4));
    let none = decide(writer, "none", vec![decision_write(0, 0, "keep")]).await;
    assert_eq!(none, DecisionResult::NotOpen);

    // One that does not fit keeps the others from being made.
    for (writes, conflict) in [
        (
            vec![
                decision_write(1, 0, "lost 1"),
                decision_write(2, 0, "lost 2"),
            ],
            vec![2],
        ),
        (vec![decision_write(2, 3, "lost 2")], vec![2]),
        (vec![decision_write(2, u64::MAX, "lost 2")], vec![2]),
        (vec![decision_write(1, 4, "lost 1")], vec![1]),
        (
            vec![
                decision_write(4, 0, "lost 4"),
                decision_write(usize::MAX, 0, "lost"),
            ],
            vec![4, usize::MAX],
        ),
    ] {
        let decided = decide(writer, "a", writes).await;
        assert_eq!(decided, DecisionResult::Conflict(conflict));
    }
    let revision = get(reader, "a").await.revision;
    assert_eq!(revision, 4, "nothing was changed");
    let again = vec![
        decision_write(2, 4, "gone 2"),
        decision_write(3, 0, "keep 3"),
    ];
    assert_eq!(decide(writer, "a", again).await, DecisionResult::Done(5));

    let row = |item, version, content: &str| DecisionRow {
        item,
        version,
        tally: content[..4].to_owned(),
        content: content.to_owned(),
    };
    let read = async |since, from, limit| {
        let found = reader.decisions("a".to_owned(), since, from, limit);
        found.await.unwrap()
    };
    let all = [
        row(0, 4, "keep 0"),
        row(2, 5, "gone 2"),
        row(3, 5, "keep 3"),
    ];
    assert_eq!(read(0, 0, 10).await, all);
    assert_eq!(read(4, 0, 10).await, all[1..]);
    assert_eq!(read(5, 0, 10).await, []);
    assert_eq!(read(0, 1, 1).await, all[1..2]);
    assert_eq!(read(u64::MAX, usize::MAX, usize::MAX).await, []);
    let mut found = reader.find("a".to_owned(), vec![3, 1, 9]).await.unwrap();
    found.sort_unstable_by_key(|row| row.item);
    let [first, second] = &found[..] else {
        panic!("{found:?}")
    };
    let undecided = ItemRow {
        item: 1,
        content: "{\"item\":1,\"ü\":\"'\u{1}\"}".to_owned(),
        decision: None,
    };
    assert_eq!(*first, undecided);
    assert_eq!(second.decision.as_ref(), Some(&all[2]));

    let decided = decide(writer, "b", vec![decision_write(0, 0, "keep")]).await;
    assert_eq!(decided, DecisionResult::Done(4));
    let ids = ["a", "none", "b"].map(str::to_owned).to_vec();
    let mut tallies = reader.tallies(ids).await.unwrap();
    tallies.sort_unstable_by(|one, other| {
        (&one.review, &one.tally).cmp(&(&other.review, &other.tally))
    });
    let tally = |review: &str, tally: &str, count| Tally {
        review: review.to_owned(),
        tally: tally.to_owned(),
        count,
    };
    let expected = [
        tally("a", "gone", 1),
        tally("a", "keep", 2),
        tally("b", "keep", 1),
    ];
    assert_eq!(tallies, expected);
}

/// There are so many reviews, and so many items in one, and no more.
pub async fn has_room_for_so_many_reviews(store: &dyn ReviewStore) {
    for number in 0..MAX_REVIEWS {
        assert!(add(store, &number.to_string()).await.is_some());
    }
    assert_eq!(add(store, "one more").await, None);
    let removed = store.remove("0".to_owned(), 1).await.unwrap();
    assert_eq!(removed, ReviewResult::Done(2));
    assert!(add(store, "one more").await.is_some());
    for from in (0..MAX_ITEMS).step_by(MAX_TOGETHER) {
        let added = add_items(store, "one more", from, MAX_TOGETHER).await;
        assert!(matches!(added, ReviewResult::Done(_)));
    }
    assert_eq!(
        add_items(store, "one more", MAX_ITEMS, 1).await,
        ReviewResult::Full
    );
    assert_eq!(get(store, "one more").await.items, MAX_ITEMS);
}
