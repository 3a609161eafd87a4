//! Access reviews.

use super::{Folder, run};
use gateway::{DecisionResult, Expected, ReviewResult, ReviewStore};
use test_support::review_store::{
    decision_write, has_room_for_so_many_reviews, holds_decisions, holds_reviews, open_review,
};
use wire::console::reviews::ReviewState;

#[tokio::test]
async fn reviews_and_decisions_are_found_as_they_were_written_and_after_a_restart() {
    let folder = Folder::new("reviews");
    let store = folder.open().await;
    holds_reviews(&*store.reviews, &*store.reviews).await;
    let reviews = store.reviews.list(None, 10).await.unwrap();
    store.audit_log.settled().await;
    drop(store);
    let store = folder.open().await;
    assert_eq!(store.reviews.list(None, 10).await.unwrap(), reviews);

    let folder = Folder::new("decisions");
    let store = folder.open().await;
    holds_decisions(&*store.reviews, &*store.reviews).await;
    let all = store.reviews.decisions("a".to_owned(), 0, 0, 10);
    let decisions = all.await.unwrap();
    store.audit_log.settled().await;
    drop(store);
    let store = folder.open().await;
    let all = store.reviews.decisions("a".to_owned(), 0, 0, 10);
    assert_eq!(all.await.unwrap(), decisions);
}

#[tokio::test]
async fn there_are_so_many_reviews_and_items_and_no_more() {
    let folder = Folder::new("many-reviews");
    has_room_for_so_many_reviews(&*folder.open().await.reviews).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_decisions_about_one_item_at_once_one_is_made_and_others_go_on() {
    let folder = Folder::new("decisions-at-once");
    let store = folder.open().await;
    open_review(&*store.reviews, "a", 100).await;
    // Each of twenty decides about the same item and about one of their own.
    let changes = (0..20).map(|number| {
        let reviews = store.reviews.clone();
        tokio::spawn(async move {
            let content = format!("keep {number}");
            let shared = vec![decision_write(99, 0, &content)];
            let own = vec![decision_write(number, 0, &content)];
            let shared = reviews.decide("a".to_owned(), shared).await.unwrap();
            let own = reviews.decide("a".to_owned(), own).await.unwrap();
            (content, shared, own)
        })
    });
    let mut made = Vec::new();
    for change in changes.collect::<Vec<_>>() {
        let (content, shared, own) = change.await.unwrap();
        assert!(matches!(own, DecisionResult::Done(_)), "{own:?}");
        match shared {
            DecisionResult::Done(_) => made.push(content),
            other => assert_eq!(other, DecisionResult::Conflict(vec![99])),
        }
    }
    let all = store.reviews.decisions("a".to_owned(), 0, 0, 100);
    let all = all.await.unwrap();
    assert_eq!((made.len(), all.len()), (1, 21));
    assert_eq!(all[20].content, made[0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_review_that_is_closed_at_the_same_time_has_what_was_decided_before() {
    let folder = Folder::new("closing-at-once");
    let store = folder.open().await;
    open_review(&*store.reviews, "a", 50).await;
    let revision = store
        .reviews
        .get("a".to_owned())
        .await
        .unwrap()
        .unwrap()
        .revision;
    let decisions = (0..50).map(|item| {
        let reviews = store.reviews.clone();
        tokio::spawn(async move {
            let writes = vec![decision_write(item, 0, "keep")];
            reviews.decide("a".to_owned(), writes).await.unwrap()
        })
    });
    let decisions: Vec<_> = decisions.collect();
    // Closed as soon as it is as it was read just now.
    let mut expected = revision;
    loop {
        let state = ReviewState::Closed;
        let closing = Expected::Revision(expected);
        let closed = store
            .reviews
            .change("a".to_owned(), closing, state, String::new());
        if matches!(closed.await.unwrap(), ReviewResult::Done(_)) {
            break;
        }
        expected = store
            .reviews
            .get("a".to_owned())
            .await
            .unwrap()
            .unwrap()
            .revision;
    }
    let mut made = 0;
    for decision in decisions {
        match decision.await.unwrap() {
            DecisionResult::Done(version) => {
                assert!(version <= expected);
                made += 1;
            }
            other => assert_eq!(other, DecisionResult::NotOpen),
        }
    }
    let all = store.reviews.decisions("a".to_owned(), 0, 0, 100);
    assert_eq!(all.await.unwrap().len(), made);
    assert_eq!(expected, revision + made as u64);
}

#[tokio::test]
async fn a_table_that_is_gone_or_has_another_state_is_an_error_and_nothing_else() {
    for (name, sql, why) in [
        (
            "reviews-state",
            "UPDATE reviews SET state = 'lost'",
            "in the state “lost”",
        ),
        (
            "reviews-table",
            "DROP TABLE review_decisions",
            "no such table: review_decisions",
        ),
    ] {
        let folder = Folder::new(name);
        let store = folder.open().await;
        open_review(&*store.reviews, "a", 1).await;
        run(&folder.file(), sql).await;
        let listed = store.reviews.list(None, 10).await.map(drop);
        let found = store.reviews.find("a".to_owned(), vec![0]).await.map(drop);
        let error = listed.and(found).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

/// Rows of the version before are there, and reviews can be added.
#[tokio::test]
async fn a_database_of_the_version_before_is_brought_up_to_date() {
    let folder = Folder::new("before-reviews");
    drop(folder.open().await);
    run(
        &folder.file(),
        "UPDATE people_state SET revision = 7; DROP TABLE review_receipts; DROP TABLE review_decisions; \
         DROP TABLE review_items; DROP TABLE reviews; \
         DELETE FROM _sqlx_migrations WHERE version = 10",
    )
    .await;
    let store = folder.open().await;
    let number = store
        .reviews
        .add(String::new(), "a".to_owned(), String::new());
    assert_eq!(number.await.unwrap(), Some(8));
}
