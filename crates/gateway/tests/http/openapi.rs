//! The description of the console's own API, and whether it is true.

use gateway::Config;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use test_support::{MemoryAuditLog, Noted, OPERATOR, TestApp, VIEWER, here, upstream};
use wire::Platform;
use wire::console::OPENAPI_PATH;

/// Everything that has routes: people sign in, and there is an audit log.
async fn config() -> Config {
    let noted = Noted::new().await;
    let platform = upstream(Platform::Metabase, format!("http://{}", noted.platform));
    let mut config = Config::new(vec![platform], "-".into());
    config.sign_in = Some(here(Duration::from_secs(60)));
    config.audit_log = Some(Arc::new(MemoryAuditLog::readable()));
    config
}

/// The document of a server with this configuration, for people who sign in there.
async fn document(config: Config) -> Value {
    let app = TestApp::start(config).await;
    let answer = app.signed_in(VIEWER).await.read(OPENAPI_PATH).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    serde_json::from_str(&answer.body).unwrap()
}

/// The same with the keys of every object in order. Whether `serde_json` keeps the order
/// of a text depends on what else of the workspace is built along.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> = fields
                .into_iter()
                .map(|(name, field)| (name, sorted(field)))
                .collect();
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

#[tokio::test]
async fn the_committed_description_is_the_one_that_is_answered() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let answered = sorted(document(config().await).await);
    let answered = serde_json::to_string_pretty(&answered).unwrap() + "\n";
    if std::env::var_os("ROLLCALL_WRITE_DOCS").is_some() {
        std::fs::write(&file, &answered).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == answered,
        "docs/openapi.json is not what the server answers. If the change to the API is meant, run\n  \
         ROLLCALL_WRITE_DOCS=1 cargo test -p gateway --test http openapi\n\
         and commit the file"
    );
}

/// The descriptions in `value` and everything in it.
fn descriptions(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, member)| match member {
                Value::String(text) if name == "description" => vec![text.as_str()],
                member => descriptions(member),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(descriptions).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn descriptions_have_no_links_to_rust_documentation() {
    let document = document(config().await).await;
    let descriptions = descriptions(&document);
    assert!(descriptions.len() > 50, "{}", descriptions.len());
    for description in descriptions {
        let is_link = description.contains("[`") || description.contains("::");
        assert!(!is_link, "{description}");
    }
}

#[tokio::test]
async fn those_who_see_the_connections_read_the_description_and_no_one_else() {
    let app = TestApp::start(config().await).await;
    for person in [VIEWER, OPERATOR] {
        let browser = app.signed_in(person).await;
        assert_eq!(browser.list_connections().await.status, 200);
        assert_eq!(browser.read(OPENAPI_PATH).await.status, 200);
    }
    assert_eq!(app.browser().read(OPENAPI_PATH).await.status, 401);
}

/// The paths that axum knows, as its own description of the router has them.
fn routes(config: Config) -> BTreeSet<String> {
    let description = format!("{:?}", gateway::router(config).unwrap());
    let routes: BTreeSet<_> = description
        .split("RouteId(")
        .filter_map(|part| Some(part.split_once("): \"")?.1.split_once('"')?.0.to_owned()))
        .collect();
    assert!(
        routes.contains("/sign-in"),
        "axum describes it otherwise: {description}"
    );
    routes
}

#[tokio::test]
async fn every_route_is_described_and_every_description_has_a_route() {
    let mut routes = routes(config().await);
    // Pages and forms, for people; and everything that is not there.
    for other in [
        "/",
        "/{*__private__axum_fallback}",
        "/sign-in",
        "/sign-out",
        "/api/{*unknown}",
    ] {
        routes.remove(other);
    }
    assert!(routes.remove("/via/{*target}"));
    routes.insert("/via/{connection}/{path}".to_owned());
    let document = document(config().await).await;
    let described: BTreeSet<_> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(
        routes, described,
        "a route of the router is not described: annotate its handler with #[utoipa::path] and \
         add it to api_routes by routes!(…)"
    );
}

#[tokio::test]
async fn a_method_that_is_not_described_is_refused_with_those_that_are() {
    let app = TestApp::start(config().await).await;
    let browser = app.signed_in(OPERATOR).await;
    let document = document(config().await).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{connection}", "metabase")
            .replace("{path}", "api/user/7");
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = browser.change(method, &path, "").await;
            let is_described = item.get(method.to_lowercase()).is_some();
            let is_allowed = answer.status != 405;
            assert_eq!(is_allowed, is_described, "{method} {path}");
            if !is_allowed {
                let allowed = answer.header("allow").unwrap();
                for described in item.as_object().unwrap().keys() {
                    let described = described.to_uppercase();
                    assert!(allowed.contains(&described), "{method} {path}: {allowed}");
                }
            }
            if !is_allowed && !path.ends_with('z') {
                assert!(answer.is_gateways_own(), "{method} {path}");
                assert!(answer.body.contains("method"), "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_server_without_sign_in_or_audit_log_describes_neither() {
    let app = TestApp::start(Config::new(Vec::new(), "-".into())).await;
    let answer = app.browser().read(OPENAPI_PATH).await;
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.contains_key("/api/connections"));
    assert!(!paths.contains_key("/api/trail"));
    assert_eq!(document["components"].get("securitySchemes"), None);
    assert_eq!(document["servers"][0]["url"], "/");
}

#[tokio::test]
async fn a_server_below_a_path_says_so() {
    let mut config = Config::new(Vec::new(), "-".into());
    config.public_url = Some("https://tools.example.com/rollcall".parse().unwrap());
    let app = TestApp::start(config).await;
    let answer = app.browser().read("/rollcall/api/openapi.json").await;
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["servers"][0]["url"], "/rollcall");
}

#[tokio::test]
async fn the_parameters_that_are_described_are_those_that_are_taken() {
    let app = TestApp::start(config().await).await;
    let browser = app.signed_in(VIEWER).await;
    let document = document(config().await).await;
    for path in ["/api/trail", "/api/trail/export"] {
        let parameters = document["paths"][path]["get"]["parameters"]
            .as_array()
            .unwrap();
        assert!(parameters.len() > 6);
        for parameter in parameters {
            let name = parameter["name"].as_str().unwrap();
            let value = match name {
                "since" | "until" => "2026-11-26",
                "kind" => "session",
                "format" => "csv",
                _ => "7",
            };
            let answer = browser.read(&format!("{path}?{name}={value}")).await;
            assert_eq!(answer.status, 200, "{path}?{name}: {}", answer.body);
        }
        assert_eq!(browser.read(&format!("{path}?other=1")).await.status, 400);
    }
}
