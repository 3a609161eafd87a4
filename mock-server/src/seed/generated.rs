//! Any number of people, always the same ones, on every platform.

use super::people::{ADMIN, ANALYST, PASSWORD};
use super::{actian::TENANT, roles};
use crate::password::Password;
use crate::{actian, metabase as mb, pivot as pv};
use jiff::{SignedDuration, Timestamp};
use wire::pivot::Generation;

const FIRST: [&str; 20] = [
    "Amara", "Tomasz", "Yuki", "Søren", "María", "Liam", "Zoë", "Chidi", "Priya", "Jürgen", "Ana",
    "Omar", "Hoa", "Isabella", "Dmitri", "Leila", "Kwame", "Sofia", "Mateo", "Aiko",
];
const LAST: [&str; 19] = [
    "Okafor",
    "Wiśniewski",
    "Tanaka",
    "Østergaard",
    "Fernández",
    "O’Connor",
    "Müller",
    "Eze",
    "Rao",
    "Groß",
    "Popescu",
    "Haddad",
    "Nguyễn",
    "Rossi",
    "Volkov",
    "Farahani",
    "Mensah",
    "Lindqvist",
    "García",
];
const ROLES: [&str; 5] = ["viewer", "analyst", "editor", "finance", "operations"];

/// Somebody, by the place in the list.
struct Somebody {
    index: u32,
    email: String,
    first: &'static str,
    last: &'static str,
    /// A Pivot's role; the other platforms know administrators and the rest.
    role: &'static str,
}

impl Somebody {
    /// One in 20 has been kept out since this time.
    fn disabled(&self) -> Option<String> {
        (self.index % 20 == 7).then(|| format!("2025-{:02}-15T08:30:00.000Z", 1 + self.index % 12))
    }

    fn is_admin(&self) -> bool {
        self.role == "super-admin"
    }
}

/// The first `count` people there are.
fn people(count: u32) -> impl Iterator<Item = Somebody> {
    (0..count).map(|index| {
        let (email, first, last, role) = match index {
            0 => (ADMIN.to_owned(), "Admin", "Example", "super-admin"),
            1 => (ANALYST.to_owned(), "Analyst", "Example", "analyst"),
            _ => (
                format!("user{index:06}@harborline.example"),
                pick(&FIRST, index),
                pick(&LAST, index),
                pick(&ROLES, index),
            ),
        };
        Somebody {
            index,
            email,
            first,
            last,
            role,
        }
    })
}

fn pick(from: &'static [&'static str], index: u32) -> &'static str {
    let place = usize::try_from(index).unwrap_or_default() % from.len().max(1);
    from.get(place).copied().unwrap_or_default()
}

pub(super) fn pivot(count: u32, generation: Generation) -> pv::Store {
    let mut store = pv::Store {
        roles: roles::demo(),
        ..pv::Store::default()
    };
    for somebody in people(count) {
        let name = somebody.email.clone();
        let status = pv::Status {
            name: name.clone(),
            disabled: somebody.disabled(),
            ..pv::Status::default()
        };
        let user = pv::User {
            name: name.clone(),
            first_name: Some(somebody.first.to_owned()),
            last_name: Some(somebody.last.to_owned()),
            // The 2023.01 page has no such field.
            email: match generation {
                Generation::Current => Some(name.clone()),
                Generation::V2023_01 => None,
            },
            roles: Some(vec![somebody.role.to_owned()]),
            ..pv::User::default()
        };
        store.users.insert(name.clone(), user);
        store.statuses.insert(name, status);
    }
    store
}

pub(super) fn actian(count: u32) -> actian::Store {
    let mut store = actian::Store::default();
    store.open(TENANT);
    let password = Password::new(PASSWORD);
    for somebody in people(count) {
        let role = if somebody.is_admin() {
            actian::Role::Admin
        } else {
            actian::Role::User
        };
        store.add(actian::Account {
            email: somebody.email.clone(),
            first_name: somebody.first.to_owned(),
            last_name: somebody.last.to_owned(),
            password: Some(password.clone()),
            id: String::new(),
        });
        store.join(TENANT, &somebody.email, role);
    }
    store
}

pub(super) fn metabase(count: u32) -> mb::Store {
    // 2024-01-08T09:00:00Z
    let start = Timestamp::from_second(1_704_704_400).unwrap_or(Timestamp::UNIX_EPOCH);
    let later = |minutes: u32| {
        let later = start.saturating_add(SignedDuration::from_mins(i64::from(minutes)));
        later.unwrap_or(start)
    };
    let mut store = mb::Store::default();
    let analysts = store.add_group("Analysts", None);
    let password = Password::new(PASSWORD);
    for somebody in people(count) {
        let group = match somebody.role {
            "super-admin" => Some(mb::ADMINISTRATORS),
            "analyst" => Some(analysts),
            _ => None,
        };
        let joined = later(somebody.index);
        let id = store.add_person(&somebody.email, group, joined);
        store.edit(id, |user| {
            user.first_name = Some(somebody.first.to_owned());
            user.last_name = Some(somebody.last.to_owned());
            user.password = Some(password.clone());
            user.is_active = somebody.disabled().is_none();
        });
    }
    store.add_api_user("Rollcall", start);
    store
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_people_begins_with_the_same_ones() {
        let (few, many) = (
            pivot(3, Generation::Current),
            pivot(100, Generation::Current),
        );
        assert_eq!((few.users.len(), many.users.len()), (3, 100));
        assert!(many.users.keys().take(3).eq(few.users.keys()));
        assert_eq!(few.users.keys().next().map(String::as_str), Some(ADMIN));
        assert!(
            many.statuses
                .values()
                .any(|status| status.disabled.is_some())
        );
        assert!(pivot(0, Generation::Current).users.is_empty());
    }
}
