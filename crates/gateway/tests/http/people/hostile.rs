//! Requests that no console sends.

use super::{ANA, app, people, read};
use serde_json::json;
use test_support::{Browser, OPERATOR};
use wire::console::people::{Changed, Departed, MAX_KEY, MAX_NAME, ReceiptPage};

async fn put(otto: &Browser, body: &str) -> (u16, String) {
    let answer = otto.change("PUT", "/api/people/departed", body).await;
    assert!(answer.is_gateways_own(), "{}", answer.head);
    (answer.status, answer.body)
}

#[tokio::test]
async fn what_is_not_json_and_what_is_not_a_change_are_told_apart() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    for (body, expected, why) in [
        ("", 400, "is not JSON: EOF"),
        ("{", 400, "is not JSON: EOF"),
        (r#"{"changes":[]}x"#, 400, "is not JSON"),
        (
            r#"{"changes":[{"person":"\ud800","version":0}]}"#,
            400,
            "is not JSON",
        ),
        ("[]", 422, "nothing was done: "),
        ("null", 422, "nothing was done: "),
        ("{}", 422, "missing field `changes`"),
        (r#"{"changes":{}}"#, 422, "expected a sequence"),
        (
            r#"{"changes":[],"changes":[]}"#,
            422,
            "duplicate field `changes`",
        ),
        (r#"{"changes":[],"by":"bob"}"#, 422, "unknown field `by`"),
        (r#"{"changes":[]}"#, 422, "there is no change in it"),
        (
            r#"{"changes":[{"version":0}]}"#,
            422,
            "missing field `person`",
        ),
        (
            r#"{"changes":[{"person":"a"}]}"#,
            422,
            "missing field `version`",
        ),
        (
            r#"{"changes":[{"person":"a","version":-1}]}"#,
            422,
            "invalid value",
        ),
        (
            r#"{"changes":[{"person":"a","version":1.5}]}"#,
            422,
            "invalid type",
        ),
        (
            r#"{"changes":[{"person":"a","version":18446744073709551616}]}"#,
            422,
            "invalid",
        ),
        (
            r#"{"changes":[{"person":"a","version":0}]}"#,
            422,
            "there is nothing to remove",
        ),
        (
            r#"{"changes":[{"person":"a","version":0,"value":{"name":"A","at":"2020-01-01"}}]}"#,
            422,
            "unknown field `at`",
        ),
        (
            r#"{"changes":[{"person":"a\u0000","version":0,"value":{"name":"A"}}]}"#,
            422,
            "changes[0]: person has the character U+0000 in it",
        ),
    ] {
        let (status, text) = put(&otto, body).await;
        assert_eq!(status, expected, "{body}: {text}");
        assert!(text.contains(why), "{body}: {text}");
    }
    assert_eq!(people(&app).await.revision, 0);
}

#[tokio::test]
async fn a_version_that_no_row_has_is_a_conflict_however_large() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    for version in [1, u64::from(u32::MAX), u64::MAX] {
        let change = json!({ "changes": [{ "person": ANA, "version": version, "value": { "name": "Ana" } }] });
        let (status, text) = put(&otto, &change.to_string()).await;
        assert_eq!(status, 409, "{text}");
    }
}

#[tokio::test]
async fn names_of_any_letters_come_back_as_they_were_sent() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let long = "𝕒".repeat(MAX_NAME);
    let names = [
        "ANA@EXAMPLE.COM",
        "ana@example.com",
        "ana+test@bücher.example",
        "I\u{307}ı",
        "e\u{301}",
        "\u{e9}",
        "\u{202e}moc.elpmaxe",
        "' OR 1=1 --",
        "$1",
        "a\u{1}\n\t\u{7f}",
        "</script>",
        &long,
    ];
    for name in names {
        let answer = otto.mark_departed(name, 0, name).await;
        let changed: Changed<Departed> = read(&answer);
        assert_eq!(changed.rows[0].as_ref().unwrap().person, name);
    }
    let now = people(&app).await;
    let mut departed: Vec<_> = now.departed.iter().map(|row| &*row.person).collect();
    let mut expected = names.to_vec();
    departed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(departed, expected);
}

/// Only its first letters tell it from another: no index of a database has room for it.
#[tokio::test]
async fn a_person_with_the_longest_key_is_a_person_of_their_own() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let long = "~F0".repeat(MAX_KEY / 3);
    let (one, other) = (format!("{long}a"), format!("{long}b"));
    for person in [&one, &other] {
        let answer = otto.mark_departed(person, 0, "Ana").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer = otto.hand_in_receipt(person, &[], "{}").await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    assert_eq!(otto.mark_returned(&one, 1).await.status, 200);
    let now = people(&app).await;
    let departed: Vec<_> = now.departed.iter().map(|row| &row.person).collect();
    assert_eq!(departed, [&other]);
    let listed: ReceiptPage = read(&otto.list_receipts(&format!("person={other}")).await);
    assert_eq!(listed.receipts[0].people, [other]);
    assert_eq!(listed.receipts.len(), 1);
    let longer = otto.mark_departed(&format!("{one}ab"), 0, "Ana").await;
    assert_eq!(longer.status, 422);
    let why = "changes[0]: person has more than 8000 characters";
    assert!(longer.body.contains(why), "{}", longer.body);
}

#[tokio::test]
async fn a_hundred_thousand_changes_in_one_request_are_refused_as_a_whole() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let change = r#"{"person":"a","version":1},"#;
    // As many as the largest body has.
    let many = format!(
        r#"{{"changes":[{}]}}"#,
        change.repeat(38_000).trim_end_matches(',')
    );
    assert!(many.len() < 1024 * 1024);
    let (status, text) = put(&otto, &many).await;
    assert_eq!(status, 422, "{text}");
    assert!(text.contains("more than 1000 changes"), "{text}");
    let more = format!(
        r#"{{"changes":[{}]}}"#,
        change.repeat(100_000).trim_end_matches(',')
    );
    let (status, text) = put(&otto, &more).await;
    assert_eq!(status, 413, "{text}");
}
