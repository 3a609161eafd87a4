//! Any sequence of valid calls leaves the mock agreeing with a simple model: a
//! list of accounts, and a list of members for each tenant.

use crate::actian::testing::{call, call_form, call_json};
use crate::seed::people::{ADMIN, ANALYST};
use crate::testing::{Mock, TestResponse};
use proptest::prelude::*;
use serde_json::{Value, json};
use wire::catalogue::actian as catalogue;

const TENANTS: [&str; 2] = ["demo", "finance"];

#[derive(Debug, Clone, Copy)]
enum Way {
    Query,
    Json,
    Form,
}

#[derive(Debug, Clone)]
enum Call {
    Create(String, [String; 3]),
    Get(String),
    Update(String, [String; 3]),
    Delete(String),
    Assign(String, String),
}

/// The accounts, and the members of each tenant.
#[derive(Default)]
struct Model {
    /// Address as first written, first name, last name.
    accounts: Vec<[String; 3]>,
    /// Address and role, in the order in which they joined.
    members: [Vec<(String, String)>; 2],
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl Model {
    fn account(&mut self, email: &str) -> Option<&mut [String; 3]> {
        let mut accounts = self.accounts.iter_mut();
        accounts.find(|account| same(&account[0], email))
    }

    fn member(&self, tenant: usize, email: &str) -> Option<usize> {
        let mut members = self.members[tenant].iter();
        members.position(|(member, _)| same(member, email))
    }

    fn join(&mut self, tenant: usize, email: &str, role: &str) {
        match self.member(tenant, email) {
            Some(index) => self.members[tenant][index].1 = role.to_owned(),
            None => self.members[tenant].push((email.to_owned(), role.to_owned())),
        }
    }

    /// Applies the call; returns the expected status.
    fn apply(&mut self, tenant: usize, call: &Call) -> u16 {
        match call {
            Call::Create(email, [first, last, role]) => {
                if self.account(email).is_some() {
                    return 409;
                }
                self.accounts
                    .push([email.clone(), first.clone(), last.clone()]);
                self.join(tenant, email, role);
                200
            }
            Call::Update(email, [first, last, role]) if self.member(tenant, email).is_some() => {
                let account = self.account(email).unwrap();
                account[1].clone_from(first);
                account[2].clone_from(last);
                self.join(tenant, email, role);
                200
            }
            Call::Get(email) if self.member(tenant, email).is_some() => 200,
            Call::Delete(email) => match self.member(tenant, email) {
                Some(index) => {
                    self.members[tenant].remove(index);
                    200
                }
                None => 404,
            },
            Call::Assign(email, role) if self.account(email).is_some() => {
                self.join(tenant, email, role);
                200
            }
            Call::Update(..) | Call::Get(_) | Call::Assign(..) => 404,
        }
    }

    /// The member list of a tenant, without IDs.
    fn listed(&mut self, tenant: usize) -> Value {
        let members = self.members[tenant].clone();
        let rows = members.iter().map(|(email, role)| {
            let [email, first, last] = self.account(email).unwrap();
            json!({ "email": email, "first_name": first, "last_name": last, "role": role })
        });
        rows.collect()
    }
}

async fn send(mock: &Mock, tenant: usize, way: Way, sent: &Call) -> TestResponse {
    let (route, email, fields) = match sent {
        Call::Create(email, [first, last, role]) => (
            &catalogue::CREATE_USER,
            email,
            vec![
                ("email", email.as_str()),
                ("first_name", first),
                ("last_name", last),
                ("role", role),
            ],
        ),
        Call::Update(email, [first, last, role]) => (
            &catalogue::UPDATE_USER,
            email,
            vec![
                ("first_name", first.as_str()),
                ("last_name", last),
                ("role", role),
            ],
        ),
        Call::Get(email) => (&catalogue::GET_USER, email, Vec::new()),
        Call::Delete(email) => (&catalogue::DELETE_USER, email, Vec::new()),
        Call::Assign(email, role) => (
            &catalogue::ASSIGN_USER,
            email,
            vec![("role", role.as_str())],
        ),
    };
    let path = route.path(&[TENANTS[tenant], email]).unwrap();
    let method = route.method.as_str();
    let encode = |text: &str| wire::segment::encode(text).unwrap();
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    let pairs = pairs.join("&");
    let assigns = matches!(sent, Call::Assign(..));
    match way {
        Way::Query if !assigns => call(mock, method, &format!("{path}?{pairs}")).await,
        Way::Form => call_form(mock, method, &path, &pairs).await,
        Way::Query | Way::Json => {
            let fields: serde_json::Map<_, _> = fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect();
            call_json(mock, method, &path, &Value::Object(fields).to_string()).await
        }
    }
}

fn an_email() -> impl Strategy<Value = String> {
    // A few, so that calls meet the same address, and some arbitrary ones.
    prop_oneof![
        4 => prop::sample::select(vec!["a@x", "A@X", "b/c@x", "d+e@ü", "%2f@x", "Ä@x", "ä@x"])
            .prop_map(str::to_owned),
        1 => "[\\PC&&[^\\s]]{1,9}@[a-z]{1,3}",
    ]
}

fn a_role() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["admin", "user"]).prop_map(str::to_owned)
}

fn a_profile() -> impl Strategy<Value = [String; 3]> {
    let name = || "[\\PC&&[^\\s.]]{1,6}";
    (name(), name(), a_role()).prop_map(|(first, last, role)| [first, last, role])
}

fn calls() -> impl Strategy<Value = Vec<(usize, Way, Call)>> {
    let call = prop_oneof![
        (an_email(), a_profile()).prop_map(|(email, profile)| Call::Create(email, profile)),
        an_email().prop_map(Call::Get),
        (an_email(), a_profile()).prop_map(|(email, profile)| Call::Update(email, profile)),
        an_email().prop_map(Call::Delete),
        (an_email(), a_role()).prop_map(|(email, role)| Call::Assign(email, role)),
    ];
    let way = prop::sample::select(vec![Way::Query, Way::Json, Way::Form]);
    prop::collection::vec((0..TENANTS.len(), way, call), 0..40)
}

async fn agrees(calls: Vec<(usize, Way, Call)>) -> Result<(), TestCaseError> {
    let mock = Mock::documented();
    let mut model = Model::default();
    for email in [ADMIN, ANALYST] {
        for tenant in 0..TENANTS.len() {
            send(&mock, tenant, Way::Query, &Call::Delete(email.into())).await;
        }
    }
    for (tenant, way, call) in &calls {
        let expected = model.apply(*tenant, call);
        let response = send(&mock, *tenant, *way, call).await;
        prop_assert_eq!(response.status, expected, "{:?} {:?}", call, response);
    }
    for (tenant, name) in TENANTS.iter().enumerate() {
        let path = catalogue::LIST_USERS.path(&[name]).unwrap();
        let mut listed = call(&mock, "GET", &path).await.json();
        for user in listed.as_array_mut().unwrap() {
            let id = user.as_object_mut().unwrap().shift_remove("id");
            prop_assert!(id.unwrap().is_string());
        }
        prop_assert_eq!(listed, model.listed(tenant));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_valid_calls_agree_with_the_model(calls in calls()) {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(agrees(calls))?;
    }
}
