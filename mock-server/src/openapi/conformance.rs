//! Checks every answer in a test against the description of its platform.

use super::document;
use crate::faults::FAULT;
use crate::testing::TestResponse;
use crate::{Options, World, endpoint};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use wire::Platform;
use wire::pivot::Generation;

/// Larger answers are not checked: a debug build takes seconds for them.
const LARGEST: usize = 1024 * 1024;

/// What a description depends on.
type Key = (Platform, bool, bool);

/// By row and status: the content types, and the schemas of their bodies.
type Answers = HashMap<(String, String), HashMap<String, Validator>>;

static DESCRIBED: LazyLock<Mutex<HashMap<Key, Arc<Answers>>>> = LazyLock::new(Mutex::default);

/// Panics if the answer to `method` and `target` is not as described.
#[track_caller]
pub(crate) fn check(world: &World, method: &str, target: &str, response: &TestResponse) {
    let path = target.split('?').next().unwrap_or_default();
    let fault = response.header(FAULT.as_str());
    let Some(route) = endpoint::find(method, path) else {
        return;
    };
    // Injected faults are not part of any description.
    if !matches!(fault, "" | "sentinel") || response.text.len() > LARGEST {
        return;
    }
    let answers = answers(route.platform, world.options());
    let about = format!("{method} {target}: {response:?}");
    let contents = answers
        .get(&(route.id.to_owned(), response.status.to_string()))
        .unwrap_or_else(|| panic!("{}: the status is not described: {about}", route.id));
    let kind = response
        .header("content-type")
        .split(';')
        .next()
        .unwrap_or_default();
    if contents.is_empty() {
        assert_eq!(
            response.text, "",
            "{}: no body is described: {about}",
            route.id
        );
        return;
    }
    let validator = contents
        .get(kind)
        .unwrap_or_else(|| panic!("{}: {kind:?} is not described: {about}", route.id));
    let body = if kind == "application/json" {
        response.json()
    } else {
        Value::from(response.text.as_str())
    };
    let wrong: Vec<String> = validator
        .iter_errors(&body)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?} in {about}", route.id);
}

fn answers(platform: Platform, options: &Options) -> Arc<Answers> {
    let key = (
        platform,
        options.generation == Generation::Current,
        options.as_observed,
    );
    let mut described = DESCRIBED
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let answers = described.entry(key).or_insert_with(|| {
        Arc::new(read(
            &serde_json::to_value(document(platform, options)).unwrap(),
        ))
    });
    Arc::clone(answers)
}

fn read(document: &Value) -> Answers {
    let objects = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let mut answers = Answers::new();
    for operation in objects(&document["paths"]).values().flat_map(|path| {
        objects(path)
            .into_iter()
            .map(|(_, operation)| operation)
            .collect::<Vec<_>>()
    }) {
        let id = operation["operationId"].as_str().unwrap();
        for (status, response) in objects(&operation["responses"]) {
            let contents = objects(&response["content"])
                .into_iter()
                .map(|(kind, content)| {
                    // References point into the components of the whole
                    // document.
                    let schema = json!({
                        "components": document["components"], "allOf": [content["schema"]],
                    });
                    (kind, jsonschema::validator_for(&schema).unwrap())
                });
            answers.insert((id.to_owned(), status), contents.collect());
        }
    }
    answers
}

#[tokio::test]
#[should_panic(expected = "the status is not described")]
async fn a_status_that_is_not_described_is_found() {
    judged(418, "application/json", "[]").await;
}

#[tokio::test]
#[should_panic(expected = "is not described")]
async fn a_content_type_that_is_not_described_is_found() {
    judged(200, "text/html", "[]").await;
}

#[tokio::test]
#[should_panic(expected = "'nmae' was unexpected")]
async fn a_field_that_is_not_described_is_found() {
    let body = r#"[{"name":"x","title":"x","permissions":[],"nmae":"x"}]"#;
    judged(200, "application/json", body).await;
}

#[tokio::test]
#[should_panic(expected = "is a required property at /0")]
async fn a_field_that_is_missing_is_found() {
    judged(
        200,
        "application/json",
        r#"[{"name":"x","permissions":[]}]"#,
    )
    .await;
}

async fn judged(status: u16, kind: &str, body: &str) {
    let mock = crate::testing::Mock::documented();
    let mut response = mock.get("/api/v1/roles").await;
    response.status = status;
    response
        .headers
        .insert("content-type", kind.parse().unwrap());
    response.text = body.to_owned();
    check(&mock.world, "GET", "/api/v1/roles", &response);
}
