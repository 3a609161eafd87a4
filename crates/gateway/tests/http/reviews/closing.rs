//! What was decided stays as it is once a review is closed, and can be proved.

use super::*;
use gateway::review_fingerprint;
use serde_json::{Value, json};
use test_support::MemoryAuditLog;
use wire::console::reviews::{ReviewEvidence, ReviewReceiptPage};

/// All of a review, as the console saves it.
async fn evidence(browser: &Browser, id: &str) -> ReviewEvidence {
    let mut evidence = ReviewEvidence {
        review: browser.review(id).await,
        items: Vec::new(),
        decisions: Vec::new(),
    };
    let mut next = Some(0);
    while let Some(from) = next {
        let page = browser.items(id, &format!("from={from}")).await;
        evidence.items.extend(page.items);
        next = page.next;
    }
    let mut next = Some(0);
    while let Some(from) = next {
        let page = browser
            .decisions(id, &format!("from={from}&limit=1000"))
            .await;
        evidence.decisions.extend(page.decisions);
        next = page.next;
    }
    evidence
}

#[tokio::test]
async fn a_closed_review_says_what_was_decided_and_proves_it() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    let vera = app.signed_in(VIEWER).await;
    let review = opened(&otto, &[VERA, OTTO], 4).await;
    vera.decide(&review.id, 0, 0, "keep").await;
    vera.decide(&review.id, 1, 0, "revoke").await;
    otto.decide(&review.id, 3, 0, "revoke").await;
    let now = otto.review(&review.id).await;
    let answer = otto.close_review(&review.id, now.revision).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let closed: Review = read(&answer);
    assert_eq!(closed.state, ReviewState::Closed);
    assert_eq!(closed.closed.as_ref().unwrap().by.as_deref(), Some(OTTO));
    assert_eq!((closed.progress.kept, closed.progress.revoked), (1, 2));
    assert_eq!(closed.progress.by.len(), 2);

    let evidence = evidence(&vera, &review.id).await;
    assert_eq!(evidence.review, closed);
    assert_eq!((evidence.items.len(), evidence.decisions.len()), (4, 3));
    let sha256 = closed.sha256.clone().unwrap();
    assert_eq!(review_fingerprint(&evidence).unwrap(), sha256);
    let entry = log.asked().pop().unwrap();
    assert_eq!(entry.action, "rollcall.review-closed");
    let body = entry.body.unwrap();
    assert_eq!(body["sha256"], *sha256);
    assert_eq!(
        (&body["kept"], &body["revoked"], &body["undecided"]),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!(
        closed.recorded.unwrap().number,
        2 * log.asked().len() as u64 - 1
    );

    let changes: [fn(&mut ReviewEvidence); 7] = [
        |evidence| evidence.decisions[1].decision = Some(DecisionKind::Keep),
        |evidence| evidence.decisions[1].by = Some("bob".to_owned()),
        |evidence| evidence.decisions[1].comment.push('.'),
        |evidence| drop(evidence.decisions.pop()),
        |evidence| evidence.items[0].admin = true,
        |evidence| evidence.items.swap(0, 1),
        |evidence| evidence.review.due.push('x'),
    ];
    for tamper in changes {
        let mut copy = evidence.clone();
        tamper(&mut copy);
        assert_ne!(review_fingerprint(&copy).unwrap(), sha256);
    }
}

#[tokio::test]
async fn nothing_of_a_closed_review_changes() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 2).await;
    otto.decide(&review.id, 0, 0, "keep").await;
    let revision = review.revision + 1;
    let closed: Review = read(&otto.close_review(&review.id, revision).await);
    let (id, version) = (&*review.id, closed.version);
    for answer in [
        otto.decide(id, 1, 0, "keep").await,
        otto.decide(id, 0, revision, "revoke").await,
        otto.withdraw_decision(id, 0, revision).await,
        otto.change_review(id, version, ("other", &today()), &[OTTO])
            .await,
        otto.close_review(id, closed.revision).await,
        otto.open_review(id, version, 2).await,
        otto.add_review_items(id, "metabase", 2, &[7]).await,
        otto.delete_review(id, closed.revision).await,
    ] {
        assert_eq!(answer.status, 409, "{}", answer.body);
    }
    assert_eq!(otto.review(id).await, closed);
    assert_eq!(otto.decisions(id, "").await.decisions.len(), 1);
}

#[tokio::test]
async fn a_review_is_closed_as_it_was_read_or_not_at_all() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let vera = app.signed_in(VIEWER).await;
    let review = opened(&otto, &[VERA], 2).await;
    vera.decide(&review.id, 0, 0, "revoke").await;
    let answer = otto.close_review(&review.id, review.revision).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    let conflict: ReviewConflict = read(&answer);
    assert_eq!(conflict.review.revision, review.revision + 1);
    assert_eq!(conflict.review.progress.revoked, 1);
    let closed = otto.close_review(&review.id, review.revision + 1).await;
    assert_eq!(closed.status, 200, "{}", closed.body);
}

#[tokio::test]
async fn a_draft_is_opened_with_all_of_its_items_each_once() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let draft = draft(&otto, &[OTTO]).await;
    let empty = otto.open_review(&draft.id, draft.version, 0).await;
    assert_eq!(empty.status, 422, "{}", empty.body);
    let added: Review = read(
        &otto
            .add_review_items(&draft.id, "metabase", 0, &[1, 2])
            .await,
    );
    // What was lost on the way is sent again: it is not there twice.
    let again = otto
        .add_review_items(&draft.id, "metabase", 0, &[1, 2])
        .await;
    assert_eq!(again.status, 409, "{}", again.body);
    let conflict: ReviewConflict = read(&again);
    assert_eq!(conflict.review.items, 2);
    for (version, items) in [(added.version, 3), (added.version - 1, 2)] {
        let answer = otto.open_review(&draft.id, version, items).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
    }
    let twice: Review = read(&otto.add_review_items(&draft.id, "metabase", 2, &[2]).await);
    let refused = otto.open_review(&draft.id, twice.version, 3).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("is there twice"), "{}", refused.body);
}

#[tokio::test]
async fn receipts_of_what_was_done_are_attached_to_a_closed_review() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 1).await;
    let stored = otto.hand_in_receipt("ana@example.com", &[], "{}").await;
    let stored: Value = read(&stored);
    let receipt = stored["id"].as_str().unwrap();
    let early = otto.attach_receipts(&review.id, &[receipt]).await;
    assert_eq!(early.status, 409, "{}", early.body);
    let closed: Review = read(&otto.close_review(&review.id, review.revision).await);
    let none = otto
        .attach_receipts(&review.id, &[receipt, &"0".repeat(32)])
        .await;
    assert_eq!(none.status, 422, "{}", none.body);
    for _ in 0..2 {
        let attached: Review = read(&otto.attach_receipts(&review.id, &[receipt]).await);
        assert_eq!((attached.receipts, &attached.sha256), (1, &closed.sha256));
    }
    let path = format!("/api/reviews/{}/receipts", review.id);
    let page: ReviewReceiptPage = read(&otto.read(&path).await);
    assert_eq!((page.receipts, page.next), (vec![receipt.to_owned()], None));
    let page: ReviewReceiptPage = read(&otto.read(&format!("{path}?after={receipt}")).await);
    assert_eq!(page.receipts, [] as [&str; 0]);
    assert_eq!(otto.read(&format!("{path}?after=x")).await.status, 400);
    let evidence = evidence(&otto, &review.id).await;
    let sha256 = closed.sha256.unwrap();
    assert_eq!(review_fingerprint(&evidence).unwrap(), sha256);
}

/// As many as an organisation has: how large what a browser reads is, and what one
/// decision costs.
#[tokio::test]
async fn ten_thousand_items_are_read_in_pages_of_a_few_hundred_kilobytes() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 10_000).await;
    let mut next = Some(0);
    let (mut pages, mut largest, mut items) = (0, 0, 0);
    while let Some(from) = next {
        let path = format!("/api/reviews/{}/items?from={from}", review.id);
        let answer = otto.read(&path).await;
        let page: ItemPage = read(&answer);
        (pages, items) = (pages + 1, items + page.items.len());
        largest = largest.max(answer.body.len());
        next = page.next;
    }
    assert_eq!((pages, items), (4, 10_000));
    assert!(largest < 1024 * 1024, "{largest} bytes");
    let keep = || json!({ "decision": "keep" });
    for first in (0..10_000).step_by(1_000) {
        let changes: Vec<_> = (first..first + 1_000)
            .map(|item| (item, 0, keep()))
            .collect();
        let answer = otto.change_decisions(&review.id, &changes).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let answer = otto
        .decide(&review.id, 9_999, review.revision + 10, "revoke")
        .await;
    assert!(answer.body.len() < 1024, "{}", answer.body);
    let now = otto.review(&review.id).await;
    assert_eq!((now.progress.kept, now.progress.revoked), (9_999, 1));
    let closed = otto.close_review(&review.id, now.revision).await;
    assert_eq!(closed.status, 200, "{}", closed.body);
    let evidence = evidence(&otto, &review.id).await;
    assert_eq!(evidence.decisions.len(), 10_000);
    let sha256 = review_fingerprint(&evidence).unwrap();
    assert_eq!(evidence.review.sha256, Some(sha256));
}
