//! Every answer that a test gets, compared with `docs/openapi.json`: a status,
//! content type or field that is not described fails the test that saw it.

use crate::http::Answer;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is answered to a method at a path: by its status the content types, and
/// what a body of each must be.
type Operation = HashMap<String, HashMap<String, Validator>>;

/// The operations, by method and path.
static OPERATIONS: LazyLock<HashMap<(String, String), Operation>> = LazyLock::new(|| {
    let document = include_str!("../../../docs/openapi.json");
    read(&serde_json::from_str(document).unwrap())
});

/// How paths begin that the gateway forwards, and what describes them.
const FORWARDED: (&str, &str) = ("/via/", "/via/{connection}/{path}");

/// Panics where the answer to `line` (method and target) is not as described.
/// Pages, and paths of no operation, are not described.
pub(crate) fn check(line: &str, answer: &Answer) {
    let (method, target) = line.split_once(' ').unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = if path.starts_with(FORWARDED.0) {
        FORWARDED.1
    } else {
        path
    };
    // A server without an audit log has no route there, and does not describe one.
    if answer.status == 404 && answer.body.contains("no route") {
        return;
    }
    if let Some(operation) = operation(&method.to_lowercase(), path) {
        check_answer(operation, answer).unwrap_or_else(|wrong| {
            panic!(
                "{line} is not answered as docs/openapi.json describes: {wrong} in {}\n{}",
                answer.head, answer.body
            )
        });
    }
}

/// What is answered to a method at a path, which may be one with parameters.
fn operation(method: &str, path: &str) -> Option<&'static Operation> {
    let exact = OPERATIONS.get(&(method.to_owned(), path.to_owned()));
    exact.or_else(|| {
        let mut operations = OPERATIONS.iter();
        let found = operations.find(|((of, template), _)| of == method && fits(template, path));
        found.map(|(_, operation)| operation)
    })
}

/// Whether a path is one of those with these parameters, each of which is a segment.
fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(known, segment)| {
            known.starts_with('{') && !segment.is_empty() || known == segment
        })
}

fn check_answer(operation: &Operation, answer: &Answer) -> Result<(), String> {
    let status = answer.status.to_string();
    let contents = operation
        .get(&status)
        .or_else(|| {
            operation
                .get("default")
                .filter(|_| !answer.is_gateways_own())
        })
        .ok_or("the status is not described")?;
    let kind = answer.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    if answer.body.is_empty() {
        return Ok(());
    }
    let validator = contents
        .get(kind)
        .ok_or_else(|| format!("the content type {kind:?} is not described"))?;
    // A body in chunks is answered as it came.
    let is_in_chunks = answer.header("transfer-encoding").is_some();
    // A platform's is passed on as it is, even if it is no JSON.
    let is_platforms = operation.contains_key("default") && !answer.is_gateways_own();
    if kind != "application/json" || is_in_chunks || is_platforms {
        return Ok(());
    }
    let body = match serde_json::from_str(&answer.body) {
        Ok(body) => body,
        // What a client sent may come back as it is, nested deeper than is read here.
        Err(error) if error.to_string().contains("recursion limit") => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let wrong: Vec<_> = validator
        .iter_errors(&body)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join(", "))
    }
}

fn read(document: &Value) -> HashMap<(String, String), Operation> {
    let mut components = document["components"].clone();
    close(&mut components["schemas"]);
    let mut operations = HashMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            let responses = responses
                .iter()
                .map(|(status, response)| (status.clone(), contents(response, &components)));
            operations.insert((method.clone(), path.clone()), responses.collect());
        }
    }
    operations
}

/// The content types of a response, and what a body of each must be.
fn contents(response: &Value, components: &Value) -> HashMap<String, Validator> {
    let response = match response["$ref"].as_str() {
        Some(shared) => &components["responses"][shared.rsplit('/').next().unwrap()],
        None => response,
    };
    let contents = response["content"].as_object();
    let validators = contents.into_iter().flatten().map(|(kind, content)| {
        // References are to the components of the whole document.
        let schema = json!({ "components": components, "allOf": [content["schema"]] });
        (kind.clone(), jsonschema::validator_for(&schema).unwrap())
    });
    validators.collect()
}

/// Lets objects have no fields besides the ones that are described: a new field
/// has to be, though programs that read it must not mind one.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(status: u16, kind: &str, body: &str) {
        let answer = Answer {
            status,
            head: format!("HTTP/1.1 {status} x\ncontent-type: {kind}; charset=utf-8"),
            body: body.to_owned(),
        };
        check("GET /api/connections?x=1", &answer);
    }

    #[test]
    fn an_answer_that_is_as_described_passes() {
        connections(
            200,
            "application/json",
            r#"{"connections":[],"session":null}"#,
        );
        connections(401, "application/json", r#"{"error":"x"}"#);
        connections(401, "text/html", "<p>x</p>");
    }

    #[test]
    #[should_panic(expected = "the status is not described")]
    fn a_status_that_is_not_described_is_found() {
        connections(418, "application/json", "{}");
    }

    #[test]
    #[should_panic(expected = "the content type \"text/plain\" is not described")]
    fn a_content_type_that_is_not_described_is_found() {
        connections(401, "text/plain", "x");
    }

    #[test]
    #[should_panic(expected = "'sesion' was unexpected")]
    fn a_field_that_is_not_described_is_found() {
        connections(
            200,
            "application/json",
            r#"{"connections":[],"sesion":null}"#,
        );
    }

    #[test]
    #[should_panic(expected = "is a required property")]
    fn a_field_that_is_missing_is_found() {
        connections(200, "application/json", r#"{"connections":[]}"#);
    }
}
