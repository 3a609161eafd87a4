//! Bad input: every kind of value in every field and parameter of every route.
//! A refusal has the platform's shape (every call in a test is checked against
//! its description), changes nothing, and is in the journal with the reason.
//! The words of each refusal are tested beside the handlers.

use crate::journal::Filter;
use crate::testing::{Mock, TestResponse};
use crate::{Options, Seed};
use serde_json::{Map, Value, json};
use wire::pivot::Generation;
use wire::{Platform, Route};

const HEADERS: [(&str, &str); 4] = [
    ("x-imply-api-token", "demo"),
    ("x-tlm-key", "demo"),
    ("x-api-key", "demo"),
    ("content-type", "application/json"),
];

/// One mock as documented, and one with all options changed.
fn mocks() -> [Mock; 2] {
    let documented = Options {
        seed: Seed::Documented,
        ..Options::default()
    };
    let observed = Options {
        as_observed: true,
        generation: Generation::Current,
        ..documented.clone()
    };
    [Mock::new(documented), Mock::new(observed)]
}

fn routes() -> impl Iterator<Item = &'static Route> {
    Platform::ALL
        .into_iter()
        .flat_map(|platform| platform.routes().iter().copied())
}

/// The route's path for an existing user.
fn path(route: &Route) -> String {
    let parameters: &[&str] = match (route.platform, route.template) {
        (Platform::Pivot, _) => &["analyst@company.com"],
        (Platform::Actian, _) => &["demo", "analyst@example.com"],
        (Platform::Metabase, template) if template.contains("group/") => &["3"],
        (Platform::Metabase, _) => &["2", "qbnewb"],
    };
    route.path(parameters).unwrap()
}

/// A body that the route accepts, with all its fields.
fn whole(route: &Route) -> Value {
    match route.id {
        "pivot.users.set" | "pivot.users.create" => json!({
            "user": {
                "name": "analyst@company.com", "firstName": "A", "lastName": "B",
                "email": "a@company.com", "colorMode": "dark", "users": ["x"], "roles": ["x"],
                "attributes": { "quota": 1 },
            },
            "sendWelcomeEmail": true,
            "clientUrl": "https://pivot.example.com",
        }),
        "pivot.statuses.set" | "pivot.statuses.create" => json!({
            "userStatus": {
                "name": "analyst@company.com", "disabled": "2022-09-21T19:01:25.872Z", "other": 1,
            },
        }),
        "actian.users.create" | "actian.users.update" | "actian.users.assign" => json!({
            "email": "new@example.com", "first_name": "A", "last_name": "B", "role": "user",
            "password": "s3cret-long",
        }),
        "actian.password.change" => json!({
            "old-password": "rollcall-demo-1", "new-password": "rollcall-demo-2",
        }),
        "actian.token" => json!({
            "grantType": "password", "grant_type": "password", "clientId": "x",
            "username": "admin@example.com", "password": "rollcall-demo-1",
            "refreshToken": "x", "refresh_token": "x", "tenant": "demo",
        }),
        "metabase.users.create" => json!({
            "first_name": "A", "last_name": "B", "email": "new@example.com",
            "user_group_memberships": [{ "id": 1, "is_group_manager": false }],
            "login_attributes": { "a": "b" }, "password": "s3cret-long-1",
        }),
        "metabase.users.update" => json!({
            "email": "analyst@example.com", "first_name": "A", "last_name": "B",
            "is_group_manager": false, "locale": "de", "is_superuser": false,
            "user_group_memberships": [{ "id": 1, "is_group_manager": false }],
            "login_attributes": { "a": "b" },
        }),
        "metabase.users.password" => json!({
            "password": "s3cret-long-1", "old_password": "rollcall-demo-1",
        }),
        "metabase.session.create" => json!({
            "username": "admin@example.com", "password": "rollcall-demo-1",
        }),
        "metabase.session.forgot_password" => json!({ "email": "analyst@example.com" }),
        "metabase.session.reset_password" => json!({ "token": "2_x", "password": "s3cret-long-1" }),
        "metabase.session.password_check" => json!({ "password": "s3cret-long-1" }),
        "metabase.groups.create" | "metabase.groups.update" => json!({ "name": "G" }),
        "metabase.memberships.create" => json!({ "group_id": 3, "user_id": 2 }),
        other => panic!("{other} has no body here"),
    }
}

/// Every kind of value that a client could send.
fn kinds() -> Vec<Value> {
    let long = "x".repeat(20_000);
    let mut kinds = vec![
        json!(null),
        json!(""),
        json!(" \t\n"),
        json!("\0"),
        json!("日本 ünï \u{202e}\u{1f469}\u{200d}\u{1f680} <b>'\"\\%2f"),
        json!(format!("{long}@example.com")),
        json!(true),
        json!(-1),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "": { "a": [1] } }),
    ];
    kinds.extend(
        ["0", "1.50", "1e400", "99999999999999999999"]
            .map(|number| serde_json::from_str(number).unwrap()),
    );
    kinds
}

/// The places in this body as JSON pointers, including the body itself.
fn places(body: &Value, place: &str, found: &mut Vec<String>) {
    found.push(place.to_owned());
    match body {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| places(value, &[place, "/", key].concat(), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| {
            places(value, &[place, "/", &index.to_string()].concat(), found);
        }),
        _ => {}
    }
}

/// All data and emails of this platform. Failed sign-in attempts are counted
/// too.
fn held(mock: &Mock, platform: Platform) -> (Value, usize) {
    let store = match platform {
        Platform::Pivot => serde_json::to_value(&*mock.world.pivot()),
        Platform::Actian => serde_json::to_value(&*mock.world.actian()),
        Platform::Metabase => serde_json::to_value(&*mock.world.metabase()),
    };
    let mut store = store.unwrap();
    for counted in ["sign_ins", "old_passwords"] {
        store.as_object_mut().unwrap().remove(counted);
    }
    (store, mock.world.outbox().all().count())
}

/// Checks what is true of every refusal.
fn judge(
    mock: &Mock,
    route: &Route,
    sent: &str,
    response: &TestResponse,
    before: &mut (Value, usize),
) {
    let about = || {
        let sent: String = sent.chars().take(300).collect();
        format!(
            "{}: {sent}: {} {:.300}",
            route.id, response.status, response.text
        )
    };
    assert!(response.status < 500, "{}", about());
    let after = held(mock, route.platform);
    if response.status >= 400 {
        assert_eq!(after, *before, "{}", about());
        let journal = mock.world.journal().find(&Filter::newest(1));
        let entry = journal.last().unwrap();
        assert_eq!(
            (entry.endpoint, entry.status),
            (Some(route.id), Some(response.status))
        );
        let says = entry.refusal.as_deref().unwrap_or_default();
        assert!(!says.is_empty(), "no reason in the journal: {}", about());
    }
    *before = after;
}

#[tokio::test]
async fn every_kind_of_value_in_every_field_of_every_body() {
    for route in routes().filter(|route| !route.body.is_empty()) {
        let body = whole(route);
        for field in route.body {
            assert!(body.get(*field).is_some(), "{}: {field}", route.id);
        }
        let mut all = Vec::new();
        places(&body, "", &mut all);
        let (method, path) = (route.method.as_str(), path(route));
        for mock in mocks() {
            let mut before = held(&mock, route.platform);
            for place in &all {
                for kind in kinds() {
                    let mut wrong = body.clone();
                    *wrong.pointer_mut(place).unwrap() = kind;
                    let wrong = wrong.to_string();
                    let response = mock.call(method, &path, &HEADERS, Some(&wrong)).await;
                    judge(&mock, route, &wrong, &response, &mut before);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_is_cut_off_misspelt_or_over_one_mebibyte() {
    for route in routes().filter(|route| !route.body.is_empty()) {
        let (method, path) = (route.method.as_str(), path(route));
        let large = json!({ "x": "y".repeat(1024 * 1024) }).to_string();
        let deep = "[".repeat(10_000);
        for mock in mocks() {
            let mut before = held(&mock, route.platform);
            for wrong in ["{", "{\"a\":}", "\u{feff}{}", "\"x", &deep, &large] {
                let response = mock.call(method, &path, &HEADERS, Some(wrong)).await;
                let status = if wrong == large { 413 } else { 400 };
                assert_eq!(
                    response.status, status,
                    "{} {wrong:.50} {response:?}",
                    route.id
                );
                judge(&mock, route, wrong, &response, &mut before);
            }
        }
    }
}

#[tokio::test]
async fn every_kind_of_text_in_every_parameter_of_every_query() {
    let long = "x".repeat(8_000);
    for route in routes().filter(|route| !route.query.is_empty()) {
        let (method, path) = (route.method.as_str(), path(route));
        let body = (!route.body.is_empty()).then(|| whole(route));
        for mock in mocks() {
            let mut before = held(&mock, route.platform);
            for parameter in route.query {
                // The same name in the body would count as well.
                let body = body.clone().map(|mut body| {
                    body.as_object_mut()
                        .map(|map: &mut Map<_, _>| map.remove(*parameter));
                    body.to_string()
                });
                for text in [
                    "",
                    "%20",
                    "%00",
                    "%FF",
                    "%",
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1.50",
                    "1e400",
                    "99999999999999999999",
                    "[]",
                    "%F0%9F%9A%80%E2%80%AE",
                    "a&",
                    &long,
                ] {
                    let query = format!("{parameter}={text}");
                    let path = format!("{path}?{query}");
                    let response = mock.call(method, &path, &HEADERS, body.as_deref()).await;
                    judge(&mock, route, &query, &response, &mut before);
                }
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_parameter_changes_no_answer() {
    for route in routes().filter(|route| !route.writes() && route.body.is_empty()) {
        for mock in mocks() {
            let path = path(route);
            let plain = mock.call("GET", &path, &HEADERS, None).await;
            let with = format!("{path}?unknown=yes&%FF=%00&=");
            let response = mock.call("GET", &with, &HEADERS, None).await;
            assert_eq!(
                (response.status, response.text),
                (plain.status, plain.text),
                "{}",
                route.id
            );
        }
    }
}
