//! Changes of what the server keeps about people are recorded as changes on a platform
//! are.

use super::{ACCOUNT, ANA, app_with, read};
use gateway::{Outcome, PeopleInMemory, PeopleStore, RowKind};
use serde_json::json;
use std::sync::Arc;
use test_support::{MemoryAuditLog, OPERATOR};
use wire::console::people::{Changed, Departed};

#[tokio::test]
async fn a_change_is_recorded_with_what_was_there_before_and_what_came_of_it() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Arc::new(PeopleInMemory::default()), Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    let answer = otto.link(ACCOUNT, ANA, 0).await;
    otto.link(ACCOUNT, "bob@example.com", 1).await;
    let changes = log.asked();
    assert_eq!(Some(&*changes[0].id), answer.header("x-request-id"));
    assert_eq!(changes[0].who.as_deref(), Some("otto+ü"));
    assert_eq!(changes[0].address.as_deref(), Some("127.0.0.1"));
    let told: Vec<_> = changes
        .iter()
        .map(|change| (&*change.action, &change.target))
        .collect();
    let account = "metabase/7".to_owned();
    let [ana, bob] = [ANA, "bob@example.com"].map(str::to_owned);
    assert_eq!(
        told,
        [
            (
                "rollcall.person-linked",
                &vec![ana.clone(), account.clone()]
            ),
            ("rollcall.person-linked", &vec![bob, ana, account]),
        ]
    );
    let body = changes[1].body.as_ref().unwrap();
    assert_eq!(body["changes"][0]["value"]["person"], "bob@example.com");
    assert_eq!(body["before"][0]["person"], ANA);
    assert_eq!(body["before"][0]["version"], 1);
    let ended = log.ended.lock().unwrap().clone();
    let done = changes
        .into_iter()
        .map(|change| (change.id, Outcome::Status(200)));
    assert_eq!(ended, done.collect::<Vec<_>>());

    // What is refused before anything is done leaves no entry.
    otto.link(ACCOUNT, ANA, 0).await;
    otto.link(("gone", "7"), ANA, 0).await;
    assert_eq!(log.asked().len(), 2);
}

#[tokio::test]
async fn each_kind_of_change_has_a_name_in_the_log() {
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(Arc::new(PeopleInMemory::default()), Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    otto.link(ACCOUNT, ANA, 0).await;
    otto.set_apart(ACCOUNT, 1).await;
    otto.unlink(ACCOUNT, 2).await;
    let departed: Changed<Departed> = read(&otto.mark_departed(ANA, 0, "Ana").await);
    let today = &departed.rows[0].as_ref().unwrap().at[..10];
    otto.mark_returned(ANA, 4).await;
    otto.dismiss("no-sign-in", ANA, today).await;
    otto.show_again("no-sign-in", ANA, 6).await;
    let value = json!({ "domains": [], "inactive_days": 1, "invited_days": 1 });
    otto.change_people_settings(0, value).await;
    let entries = json!([{ "connection": "metabase", "roles": [] }]);
    otto.save_profile("Analyst", 0, entries).await;
    otto.remove_profile("Analyst", 9).await;
    otto.hand_in_receipt(ANA, &[], "{}").await;
    let actions: Vec<_> = log
        .asked()
        .into_iter()
        .map(|change| change.action)
        .collect();
    let names = [
        "person-linked",
        "person-unlinked",
        "person-unlinked",
        "person-departed",
        "person-returned",
        "finding-dismissed",
        "dismissal-removed",
        "people-settings-changed",
        "profile-saved",
        "profile-removed",
        "receipt-stored",
    ];
    assert_eq!(actions, names.map(|name| format!("rollcall.{name}")));
    let ended = log.ended.lock().unwrap();
    let is_done = |(_, outcome): &(_, Outcome)| matches!(outcome, Outcome::Status(200 | 201));
    assert!(ended.iter().all(is_done), "{ended:?}");
}

#[tokio::test]
async fn a_change_that_cannot_be_recorded_is_not_made() {
    let store = Arc::new(PeopleInMemory::default());
    let log = Arc::new(MemoryAuditLog::readable());
    let app = app_with(store.clone(), Some(log.clone())).await;
    let otto = app.signed_in(OPERATOR).await;
    log.fill(true);
    for answer in [
        otto.link(ACCOUNT, ANA, 0).await,
        otto.hand_in_receipt(ANA, &[], "{}").await,
    ] {
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(
            answer
                .body
                .contains("could not be recorded: the disk is full")
        );
    }
    assert_eq!(store.rows(&RowKind::ABOUT_PEOPLE).await.unwrap().rows, []);
    assert_eq!(store.receipts(None, None, 10).await.unwrap(), []);
    assert_eq!(otto.load_people().await.status, 200, "reading goes on");
}
