//! What is done in reviews is recorded as changes on a platform are.

use super::*;
use gateway::Outcome;
use serde_json::json;
use test_support::MemoryAuditLog;

#[tokio::test]
async fn each_step_of_a_review_is_one_entry_with_what_it_is_about() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    let vera = app.signed_in(VIEWER).await;
    let review = opened(&otto, &[VERA], 3).await;
    let id = &*review.id;
    vera.decide(id, 0, 0, "keep").await;
    let both = [
        (
            0,
            review.revision + 1,
            json!({ "decision": "revoke", "comment": "left" }),
        ),
        (2, 0, json!({ "decision": "keep" })),
    ];
    let decided = vera.change_decisions(id, &both).await;
    assert_eq!(decided.status, 200, "{}", decided.body);
    otto.change_review(id, review.version, ("Q4 2026", &today()), &[VERA])
        .await;
    let now = otto.review(id).await;
    otto.close_review(id, now.revision).await;
    let other = draft(&otto, &[VERA]).await;
    otto.delete_review(&other.id, other.revision).await;

    let entries = log.asked();
    let actions: Vec<_> = entries.iter().map(|entry| &*entry.action).collect();
    let names = [
        "review-created",
        "review-opened",
        "review-decided",
        "review-decided",
        "review-changed",
        "review-closed",
        "review-created",
        "review-deleted",
    ];
    assert_eq!(actions, names.map(|name| format!("rollcall.{name}")));
    let ended = log.ended.lock().unwrap().clone();
    let is_done = |(_, outcome): &(_, Outcome)| matches!(outcome, Outcome::Status(200..=204));
    assert!(ended.len() == 8 && ended.iter().all(is_done), "{ended:?}");

    let opening = &entries[1];
    assert_eq!(opening.target, ["Q4", id]);
    let body = opening.body.as_ref().unwrap();
    assert_eq!(
        (&body["items"], &body["reviewers"][0]["name"]),
        (&json!(3), &json!(VERA))
    );
    assert_eq!(body["sha256"].as_str().unwrap().len(), 64);
    let decision = &entries[3];
    assert_eq!(decision.who.as_deref(), Some(VERA));
    assert_eq!(Some(&*decision.id), decided.header("x-request-id"));
    let target = [
        "Q4",
        id,
        "metabase/0",
        "user0@example.com",
        "metabase/2",
        "user2@example.com",
    ];
    assert_eq!(decision.target, target);
    let body = decision.body.as_ref().unwrap();
    assert_eq!(body["changes"][0]["value"]["comment"], "left");
    assert_eq!(body["before"][0]["decision"], "keep");
    assert_eq!(body["before"][1], json!(null));
    assert_eq!(entries[4].target, ["Q4", id, "Q4 2026"]);
    assert_eq!(entries[4].body.as_ref().unwrap()["before"]["name"], "Q4");
}

#[tokio::test]
async fn what_is_refused_before_anything_is_done_leaves_no_entry() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 1).await;
    otto.decide(&review.id, 0, 0, "keep").await;
    let before = log.asked().len();
    otto.decide(&review.id, 0, 0, "revoke").await;
    otto.decide(&review.id, 7, 0, "revoke").await;
    otto.close_review(&review.id, review.revision).await;
    otto.create_review("metabase", ("", &today()), &[OTTO])
        .await;
    assert_eq!(log.asked().len(), before);
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_done() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 1).await;
    let other = draft(&otto, &[OTTO]).await;
    otto.add_review_items(&other.id, "metabase", 0, &[1]).await;
    log.fill(true);
    for answer in [
        otto.create_review("metabase", ("Q5", &today()), &[OTTO])
            .await,
        otto.decide(&review.id, 0, 0, "keep").await,
        otto.change_review(&review.id, review.version, ("other", &today()), &[OTTO])
            .await,
        otto.open_review(&other.id, other.version + 1, 1).await,
        otto.close_review(&review.id, review.revision).await,
        otto.delete_review(&review.id, review.revision).await,
    ] {
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(
            answer.body.contains("could not be recorded"),
            "{}",
            answer.body
        );
    }
    assert_eq!(otto.review(&review.id).await, review);
    let page: ReviewPage = read(&otto.read("/api/reviews").await);
    assert_eq!(page.reviews.len(), 2);
    assert_eq!(page.reviews[0].state, ReviewState::Draft);
}
