//! Receipts: what the server adds to what the console hands in.

use super::{ACCOUNT, ANA, app, app_with, read};
use gateway::{PeopleInMemory, receipt_fingerprint};
use serde_json::json;
use std::sync::Arc;
use test_support::{MemoryAuditLog, OPERATOR, VIEWER};
use wire::console::TrailOutcome;
use wire::console::people::{ReceiptPage, StoredReceipt};

#[tokio::test]
async fn a_receipt_has_what_the_log_has_of_each_request_and_is_found_again() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Arc::new(PeopleInMemory::default()), Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    // The platform is down: the change is in the log with that outcome.
    let change = otto.deactivate_user(7).await;
    let request = change.header("x-request-id").unwrap();
    let unknown = "0123456789abcdef";
    let body = r#"{ "done":[1.50, "ü"] }"#;
    let requests = [request, unknown, request];
    let answer = otto.hand_in_receipt(ANA, &requests, body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let receipt: StoredReceipt = read(&answer);
    assert_eq!(
        (receipt.people.clone(), receipt.body.get()),
        (vec![ANA.to_owned()], body)
    );
    assert_eq!(
        (receipt.by.as_deref(), receipt.via.as_deref()),
        (Some("otto+ü"), Some("local"))
    );
    assert_eq!(receipt.missing, [unknown]);
    let [entry] = &receipt.entries[..] else {
        panic!("{receipt:?}")
    };
    assert_eq!((&*entry.request, &*entry.connection), (request, "metabase"));
    assert_eq!(
        (&*entry.action, &entry.target[0]),
        ("metabase.users.deactivate", &"7".to_owned())
    );
    assert_eq!(entry.asked.number, 1);
    assert_eq!(entry.ended.as_ref().map(|row| row.number), Some(2));
    assert!(
        matches!(entry.outcome, TrailOutcome::Failed(_)),
        "{entry:?}"
    );

    // The log vouches for the receipt, and the receipt says where.
    let stored = log.asked().pop().unwrap();
    assert_eq!(
        (&*stored.action, stored.target),
        ("rollcall.receipt-stored", vec![ANA.to_owned()])
    );
    let vouched = stored.body.unwrap();
    assert_eq!(vouched["receipt"], *receipt.id);
    assert_eq!(vouched["sha256"], receipt_fingerprint(&receipt).unwrap());
    assert_eq!(receipt.recorded.as_ref().map(|row| row.number), Some(3));

    let vera = app.signed_in(VIEWER).await;
    let opened = vera.open_receipt(&receipt.id).await;
    assert_eq!((opened.status, &opened.body), (200, &answer.body));
    assert_eq!(opened.header("content-type"), Some("application/json"));
    let listed: ReceiptPage = read(&vera.list_receipts("person=ana%40example.com").await);
    let summary = &listed.receipts[0];
    assert_eq!(
        (&summary.id, summary.entries, summary.missing),
        (&receipt.id, 1, 1)
    );
    assert_eq!((listed.receipts.len(), listed.next), (1, None));
    let others: ReceiptPage = read(&vera.list_receipts("person=bob").await);
    assert_eq!(others.receipts, []);
}

#[tokio::test]
async fn without_an_audit_log_a_receipt_says_that_the_log_has_nothing() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let answer = otto.hand_in_receipt(ANA, &["0123456789abcdef"], "{}").await;
    let receipt: StoredReceipt = read(&answer);
    assert_eq!((receipt.entries.len(), receipt.missing.len()), (0, 1));
    assert_eq!(receipt.recorded, None);
}

#[tokio::test]
async fn receipts_are_listed_in_parts_newest_first() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let receipt: StoredReceipt = read(&otto.hand_in_receipt(ANA, &[], "{}").await);
        ids.insert(0, receipt.id);
    }
    let first: ReceiptPage = read(&otto.list_receipts("limit=2").await);
    let next = format!("limit=2&before={}", first.next.unwrap());
    let second: ReceiptPage = read(&otto.list_receipts(&next).await);
    assert_eq!(second.next, None);
    let listed = first.receipts.into_iter().chain(second.receipts);
    assert_eq!(listed.map(|summary| summary.id).collect::<Vec<_>>(), ids);
}

#[tokio::test]
async fn a_departed_person_has_a_receipt_that_there_is() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let receipt: StoredReceipt = read(&otto.hand_in_receipt(ANA, &[], "{}").await);
    for unknown in ["", "x", &"0".repeat(32), "\0"] {
        let answer = otto.mark_departed_by(ANA, 0, unknown).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(
            answer.body.contains("there is no receipt"),
            "{}",
            answer.body
        );
    }
    let answer = otto.mark_departed_by(ANA, 0, &receipt.id).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn what_is_no_receipt_is_refused() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let many = |text: &str, count: usize| vec![text.to_owned(); count];
    let numbers = |count: usize| -> Vec<_> { (0..count).map(|at| format!("{at:016x}")).collect() };
    for (receipt, why) in [
        (
            json!({ "people": [], "requests": [], "body": {} }),
            "people is empty",
        ),
        (
            json!({ "people": [""], "requests": [], "body": {} }),
            "people[0] is empty",
        ),
        (
            json!({ "people": ["a\0"], "requests": [], "body": {} }),
            "people[0] has the character",
        ),
        (
            json!({ "people": many("a", 1001), "requests": [], "body": {} }),
            "more than 1000 names",
        ),
        (
            json!({ "people": ["a"], "requests": ["0"], "body": {} }),
            "requests[0] is not the number",
        ),
        (
            json!({ "people": ["a"], "requests": numbers(20_001), "body": {} }),
            "more than 20000 numbers",
        ),
        (
            json!({ "people": ["a"], "requests": [], "body": [] }),
            "body is not an object",
        ),
        (
            json!({ "people": ["a"], "requests": [] }),
            "missing field `body`",
        ),
        (
            json!({ "people": ["a"], "requests": [], "body": {}, "by": "bob" }),
            "unknown field `by`",
        ),
    ] {
        let answer = otto
            .change("POST", "/api/people/receipts", &receipt.to_string())
            .await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(why), "{why}: {}", answer.body);
    }
    let page: ReceiptPage = read(&otto.list_receipts("").await);
    assert_eq!(page.receipts, []);
}

#[tokio::test]
async fn a_receipt_of_four_mebibytes_is_stored_and_a_larger_one_is_not() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let with = |bytes: usize| format!(r#"{{"text":"{}"}}"#, "x".repeat(bytes));
    let answer = otto
        .hand_in_receipt(ANA, &[], &with(4 * 1024 * 1024 - 100))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.head);
    let answer = otto.hand_in_receipt(ANA, &[], &with(4 * 1024 * 1024)).await;
    assert_eq!(answer.status, 413, "{}", answer.head);
    assert!(answer.body.contains("larger than 4 MiB"), "{}", answer.body);
    // One that is nested deeply is no deeper for the server than any other.
    let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(otto.hand_in_receipt(ANA, &[], &deep).await.status, 201);
    // Changes of rows are smaller.
    let large = with(1024 * 1024);
    let answer = otto.change("PUT", "/api/people/departed", &large).await;
    assert_eq!(answer.status, 413, "{}", answer.body);
    assert_eq!(
        otto.unlink(ACCOUNT, 1).await.status,
        409,
        "the next request is answered"
    );
}

#[tokio::test]
async fn a_receipt_that_is_not_there_is_not_found_whatever_it_is_called() {
    let app = app().await;
    let vera = app.signed_in(VIEWER).await;
    for id in [&*"0f".repeat(16), "x", "%00", "%ff", "..%2f..", "0F"] {
        let answer = vera.open_receipt(id).await;
        assert_eq!(answer.status, 404, "{id}: {}", answer.body);
        assert!(
            answer.body.contains("no receipt with that ID"),
            "{}",
            answer.body
        );
    }
    for query in [
        "person=",
        "person=%00",
        "before=x",
        "limit=-1",
        "other=1",
        "before=1&before=2",
    ] {
        let answer = vera.list_receipts(query).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
        assert!(answer.is_gateways_own());
    }
}
