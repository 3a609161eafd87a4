//! What the mock covers, according to its own descriptions with every
//! combination of options.

use super::Kind;
use crate::{Options, openapi};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use wire::pivot::Generation;
use wire::{Platform, Route};

/// The descriptions of one platform.
pub(super) struct Described(Vec<Value>);

impl Described {
    pub(super) fn of(platform: Platform) -> Self {
        let documents = [Generation::V2023_01, Generation::Current].map(|generation| {
            let options = Options {
                generation,
                ..Options::default()
            };
            // Our own types with string keys: serializing them cannot fail.
            serde_json::to_value(openapi::document(platform, &options)).unwrap_or_default()
        });
        Self(documents.into())
    }

    fn operations<'a>(&'a self, route: &'a Route) -> impl Iterator<Item = (&'a Value, &'a Value)> {
        let method = route.method.as_str().to_ascii_lowercase();
        self.0.iter().filter_map(move |document| {
            let operation = document.get("paths")?.get(route.template)?.get(&method)?;
            Some((document, operation))
        })
    }

    pub(super) fn has_endpoint(&self, route: &Route) -> bool {
        self.operations(route).next().is_some()
    }

    pub(super) fn statuses(&self, route: &Route) -> BTreeSet<u16> {
        self.operations(route)
            .filter_map(|(_, operation)| operation.get("responses")?.as_object())
            .flat_map(Map::keys)
            .filter_map(|status| status.parse().ok())
            .collect()
    }

    /// Whether a part is described with any of the options.
    pub(super) fn has(&self, route: &Route, kind: Kind, name: &str) -> bool {
        self.operations(route)
            .any(|(document, operation)| match kind {
                Kind::Path => has_parameter(operation, "path", name),
                Kind::Query => has_parameter(operation, "query", name),
                // The mock reads JSON with any content type.
                Kind::Header => {
                    name.eq_ignore_ascii_case("content-type") || signs(document, operation, name)
                }
                Kind::Body => {
                    let content =
                        operation.pointer("/requestBody/content/application~1json/schema");
                    content.is_some_and(|schema| has_field(document, schema, name))
                }
                Kind::Status => operation
                    .get("responses")
                    .is_some_and(|responses| responses.get(name).is_some()),
                Kind::Answer => {
                    let content =
                        operation.pointer("/responses/200/content/application~1json/schema");
                    content.is_some_and(|schema| has_field(document, schema, name))
                }
            })
    }
}

fn has_parameter(operation: &Value, place: &str, name: &str) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    parameters.into_iter().flatten().any(|parameter| {
        let is = |key: &str, text: &str| parameter.get(key).is_some_and(|value| value == text);
        is("in", place) && is("name", name)
    })
}

/// Whether this header is one of the operation's security schemes.
fn signs(document: &Value, operation: &Value, header: &str) -> bool {
    let security = operation.get("security").and_then(Value::as_array);
    let schemes = security.into_iter().flatten().filter_map(Value::as_object);
    schemes.flat_map(Map::keys).any(|scheme| {
        let name = document.pointer(&format!("/components/securitySchemes/{scheme}/name"));
        name.and_then(Value::as_str)
            .is_some_and(|name| name.eq_ignore_ascii_case(header))
    })
}

/// Whether objects of this schema, or lists of them, have the field.
fn has_field(document: &Value, schema: &Value, path: &str) -> bool {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let named = document.pointer(reference.trim_start_matches('#'));
        return named.is_some_and(|schema| has_field(document, schema, path));
    }
    if let Some(items) = schema.get("items") {
        return has_field(document, items, path);
    }
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return any.iter().any(|schema| has_field(document, schema, path));
    }
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = schema.get("properties").and_then(|fields| fields.get(name));
    field.is_some_and(|field| rest.is_empty() || has_field(document, field, rest))
}
