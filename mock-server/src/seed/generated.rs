//! Any number of accounts on every platform, always the same. Most belong to
//! people who are on the other platforms as well.

use super::days::Today;
use super::people::{ADMIN, ANALYST, PASSWORD};
use super::{actian::TENANT, roles};
use crate::password::Password;
use crate::{actian, metabase as mb, pivot as pv};
use jiff::{SignedDuration, Timestamp};
use wire::Platform;
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

/// The platforms of the person behind an account, by its index in the list: of
/// 20, 14 are on all three, two on each pair, and two on no other. So 80 % of a
/// platform's addresses are on each of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spread {
    Everywhere,
    /// On all but this one, where another person has the index.
    AllBut(Platform),
}

impl Spread {
    const fn for_index(index: u32) -> Self {
        match index % 20 {
            4 | 14 => Self::AllBut(Platform::Metabase),
            DISABLED | 17 => Self::AllBut(Platform::Actian),
            9 | 19 => Self::AllBut(Platform::Pivot),
            _ => Self::Everywhere,
        }
    }
}

/// Which one of 20 is disabled: one without an account on Actian, which cannot
/// disable accounts.
const DISABLED: u32 = 7;

/// An account, by its index in the list.
struct Account {
    index: u32,
    email: String,
    first: &'static str,
    last: &'static str,
    /// A Pivot role; the other platforms only distinguish administrators.
    role: &'static str,
}

impl Account {
    /// Since when it is disabled.
    fn disabled(&self) -> Option<String> {
        (self.index % 20 == DISABLED)
            .then(|| format!("2025-{:02}-15T08:30:00.000Z", 1 + self.index % 12))
    }

    /// One of 20 that Pivot has disabled can still sign in to Metabase.
    fn is_forgotten(&self) -> bool {
        self.index % 400 == DISABLED
    }

    fn is_admin(&self) -> bool {
        self.role == "super-admin"
    }
}

/// The first `count` accounts of a platform.
fn accounts(platform: Platform, count: u32) -> impl Iterator<Item = Account> {
    (0..count).map(move |index| {
        let (email, first, last, role) = match index {
            0 => (ADMIN.to_owned(), "Admin", "Example", "super-admin"),
            1 => (ANALYST.to_owned(), "Analyst", "Example", "analyst"),
            _ => (
                address(platform, index),
                pick(&FIRST, index),
                pick(&LAST, index),
                pick(&ROLES, index),
            ),
        };
        Account {
            index,
            email,
            first,
            last,
            role,
        }
    })
}

fn address(platform: Platform, index: u32) -> String {
    let name = if Spread::for_index(index) == Spread::AllBut(platform) {
        platform.id()
    } else {
        "user"
    };
    format!("{name}{index:06}@harborline.example")
}

fn pick(from: &'static [&'static str], index: u32) -> &'static str {
    let place = to_usize(index) % from.len().max(1);
    from.get(place).copied().unwrap_or_default()
}

fn to_usize(index: u32) -> usize {
    usize::try_from(index).unwrap_or_default()
}

pub(super) fn pivot(count: u32, generation: Generation) -> pv::Store {
    let mut store = pv::Store {
        roles: roles::demo(),
        ..pv::Store::default()
    };
    for account in accounts(Platform::Pivot, count) {
        let name = account.email.clone();
        let status = pv::Status {
            name: name.clone(),
            disabled: account.disabled(),
            ..pv::Status::default()
        };
        let user = pv::User {
            name: name.clone(),
            first_name: Some(account.first.to_owned()),
            last_name: Some(account.last.to_owned()),
            // The 2023.01 page has no such field.
            email: match generation {
                Generation::Current => Some(name.clone()),
                Generation::V2023_01 => None,
            },
            roles: Some(vec![account.role.to_owned()]),
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
    for account in accounts(Platform::Actian, count) {
        let role = if account.is_admin() {
            actian::Role::Admin
        } else {
            actian::Role::User
        };
        store.add(actian::Account {
            email: account.email.clone(),
            first_name: account.first.to_owned(),
            last_name: account.last.to_owned(),
            password: Some(password.clone()),
            id: String::new(),
        });
        store.join(TENANT, &account.email, role);
    }
    store
}

pub(super) fn metabase(count: u32, today: Today) -> mb::Store {
    // 2024-01-08T09:00:00Z
    let start = Timestamp::from_second(1_704_704_400).unwrap_or(Timestamp::UNIX_EPOCH);
    let later = |minutes: u32| {
        let later = start.saturating_add(SignedDuration::from_mins(i64::from(minutes)));
        later.unwrap_or(start)
    };
    let mut store = mb::Store::default();
    let analysts = store.add_group("Analysts", None);
    let password = Password::new(PASSWORD);
    for account in accounts(Platform::Metabase, count) {
        let group = match account.role {
            "super-admin" => Some(mb::ADMINISTRATORS),
            "analyst" => Some(analysts),
            _ => None,
        };
        let joined = later(account.index);
        let id = store.add_person(&account.email, group, joined);
        store.edit(id, |user| {
            user.first_name = Some(account.first.to_owned());
            user.last_name = Some(account.last.to_owned());
            user.password = Some(password.clone());
            user.is_active = account.disabled().is_none() || account.is_forgotten();
            // One of 50 has never signed in; some have not for a year.
            let days = account.index * 37 % 400;
            let came = account.index % 50 != 13;
            user.last_login = came.then(|| today.days_ago(days, to_usize(account.index)));
            user.first_login = came.then_some(joined);
            user.is_qbnewb = !came;
        });
    }
    store.add_api_user("Rollcall", start);
    store
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn addresses(platform: Platform, count: u32) -> BTreeSet<String> {
        let emails = accounts(platform, count).map(|account| account.email);
        emails.collect()
    }

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

    #[test]
    fn four_of_five_addresses_are_on_another_platform_too() {
        let platforms = Platform::ALL.map(|platform| addresses(platform, 1000));
        let [first, second, third] = &platforms;
        for (one, other) in [(first, second), (first, third), (second, third)] {
            assert_eq!((one.len(), other.len()), (1000, 1000));
            assert_eq!(one.intersection(other).count(), 800);
        }
        let everywhere = first.iter().filter(|email| second.contains(*email));
        assert_eq!(
            everywhere.filter(|email| third.contains(*email)).count(),
            700
        );
        let all: BTreeSet<_> = platforms.iter().flatten().collect();
        assert_eq!(all.len(), 1300);
    }

    #[test]
    fn a_disabled_account_is_disabled_on_all_its_platforms_but_for_a_few() {
        let actian = addresses(Platform::Actian, 2000);
        let disabled: Vec<Account> = accounts(Platform::Pivot, 2000)
            .filter(|account| account.disabled().is_some())
            .collect();
        assert_eq!(disabled.len(), 100);
        assert!(
            disabled
                .iter()
                .all(|account| !actian.contains(&account.email))
        );
        assert_eq!(
            disabled
                .iter()
                .filter(|account| account.is_forgotten())
                .count(),
            5
        );
    }
}
