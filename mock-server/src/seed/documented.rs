//! The people of the documents: those of `pivot-user-statuses-2023.01.txt` at
//! `company.com`, those of `pivot-user-statuses-current.txt` at `example.com`.
//!
//! No document shows the users themselves, so each has a plain value in every
//! field of `pivot-users.txt`.

use super::roles;
use crate::pivot::{Status, Store, User};

/// Since when the analysts are disabled, in both pages.
const SINCE: &str = "2022-09-21T19:01:25.872Z";

pub(super) fn pivot() -> Store {
    let mut store = Store {
        roles: roles::documented(),
        ..Store::default()
    };
    for (domain, company) in [("company.com", "Company"), ("example.com", "Example")] {
        for (local_part, role, disabled) in [
            ("admin", "super-admin", None),
            ("analyst", "analyst", Some(SINCE)),
        ] {
            let name = format!("{local_part}@{domain}");
            let user = User {
                name: name.clone(),
                first_name: Some(
                    if disabled.is_none() {
                        "Admin"
                    } else {
                        "Analyst"
                    }
                    .to_owned(),
                ),
                last_name: Some(company.to_owned()),
                color_mode: Some("dark-color-mode".to_owned()),
                roles: Some(vec![role.to_owned()]),
                ..User::default()
            };
            store.users.insert(name.clone(), user);
            let status = Status {
                name: name.clone(),
                disabled: disabled.map(str::to_owned),
                ..Status::default()
            };
            store.statuses.insert(name, status);
        }
    }
    store
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn exactly_the_people_of_both_pages_are_there() {
        let store = pivot();
        let mut documented: Vec<Value> = Vec::new();
        for page in [
            include_str!("../../../tests/fixtures/pivot/2023.01/statuses.list.json"),
            include_str!("../../../tests/fixtures/pivot/current/statuses.list.json"),
        ] {
            let mut page: Value = serde_json::from_str(page).unwrap();
            documented.append(page["userStatuses"].as_array_mut().unwrap());
        }
        let held: Vec<&Status> = store.statuses.values().collect();
        assert_eq!(json!(held), json!(documented));
        assert!(store.users.keys().eq(store.statuses.keys()));
    }
}
