//! Harborline's people in Pivot.

use super::days::Today;
use super::people::Access::{self, DisabledDaysAgo, Enabled, NoRecord};
use super::people::{PEOPLE, Person};
use super::roles;
use crate::pivot::{Status, Store, User};
use wire::Platform;
use wire::pivot::Generation;

/// Status records whose user has been removed.
const LEAVERS: [(&str, Access); 2] = [
    ("former.intern@harborline.example", DisabledDaysAgo(868)),
    ("gustav.meyer@harborline.example", Enabled),
];

pub(super) fn pivot(generation: Generation, today: Today) -> Store {
    let mut store = Store {
        roles: roles::demo(),
        ..Store::default()
    };
    for (index, person) in people_here().enumerate() {
        let user = User {
            name: person.name.to_owned(),
            first_name: present(person.first),
            last_name: present(person.last),
            // The 2023.01 page has no such field.
            email: match generation {
                Generation::Current => email(person).map(str::to_owned),
                Generation::V2023_01 => None,
            },
            // Some users have chosen one, most have not.
            color_mode: (index % 4 == 0).then(|| "dark-color-mode".to_owned()),
            roles: Some(person.roles.iter().map(|role| (*role).to_owned()).collect()),
            ..User::default()
        };
        store.users.insert(user.name.clone(), user);
        add_status(&mut store, person.name, person.access, today);
    }
    for (name, access) in &LEAVERS {
        add_status(&mut store, name, *access, today);
    }
    store
}

fn people_here() -> impl Iterator<Item = &'static Person> {
    let people = PEOPLE.iter();
    people.filter(|person| person.is_on(Platform::Pivot))
}

/// The address of a user; a person's second account has the address of the
/// first.
fn email(person: &Person) -> Option<&'static str> {
    match person.name {
        "mateo-reports" => Some("mateo.garcia@harborline.example"),
        _ => person.email(),
    }
}

fn add_status(store: &mut Store, name: &str, access: Access, today: Today) {
    let disabled = match access {
        NoRecord => return,
        Enabled => None,
        DisabledDaysAgo(days) => {
            let time = today.days_ago(days.into(), store.statuses.len());
            // With milliseconds, as in the documents.
            Some(format!("{time:.3}"))
        }
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
    use jiff::Timestamp;

    fn demo(generation: Generation) -> Store {
        pivot(generation, Today::from_time(Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn between_60_and_70_people_are_on_pivot_and_differ_in_every_way_that_matters() {
        let store = demo(Generation::V2023_01);
        let (users, statuses) = (&store.users, &store.statuses);
        assert_eq!(users.len(), people_here().count(), "two of the same name");
        assert!((60..=70).contains(&users.len()));
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
            assert_eq!(time.len(), "1969-12-20T07:30:00.000Z".len(), "{time}");
        }
    }

    #[test]
    fn only_the_current_page_has_an_email() {
        let emails = |generation| {
            let store = demo(generation);
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
