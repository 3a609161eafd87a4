//! Any sequence of valid calls leaves the mock agreeing with a simple model:
//! two lists, searched from the front.

use crate::testing::{Mock, TestResponse};
use proptest::prelude::*;
use serde_json::{Value, json};
use wire::catalogue::pivot as catalogue;
use wire::pivot::Generation;

#[derive(Debug, Clone)]
enum Call {
    SetUser(String, Value),
    CreateUser(String, Value),
    GetUser(String),
    DeleteUser(String),
    SetStatus(String, Value),
    CreateStatus(String, Value),
    GetStatus(String),
    DeleteStatus(String),
}

/// Records in the order in which they were first written.
#[derive(Default)]
struct Model {
    users: Vec<Value>,
    statuses: Vec<Value>,
}

fn position(records: &[Value], name: &str) -> Option<usize> {
    records.iter().position(|record| record["name"] == name)
}

fn put(records: &mut Vec<Value>, name: &str, record: Value) {
    match position(records, name) {
        Some(index) => records[index] = record,
        None => records.push(record),
    }
}

/// Removes a record; returns whether it existed.
fn remove(records: &mut Vec<Value>, name: &str) -> bool {
    let index = position(records, name);
    index.map(|index| records.remove(index)).is_some()
}

impl Model {
    /// Applies the call; returns whether it succeeds.
    fn apply(&mut self, call: &Call) -> bool {
        match call {
            Call::SetUser(name, user) | Call::CreateUser(name, user) => {
                put(&mut self.users, name, user.clone());
                true
            }
            Call::GetUser(name) => position(&self.users, name).is_some(),
            Call::DeleteUser(name) => remove(&mut self.users, name),
            Call::SetStatus(name, status) => {
                let exists = position(&self.statuses, name).is_some();
                if exists {
                    put(&mut self.statuses, name, status.clone());
                }
                exists
            }
            Call::CreateStatus(name, status) => {
                put(&mut self.statuses, name, status.clone());
                true
            }
            Call::GetStatus(name) => position(&self.statuses, name).is_some(),
            Call::DeleteStatus(name) => remove(&mut self.statuses, name),
        }
    }
}

async fn send(mock: &Mock, call: &Call) -> TestResponse {
    let (route, name, body) = match call {
        Call::SetUser(name, user) => (&catalogue::SET_USER, name, Some(json!({ "user": user }))),
        Call::CreateUser(name, user) => {
            (&catalogue::CREATE_USER, name, Some(json!({ "user": user })))
        }
        Call::GetUser(name) => (&catalogue::GET_USER, name, None),
        Call::DeleteUser(name) => (&catalogue::DELETE_USER, name, None),
        Call::SetStatus(name, status) => {
            let body = json!({ "userStatus": status });
            (&catalogue::SET_STATUS, name, Some(body))
        }
        Call::CreateStatus(name, status) => {
            let body = json!({ "userStatus": status });
            (&catalogue::CREATE_STATUS, name, Some(body))
        }
        Call::GetStatus(name) => (&catalogue::GET_STATUS, name, None),
        Call::DeleteStatus(name) => (&catalogue::DELETE_STATUS, name, None),
    };
    let path = route.path(&[name]).unwrap();
    let body = body.map(|body| body.to_string());
    mock.send(route.method.as_str(), &path, Some("demo"), body.as_deref())
        .await
}

fn a_name() -> impl Strategy<Value = String> {
    // A few, so that calls meet the same name, and some arbitrary ones.
    prop_oneof![
        4 => prop::sample::select(vec!["a@x", "b", "a/b", "%2f", "ü +"]).prop_map(str::to_owned),
        1 => "\\PC{1,12}".prop_filter("no client can send it", |name| {
            name != "." && name != ".."
        }),
    ]
}

/// A user with its roles under `roles_key`, and its name.
fn a_user(roles_key: &'static str) -> impl Strategy<Value = (String, Value)> {
    (
        a_name(),
        prop::option::of("\\PC{0,6}"),
        prop::option::of(prop::collection::vec("[a-z]{0,5}", 0..3)),
        prop::option::of(any::<i32>()),
    )
        .prop_map(move |(name, first, roles, extra)| {
            let mut user = json!({ "name": name });
            if let Some(first) = first {
                user["firstName"] = json!(first);
            }
            if let Some(roles) = roles {
                user[roles_key] = json!(roles);
            }
            if let Some(extra) = extra {
                user["quota"] = json!({ "rows": extra });
            }
            (name, user)
        })
}

fn a_status() -> impl Strategy<Value = (String, Value)> {
    let time = (2000..2100_u16, 1..=12_u8, 1..=28_u8, 0..24_u8, 0..1000_u16)
        .prop_map(|(y, m, d, h, ms)| format!("{y}-{m:02}-{d:02}T{h:02}:00:00.{ms:03}Z"));
    (a_name(), prop::option::of(time), any::<bool>()).prop_map(|(name, time, extra)| {
        let mut status = json!({ "name": name });
        if let Some(time) = time {
            status["disabled"] = json!(time);
        }
        if extra {
            status["reason"] = json!("left");
        }
        (name, status)
    })
}

fn calls(roles_key: &'static str) -> impl Strategy<Value = Vec<Call>> {
    let call = prop_oneof![
        a_user(roles_key).prop_map(|(name, user)| Call::SetUser(name, user)),
        a_user(roles_key).prop_map(|(name, user)| Call::CreateUser(name, user)),
        a_name().prop_map(Call::GetUser),
        a_name().prop_map(Call::DeleteUser),
        a_status().prop_map(|(name, status)| Call::SetStatus(name, status)),
        a_status().prop_map(|(name, status)| Call::CreateStatus(name, status)),
        a_name().prop_map(Call::GetStatus),
        a_name().prop_map(Call::DeleteStatus),
    ];
    prop::collection::vec(call, 0..40)
}

async fn agrees(generation: Generation, calls: Vec<Call>) -> Result<(), TestCaseError> {
    let mock = Mock::of(generation);
    let mut model = Model::default();
    for name in [
        "admin@company.com",
        "analyst@company.com",
        "admin@example.com",
        "analyst@example.com",
    ] {
        send(&mock, &Call::DeleteUser(name.into())).await;
        send(&mock, &Call::DeleteStatus(name.into())).await;
    }
    for call in &calls {
        let expected = if model.apply(call) { 200 } else { 404 };
        let response = send(&mock, call).await;
        prop_assert_eq!(response.status, expected, "{:?}", call);
    }
    let users = mock.get(catalogue::LIST_USERS.template).await.json();
    prop_assert_eq!(
        users,
        match generation {
            Generation::V2023_01 => json!(model.users),
            Generation::Current => json!({ "users": model.users }),
        }
    );
    let statuses = mock.get(catalogue::LIST_STATUSES.template).await.json();
    prop_assert_eq!(statuses, json!({ "userStatuses": model.statuses }));
    Ok(())
}

fn run(test: impl Future<Output = Result<(), TestCaseError>>) -> Result<(), TestCaseError> {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(test)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_valid_calls_agree_with_the_model_in_2023_01(calls in calls("users")) {
        run(agrees(Generation::V2023_01, calls))?;
    }

    #[test]
    fn any_valid_calls_agree_with_the_model_in_the_current_page(calls in calls("roles")) {
        run(agrees(Generation::Current, calls))?;
    }
}
