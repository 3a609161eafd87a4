//! The tenants of Actian and their members: most of the people of Harborline,
//! so that one person can be found here and in Pivot.

use super::people::{ADMIN, ANALYST, PASSWORD, PEOPLE, Person};
use crate::actian::{Account, Role, Store};
use crate::password::Password;
use wire::Platform;

/// The tenant that sign-ins and connections use.
pub(crate) const TENANT: &str = "demo";
/// Another tenant, so that accounts can be in two.
const FINANCE: &str = "finance";

/// The two well-known accounts in one tenant, the administrator in both.
pub(super) fn documented() -> Store {
    let mut store = Store::default();
    store.open(TENANT);
    store.open(FINANCE);
    for (email, first_name, role) in [
        (ADMIN, "Admin", Role::Admin),
        (ANALYST, "Analyst", Role::User),
    ] {
        add(&mut store, email, first_name, "Example");
        store.join(TENANT, email, role);
    }
    store.join(FINANCE, ADMIN, Role::Admin);
    store
}

/// The two well-known accounts and the company. People who only look at
/// dashboards have no account; those who only work in finance are only in that
/// tenant, and can be assigned to the other.
pub(super) fn demo() -> Store {
    let mut store = documented();
    for person in PEOPLE {
        let Some(email) = person.email().filter(|_| has_account(person)) else {
            continue;
        };
        let email = spelled(email);
        add(&mut store, email, person.first, person.last);
        let role = if person.has("super-admin") || person.has("operations") {
            Role::Admin
        } else {
            Role::User
        };
        if person.has("finance") {
            store.join(FINANCE, email, role);
        }
        if person.roles != ["finance"] {
            store.join(TENANT, email, role);
        }
    }
    store
}

fn add(store: &mut Store, email: &str, first_name: &str, last_name: &str) {
    store.add(Account {
        email: email.to_owned(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        password: Some(Password::new(PASSWORD)),
        id: String::new(),
    });
}

fn has_account(person: &Person) -> bool {
    let mut roles = person.roles.iter();
    let works_with_data =
        roles.any(|role| !matches!(*role, "viewer" | "alerts-manager" | "exporter"));
    works_with_data && !person.first.is_empty() && person.is_on(Platform::Actian)
}

/// Platforms disagree on letter case; some of this company's addresses are
/// spelled differently here: with capitals, or with another form of an accent.
fn spelled(email: &'static str) -> &'static str {
    match email {
        "yuki.tanaka@harborline.example" => "Yuki.Tanaka@Harborline.example",
        "omar.haddad@harborline.example" => "Omar.Haddad@harborline.example",
        "birgitta.ågren@harborline.example" => "birgitta.a\u{30a}gren@harborline.example",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::actian::Role;
    use crate::seed::actian::{demo, documented};
    use crate::seed::people::{ADMIN, ANALYST, PEOPLE};
    use serde_json::{Value, json};

    fn emails(members: &Value) -> Vec<String> {
        let members = members.as_array().unwrap().iter();
        let emails = members.map(|member| member["email"].as_str().unwrap().to_owned());
        emails.collect()
    }

    #[test]
    fn the_documented_tenant_holds_the_well_known_two() {
        let store = documented();
        let members = json!(store.members("demo"));
        assert_eq!(emails(&members), [ADMIN, ANALYST]);
        assert_eq!(store.role("demo", ADMIN), Some(Role::Admin));
        assert_eq!(store.role("demo", ANALYST), Some(Role::User));
        assert_eq!(store.role("finance", ANALYST), None);
    }

    #[test]
    fn harborlines_people_are_those_of_the_other_platforms_and_span_tenants() {
        let store = demo();
        let here = emails(&json!(store.members("demo")));
        let there = emails(&json!(store.members("finance")));
        assert!((20..PEOPLE.len()).contains(&here.len()), "{}", here.len());
        for email in here.iter().chain(&there) {
            let known = [ADMIN, ANALYST].contains(&email.as_str());
            let person = PEOPLE
                .iter()
                .find(|person| super::spelled(person.name) == email);
            assert!(known || person.is_some(), "{email}");
        }
        assert!(here.iter().any(|email| *email != email.to_lowercase()));
        assert!(there.iter().any(|email| here.contains(email)));
        let only_there = there.iter().find(|email| !here.contains(email)).unwrap();
        assert!(store.account(only_there).is_some());
    }
}
