//! The findings of the page, as the stores have them now.

use super::DriftPage;
use crate::browser::task::in_slices;
use crate::routes;
use crate::state::people::PeopleStore;
use roster::Change;
use roster::accounts::{Account, Accounts};
use roster::people::{
    AccountRef, Assignment, Drift, DriftContext, DriftId, DriftKind, DriftScan, DriftSubject,
    Lists, MendKind, People, PersonKey, connection_drift, person_drift,
};
use roster::record::Record;
use roster::view::fold;
use std::collections::HashSet;

/// How many people are looked at between two looks at the clock.
const BUDGET: usize = 100;

/// Up to how many people are shown by the alphabet. Of more than that only some are shown.
const SORTED: usize = 1000;

/// A finding, with what the page shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Case {
    pub(super) id: DriftId,
    pub(super) who: Who,
    pub(super) accounts: Vec<CaseAccount>,
    /// Since when, as far as a platform tells: RFC 3339.
    pub(super) since: Option<String>,
    /// What mends it, the usual way first.
    pub(super) mends: Vec<MendKind>,
}

/// The person or thing that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Who {
    pub(super) name: String,
    /// What tells it from others of the same name; may be empty.
    pub(super) exact: String,
    /// Where it is shown; nothing where no URL names it.
    pub(super) url: Option<String>,
}

/// An account of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct CaseAccount {
    /// The connection's label.
    pub(super) connection: String,
    /// What tells the account from others there.
    pub(super) handle: String,
    /// Whether it can sign in, in a word.
    pub(super) access: &'static str,
    pub(super) url: Option<String>,
}

/// Up to `most` cases of a kind that are not dismissed.
pub(super) fn cases(people: PeopleStore, kind: DriftKind, most: usize) -> Vec<Case> {
    people.read_drift(|people, lists, scan, context| {
        let mut ids = scan.people(kind);
        if ids.len() <= SORTED {
            ids.sort_by_cached_key(|id| fold(&people.person(*id, lists).name()));
        }
        let of_people = ids.into_iter().flat_map(|id| {
            let person = people.person(id, lists);
            let found = person_drift(people, &person, context);
            let found = found.into_iter().filter(|one| is_open(one, kind));
            found.collect::<Vec<_>>()
        });
        let of_connections = scan.connections().iter();
        let of_connections = of_connections.filter(|one| one.id.kind == kind).cloned();
        let all = of_people.chain(of_connections).take(most);
        all.map(|one| case(people, lists, one)).collect()
    })
}

fn is_open(drift: &Drift, kind: DriftKind) -> bool {
    drift.id.kind == kind && drift.dismissed.is_none()
}

fn case(people: &People, lists: Lists<'_>, drift: Drift) -> Case {
    let accounts = drift.id.accounts.iter();
    Case {
        who: who(people, lists, &drift.id.subject),
        accounts: accounts
            .map(|account| case_account(people, lists, account))
            .collect(),
        since: drift.since,
        mends: drift.mends.iter().map(|mend| mend.kind).collect(),
        id: drift.id,
    }
}

/// The person or thing that a finding is about, as far as it is known.
pub(super) fn who(people: &People, lists: Lists<'_>, subject: &DriftSubject) -> Who {
    match subject {
        DriftSubject::Person(key) => {
            let person = people.find(key).map(|id| people.person(id, lists));
            let name = person.map_or_else(|| key_text(key), |person| person.name());
            let addresses = person.map(|person| person.addresses()).unwrap_or_default();
            let exact = addresses.into_iter().find(|address| *address != name);
            Who {
                exact: exact.unwrap_or_default(),
                url: Some(routes::person(&key.to_string())),
                name,
            }
        }
        DriftSubject::Connection(id) => Who {
            name: label(people, id),
            exact: String::new(),
            url: routes::users(id),
        },
        DriftSubject::Status(account) => Who {
            name: account.key.to_string(),
            exact: label(people, &account.connection),
            url: routes::user(&account.connection, &account.key),
        },
    }
}

/// What a person is called where nothing else is known of them.
fn key_text(key: &PersonKey) -> String {
    match key {
        PersonKey::Address(address) => address.to_string(),
        PersonKey::Account(account) => account.key.to_string(),
    }
}

/// The label of the connection with this ID, or the ID where there is none.
fn label(people: &People, id: &str) -> String {
    let mut connections = people.connections();
    let connection = connections.find(|connection| connection.id == id);
    connection.map_or_else(|| id.to_owned(), |connection| connection.label.clone())
}

fn case_account(people: &People, lists: Lists<'_>, account: &AccountRef) -> CaseAccount {
    let mut connections = people.connections().zip(lists);
    let accounts = connections.find(|(connection, _)| *connection.id == *account.connection);
    let accounts: Option<&Accounts> = accounts.and_then(|(_, accounts)| *accounts);
    let found = accounts.and_then(|accounts| accounts.find(&account.key));
    let record = accounts.and_then(|accounts| accounts.record(&account.key));
    let handle = found.map_or(&*account.key, Account::handle);
    CaseAccount {
        connection: label(people, &account.connection),
        handle: if handle.is_empty() {
            &*account.key
        } else {
            handle
        }
        .to_owned(),
        access: record
            .as_ref()
            .map(Record::access)
            .map_or("Gone", |access| access.word()),
        url: routes::user(&account.connection, &account.key),
    }
}

/// The finding with this ID as it is now, with its mends; nothing where it is gone.
pub(super) fn find(people: PeopleStore, id: &DriftId) -> Option<Drift> {
    people.read_drift(|people, lists, _, context| {
        let found = match &id.subject {
            DriftSubject::Person(key) => {
                let person = people.person(people.find(key)?, lists);
                person_drift(people, &person, context)
            }
            DriftSubject::Connection(connection) => drift_of(people, lists, connection, context),
            DriftSubject::Status(account) => drift_of(people, lists, &account.connection, context),
        };
        found.into_iter().find(|one| one.id == *id)
    })
}

fn drift_of(people: &People, lists: Lists<'_>, id: &str, context: &DriftContext) -> Vec<Drift> {
    let at = people.connections().position(|one| one.id == id);
    at.map(|at| connection_drift(people, lists, at, context))
        .unwrap_or_default()
}

/// What mends many findings.
#[derive(Default)]
pub(super) struct Mends {
    pub(super) changes: Vec<(AccountRef, Change)>,
    pub(super) assignments: Vec<(AccountRef, Option<Assignment>)>,
}

/// What mends all findings of a kind in one way. Worked out in slices.
pub(super) async fn all_mends(page: DriftPage, kind: DriftKind, wanted: MendKind) -> Mends {
    let mut all = Mends::default();
    for_each(page.people, kind, &mut |drift| {
        let mends = drift.mends.into_iter();
        for mend in mends.filter(|mend| mend.kind == wanted) {
            all.changes.extend(mend.changes);
            all.assignments.extend(mend.assignments);
        }
    })
    .await;
    all
}

/// The IDs of all findings of a kind. Worked out in slices.
pub(super) async fn all_ids(page: DriftPage, kind: DriftKind) -> Vec<DriftId> {
    let mut all = Vec::new();
    for_each(page.people, kind, &mut |drift| all.push(drift.id)).await;
    all
}

/// Calls `then` with each finding of a kind that is not dismissed, in slices.
async fn for_each(people: PeopleStore, kind: DriftKind, then: &mut dyn FnMut(Drift)) {
    people.settle().await;
    let (ids, connections) = people.read_drift(|_, _, scan: &DriftScan, _| {
        let connections = scan.connections().iter();
        let connections = connections.filter(|one| one.id.kind == kind).cloned();
        (scan.people(kind), connections.collect::<Vec<_>>())
    });
    connections.into_iter().for_each(&mut *then);
    let mut seen = HashSet::new();
    let mut chunks = ids.chunks(BUDGET);
    in_slices(|| {
        let Some(some) = chunks.next() else {
            return false;
        };
        people.read_drift(|people, lists, _, context| {
            for id in some {
                // No person is looked at twice, should people have changed meanwhile.
                if people.exists(*id) && seen.insert(*id) {
                    let person = people.person(*id, lists);
                    let found = person_drift(people, &person, context);
                    let found = found.into_iter().filter(|one| is_open(one, kind));
                    found.for_each(&mut *then);
                }
            }
        });
        true
    })
    .await;
}
