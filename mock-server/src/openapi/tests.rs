use super::document;
use crate::Options;
use serde_json::Value;
use std::collections::BTreeMap;
use wire::pivot::Generation;
use wire::{Platform, Route};

fn described(platform: Platform, options: &Options) -> Value {
    serde_json::to_value(document(platform, options)).unwrap()
}

fn all_options() -> Vec<Options> {
    [Generation::V2023_01, Generation::Current]
        .into_iter()
        .flat_map(|generation| {
            [false, true].map(|as_observed| Options {
                generation,
                as_observed,
                ..Options::default()
            })
        })
        .collect()
}

/// Operations by ID: method, path and the operation.
fn operations(document: &Value) -> BTreeMap<String, (String, String, Value)> {
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let operation = (method.to_uppercase(), path.clone(), operation.clone());
            assert!(found.insert(id, operation).is_none(), "{path}");
        }
    }
    found
}

#[test]
fn the_descriptions_match_their_snapshots() {
    for platform in Platform::ALL {
        let document = document(platform, &Options::default());
        insta::assert_snapshot!(platform.id(), written(&document));
    }
    let current = Options {
        generation: Generation::Current,
        ..Options::default()
    };
    let document = document(Platform::Pivot, &current);
    insta::assert_snapshot!("pivot-current", written(&document));
}

/// The JSON as it is sent. Insta would show the inner form of a `serde_json`
/// number.
fn written(document: &utoipa::openapi::OpenApi) -> String {
    serde_json::to_string_pretty(document).unwrap()
}

#[test]
fn every_row_of_the_catalogue_is_an_operation_and_nothing_else_is() {
    for options in all_options() {
        for platform in Platform::ALL {
            let operations = operations(&described(platform, &options));
            let rows: BTreeMap<&str, &Route> = platform
                .routes()
                .iter()
                .map(|route| (route.id, *route))
                .collect();
            let ids: Vec<&str> = operations.keys().map(String::as_str).collect();
            assert_eq!(ids, rows.keys().copied().collect::<Vec<_>>());
            for (id, (method, path, _)) in &operations {
                let row = rows[id.as_str()];
                assert_eq!(
                    (method.as_str(), path.as_str()),
                    (row.method.as_str(), row.template)
                );
            }
        }
    }
}

#[test]
fn parameters_and_fields_of_the_catalogue_are_described() {
    for options in all_options() {
        for platform in Platform::ALL {
            let operations = operations(&described(platform, &options));
            for route in platform.routes() {
                let operation = &operations[route.id].2;
                let parameters = operation["parameters"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default();
                let has = |place: &str, name: &str| {
                    parameters
                        .iter()
                        .any(|parameter| parameter["in"] == place && parameter["name"] == name)
                };
                // As observed, Actian ignores the query.
                let in_query = platform != Platform::Actian || !options.as_observed;
                for name in route.query.iter().filter(|_| in_query) {
                    assert!(has("query", name), "{}: {name}", route.id);
                }
                let places = route
                    .template
                    .split('/')
                    .filter(|part| part.starts_with('{'));
                for name in places {
                    assert!(has("path", name.trim_matches(['{', '}'])), "{}", route.id);
                }
                let body = &operation["requestBody"]["content"]["application/json"]["schema"];
                for name in route.body {
                    assert!(
                        body["properties"].get(*name).is_some(),
                        "{}: {name}",
                        route.id
                    );
                }
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_shape_is_used() {
    for platform in Platform::ALL {
        let document = described(platform, &Options::default());
        let text = document.to_string();
        let named = document["components"]["schemas"].as_object().unwrap();
        let prefix = "\"#/components/schemas/";
        for reference in text.split(prefix).skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(named.contains_key(name), "{name}");
        }
        for name in named.keys() {
            assert!(
                text.contains(&format!("{prefix}{name}\"")),
                "{name} is not used"
            );
        }
    }
}
