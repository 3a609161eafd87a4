//! Harborline's people as a Pivot holds them.

use super::people::Access::{self, Enabled, NoRecord, Since};
use super::people::PEOPLE;
use super::roles;
use crate::pivot::{Status, Store, User};
use wire::pivot::Generation;

/// Status records whose user has been removed.
const LEAVERS: [(&str, Access); 2] = [
    (
        "former.intern@harborline.example",
        Since("2023-08-31T16:00:00.000Z"),
    ),
    ("gustav.meyer@harborline.example", Enabled),
];

pub(super) fn pivot(generation: Generation) -> Store {
    let mut store = Store {
        roles: roles::demo(),
        ..Store::default()
    };
    for (index, person) in PEOPLE.iter().enumerate() {
        let user = User {
            name: person.name.to_owned(),
            first_name: present(person.first),
            last_name: present(person.last),
            // The 2023.01 page has no such field.
            email: match generation {
                Generation::Current => person.email().map(str::to_owned),
                Generation::V2023_01 => None,
            },
            // Some have chosen, most have not.
            color_mode: (index % 4 == 0).then(|| "dark-color-mode".to_owned()),
            roles: Some(person.roles.iter().map(|role| (*role).to_owned()).collect()),
            ..User::default()
        };
        store.users.insert(user.name.clone(), user);
        add_status(&mut store, person.name, person.access);
    }
    for (name, access) in &LEAVERS {
        add_status(&mut store, name, *access);
    }
    store
}

fn add_status(store: &mut Store, name: &str, access: Access) {
    let disabled = match access {
        NoRecord => return,
        Enabled => None,
        Since(time) => Some(time.to_owned()),
    };
    let status = Status {
        name: name.to_owned(),
        disabled,
        ..Status::default()
    };
    store.statuses.insert(status.name.clone(), status);
}

fn present(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::rfc_3339;

    #[test]
    fn about_sixty_people_who_differ_in_every_way_that_matters() {
        let store = pivot(Generation::V2023_01);
        let (users, statuses) = (&store.users, &store.statuses);
        assert_eq!(users.len(), PEOPLE.len(), "two of the same name");
        assert!((55..=65).contains(&users.len()));
        assert!(users.keys().any(|name| name.chars().count() == 60));
        assert!(users.keys().any(|name| !name.is_ascii()));
        assert!(users.values().any(|user| user.first_name.is_none()));
        let without = users.keys().filter(|name| !statuses.contains_key(*name));
        assert_eq!(without.count(), 4);
        let orphans = statuses.keys().filter(|name| !users.contains_key(*name));
        assert_eq!(orphans.count(), 2);
        let times: Vec<_> = statuses
            .values()
            .filter_map(|status| status.disabled.as_deref())
            .collect();
        assert!(times.len() >= 8);
        for time in times {
            assert!(rfc_3339(time).is_some(), "{time}");
        }
    }

    #[test]
    fn only_the_current_page_has_an_email() {
        let emails = |generation| {
            let store = pivot(generation);
            store
                .users
                .values()
                .filter(|user| user.email.is_some())
                .count()
        };
        assert_eq!(emails(Generation::V2023_01), 0);
        assert!(emails(Generation::Current) > 50);
    }
}
