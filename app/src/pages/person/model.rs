//! What the page shows of a person, taken from the stores.

use crate::browser::unicode::BROWSER_RULES;
use crate::messages::people::unknown;
use crate::state::people::PeopleStore;
use roster::accounts::{Account, Accounts};
use roster::people::{
    AccountRef, Assignment, Cell, Departed, DriftKind, Lists, MatchReason, People, Person,
    PersonAccount, PersonFlag, PersonKey, normalised, person_drift,
};
use roster::record::{Access, LastSignIn};

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PersonModel {
    pub(super) name: String,
    /// The different names of their accounts.
    pub(super) names: Vec<String>,
    pub(super) addresses: Vec<String>,
    pub(super) flags: Vec<PersonFlag>,
    pub(super) departed: Option<Departed>,
    /// The kinds of drift that concern them and were not dismissed.
    pub(super) drift: Vec<DriftKind>,
    /// Their accounts, then the connections of which it is unknown whether they have one,
    /// then the others.
    pub(super) cards: Vec<Card>,
}

/// What a person has on one connection, or one of the accounts there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Card {
    Account(Box<AccountModel>),
    /// Why it is unknown, as a sentence.
    Unknown {
        connection: usize,
        reason: String,
    },
    None {
        connection: usize,
    },
}

/// An account.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AccountModel {
    pub(super) connection: usize,
    /// Which of several with this key it is: two users of Pivot's can share one.
    pub(super) number: usize,
    pub(super) account: AccountRef,
    /// The full name; may be empty.
    pub(super) name: String,
    pub(super) address: String,
    /// What tells it from others on the connection.
    pub(super) handle: String,
    pub(super) access: Access,
    pub(super) is_admin: bool,
    pub(super) roles: Vec<String>,
    pub(super) last_sign_in: SignIn,
    pub(super) reason: MatchReason,
    /// What takes it from the person; nothing where nothing can.
    pub(super) unlink: Option<Unlink>,
}

/// When an account was last used.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SignIn {
    NotTold,
    Never,
    At(String),
}

/// What takes an account from a person.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unlink {
    /// What is said about the account then.
    pub(super) assignment: Option<Assignment>,
    /// What was said before.
    pub(super) before: Option<Assignment>,
    /// What the button says.
    pub(super) label: &'static str,
}

impl Card {
    /// What tells it from the others.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Account(one) => {
                format!("{} {} {}", one.connection, one.number, one.account.key)
            }
            // One that is unknown for another reason is another card.
            Self::Unknown { connection, reason } => format!("{connection} unknown {reason}"),
            Self::None { connection } => format!("{connection} none"),
        }
    }
}

/// The person with this key, where there is one.
pub(super) fn read(people: PeopleStore, key: &PersonKey) -> Option<PersonModel> {
    people.read_drift(|people, lists, _, context| {
        let person = people.person(people.find(key)?, lists);
        let mut drift: Vec<DriftKind> = person_drift(people, &person, context)
            .iter()
            .filter(|one| one.dismissed.is_none())
            .map(|one| one.id.kind)
            .collect();
        drift.dedup();
        Some(PersonModel {
            name: person.name(),
            names: person.names(),
            addresses: person.addresses(),
            flags: person.flags(),
            departed: person.departed().cloned(),
            drift,
            cards: cards(people, lists, &person),
        })
    })
}

fn cards(people: &People, lists: Lists<'_>, person: &Person<'_>) -> Vec<Card> {
    let (mut with, mut unknown_ones, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for (connection, (its, cell)) in person.cells().enumerate() {
        match cell {
            Cell::Accounts(accounts) => {
                let list = lists.get(connection).copied().flatten();
                let mut before: Option<&str> = None;
                let mut number = 0;
                for one in &accounts {
                    number = if before == Some(&*one.account.key) {
                        number + 1
                    } else {
                        0
                    };
                    before = Some(&*one.account.key);
                    with.push(Card::Account(Box::new(account(
                        people, list, person, one, number,
                    ))));
                }
            }
            Cell::Unknown(reason) => unknown_ones.push(Card::Unknown {
                connection,
                reason: unknown(reason, its.platform),
            }),
            Cell::None => without.push(Card::None { connection }),
        }
    }
    with.append(&mut unknown_ones);
    with.append(&mut without);
    with
}

fn account(
    people: &People,
    list: Option<&Accounts>,
    person: &Person<'_>,
    one: &PersonAccount<'_>,
    number: usize,
) -> AccountModel {
    let record = &one.account.record;
    let title = |id: &String| {
        list.map_or(id.as_str(), |list| list.title_of(id))
            .to_owned()
    };
    let handle = match one.account.handle() {
        "" => &*one.account.key,
        handle => handle,
    };
    AccountModel {
        connection: one.connection,
        number,
        account: one.to_ref(),
        name: one.full_name(),
        address: record.address().to_owned(),
        handle: handle.to_owned(),
        access: one.account.access(),
        is_admin: one.account.is_admin(),
        roles: record.role_ids().iter().map(title).collect(),
        last_sign_in: match one.account.last_sign_in() {
            LastSignIn::NotTold => SignIn::NotTold,
            LastSignIn::Never => SignIn::Never,
            LastSignIn::At(time) => SignIn::At(time.to_owned()),
        },
        reason: one.reason,
        unlink: unlink(people, person, one),
    }
}

fn unlink(people: &People, person: &Person<'_>, one: &PersonAccount<'_>) -> Option<Unlink> {
    let own = one.to_ref();
    let before = people.assignments().get(&own).cloned();
    let names_person = matches!(person.key(), PersonKey::Account(account) if *account == own);
    let (assignment, label) = match one.reason {
        // Its address decides again.
        MatchReason::Alone => (None, "Match by address again"),
        _ if names_person => return None,
        MatchReason::Linked => match person.unlink(one) {
            None => (None, "Take the link back"),
            alone => (alone, "Unlink"),
        },
        MatchReason::Address | MatchReason::NoAddress => {
            if person.accounts().len() < 2 {
                return None;
            }
            (person.unlink(one), "Unlink")
        }
    };
    Some(Unlink {
        assignment,
        before,
        label,
    })
}

/// The people that have the accounts which `key` once named, each with their name.
pub(super) fn linked_elsewhere(people: PeopleStore, key: &PersonKey) -> Vec<(String, String)> {
    people.read(|people, lists| {
        let mut found: Vec<(String, String)> = Vec::new();
        for (account, assignment) in people.assignments().iter() {
            let Assignment::With(other) = assignment else {
                continue;
            };
            if other == key || !is_named(people, lists, &account, key) {
                continue;
            }
            let person = people.find(other).map(|id| people.person(id, lists));
            let text = other.to_string();
            if let Some(person) = person
                && found.iter().all(|(one, _)| *one != text)
            {
                found.push((text, person.name()));
            }
        }
        found
    })
}

/// Whether `key` would name the account by itself.
fn is_named(people: &People, lists: Lists<'_>, account: &AccountRef, key: &PersonKey) -> bool {
    let address = match key {
        PersonKey::Account(own) => return own == account,
        PersonKey::Address(address) => address.as_str(),
    };
    let mut connections = people.connections().zip(lists);
    let list = connections.find(|(connection, _)| *connection.id == *account.connection);
    let list = list.and_then(|(_, list)| *list);
    let found: Option<&Account> = list.and_then(|list| list.find(&account.key));
    found.is_some_and(|found| {
        let own = normalised(found.record.address(), &BROWSER_RULES);
        own.as_deref() == Some(address)
    })
}
