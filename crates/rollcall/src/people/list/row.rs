//! A person, as the list has them.

use crate::people::output::clean;
use roster::people::{Cell, LastSeen, Lists, Person, PersonAccount, PersonFlag, StateKind};
use roster::platform::Cell as Column;
use roster::record::LastSignIn;
use serde::Serialize;
use std::collections::BTreeMap;

/// A person.
#[derive(Debug, Serialize)]
pub(super) struct PersonRow {
    /// Their key.
    person: String,
    name: String,
    addresses: Vec<String>,
    /// When they signed in last on a platform that tells, RFC 3339; `null` where that is
    /// not known, or never.
    last_sign_in: Option<String>,
    /// Whether they have never used an account on a platform that tells.
    never_signed_in: bool,
    flags: Vec<&'static str>,
    /// When their access was removed, where they have departed.
    departed: Option<String>,
    /// What they have on each connection, by its ID.
    connections: BTreeMap<String, Access>,
    /// The same in the order of the connections, for tables.
    #[serde(skip)]
    words: Vec<String>,
}

/// What a person has on a connection.
#[derive(Debug, Serialize)]
struct Access {
    /// `none`, `unknown`, `enabled`, `disabled`, `mixed`, or `unclear` where the platform
    /// does not say whether the account can sign in.
    state: &'static str,
    accounts: Vec<ListAccount>,
}

/// An account.
#[derive(Debug, Serialize)]
struct ListAccount {
    /// What the platform calls it.
    key: String,
    name: String,
    address: String,
    state: StateKind,
    admin: bool,
    /// The titles of its roles or groups.
    roles: String,
    last_sign_in: Option<String>,
    never_signed_in: bool,
}

impl PersonRow {
    pub(super) fn new(person: &Person<'_>, lists: Lists<'_>) -> Self {
        let cells: Vec<_> = person.cells().collect();
        let cells: Vec<(String, Access)> = cells
            .iter()
            .map(|(connection, cell)| (connection.id.clone(), Access::new(cell, lists)))
            .collect();
        let words = cells.iter().map(|(_, access)| access.words());
        let last = person.last_sign_in();
        Self {
            person: person.key().to_string(),
            name: person.name(),
            addresses: person.addresses(),
            last_sign_in: match last {
                LastSeen::At(time) => Some(time.to_owned()),
                LastSeen::Never | LastSeen::NotTold => None,
            },
            never_signed_in: last == LastSeen::Never,
            flags: person.flags().into_iter().map(flag).collect(),
            departed: person.departed().map(|departed| departed.at.clone()),
            words: words.collect(),
            connections: cells.into_iter().collect(),
        }
    }

    /// Name, addresses, what they have on each connection, last sign-in, flags.
    pub(super) fn text_cells(&self) -> Vec<String> {
        let words = self.words.iter().map(|word| match &**word {
            "none" => "-".to_owned(),
            word => word.to_owned(),
        });
        [self.name.clone(), self.addresses.join(" ")]
            .into_iter()
            .chain(words)
            .chain([self.last(), self.flags.join(" ")])
            .map(|cell| clean(&cell))
            .collect()
    }

    /// Key, name, addresses, what they have on each connection, last sign-in, how many
    /// accounts, flags, when they departed.
    pub(super) fn csv_cells(&self) -> Vec<String> {
        let accounts = self.connections.values().map(|one| one.accounts.len());
        let accounts: usize = accounts.sum();
        let head = [
            self.person.clone(),
            self.name.clone(),
            self.addresses.join(" "),
        ];
        let tail = [
            self.last(),
            accounts.to_string(),
            self.flags.join(" "),
            self.departed.clone().unwrap_or_default(),
        ];
        head.into_iter()
            .chain(self.words.iter().cloned())
            .chain(tail)
            .collect()
    }

    fn last(&self) -> String {
        match &self.last_sign_in {
            Some(time) => time.clone(),
            None if self.never_signed_in => "never".to_owned(),
            None => String::new(),
        }
    }
}

impl Access {
    fn new(cell: &Cell<'_>, lists: Lists<'_>) -> Self {
        let accounts = match cell {
            Cell::Accounts(accounts) => &**accounts,
            Cell::None | Cell::Unknown(_) => &[],
        };
        Self {
            state: match cell {
                Cell::None => "none",
                Cell::Unknown(_) => "unknown",
                Cell::Accounts(accounts) => state(accounts),
            },
            accounts: accounts
                .iter()
                .map(|one| ListAccount::new(one, lists))
                .collect(),
        }
    }

    fn words(&self) -> String {
        let is_admin = self.accounts.iter().any(|account| account.admin);
        let count = self.accounts.len();
        let enabled = self.accounts.iter();
        let enabled = enabled.filter(|one| one.state == StateKind::Enabled);
        let word = match self.state {
            "mixed" => format!("{} of {count} enabled", enabled.count()),
            state if count > 1 => format!("{count} {state}"),
            state => state.to_owned(),
        };
        if is_admin { word + ", admin" } else { word }
    }
}

/// The state of all accounts of a person on one connection.
fn state(accounts: &[PersonAccount<'_>]) -> &'static str {
    let enabled = accounts.iter().filter(|one| one.is_enabled()).count();
    let disabled = accounts.iter().filter(|one| one.is_disabled()).count();
    match (enabled, disabled) {
        (0, disabled) if disabled == accounts.len() => "disabled",
        (0, _) => "unclear",
        (enabled, _) if enabled == accounts.len() => "enabled",
        _ => "mixed",
    }
}

impl ListAccount {
    fn new(one: &PersonAccount<'_>, lists: Lists<'_>) -> Self {
        let account = one.account;
        let all = lists.get(one.connection).copied().flatten();
        let roles = all.map(|all| Column::Roles.text(all, account).into_owned());
        let last = account.last_sign_in();
        Self {
            key: account.key.to_string(),
            name: account.label(),
            address: account.record.address().to_owned(),
            state: match one {
                one if one.is_enabled() => StateKind::Enabled,
                one if one.is_disabled() => StateKind::Disabled,
                _ => StateKind::Unknown,
            },
            admin: account.is_admin(),
            roles: roles.unwrap_or_default(),
            last_sign_in: match last {
                LastSignIn::At(time) => Some(time.to_owned()),
                LastSignIn::Never | LastSignIn::NotTold => None,
            },
            never_signed_in: last == LastSignIn::Never,
        }
    }
}

/// What is worth knowing about a person, in a word.
const fn flag(flag: PersonFlag) -> &'static str {
    match flag {
        PersonFlag::Departed => "departed",
        PersonFlag::Admin => "administrator",
        PersonFlag::EnabledAndDisabled => "enabled-and-disabled",
        PersonFlag::SeveralAccounts => "several-accounts",
        PersonFlag::DifferingNames => "different-names",
        PersonFlag::Assigned => "linked-by-hand",
    }
}
