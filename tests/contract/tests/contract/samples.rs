//! The documents' samples: where a mock holds what a page shows, each request of
//! that page gets the answer that the page prints, compared as JSON. Where a
//! page prints only types (`"string"`), values are compared as types.

use crate::mock::Mock;
use mock_server::Seed;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use wire::pivot::Generation;

const STATUSES: &str = "/api/v1/user-statuses";
const USERS: &str = "/api/v1/users";
const TENANT: &str = "/api/auth/auth/demo";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn text(sample: &str) -> String {
    fs::read_to_string(folder().join(sample)).unwrap()
}

fn sample(sample: &str) -> Value {
    serde_json::from_str(&text(sample)).unwrap()
}

/// A mock of which Pivot holds nobody.
async fn empty(generation: Generation) -> Mock {
    let mock = Mock::start(Seed::Users(0), generation).await;
    assert_eq!(
        mock.json("GET", STATUSES, None).await,
        json!({ "userStatuses": [] })
    );
    mock
}

async fn get(mock: &Mock, path: &str) -> Value {
    mock.json("GET", path, None).await
}

async fn post(mock: &Mock, path: &str, body: &str) -> Value {
    mock.json("POST", path, Some(body)).await
}

/// The status and the `error` of an answer.
async fn error(mock: &Mock, method: &str, path: &str, body: Option<&str>) -> (u16, Value) {
    let answer = mock.raw(method, path, Some("demo"), body).await;
    let json: Value = serde_json::from_str(&answer.body).unwrap();
    (answer.status, json["error"].clone())
}

/// The pages of user statuses: 2023.01's and the current one.
#[tokio::test]
async fn user_statuses() {
    for (page, generation, admin, analyst) in [
        (
            "pivot/2023.01",
            Generation::V2023_01,
            "admin@company.com",
            "analyst@company.com",
        ),
        (
            "pivot/current",
            Generation::Current,
            "admin@example.com",
            "analyst@example.com",
        ),
    ] {
        let of = |name: &str| [page, "/", name].concat();
        let mock = empty(generation).await;
        let list = sample(&of("statuses.list.json"));
        for status in list["userStatuses"].as_array().unwrap() {
            let body = json!({ "userStatus": status }).to_string();
            post(&mock, STATUSES, &body).await;
        }
        assert_eq!(get(&mock, STATUSES).await, list, "{page}");

        // The current page's sample shows the administrator disabled, and its list
        // shows it enabled (pivot note 8), so the sample is stored first.
        let one = sample(&of("statuses.get.json"));
        let shown = &one["userStatuses"][0];
        let name = shown["name"].as_str().unwrap();
        let path = [STATUSES, "/", name].concat();
        post(&mock, &path, &json!({ "userStatus": shown }).to_string()).await;
        assert_eq!(get(&mock, &path).await, one, "{page}");

        let path = [STATUSES, "/", admin].concat();
        let set = post(&mock, &path, &text(&of("statuses.set.request.json"))).await;
        assert_eq!(set, sample(&of("statuses.set.json")), "{page}");
        // The page prints no answer to this one, but what it is for.
        let enable = text(&of("statuses.set.enable.request.json"));
        let enabled = post(&mock, &path, &enable).await;
        let mut expected = sample(&of("statuses.set.json"));
        expected["userStatus"] = json!({ "name": admin });
        assert_eq!(enabled, expected, "{page}");
        assert_eq!(get(&mock, STATUSES).await, list, "{page}");

        let path = [STATUSES, "/", analyst].concat();
        let deleted = mock.json("DELETE", &path, None).await;
        assert_eq!(deleted, sample(&of("statuses.delete.json")), "{page}");

        let errors = sample("pivot/errors.json");
        for (method, name, body) in [
            ("GET", "statuses.get", None),
            ("POST", "statuses.set", Some(enable.as_str())),
            ("DELETE", "statuses.delete", None),
        ] {
            let expected = (404, errors[name].clone());
            assert_eq!(error(&mock, method, &path, body).await, expected, "{page}");
        }
    }
}

#[tokio::test]
async fn users_of_the_2023_01_page() {
    let mock = empty(Generation::V2023_01).await;
    let shown = sample("pivot/2023.01/users.list.json");
    let path = [USERS, "/string"].concat();
    let body = text("pivot/2023.01/users.set.request.json");
    assert_eq!(post(&mock, &path, &body).await, shown);
    assert_eq!(get(&mock, USERS).await, shown);
    assert_eq!(get(&mock, &path).await, shown);
    assert_eq!(
        mock.raw("DELETE", &path, Some("demo"), None).await.status,
        200
    );
    let unknown = (404, sample("pivot/errors.json")["users"].clone());
    for method in ["GET", "DELETE"] {
        assert_eq!(error(&mock, method, &path, None).await, unknown);
    }
    let other = [USERS, "/other"].concat();
    assert_eq!(error(&mock, "POST", &other, Some(&body)).await, unknown);
}

#[tokio::test]
async fn users_of_the_current_page() {
    let mock = empty(Generation::Current).await;
    let shown = sample("pivot/current/users.list.json");
    for user in shown["users"].as_array().unwrap() {
        let body = json!({ "user": user }).to_string();
        assert_eq!(post(&mock, USERS, &body).await["user"], *user);
        let path = [USERS, "/", user["name"].as_str().unwrap()].concat();
        assert_eq!(get(&mock, &path).await, json!({ "user": user }));
    }
    assert_eq!(get(&mock, USERS).await, shown);
}

/// The same with every text as the page prints it.
fn types(value: &Value) -> Value {
    match value {
        Value::String(_) => "string".into(),
        Value::Array(items) => items.iter().map(types).collect(),
        Value::Object(fields) => {
            let typed = fields.iter().map(|(name, value)| (name, types(value)));
            typed.map(|(name, value)| (name.clone(), value)).collect()
        }
        other => other.clone(),
    }
}

#[tokio::test]
async fn users_of_actian() {
    let mock = Mock::documented().await;
    let call = async |method: &str, path: &str| -> Value {
        let target = [TENANT, path].concat();
        let header = [("authentication", "Bearer demo")];
        let answer = mock.call(method, &target, &header, None).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    };
    let analyst = "analyst@example.com";
    let names = "first_name=Ada&last_name=Minh&role=user";
    let one = call("GET", &["/users/", analyst].concat()).await;
    assert_eq!(types(&one), sample("actian/users.get.json"));
    let update = ["/user/", analyst, "?", names].concat();
    assert_eq!(
        call("PUT", &update).await,
        sample("actian/users.update.json")
    );
    let passwords = "/password?old-password=rollcall-demo-1&new-password=rollcall-demo-2";
    let change = ["/user/", analyst, passwords].concat();
    assert_eq!(
        call("PUT", &change).await,
        sample("actian/password.change.json")
    );
    call("DELETE", &["/users/", analyst].concat()).await;
    assert_eq!(
        types(&call("GET", "/users").await),
        sample("actian/users.list.json")
    );
    let create = ["/users?email=ada@example.com&", names].concat();
    assert_eq!(
        call("POST", &create).await,
        sample("actian/users.create.json")
    );
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// `metabase-user.txt` prints no answer, so Metabase has no samples.
#[test]
fn every_sample_is_compared_somewhere() {
    let mut found = Vec::new();
    for platform in ["actian", "pivot"] {
        files(&folder().join(platform), &mut found);
    }
    assert!(found.len() > 20, "{found:?}");
    // The printed curl lines are run in curl.rs.
    let code = [include_str!("samples.rs"), include_str!("curl.rs")].concat();
    for path in found {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            code.contains(&format!("{name}\"")),
            "{path:?} is in no test"
        );
    }
}
