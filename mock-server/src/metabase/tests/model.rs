//! Any sequence of valid calls leaves the mock agreeing with a simple model: a
//! list of people, each with a name, a set of groups and an active flag.

use crate::metabase::testing::{Mock, user};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
enum Call {
    Create(String, Option<String>, Option<BTreeSet<u64>>),
    Rename(usize, Option<String>),
    Readdress(usize, String),
    SetGroups(usize, BTreeSet<u64>),
    Promote(usize, bool),
    Deactivate(usize),
    Reactivate(usize),
    Join(usize, u64),
    Leave(usize, u64),
    Search(String, usize, usize),
}

#[derive(Debug, Clone, PartialEq)]
struct Person {
    id: u64,
    email: String,
    first: Option<String>,
    groups: BTreeSet<u64>,
    active: bool,
}

impl Person {
    fn is_admin(&self) -> bool {
        self.groups.contains(&2)
    }
}

struct Model {
    people: Vec<Person>,
    next: u64,
}

/// The expected status.
const DONE: u16 = 200;
const NO: u16 = 400;
const GONE: u16 = 404;

impl Model {
    fn holds(&self, email: &str, but: Option<usize>) -> bool {
        let mut others = self.people.iter().enumerate();
        others.any(|(index, person)| Some(index) != but && person.email == email.to_lowercase())
    }

    fn is_last_admin(&self, index: usize) -> bool {
        let admins = self
            .people
            .iter()
            .filter(|person| person.active && person.is_admin());
        self.people[index].active && self.people[index].is_admin() && admins.count() == 1
    }

    fn set_groups(&mut self, index: usize, groups: BTreeSet<u64>) -> u16 {
        if !self.people[index].active {
            return GONE;
        }
        if !groups.contains(&1) || (!groups.contains(&2) && self.is_last_admin(index)) {
            return NO;
        }
        self.people[index].groups = groups;
        DONE
    }

    /// Applies the call.
    fn apply(&mut self, call: &Call) -> u16 {
        match call.clone() {
            Call::Create(email, first, groups) => {
                let groups = groups.unwrap_or_else(|| [1].into());
                if self.holds(&email, None) || !groups.contains(&1) {
                    return NO;
                }
                self.people.push(Person {
                    id: self.next,
                    email: email.to_lowercase(),
                    first,
                    groups,
                    active: true,
                });
                self.next += 1;
                DONE
            }
            Call::Rename(index, first) => {
                let person = &mut self.people[index];
                if person.active {
                    person.first = first;
                    DONE
                } else {
                    GONE
                }
            }
            Call::Readdress(index, email) => {
                if !self.people[index].active {
                    GONE
                } else if self.holds(&email, Some(index)) {
                    NO
                } else {
                    self.people[index].email = email.to_lowercase();
                    DONE
                }
            }
            Call::SetGroups(index, groups) => self.set_groups(index, groups),
            Call::Promote(index, admin) => {
                let mut groups = self.people[index].groups.clone();
                if admin {
                    groups.insert(2);
                } else {
                    groups.remove(&2);
                }
                self.set_groups(index, groups)
            }
            Call::Deactivate(index) => {
                if self.is_last_admin(index) {
                    return NO;
                }
                self.people[index].active = false;
                DONE
            }
            Call::Reactivate(index) => {
                let person = &mut self.people[index];
                if person.active {
                    return NO;
                }
                person.active = true;
                person.groups.remove(&2);
                DONE
            }
            Call::Join(index, group) => {
                self.people[index].groups.insert(group);
                DONE
            }
            Call::Leave(index, group) => {
                if !self.people[index].groups.contains(&group) {
                    return GONE;
                }
                if group == 2 && self.is_last_admin(index) {
                    return NO;
                }
                self.people[index].groups.remove(&group);
                204
            }
            Call::Search(..) => DONE,
        }
    }

    /// The IDs on one page of a search, and the number of all results.
    fn search(&self, part: &str, limit: usize, offset: usize) -> (Vec<u64>, usize) {
        let part = part.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&part);
        let mut found: Vec<&Person> = self
            .people
            .iter()
            .filter(|person| person.active)
            .filter(|person| has(&person.email) || person.first.as_deref().is_some_and(has))
            .collect();
        found.sort_by_key(|person| {
            let first = person.first.as_deref().map(str::to_lowercase);
            (first.is_none(), first, person.id)
        });
        let page = found.iter().skip(offset).take(limit);
        (page.map(|person| person.id).collect(), found.len())
    }
}

async fn send(mock: &Mock, model: &Model, call: &Call) -> u16 {
    let id = |index: &usize| model.people[*index].id;
    let list = |groups: &BTreeSet<u64>| -> Vec<Value> {
        groups.iter().map(|group| json!({ "id": group })).collect()
    };
    let answer = match call {
        Call::Create(email, first, groups) => {
            let mut body = json!({ "email": email, "first_name": first });
            if let Some(groups) = groups {
                body["user_group_memberships"] = list(groups).into();
            }
            mock.post("/api/user", &body).await
        }
        Call::Rename(index, first) => {
            mock.put(&user(id(index)), &json!({ "first_name": first }))
                .await
        }
        Call::Readdress(index, email) => {
            mock.put(&user(id(index)), &json!({ "email": email })).await
        }
        Call::SetGroups(index, groups) => {
            let body = json!({ "user_group_memberships": list(groups) });
            mock.put(&user(id(index)), &body).await
        }
        Call::Promote(index, admin) => {
            mock.put(&user(id(index)), &json!({ "is_superuser": admin }))
                .await
        }
        Call::Deactivate(index) => mock.delete(&user(id(index))).await,
        Call::Reactivate(index) => {
            mock.put(&format!("{}/reactivate", user(id(index))), &json!({}))
                .await
        }
        Call::Join(index, group) => {
            let body = json!({ "user_id": id(index), "group_id": group });
            mock.post("/api/permissions/membership", &body).await
        }
        Call::Leave(index, group) => {
            let all = mock.get("/api/permissions/membership").await.json();
            let of_user = all[id(index).to_string()].as_array().unwrap();
            let held = of_user
                .iter()
                .find(|membership| membership["group_id"] == *group);
            let membership = held.map_or(json!(999_999), |held| held["membership_id"].clone());
            mock.delete(&format!("/api/permissions/membership/{membership}"))
                .await
        }
        Call::Search(part, limit, offset) => {
            let path = format!("/api/user?query={part}&limit={limit}&offset={offset}");
            let answer = mock.get(&path).await;
            let json = answer.json();
            let found = json["data"].as_array().unwrap().iter();
            let found: Vec<u64> = found.map(|user| user["id"].as_u64().unwrap()).collect();
            let (expected, total) = model.search(part, *limit, *offset);
            assert_eq!(
                (found, &json["total"]),
                (expected, &json!(total)),
                "{call:?}"
            );
            assert_eq!(
                (&json["limit"], &json["offset"]),
                (&json!(limit), &json!(offset))
            );
            answer
        }
    };
    answer.status
}

/// The mock's users in the model's form.
async fn held(mock: &Mock) -> Vec<Person> {
    let all = mock.get("/api/user?status=all").await.json();
    let mut people: Vec<Person> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| {
            let groups = user["group_ids"].as_array().unwrap().iter();
            let person = Person {
                id: user["id"].as_u64().unwrap(),
                email: user["email"].as_str().unwrap().to_owned(),
                first: user["first_name"].as_str().map(str::to_owned),
                groups: groups.map(|id| id.as_u64().unwrap()).collect(),
                active: user["is_active"].as_bool().unwrap(),
            };
            assert_eq!(user["is_superuser"], person.is_admin());
            person
        })
        .collect();
    people.sort_by_key(|person| person.id);
    people
}

fn an_email() -> impl Strategy<Value = String> {
    // A few, so that calls meet the same address.
    prop_oneof![
        prop::sample::select(vec!["a@x.io", "A@X.io", "b@x.io", "c+d@x.io"])
            .prop_map(str::to_owned),
        "[a-z]{1,3}@y\\.io",
    ]
}

fn a_name() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-zA-Zäß]{1,4}")
}

fn groups() -> impl Strategy<Value = BTreeSet<u64>> {
    prop::collection::btree_set(1..=4_u64, 0..4).prop_map(|mut groups| {
        // Mostly valid ones.
        if groups.len() != 1 {
            groups.insert(1);
        }
        groups
    })
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let who = || 0..30_usize;
    let call = prop_oneof![
        (an_email(), a_name(), prop::option::of(groups()))
            .prop_map(|(email, first, groups)| Call::Create(email, first, groups)),
        (who(), a_name()).prop_map(|(index, first)| Call::Rename(index, first)),
        (who(), an_email()).prop_map(|(index, email)| Call::Readdress(index, email)),
        (who(), groups()).prop_map(|(index, groups)| Call::SetGroups(index, groups)),
        (who(), any::<bool>()).prop_map(|(index, admin)| Call::Promote(index, admin)),
        who().prop_map(Call::Deactivate),
        who().prop_map(Call::Reactivate),
        (who(), 2..=4_u64).prop_map(|(index, group)| Call::Join(index, group)),
        (who(), 2..=4_u64).prop_map(|(index, group)| Call::Leave(index, group)),
        ("[a-c@.]{0,2}", 0..5_usize, 0..5_usize)
            .prop_map(|(part, limit, offset)| Call::Search(part, limit, offset)),
    ];
    prop::collection::vec(call, 0..30)
}

/// Directs the call at an existing user.
fn aimed(call: Call, count: usize) -> Call {
    match call {
        Call::Rename(index, first) => Call::Rename(index % count, first),
        Call::Readdress(index, email) => Call::Readdress(index % count, email),
        Call::SetGroups(index, groups) => Call::SetGroups(index % count, groups),
        Call::Promote(index, admin) => Call::Promote(index % count, admin),
        Call::Deactivate(index) => Call::Deactivate(index % count),
        Call::Reactivate(index) => Call::Reactivate(index % count),
        Call::Join(index, group) => Call::Join(index % count, group),
        Call::Leave(index, group) => Call::Leave(index % count, group),
        other => other,
    }
}

async fn agrees(calls: Vec<Call>) -> Result<(), TestCaseError> {
    let mock = Mock::documented();
    mock.edit(|store| {
        let mut fresh = crate::metabase::Store::default();
        fresh.add_group("three", None);
        fresh.add_group("four", None);
        let now = "2026-01-15T09:30:00Z".parse().unwrap();
        fresh.add_person("root@x.io", [2], now);
        fresh.add_person("plain@x.io", [3], now);
        fresh.add_api_user("key", now);
        *store = fresh;
    });
    let mut model = Model {
        people: held(&mock).await,
        next: 4,
    };
    for call in calls {
        let call = aimed(call, model.people.len());
        let status = send(&mock, &model, &call).await;
        prop_assert_eq!(status, model.apply(&call), "{:?}", call);
    }
    prop_assert_eq!(held(&mock).await, model.people);
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
