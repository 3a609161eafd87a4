//! A person and what they have on each connection: a row of the access matrix.

use super::assignment::Assignment;
use super::departed::Departed;
use super::flags::Flags;
use super::index::{Lists, People, PersonId};
use super::key::{AccountRef, PersonKey};
use super::matching::address;
use super::state::{ConnectionState, UnknownReason};
use crate::accounts::Account;
use crate::record::{Field, LastSignIn};
use crate::view::millis;
use wire::console::Connection;

/// A person, with what the lists say about them.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    pub(super) people: &'a People,
    lists: Lists<'a>,
    id: PersonId,
}

/// An account of a person.
#[derive(Debug, Clone, Copy)]
pub struct PersonAccount<'a> {
    /// The place of its connection in [`People::connections`].
    pub connection: usize,
    /// What the platform holds: its state, roles, last sign-in.
    pub account: &'a Account,
    /// Why it is theirs.
    pub reason: MatchReason,
    pub(super) flags: Flags,
    pub(super) id: &'a str,
    /// Its place in the list of its connection.
    pub(super) place: usize,
}

/// Why an account belongs to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchReason {
    /// By its address.
    Address,
    /// An administrator has linked it.
    Linked,
    /// An administrator has taken it apart from others with its address.
    Alone,
    /// It has no address, so it matches nothing.
    NoAddress,
}

/// What a person has on one connection.
#[derive(Debug, Clone)]
pub enum Cell<'a> {
    /// No account.
    None,
    /// No account is known, and this is why there may be one.
    Unknown(UnknownReason<'a>),
    /// These accounts: usually one.
    Accounts(Vec<PersonAccount<'a>>),
}

/// When a person signed in last, anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastSeen<'a> {
    /// No platform that they have an account on tells.
    NotTold,
    /// Never, on any platform that tells.
    Never,
    /// At this RFC 3339 time.
    At(&'a str),
}

/// The texts by which a person is found.
pub(super) struct PersonTexts {
    pub(super) name: String,
    /// Apart by spaces.
    pub(super) addresses: String,
    /// The keys that are none of the addresses, apart by spaces.
    pub(super) keys: String,
    /// Whether the names of their accounts differ.
    pub(super) has_differing_names: bool,
}

/// Something about a person that is worth showing beside their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonFlag {
    /// They have left.
    Departed,
    /// They are an administrator somewhere, with an account that is not disabled.
    Admin,
    /// Enabled on one connection, disabled on another.
    EnabledAndDisabled,
    /// More than one account on one connection.
    SeveralAccounts,
    /// Their accounts have different names.
    DifferingNames,
    /// An administrator has linked or taken apart some of their accounts.
    Assigned,
}

impl PersonAccount<'_> {
    /// Its connection and key.
    pub fn to_ref(&self) -> AccountRef {
        AccountRef::new(self.id, &self.account.key)
    }

    /// Whether it can sign in, for sure.
    pub const fn is_enabled(&self) -> bool {
        self.flags.has(Flags::ENABLED)
    }

    /// Whether it cannot sign in, for sure.
    pub const fn is_disabled(&self) -> bool {
        self.flags.has(Flags::DISABLED)
    }

    /// The full name; empty where the platform holds none.
    pub fn full_name(&self) -> String {
        let names = [Field::FirstName, Field::LastName].map(|field| self.account.field(field));
        names.join(" ").trim().to_owned()
    }
}

impl<'a> Person<'a> {
    pub(super) const fn new(people: &'a People, lists: Lists<'a>, id: PersonId) -> Self {
        Self { people, lists, id }
    }

    /// Their number.
    pub const fn id(&self) -> PersonId {
        self.id
    }

    /// What they are called in URLs and by the server.
    pub fn key(&self) -> &'a PersonKey {
        self.people.groups.key(self.id.0)
    }

    /// Their accounts, by connection and in the order of its list.
    pub fn accounts(&self) -> Vec<PersonAccount<'a>> {
        let slots = &self.people.slots;
        let chain = slots.chain(self.people.groups.first(self.id.0));
        let mut found: Vec<(usize, usize, u32)> = chain
            .filter_map(|slot| Some((slots.connection(slot), slots.place(slot)?, slot)))
            .collect();
        found.sort_unstable();
        let account = |(connection, place, slot): (usize, usize, u32)| {
            let accounts = self.lists.get(connection).copied().flatten()?;
            let account = accounts.list.get(place)?;
            let flags = slots.flags(slot);
            // A list that People was not told about is of no use.
            (self.people.groups.hash(&account.key) == slots.hash(slot)).then(|| PersonAccount {
                connection,
                account,
                reason: MatchReason::of_flags(flags),
                flags,
                place,
                id: &self.people.connections[connection].connection.id,
            })
        };
        found.into_iter().filter_map(account).collect()
    }

    /// What they have on a connection.
    pub fn cell(&self, connection: usize) -> Cell<'a> {
        let mut accounts = self.accounts();
        accounts.retain(|account| account.connection == connection);
        if !accounts.is_empty() {
            return Cell::Accounts(accounts);
        }
        match self
            .people
            .state(connection)
            .map(ConnectionState::unknown_reason)
        {
            Some(Some(reason)) => Cell::Unknown(reason),
            _ => Cell::None,
        }
    }

    /// What they have on each connection, in order.
    pub fn cells(&self) -> impl Iterator<Item = (&'a Connection, Cell<'a>)> {
        let person = *self;
        let connections = self.people.connections();
        (0..)
            .zip(connections)
            .map(move |(at, connection)| (connection, person.cell(at)))
    }

    /// What people call them: the name that most of their accounts have. Of several the
    /// longest, and of those the first by alphabet, so that it is the same in whichever
    /// order accounts are loaded.
    pub fn name(&self) -> String {
        let accounts = self.accounts();
        self.name_of(&accounts, &sorted_names(&accounts))
    }

    /// The same, of all of their accounts and the sorted names of those.
    fn name_of(&self, accounts: &[PersonAccount<'_>], names: &[String]) -> String {
        if let Some(name) = most_common(names) {
            return name.to_owned();
        }
        match (self.key(), self.departed()) {
            (_, Some(departed)) if accounts.is_empty() => departed.name.clone(),
            (PersonKey::Address(address), _) => address.to_string(),
            (PersonKey::Account(own), _) => {
                let labels = accounts.iter().map(|one| one.account.label());
                let mut labels: Vec<String> = labels.collect();
                labels.sort_unstable();
                most_common(&labels).map_or_else(|| own.key.to_string(), str::to_owned)
            }
        }
    }

    /// The different names of their accounts, by alphabet.
    pub fn names(&self) -> Vec<String> {
        let mut names = sorted_names(&self.accounts());
        names.dedup();
        names
    }

    /// Their addresses as their accounts have them, by alphabet; as the key has it where
    /// no account is left.
    pub fn addresses(&self) -> Vec<String> {
        self.addresses_of(&self.accounts())
    }

    /// The same, of all of their accounts.
    fn addresses_of(&self, accounts: &[PersonAccount<'_>]) -> Vec<String> {
        let address = |one: &PersonAccount| one.account.record.address().trim().to_owned();
        let mut addresses: Vec<String> = accounts.iter().map(address).collect();
        if accounts.is_empty() {
            addresses.extend(self.key().address().map(ToString::to_string));
        }
        addresses.retain(|address| !address.is_empty());
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    }

    /// What is searched, and what they are called. With what it is made of, which is worked
    /// out once: this is asked of everyone.
    pub(super) fn texts(&self) -> PersonTexts {
        let accounts = self.accounts();
        let names = sorted_names(&accounts);
        let addresses = self.addresses_of(&accounts);
        let keys = accounts.iter().map(|one| &*one.account.key);
        let is_new = |key: &&str| !addresses.iter().any(|address| address == key);
        let keys: Vec<&str> = keys.filter(is_new).collect();
        PersonTexts {
            keys: keys.join(" "),
            name: self.name_of(&accounts, &names),
            has_differing_names: names.first() != names.last(),
            addresses: addresses.join(" "),
        }
    }

    /// When they signed in last, on any connection.
    pub fn last_sign_in(&self) -> LastSeen<'a> {
        let mut last = LastSeen::NotTold;
        for one in self.accounts() {
            last = match (last, one.account.last_sign_in()) {
                (known, LastSignIn::NotTold) => known,
                (LastSeen::At(known), LastSignIn::At(time)) if millis(known) >= millis(time) => {
                    LastSeen::At(known)
                }
                (_, LastSignIn::At(time)) => LastSeen::At(time),
                (LastSeen::At(known), LastSignIn::Never) => LastSeen::At(known),
                (_, LastSignIn::Never) => LastSeen::Never,
            };
        }
        last
    }

    /// That they have left, where they have.
    pub fn departed(&self) -> Option<&'a Departed> {
        self.people.departed(self.id)
    }

    /// What links all of their accounts to the person called `key`.
    pub fn link_to(&self, key: &PersonKey) -> Vec<(AccountRef, Assignment)> {
        let accounts = self.accounts();
        let link = |one: &PersonAccount| (one.to_ref(), Assignment::With(key.clone()));
        accounts.iter().map(link).collect()
    }

    /// What to say about one of their accounts so that it is not theirs any more: nothing
    /// any more where it was linked, unless its address would match it again.
    pub fn unlink(&self, one: &PersonAccount<'_>) -> Option<Assignment> {
        let address = address(one.account, self.people.rules);
        let own = self.key().address();
        let matches = own.is_some_and(|own| address.as_deref() == Some(own.as_str()));
        (one.reason != MatchReason::Linked || matches).then_some(Assignment::Alone)
    }

    /// What is worth showing beside their name.
    pub fn flags(&self) -> Vec<PersonFlag> {
        let differing_names = self.names().len() > 1;
        self.people.flags(self.id, differing_names).collect()
    }
}

impl PersonFlag {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Departed,
        Self::Admin,
        Self::EnabledAndDisabled,
        Self::SeveralAccounts,
        Self::DifferingNames,
        Self::Assigned,
    ];
}

impl MatchReason {
    const fn of_flags(flags: Flags) -> Self {
        if flags.has(Flags::LINKED) {
            Self::Linked
        } else if flags.has(Flags::ALONE) {
            Self::Alone
        } else if flags.has(Flags::ADDRESS) {
            Self::Address
        } else {
            Self::NoAddress
        }
    }
}

/// The full names of accounts that have one, by alphabet.
fn sorted_names(accounts: &[PersonAccount<'_>]) -> Vec<String> {
    let mut names: Vec<String> = accounts.iter().map(PersonAccount::full_name).collect();
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names
}

/// The name that occurs most often in a list by alphabet; of several the longest, and of
/// those the first.
fn most_common(names: &[String]) -> Option<&str> {
    let equal = names.chunk_by(|one, next| one == next);
    // Of equal ones the last is the greatest: the first name, where they are reversed.
    let common = equal
        .rev()
        .max_by_key(|equal| (equal.len(), equal[0].chars().count()));
    common.map(|equal| &*equal[0])
}
