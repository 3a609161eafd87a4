//! Companies of a few people, for tests.

use crate::accounts::Accounts;
use crate::people::{AccountRef, LibraryRules, Lists, People, Person, PersonAccount, PersonKey};
use crate::record::{PivotRecord, Record};
use std::collections::BTreeMap;
use wire::console::Connection;
use wire::pivot::{Status, User};
use wire::{Platform, actian, metabase};

pub(crate) const NOW: &str = "2026-01-15T09:30:00.000Z";

/// The connections of most tests: one for each platform, called like it.
pub(crate) const PLATFORMS: [Platform; 3] = Platform::ALL;

pub(crate) fn connection(platform: Platform) -> Connection {
    crate::plan::tests::connection(platform)
}

pub(crate) fn connections() -> Vec<Connection> {
    PLATFORMS.map(connection).into()
}

/// A user of Pivot with a status.
pub(crate) fn pivot(name: &str, email: &str) -> Record {
    pivot_with(name, email, &["analyst"], None)
}

pub(crate) fn pivot_with(
    name: &str,
    email: &str,
    roles: &[&str],
    disabled: Option<&str>,
) -> Record {
    Record::Pivot(PivotRecord {
        user: Some(User {
            name: name.into(),
            email: (!email.is_empty()).then(|| email.into()),
            roles: roles.iter().map(|role| (*role).into()).collect(),
            ..User::default()
        }),
        status: Some(Status {
            name: name.into(),
            disabled: disabled.map(Into::into),
            ..Status::default()
        }),
    })
}

pub(crate) fn of_actian(email: &str, role: &str) -> Record {
    Record::Actian(actian::User {
        email: email.into(),
        role: actian::Role::from(role),
        ..actian::User::default()
    })
}

pub(crate) fn of_metabase(id: u64, email: &str) -> metabase::User {
    metabase::User {
        id,
        email: email.into(),
        is_superuser: Some(false),
        is_active: Some(true),
        group_ids: Some([1].into()),
        ..metabase::User::default()
    }
}

/// `record` with a full name, where it has none yet.
pub(crate) fn named(mut record: Record, first: &str, last: &str) -> Record {
    match &mut record {
        Record::Pivot(record) => {
            if let Some(user) = &mut record.user {
                user.first_name = Some(first.into());
                user.last_name = Some(last.into());
            }
        }
        Record::Actian(user) => {
            user.first_name = first.into();
            user.last_name = last.into();
        }
        Record::Metabase(user) => {
            user.first_name = Some(first.into());
            user.last_name = Some(last.into());
        }
    }
    record
}

pub(crate) fn accounts(platform: Platform, records: Vec<Record>) -> Accounts {
    Accounts::new(platform, records, Vec::new())
}

/// A company: what each platform holds.
pub(crate) struct World(pub(crate) Vec<Accounts>);

impl World {
    /// With these records, each on its platform.
    pub(crate) fn new(records: Vec<Record>) -> Self {
        let of_platform = |platform| {
            let records = records
                .iter()
                .filter(|record| record.platform() == platform);
            accounts(platform, records.cloned().collect())
        };
        Self(PLATFORMS.map(of_platform).into())
    }

    pub(crate) fn lists(&self) -> Vec<Option<&Accounts>> {
        self.0.iter().map(Some).collect()
    }

    /// Everyone, matched at once.
    pub(crate) fn people(&self) -> People {
        let mut people = People::new(connections(), &LibraryRules);
        for (at, accounts) in self.0.iter().enumerate() {
            people.loaded(at, accounts);
        }
        assert!(!people.step(&self.lists(), usize::MAX));
        people
    }
}

pub(crate) fn account(connection: &str, key: &str) -> AccountRef {
    AccountRef::new(connection, key)
}

pub(crate) fn person_key(text: &str) -> PersonKey {
    text.parse().unwrap()
}

/// The person called `key`, who is there.
pub(crate) fn person<'a>(people: &'a People, lists: Lists<'a>, key: &str) -> Person<'a> {
    let id = people.find(&person_key(key));
    people.person(id.unwrap_or_else(|| panic!("{key} is not there")), lists)
}

/// Who has which accounts.
pub(crate) fn grouped(people: &People, lists: Lists<'_>) -> BTreeMap<String, Vec<AccountRef>> {
    let person = |id| {
        let person = people.person(id, lists);
        let mut accounts: Vec<AccountRef> = person
            .accounts()
            .iter()
            .map(PersonAccount::to_ref)
            .collect();
        accounts.sort();
        (person.key().to_string(), accounts)
    };
    people.ids().map(person).collect()
}
