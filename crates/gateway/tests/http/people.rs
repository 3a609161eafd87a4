//! What the server keeps about people: who may read and change it, that changes do not
//! overwrite each other, and that each is recorded.

mod hostile;
mod receipts;
mod recording;

use gateway::{AuditLog, Config, PeopleInMemory, PeopleStore, RowKind, RowWrite, WriteResult};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use test_support::people_store::{has_room_for_so_many_rows, holds_receipts, holds_rows};
use test_support::{Answer, MemoryAuditLog, OPERATOR, TestApp, VIEWER, here, send, upstream};
use wire::Platform;
use wire::console::people::{
    Assignment, Changed, Conflicts, Departed, Dismissal, People, PeopleSettings, Profile,
    ProfileEntry,
};

const ANA: &str = "ana@example.com";
const ACCOUNT: (&str, &str) = ("metabase", "7");

/// A console with people in it, who are signed in there.
async fn app_with(people: Arc<dyn PeopleStore>, log: Option<Arc<dyn AuditLog>>) -> TestApp {
    let connections = vec![upstream(
        Platform::Metabase,
        "http://127.0.0.1:1".to_owned(),
    )];
    let mut config = Config::new(connections, "-".into());
    config.people = people;
    config.audit_log = log;
    config.sign_in = Some(here(Duration::from_secs(600)));
    TestApp::start(config).await
}

async fn app() -> TestApp {
    app_with(Arc::new(PeopleInMemory::default()), None).await
}

fn read<'a, T: serde::Deserialize<'a>>(answer: &'a Answer) -> T {
    serde_json::from_str(&answer.body).unwrap()
}

async fn people(app: &TestApp) -> People {
    let answer = app.signed_in(VIEWER).await.load_people().await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    read(&answer)
}

#[tokio::test]
async fn memory_keeps_rows_and_receipts_as_every_store_does() {
    let store = PeopleInMemory::default();
    holds_rows(&store, &store).await;
    has_room_for_so_many_rows(&PeopleInMemory::default()).await;
    holds_receipts(&PeopleInMemory::default()).await;
}

#[tokio::test]
async fn the_rows_say_whether_there_is_an_audit_log() {
    let people_in_memory = || Arc::new(PeopleInMemory::default());
    let log = Arc::new(MemoryAuditLog::readable());
    let recorded = app_with(people_in_memory(), Some(log)).await;
    assert!(people(&recorded).await.audit_log);
    let unrecorded = app_with(people_in_memory(), None).await;
    assert!(!people(&unrecorded).await.audit_log);
}

#[tokio::test]
async fn an_operator_links_an_account_and_a_viewer_sees_it() {
    let app = app().await;
    assert_eq!(people(&app).await, People::default());
    let otto = app.signed_in(OPERATOR).await;
    let answer = otto.link(ACCOUNT, ANA, 0).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let linked: Changed<Assignment> = read(&answer);
    let row = linked.rows[0].clone().unwrap();
    assert_eq!((row.version, row.person.as_deref()), (1, Some(ANA)));
    assert_eq!(
        (row.by.as_deref(), row.via.as_deref()),
        (Some("otto+ü"), Some("local"))
    );
    assert_eq!(people(&app).await.assignments, [row]);

    let alone: Changed<Assignment> = read(&otto.set_apart(ACCOUNT, 1).await);
    assert_eq!(
        (alone.revision, &alone.rows[0].as_ref().unwrap().person),
        (2, &None)
    );
    let removed: Changed<Assignment> = read(&otto.unlink(ACCOUNT, 2).await);
    assert_eq!((removed.revision, removed.rows), (3, vec![None]));
    let now = people(&app).await;
    assert_eq!((now.revision, now.assignments), (3, Vec::new()));
}

#[tokio::test]
async fn departed_people_dismissals_and_settings_are_kept() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let departed: Changed<Departed> = read(&otto.mark_departed(ANA, 0, "Ana").await);
    let departed = departed.rows[0].clone().unwrap();
    assert_eq!(departed.name, "Ana");
    let tomorrow = &departed.at[..10];
    let dismissed: Changed<Dismissal> = read(&otto.dismiss("no-sign-in", ANA, tomorrow).await);
    let settings = json!({
        "domains": ["example.com"],
        "inactive_days": 30,
        "invited_days": 7,
    });
    let changed: Changed<PeopleSettings> = read(&otto.change_people_settings(0, settings).await);
    let now = people(&app).await;
    assert_eq!(now.departed, [departed]);
    assert_eq!(Some(&now.dismissals[0]), dismissed.rows[0].as_ref());
    assert_eq!(Some(&now.settings), changed.rows[0].as_ref());
    assert_eq!((now.settings.inactive_days, now.settings.version), (30, 3));

    let returned: Changed<Departed> = read(&otto.mark_returned(ANA, 1).await);
    assert_eq!(returned.rows, [None]);
    let usual = otto.change_people_settings(3, json!(null)).await;
    assert_eq!(usual.status, 200, "{}", usual.body);
    let now = people(&app).await;
    assert_eq!(
        (now.departed.len(), now.settings),
        (0, PeopleSettings::default())
    );
}

#[tokio::test]
async fn access_profiles_are_kept_changed_and_removed() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let entries = json!([{ "connection": "metabase", "roles": ["7"] }]);
    let saved: Changed<Profile> = read(&otto.save_profile("Analyst", 0, entries).await);
    let row = saved.rows[0].clone().unwrap();
    let entry = |roles: Option<Vec<String>>| ProfileEntry {
        connection: "metabase".to_owned(),
        roles,
    };
    assert_eq!(row.entries, [entry(Some(vec!["7".to_owned()]))]);
    assert_eq!(
        (
            &*row.name,
            row.version,
            row.by.as_deref(),
            row.via.as_deref()
        ),
        ("Analyst", 1, Some("otto+ü"), Some("local"))
    );
    assert_eq!(people(&app).await.profiles, [row]);

    let none = json!([{ "connection": "metabase", "roles": null }]);
    let conflict = otto.save_profile("Analyst", 0, none.clone()).await;
    assert_eq!(conflict.status, 409, "{}", conflict.body);
    let conflict: Conflicts<Profile> = read(&conflict);
    assert_eq!(conflict.conflicts[0].current.as_ref().unwrap().version, 1);
    let changed: Changed<Profile> = read(&otto.save_profile("Analyst", 1, none).await);
    assert_eq!(changed.rows[0].as_ref().unwrap().entries, [entry(None)]);
    let forgotten = otto
        .save_profile("Analyst", 2, json!([{ "connection": "metabase" }]))
        .await;
    assert_eq!(forgotten.status, 422, "{}", forgotten.body);
    let viewer = app.signed_in(VIEWER).await;
    assert_eq!(viewer.remove_profile("Analyst", 2).await.status, 403);
    let removed: Changed<Profile> = read(&otto.remove_profile("Analyst", 2).await);
    assert_eq!((removed.revision, removed.rows), (3, vec![None]));
    assert_eq!(people(&app).await.profiles, []);
}

#[tokio::test]
async fn of_two_people_who_change_the_same_row_one_learns_what_the_other_did() {
    let app = app().await;
    let (otto, other) = (app.signed_in(OPERATOR).await, app.signed_in(OPERATOR).await);
    assert_eq!(otto.link(ACCOUNT, ANA, 0).await.status, 200);
    for (answer, is_there) in [
        (other.link(ACCOUNT, "bob@example.com", 0).await, true),
        (other.unlink(ACCOUNT, 7).await, true),
        (other.unlink(("metabase", "8"), 1).await, false),
    ] {
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(answer.is_gateways_own());
        let refused: Conflicts<Assignment> = read(&answer);
        assert_eq!(refused.conflicts[0].index, 0);
        let current = refused.conflicts[0].current.as_ref();
        assert_eq!(current.is_some(), is_there);
        if let Some(current) = current {
            assert_eq!(current.person.as_deref(), Some(ANA));
            assert_eq!(
                (current.by.as_deref(), current.version),
                (Some("otto+ü"), 1)
            );
        }
    }
    assert_eq!(people(&app).await.revision, 1);
    // Made again, it is another row than the one that was read.
    assert_eq!(otto.unlink(ACCOUNT, 1).await.status, 200);
    assert_eq!(otto.link(ACCOUNT, ANA, 0).await.status, 200);
    assert_eq!(other.unlink(ACCOUNT, 1).await.status, 409);
}

#[tokio::test]
async fn of_several_changes_in_one_request_all_are_made_or_none() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let departed = |people: &[(&str, u64)]| {
        let changes = people
            .iter()
            .map(|(person, version)| json!({ "person": person, "version": version, "value": { "name": "Ana" } }));
        json!({ "changes": changes.collect::<Vec<_>>() }).to_string()
    };
    let put = async |body: String| otto.change("PUT", "/api/people/departed", &body).await;
    let both = put(departed(&[("ana", 0), ("bob", 0)])).await;
    assert_eq!(both.status, 200, "{}", both.body);
    let refused = put(departed(&[("carl", 0), ("bob", 0), ("ana", 1)])).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let refused: Conflicts<Departed> = read(&refused);
    let [conflict] = &refused.conflicts[..] else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (conflict.index, &*conflict.current.as_ref().unwrap().person),
        (1, "bob")
    );
    let now = people(&app).await;
    let names: Vec<_> = now.departed.iter().map(|row| &*row.person).collect();
    assert_eq!((names, now.revision), (vec!["ana", "bob"], 1));
}

#[tokio::test]
async fn viewers_read_and_change_nothing_and_strangers_do_neither() {
    let app = app().await;
    let vera = app.signed_in(VIEWER).await;
    for answer in [
        vera.link(ACCOUNT, ANA, 0).await,
        vera.mark_departed(ANA, 0, "Ana").await,
        vera.dismiss("no-sign-in", ANA, "2027-01-01").await,
        vera.change_people_settings(0, json!(null)).await,
        vera.hand_in_receipt(ANA, &[], "{}").await,
        // Refused before anything of it is read.
        vera.change("PUT", "/api/people/departed", "{").await,
    ] {
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert!(
            answer.body.contains("your role is viewer"),
            "{}",
            answer.body
        );
    }
    assert_eq!(vera.list_receipts("").await.status, 200);
    let stranger = app.browser();
    assert_eq!(stranger.load_people().await.status, 401);
    assert_eq!(stranger.list_receipts("").await.status, 401);
    assert_eq!(stranger.link(ACCOUNT, ANA, 0).await.status, 401);
    assert_eq!(people(&app).await, People::default());
}

#[tokio::test]
async fn a_page_of_another_origin_changes_nothing() {
    let store = Arc::new(PeopleInMemory::default());
    let mut config = Config::new(Vec::new(), "-".into());
    config.people = store.clone();
    let app = TestApp::start(config).await;
    let body = r#"{"changes":[{"person":"a","version":0,"value":{"name":"A"}}]}"#;
    let put = "PUT /api/people/departed";
    let post = "POST /api/people/receipts";
    for headers in [
        &["Sec-Fetch-Site: cross-site", "x-rollcall: 1"][..],
        &["Sec-Fetch-Site: same-origin"],
        &["Origin: https://evil.example.com", "x-rollcall: 1"],
        &[],
    ] {
        for line in [put, post] {
            let answer = send(app.address, line, headers, body).await;
            assert_eq!(answer.status, 403, "{}", answer.body);
        }
    }
    // It is meant for another session.
    let headers = [
        "Sec-Fetch-Site: same-origin",
        "x-rollcall: 1",
        "x-rollcall-session: 0f",
    ];
    let answer = send(app.address, put, &headers, body).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(!answer.body.contains("conflicts"), "{}", answer.body);
    assert_eq!(store.rows(&RowKind::ABOUT_PEOPLE).await.unwrap().rows, []);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let first = otto.load_people().await;
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let tag = first.header("etag").unwrap().to_owned();
    let again = otto.load_people_unless(&tag).await;
    assert_eq!((again.status, &*again.body), (304, ""));
    assert_eq!(again.header("etag"), Some(&*tag));
    for tags in [format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        assert_eq!(otto.load_people_unless(&tags).await.status, 304, "{tags}");
    }
    otto.link(ACCOUNT, ANA, 0).await;
    let changed = otto.load_people_unless(&tag).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), Some(&*tag));
}

/// A row that another program wrote.
async fn planted(content: &str) -> Arc<PeopleInMemory> {
    let store = PeopleInMemory::default();
    let write = RowWrite {
        key: "planted-person".to_owned(),
        version: 0,
        content: Some(content.to_owned()),
    };
    let written = store.write(RowKind::Departed, String::new(), vec![write]);
    assert_eq!(written.await.unwrap(), WriteResult::Written(1));
    Arc::new(store)
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_an_error_and_no_row_less() {
    for content in ["", "{}", r#"{"person":7}"#, "\u{0}"] {
        let app = app_with(planted(content).await, None).await;
        let otto = app.signed_in(OPERATOR).await;
        for answer in [
            otto.load_people().await,
            otto.mark_returned("planted-person", 1).await,
        ] {
            assert_eq!(answer.status, 503, "{}", answer.body);
            assert!(answer.is_gateways_own());
            let why = "the row of version 1 is not a row of the kind departed";
            assert!(answer.body.contains(why), "{}", answer.body);
            assert!(!answer.body.contains("planted-person"), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn there_are_routes_below_people_and_no_others() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    for path in [
        "/api/people/",
        "/api/people/other",
        "/api/people/receipts/a/b",
    ] {
        assert_eq!(otto.read(path).await.status, 404, "{path}");
    }
    for (method, path) in [
        ("POST", "/api/people"),
        ("DELETE", "/api/people/departed"),
        ("PUT", "/api/people/receipts"),
    ] {
        let answer = otto.change(method, path, "{}").await;
        assert_eq!(answer.status, 405, "{method} {path}");
    }
    let value: Value = read(&otto.read("/api/people").await);
    assert_eq!(value["settings"]["inactive_days"], 90);
}
