//! The demo's company, read from the platforms as a console reads it.

use crate::testing::Mock;
use crate::{Options, Seed, TOKEN};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use wire::Platform;
use wire::pivot::Generation;

/// The time of the tests, in any year: the demo's dates are relative to it.
pub(super) const NOW: &str = "2031-07-01T09:30:00Z";

/// One account, as its platform lists it.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) platform: Platform,
    /// The address as written there, or a Pivot name that is not an address.
    pub(super) written: String,
    /// The address for comparison: the person.
    pub(super) person: String,
    pub(super) name: String,
    /// `None` where the platform cannot disable an account.
    pub(super) enabled: Option<bool>,
    pub(super) is_admin: bool,
    /// The time of the last sign-in, or since when the account waits for its
    /// first. `None` if the platform does not say.
    pub(super) sign_in: Option<SignIn>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum SignIn {
    NeverSince(Timestamp),
    At(Timestamp),
}

pub(super) struct Company {
    pub(super) accounts: Vec<Account>,
    /// Pivot's status records that have no user.
    pub(super) orphans: Vec<String>,
}

pub(super) fn text_field<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn time_field(value: &Value, key: &str) -> Option<Timestamp> {
    value[key].as_str().map(|time| time.parse().unwrap())
}

/// An address for comparison, with the rules that this company's addresses
/// need.
fn normalized(address: &str) -> String {
    address
        .to_lowercase()
        .replace("a\u{30a}", "å")
        .replace("xn--hfen-loa", "häfen")
}

pub(super) async fn read_list(mock: &Mock, path: &str, key: Option<&str>) -> Vec<Value> {
    let headers = ["x-api-key", "x-imply-api-token", "x-tlm-key"].map(|name| (name, TOKEN));
    let answer = mock.call("GET", path, &headers, None).await.json();
    let list = key.map_or(&answer, |key| &answer[key]);
    list.as_array().unwrap().clone()
}

impl Company {
    pub(super) async fn read(generation: Generation) -> Self {
        let mock = Mock::new(Options {
            seed: Seed::Demo,
            clock: NOW.parse().unwrap(),
            generation,
            ..Options::default()
        });
        let (users, roles) = match generation {
            Generation::V2023_01 => (None, "users"),
            Generation::Current => (Some("users"), "roles"),
        };
        let pivot = read_list(&mock, "/api/v1/users", users).await;
        let statuses = read_list(&mock, "/api/v1/user-statuses", Some("userStatuses")).await;
        let actian = read_list(&mock, "/api/auth/auth/demo/users", None).await;
        let metabase = read_list(&mock, "/api/user?status=all", Some("data")).await;

        let name = |user: &Value, first, last| {
            format!("{} {}", text_field(user, first), text_field(user, last))
                .trim()
                .to_owned()
        };
        let mut accounts = Vec::new();
        for user in &pivot {
            let written = text_field(user, "name").to_owned();
            let status = statuses.iter().find(|status| status["name"] == written);
            accounts.push(Account {
                platform: Platform::Pivot,
                person: normalized(user["email"].as_str().unwrap_or(&written)),
                name: name(user, "firstName", "lastName"),
                enabled: Some(status.is_none_or(|status| status["disabled"].is_null())),
                is_admin: user[roles]
                    .as_array()
                    .unwrap()
                    .contains(&"super-admin".into()),
                sign_in: None,
                written,
            });
        }
        for user in &actian {
            accounts.push(Account {
                platform: Platform::Actian,
                written: text_field(user, "email").to_owned(),
                person: normalized(text_field(user, "email")),
                name: name(user, "first_name", "last_name"),
                enabled: None,
                is_admin: user["role"] == "admin",
                sign_in: None,
            });
        }
        for user in &metabase {
            let never = SignIn::NeverSince(time_field(user, "date_joined").unwrap());
            accounts.push(Account {
                platform: Platform::Metabase,
                written: text_field(user, "email").to_owned(),
                person: normalized(text_field(user, "email")),
                name: name(user, "first_name", "last_name"),
                enabled: user["is_active"].as_bool(),
                is_admin: user["is_superuser"] == true,
                sign_in: Some(time_field(user, "last_login").map_or(never, SignIn::At)),
            });
        }
        let users: BTreeSet<&str> = pivot.iter().map(|user| text_field(user, "name")).collect();
        let names = statuses.iter().map(|status| text_field(status, "name"));
        let orphans = names
            .filter(|name| !users.contains(name))
            .map(str::to_owned);
        Self {
            orphans: orphans.collect(),
            accounts,
        }
    }

    pub(super) fn people(&self) -> BTreeMap<&str, Vec<&Account>> {
        let mut people: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
        for account in &self.accounts {
            people.entry(&account.person).or_default().push(account);
        }
        people
    }

    /// The people whose accounts match.
    pub(super) fn people_with(&self, is_so: impl Fn(&[&Account]) -> bool) -> Vec<String> {
        let people = self.people().into_iter();
        let found = people.filter(|(_, accounts)| is_so(accounts));
        found.map(|(person, _)| person.to_owned()).collect()
    }

    /// The people who have an account that matches.
    pub(super) fn accounts_with(&self, is_so: impl Fn(&Account) -> bool) -> Vec<String> {
        self.people_with(|accounts| accounts.iter().any(|account| is_so(account)))
    }

    /// The remaining people who are alike in pairs, by address and name.
    pub(super) fn alike(&self, are_alike: impl Fn([&str; 2], [&str; 2]) -> bool) -> Vec<String> {
        let first = |(person, accounts): (&'_ str, Vec<&Account>)| {
            let name = accounts
                .first()
                .map_or("", |account| &account.name)
                .to_owned();
            (person.to_owned(), name)
        };
        let people: Vec<(String, String)> = (self.people().into_iter()).map(first).collect();
        let mut found = Vec::new();
        for (index, one) in people.iter().enumerate() {
            for other in people.iter().skip(index + 1) {
                if are_alike([&one.0, &one.1], [&other.0, &other.1]) {
                    found.push(format!("{} {}", one.0, other.0));
                }
            }
        }
        found
    }
}
