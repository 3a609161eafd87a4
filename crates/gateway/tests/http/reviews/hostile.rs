//! Requests that no console sends.

use super::*;
use gateway::{Expected, ReviewStore};
use serde_json::{Value, json};

/// Changes what a request says.
type Tamper = fn(&mut Value);

async fn created(otto: &Browser, change: impl FnOnce(&mut Value)) -> (u16, String) {
    let mut review = json!({
        "name": "Q4",
        "scope": {
            "connections": ["metabase"],
            "roles": [],
            "admins_only": false,
            "disabled": false,
            "filters": [],
        },
        "due": today(),
        "reviewers": [{ "name": "ana", "via": "local" }],
        "incomplete": [],
    });
    change(&mut review);
    let answer = otto
        .change("POST", "/api/reviews", &review.to_string())
        .await;
    assert!(
        answer.status == 201 || answer.is_gateways_own(),
        "{}",
        answer.head
    );
    (answer.status, answer.body)
}

#[tokio::test]
async fn a_review_that_says_what_it_may_not_is_refused() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let changes: [(Tamper, &str); 17] = [
        (|review| review["name"] = json!(" "), "name is empty"),
        (
            |review| review["name"] = json!("a".repeat(501)),
            "more than 500 characters",
        ),
        (|review| review["name"] = json!("a\u{0}"), "U+0000"),
        (
            |review| review["due"] = json!("2020-01-01"),
            "due is not a day",
        ),
        (
            |review| review["due"] = json!("tomorrow"),
            "due is not a day",
        ),
        (
            |review| review["reviewers"] = json!([]),
            "no one could decide",
        ),
        (
            |review| review["reviewers"][0]["via"] = json!("password"),
            "reviewers[0].via is not",
        ),
        (
            |review| review["reviewers"] = json!([review["reviewers"][0], review["reviewers"][0]]),
            "reviewers[1] is there twice",
        ),
        (
            |review| {
                let many =
                    (0..101).map(|name| json!({ "name": format!("{name}"), "via": "local" }));
                review["reviewers"] = many.collect();
            },
            "more than 100 entries",
        ),
        (
            |review| review["scope"]["connections"] = json!([]),
            "connections is empty",
        ),
        (
            |review| review["scope"]["connections"] = json!(["gone"]),
            "there is no connection “gone”",
        ),
        (
            |review| review["scope"]["connections"] = json!(["metabase", "metabase"]),
            "has “metabase” twice",
        ),
        (
            |review| review["scope"]["roles"] = json!([{ "connection": "gone", "role": "1" }]),
            "there is no connection “gone”",
        ),
        (
            |review| review["scope"]["filters"] = json!([{ "can-sign-in-to": "gone" }]),
            "there is no connection “gone”",
        ),
        (
            |review| review["scope"]["filters"] = json!([{ "not-signed-in-for": 0 }]),
            "not between 1 and 3650",
        ),
        (
            |review| review["incomplete"] = json!(["pivot"]),
            "is not in the scope",
        ),
        (
            |review| review["state"] = json!("closed"),
            "unknown field `state`",
        ),
    ];
    for (change, why) in changes {
        let (status, text) = created(&otto, change).await;
        assert_eq!(status, 422, "{text}");
        assert!(text.contains(why), "{text}");
    }
    let page: ReviewPage = read(&otto.read("/api/reviews").await);
    assert_eq!(page.reviews, []);
    assert_eq!(created(&otto, |_| {}).await.0, 201);
}

fn item(number: u32) -> Value {
    json!({
        "account": { "connection": "metabase", "key": number.to_string() },
        "person": "ana@example.com",
        "name": "Ana",
        "address": "",
        "state": "enabled",
        "admin": false,
        "roles": [],
        "last_sign_in": { "at": "2026-01-15T09:30:00Z" },
        "suggestions": [{ "not-signed-in-for": 90 }, "departed"],
    })
}

#[tokio::test]
async fn items_that_say_what_they_may_not_are_refused_as_a_whole() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let id = draft(&otto, &[OTTO]).await.id;
    let path = format!("/api/reviews/{id}/items");
    let add = async |items: Value| {
        let body = json!({ "from": 0, "items": items }).to_string();
        let answer = otto.change("POST", &path, &body).await;
        (answer.status, answer.body)
    };
    let changes: [(Tamper, &str); 10] = [
        (
            |item| item["account"]["key"] = json!(""),
            "account.key is empty",
        ),
        (
            |item| item["account"]["connection"] = json!("pivot"),
            "its connection is not in the scope",
        ),
        (|item| item["person"] = json!(""), "person is empty"),
        (
            |item| item["name"] = json!("a".repeat(501)),
            "name has more than 500",
        ),
        (
            |item| item["address"] = json!("a\u{0}"),
            "address has the character U+0000",
        ),
        (
            |item| {
                item["roles"] = (0..501)
                    .map(|id| json!({ "id": format!("{id}"), "title": "a" }))
                    .collect();
            },
            "roles has more than 500",
        ),
        (
            |item| {
                item["roles"] = (0..100)
                    .map(|id| json!({ "id": format!("{id}"), "title": "a".repeat(500) }))
                    .collect();
            },
            "more than 32768 bytes",
        ),
        (
            |item| item["suggestions"] = json!(["departed", "departed"]),
            "the same suggestion twice",
        ),
        (
            |item| item["suggestions"] = json!([{ "not-signed-in-for": 4000 }]),
            "not between 1 and 3650",
        ),
        (
            |item| item["decision"] = json!("keep"),
            "unknown field `decision`",
        ),
    ];
    for (change, why) in changes {
        let mut wrong = item(2);
        change(&mut wrong);
        let (status, text) = add(json!([item(1), wrong])).await;
        assert_eq!(status, 422, "{text}");
        assert!(text.contains(why), "{text}");
    }
    for (items, status, why) in [
        (json!([]), 422, "items is empty"),
        (
            json!([item(1), item(1)]),
            422,
            "items[1]: it is about the same account",
        ),
        (
            (0..1_001).map(item).collect(),
            422,
            "more than 1000 entries",
        ),
        ((0..5_000).map(item).collect(), 413, "larger than 1 MiB"),
    ] {
        let (answered, text) = add(items).await;
        assert_eq!(answered, status, "{text}");
        assert!(text.contains(why), "{text}");
    }
    assert_eq!(otto.review(&id).await.items, 0);
}

#[tokio::test]
async fn decisions_that_cannot_be_made_are_refused() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 2).await;
    let path = format!("/api/reviews/{}/decisions", review.id);
    let long = "ü".repeat(1_001);
    for (body, status, why) in [
        ("", 400, "is not JSON"),
        ("[]", 422, "nothing was done"),
        (r#"{"changes":[]}"#, 422, "changes is empty"),
        (
            r#"{"changes":[{"item":0,"version":0}]}"#,
            422,
            "missing field `value`",
        ),
        (
            r#"{"changes":[{"item":0,"version":0,"value":null}]}"#,
            422,
            "there is nothing to withdraw",
        ),
        (
            r#"{"changes":[{"item":2,"version":0,"value":{"decision":"keep"}}]}"#,
            422,
            "no such item",
        ),
        (
            r#"{"changes":[{"item":-1,"version":0,"value":{"decision":"keep"}}]}"#,
            422,
            "invalid value",
        ),
        (
            r#"{"changes":[{"item":0,"version":0,"value":{"decision":"maybe"}}]}"#,
            422,
            "unknown variant `maybe`",
        ),
        (
            &format!(
                r#"{{"changes":[{{"item":0,"version":0,"value":{{"decision":"keep","comment":"{long}"}}}}]}}"#
            ),
            422,
            "comment has more than 1000 characters",
        ),
        (
            r#"{"changes":[{"item":0,"version":0,"value":{"decision":"keep"}},{"item":0,"version":0,"value":{"decision":"keep"}}]}"#,
            422,
            "the same item as one before",
        ),
    ] {
        let answer = otto.change("PUT", &path, body).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert!(answer.body.contains(why), "{body}: {}", answer.body);
    }
    for version in [1, u64::from(u32::MAX), u64::MAX] {
        let answer = otto.decide(&review.id, 0, version, "keep").await;
        assert_eq!(answer.status, 409, "{}", answer.body);
    }
    assert_eq!(otto.review(&review.id).await.revision, review.revision);
    // Letters of any kind come back as they were sent.
    let comment = "' OR 1=1 -- \u{202e}</script>\u{1}";
    let value = json!({ "decision": "keep", "comment": comment });
    let made = otto.change_decisions(&review.id, &[(0, 0, value)]).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(
        otto.decisions(&review.id, "").await.decisions[0].comment,
        comment
    );
}

#[tokio::test]
async fn there_are_routes_below_reviews_and_no_others() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let id = draft(&otto, &[OTTO]).await.id;
    for path in [
        "/",
        "/0",
        "/%00",
        "/../people",
        &format!("/{id}/other"),
        &format!("/{}", "0".repeat(32)),
    ] {
        let answer = otto.read(&format!("/api/reviews{path}")).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
    for (method, path) in [
        ("PUT", String::new()),
        ("POST", format!("/{id}")),
        ("PUT", format!("/{id}/items")),
        ("POST", format!("/{id}/decisions")),
        ("DELETE", format!("/{id}/closing")),
    ] {
        let answer = otto
            .change(method, &format!("/api/reviews{path}"), "{}")
            .await;
        assert_eq!(answer.status, 405, "{method} {path}");
    }
    for query in [
        "?limit=x",
        "?other=1",
        "?before=-1",
        "?before=18446744073709551615",
    ] {
        let answer = otto.read(&format!("/api/reviews{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
    }
    for query in [
        "?since=x",
        "?from=-1",
        "?since=18446744073709551615",
        "?until=1",
    ] {
        let path = format!("/api/reviews/{id}/decisions{query}");
        assert_eq!(otto.read(&path).await.status, 400, "{query}");
    }
    let without = otto
        .change("DELETE", &format!("/api/reviews/{id}"), "")
        .await;
    assert_eq!(without.status, 400, "{}", without.body);
    assert_eq!(
        otto.items(&id, "from=9223372036854775807&limit=0")
            .await
            .items,
        []
    );
}

#[tokio::test]
async fn a_review_that_cannot_be_read_is_an_error_and_not_one_less() {
    let store = Arc::new(ReviewsInMemory::default());
    let mut config = config();
    config.reviews = store.clone();
    let app = TestApp::start(config).await;
    let browser = app.browser();
    let review = opened(&browser, &[], 1).await;
    let expected = Expected::Revision(review.revision);
    let content = r#"{"name":"planted-person"}"#.to_owned();
    let changed = store.change(review.id.clone(), expected, ReviewState::Open, content);
    changed.await.unwrap();
    for path in ["/api/reviews", &format!("/api/reviews/{}", review.id)] {
        let answer = browser.read(path).await;
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(
            answer
                .body
                .contains("the review of number 1 cannot be read")
        );
        assert!(!answer.body.contains("planted-person"), "{}", answer.body);
    }
}
