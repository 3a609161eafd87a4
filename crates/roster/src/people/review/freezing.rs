//! The accounts of a scope as they are now, in slices.

use super::scope::{Scope, ScopeError};
use super::suggestion::suggestions;
use crate::accounts::{Account, Accounts};
use crate::people::drift::DriftSettings;
use crate::people::index::{Lists, People, PersonId, Revision};
use crate::people::person::PersonAccount;
use crate::people::state::ConnectionState;
use crate::record::{Access, LastSignIn};
use crate::view::millis;
use std::collections::HashSet;
use wire::console::people::AccountRef;
use wire::console::reviews::{LastSignInThen, ReviewItem, ReviewScope, RoleThen, StateThen};

/// Collects the accounts of a scope as they are now. If they change meanwhile, it begins
/// again: they are all as they were at one moment.
///
/// ```
/// use roster::people::{DriftSettings, Freezing, FrozenAccounts, Lists, People, ScopeError};
/// # use wire::console::reviews::ReviewScope;
/// # fn freeze(people: &People, lists: Lists<'_>, scope: &ReviewScope)
/// # -> Result<FrozenAccounts, ScopeError> {
/// let now = "2026-01-15T09:30:00Z";
/// let mut freezing = Freezing::new(people, scope, DriftSettings::default(), now)?;
/// while freezing.step(people, lists, 1000) {
///     // The page can draw here.
/// }
/// Ok(freezing.finish(people))
/// # }
/// ```
#[derive(Debug)]
pub struct Freezing {
    scope: Scope,
    settings: DriftSettings,
    /// In milliseconds since 1970.
    now: i64,
    /// What the items are of; nothing before the first.
    revision: Option<Revision>,
    /// The place in the scope's connections, and in the list of that one.
    next: (usize, usize),
    /// The keys on that connection: of namesakes (pivot note 3) the first is an item.
    keys: HashSet<Box<str>>,
    items: Vec<ReviewItem>,
}

/// The accounts of a scope as they were at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenAccounts {
    /// The accounts, by connection and in the order of its list.
    pub items: Vec<ReviewItem>,
    /// The IDs of the connections in the scope that were not known completely: there may
    /// be accounts there that are not among the items.
    pub incomplete: Vec<String>,
}

impl Freezing {
    /// Collects the accounts of `scope`. `settings` is what is suggested by, `now` is an
    /// RFC 3339 time.
    ///
    /// # Errors
    /// When the scope names no connection, or one that there is not.
    pub fn new(
        people: &People,
        scope: &ReviewScope,
        settings: DriftSettings,
        now: &str,
    ) -> Result<Self, ScopeError> {
        Ok(Self {
            scope: Scope::new(people, scope)?,
            settings,
            now: millis(now).unwrap_or_default(),
            revision: None,
            next: (0, 0),
            keys: HashSet::new(),
            items: Vec::new(),
        })
    }

    /// Looks at up to `budget` accounts. Returns whether there is more to do.
    pub fn step(&mut self, people: &People, lists: Lists<'_>, budget: usize) -> bool {
        let (_, revision) = people.changed_since(Revision::default());
        if self.revision != Some(revision) {
            self.revision = Some(revision);
            self.next = (0, 0);
            self.keys.clear();
            self.items.clear();
        }
        let mut budget = budget.max(1);
        while let Some(connection) = self.scope.connections.get(self.next.0).copied() {
            let accounts = lists.get(connection).copied().flatten();
            let list = accounts.map_or(&[][..], |accounts| &accounts.list);
            let end = list.len().min(self.next.1.saturating_add(budget));
            budget -= end.saturating_sub(self.next.1);
            if let Some(accounts) = accounts {
                for place in self.next.1..end {
                    let item = self.item(people, lists, accounts, (connection, place));
                    self.items.extend(item);
                }
            }
            if end < list.len() {
                self.next.1 = end;
                return true;
            }
            self.next = (self.next.0 + 1, 0);
            self.keys.clear();
            if budget == 0 {
                return self.next.0 < self.scope.connections.len();
            }
        }
        false
    }

    /// What was collected, once there is nothing more to do.
    pub fn finish(self, people: &People) -> FrozenAccounts {
        let is_incomplete = |place: &&usize| {
            let state = people.state(**place);
            state.is_none_or(|state| ConnectionState::unknown_reason(state).is_some())
        };
        let incomplete = self.scope.connections.iter().filter(is_incomplete);
        let id = |place: &usize| Some(people.connections().nth(*place)?.id.clone());
        FrozenAccounts {
            incomplete: incomplete.filter_map(id).collect(),
            items: self.items,
        }
    }

    /// The account at this connection and place, where it is in the scope.
    fn item(
        &mut self,
        people: &People,
        lists: Lists<'_>,
        accounts: &Accounts,
        (connection, place): (usize, usize),
    ) -> Option<ReviewItem> {
        let account = accounts.list.get(place)?;
        let person = people.person_at(connection, place)?;
        let Self { scope, now, .. } = self;
        let is_in = scope.has(people, lists, connection, account, person, *now);
        (is_in && self.keys.insert(account.key.clone())).then_some(())?;
        self.frozen(people, lists, accounts, connection, account, person)
    }

    fn frozen(
        &self,
        people: &People,
        lists: Lists<'_>,
        accounts: &Accounts,
        connection: usize,
        account: &Account,
        person: PersonId,
    ) -> Option<ReviewItem> {
        let person = people.person(person, lists);
        let all = person.accounts();
        let is_it = |one: &&PersonAccount<'_>| {
            one.connection == connection && one.account.key == account.key
        };
        let own = all.iter().find(is_it)?;
        Some(ReviewItem {
            account: AccountRef {
                connection: people.connections().nth(connection)?.id.clone(),
                key: account.key.to_string(),
            },
            person: person.key().to_string(),
            name: person.name(),
            address: account.record.address().trim().to_owned(),
            state: state(&account.access()),
            admin: account.is_admin(),
            roles: roles(accounts, account),
            last_sign_in: last_sign_in(account),
            suggestions: suggestions(people, &person, &all, own, &self.settings, self.now),
        })
    }
}

pub(super) const fn state(access: &Access) -> StateThen {
    if access.is_enabled() {
        StateThen::Enabled
    } else if access.is_disabled() {
        StateThen::Disabled
    } else {
        StateThen::Unknown
    }
}

/// The roles of an account, in the order that its platform has them.
pub(super) fn roles(accounts: &Accounts, account: &Account) -> Vec<RoleThen> {
    let own = account.roles.iter();
    let own = own.filter_map(|place| accounts.roles.get(*place as usize));
    own.map(|role| RoleThen {
        id: role.id.to_string(),
        title: role.title.to_string(),
    })
    .collect()
}

pub(super) fn last_sign_in(account: &Account) -> LastSignInThen {
    match account.last_sign_in() {
        LastSignIn::NotTold => LastSignInThen::NotTold,
        LastSignIn::Never => LastSignInThen::Never,
        LastSignIn::At(time) => LastSignInThen::At(time.to_owned()),
    }
}
