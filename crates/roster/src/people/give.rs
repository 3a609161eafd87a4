//! Giving people access: the joiner's plan.
//!
//! What a joiner has already is in the plan, so that it is read back. Where it differs from
//! what is wanted, the change is in the plan too and held back
//! ([`BlockReason::NotChosen`]), until it is chosen for that account.

use super::account_changes::{Names, WantedAccount, adjust, create};
use super::address::NormalisedAddress;
use super::index::{Lists, People};
use super::key::{AccountRef, PersonKey};
use super::person::Person;
use super::plan::{PeoplePlan, PlanPart, PlannedItem, PlannedPerson, Purpose, places_named};
use super::profile::{Profile, ProfileEntry};
use crate::accounts::Accounts;
use crate::guard::BlockReason;
use crate::input::email_address;
use std::collections::HashSet;
use wire::console::Connection;
use wire::secrets::Secret;

/// How someone gets into a new account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FirstAccess {
    /// By an email that the platform sends, where it can.
    #[default]
    Email,
    /// By an email whose link starts with this, on a platform that takes that.
    EmailWithLink(String),
    /// By a password that is set now, where the platform takes one.
    Password(Secret),
    /// The platform is not asked to send anything, where it does not by itself.
    Nothing,
}

/// An account that someone is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRequest {
    /// The connection's id.
    pub connection: Box<str>,
    /// What a new account is called, on a platform where that need not be the address.
    pub key: Option<String>,
    /// Exactly these roles or groups.
    pub roles: Vec<String>,
    /// How they get into a new account.
    pub first_access: FirstAccess,
}

/// Someone who is to have access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joiner {
    address: String,
    key: PersonKey,
    /// The given name; may be empty where no platform asks for it.
    pub first_name: String,
    /// The family name; may be empty where no platform asks for it.
    pub last_name: String,
    /// What they are to have, at most once for each connection.
    pub accounts: Vec<AccountRequest>,
}

/// Who is to have access to what.
#[derive(Debug, Clone, Default)]
pub struct GiveRequest {
    /// Who is to have access.
    pub joiners: Vec<Joiner>,
    /// The accounts that exist, differ from what is wanted, and are to be changed.
    pub chosen: HashSet<AccountRef>,
}

/// A text is not an email address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidAddress(String);

impl Joiner {
    /// Someone with this address and no accounts yet.
    ///
    /// # Errors
    /// If the text is not an email address.
    pub fn new(address: &str, people: &People) -> Result<Self, InvalidAddress> {
        let address = email_address(address).map_err(|error| InvalidAddress(error.to_string()))?;
        let key = NormalisedAddress::new(&address, people.rules)
            .ok_or_else(|| InvalidAddress(address.clone()))?;
        Ok(Self {
            address,
            key: PersonKey::Address(key),
            first_name: String::new(),
            last_name: String::new(),
            accounts: Vec::new(),
        })
    }

    /// Their address, as it is given to platforms.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What they are called in URLs and by the server.
    pub const fn key(&self) -> &PersonKey {
        &self.key
    }

    /// Adds the accounts of a profile, in place of those on the same connections. Where it
    /// names no access, none is given. For what another person has, see
    /// [`Profile::of_person`].
    pub fn add_profile(&mut self, profile: &Profile) {
        for (connection, entry) in &profile.entries {
            self.accounts.retain(|one| one.connection != *connection);
            if let ProfileEntry::Access(roles) = entry {
                self.accounts.push(AccountRequest {
                    connection: connection.clone(),
                    key: None,
                    roles: roles.clone(),
                    first_access: FirstAccess::default(),
                });
            }
        }
    }

    fn name(&self) -> String {
        let names = [self.first_name.trim(), self.last_name.trim()].join(" ");
        match names.trim() {
            "" => self.address.clone(),
            name => name.to_owned(),
        }
    }

    fn names(&self) -> Names<'_> {
        Names {
            address: &self.address,
            first: &self.first_name,
            last: &self.last_name,
        }
    }
}

impl PeoplePlan {
    /// The plan that gives people access, by what the lists hold now. A connection on which
    /// it is not known whether they have an account is not planned, but
    /// [unknown](PeoplePlan::unknown).
    pub fn give(people: &People, lists: Lists<'_>, request: &GiveRequest) -> Self {
        let persons: Vec<Option<Person<'_>>> = request
            .joiners
            .iter()
            .map(|joiner| Some(people.person(people.find(&joiner.key)?, lists)))
            .collect();
        let known = || request.joiners.iter().zip(&persons);
        let connections = (0..).zip(people.connections()).zip(lists);
        let parts = connections.filter_map(|((at, connection), accounts)| {
            let accounts = (*accounts)?;
            let items = (0..).zip(known()).flat_map(|(place, (joiner, person))| {
                let mut requests = joiner.accounts.iter();
                let wanted = requests.find(|one| *one.connection == connection.id);
                let items = wanted.map(|wanted| {
                    let person = person.as_ref();
                    give_items(
                        people,
                        (at, connection),
                        accounts,
                        request,
                        (joiner, person, wanted),
                    )
                });
                let items = items.unwrap_or_default().into_iter();
                items.map(move |item| PlannedItem {
                    person: place,
                    ..item
                })
            });
            let owners: Vec<_> = persons.iter().map(|one| one.map(|one| one.id())).collect();
            PlanPart::new(people, &owners, (at, connection), accounts, items.collect())
        });
        let planned = known().map(|(joiner, person)| {
            let named = joiner.accounts.iter().map(|one| &*one.connection);
            let connections = places_named(people, named);
            match person {
                Some(person) if !person.accounts().is_empty() => {
                    PlannedPerson::new(person, connections)
                }
                _ => PlannedPerson {
                    key: joiner.key.clone(),
                    name: joiner.name(),
                    addresses: vec![joiner.address.clone()],
                    connections,
                },
            }
        });
        let named = request.joiners.iter().flat_map(|joiner| &joiner.accounts);
        let named = named.map(|one| &*one.connection);
        Self::about(
            people,
            Purpose::Give,
            planned.collect(),
            parts.collect(),
            named,
        )
    }
}

fn give_items(
    people: &People,
    (at, connection): (usize, &Connection),
    accounts: &Accounts,
    request: &GiveRequest,
    (joiner, person, wanted): (&Joiner, Option<&Person<'_>>, &AccountRequest),
) -> Vec<PlannedItem> {
    let Some(existing) = person.and_then(|person| person.account_on(at)) else {
        let is_known = people.is_known(at);
        let account = WantedAccount {
            key: wanted.key.as_deref(),
            roles: &wanted.roles,
            first_access: &wanted.first_access,
        };
        let item = is_known.then(|| create(connection, joiner.names(), &account));
        return item.into_iter().collect();
    };
    let mut items = adjust(accounts, existing.account, &wanted.roles);
    if !request.chosen.contains(&existing.to_ref()) {
        for item in items.iter_mut().filter(|item| item.changes_something()) {
            item.blocked = Some(BlockReason::NotChosen);
        }
    }
    items
}

#[cfg(test)]
pub(super) mod tests;
