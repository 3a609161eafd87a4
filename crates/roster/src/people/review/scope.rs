//! The scope of a review, with connections and roles by their places.

use crate::accounts::Account;
use crate::people::condition::Condition;
use crate::people::index::{Lists, People, PersonId};
use std::collections::HashMap;
use wire::console::reviews::{ReviewFilter, ReviewScope};

/// Why no accounts can be in a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// It names no connection.
    #[error("the scope names no connection")]
    NoConnection,
    /// It names a connection that there is not, by this ID.
    #[error("there is no connection “{0}”")]
    UnknownConnection(String),
}

/// A [`ReviewScope`], found out for these people.
#[derive(Debug)]
pub(super) struct Scope {
    /// The places of its connections, in the order of [`People::connections`].
    pub(super) connections: Vec<usize>,
    /// The IDs of the roles on each of them that roles are given for.
    roles: HashMap<usize, Vec<String>>,
    conditions: Vec<Condition>,
    admins_only: bool,
    disabled: bool,
}

impl Scope {
    pub(super) fn new(people: &People, scope: &ReviewScope) -> Result<Self, ScopeError> {
        let place = |id: &str| {
            let found = people.connections().position(|one| one.id == id);
            found.ok_or_else(|| ScopeError::UnknownConnection(id.to_owned()))
        };
        let connections = scope.connections.iter().map(|id| place(id));
        let mut connections: Vec<usize> = connections.collect::<Result<_, _>>()?;
        connections.sort_unstable();
        connections.dedup();
        if connections.is_empty() {
            return Err(ScopeError::NoConnection);
        }
        let mut roles: HashMap<usize, Vec<String>> = HashMap::new();
        for role in &scope.roles {
            let of_connection = roles.entry(place(&role.connection)?).or_default();
            of_connection.push(role.role.clone());
        }
        let conditions = scope.filters.iter().map(|filter| match filter {
            ReviewFilter::CanSignInTo(id) => place(id).map(Condition::Enabled),
            ReviewFilter::LacksAccessTo(id) => place(id).map(Condition::Lacks),
            ReviewFilter::HasAccountOn(id) => place(id).map(Condition::HasAccount),
            ReviewFilter::EnabledAnywhere => Ok(Condition::EnabledAnywhere),
            ReviewFilter::EnabledAndDisabled => Ok(Condition::EnabledAndDisabled {
                enabled: None,
                disabled: None,
            }),
            ReviewFilter::AdminAnywhere => Ok(Condition::Admin),
            ReviewFilter::NeverSignedIn => Ok(Condition::NeverSignedIn),
            ReviewFilter::NotSignedInFor(days) => Ok(Condition::NotSignedInFor { days: *days }),
            ReviewFilter::Departed => Ok(Condition::Departed),
            ReviewFilter::Unmatched => Ok(Condition::Unmatched),
            ReviewFilter::NoAddress => Ok(Condition::NoAddress),
        });
        Ok(Self {
            connections,
            roles,
            conditions: conditions.collect::<Result<_, _>>()?,
            admins_only: scope.admins_only,
            disabled: scope.disabled,
        })
    }

    /// Whether an account on one of its connections, which is `person`'s, is in it. `now`
    /// is in milliseconds since 1970.
    pub(super) fn has(
        &self,
        people: &People,
        lists: Lists<'_>,
        connection: usize,
        account: &Account,
        person: PersonId,
        now: i64,
    ) -> bool {
        let meets = |condition: &Condition| people.meets(person, *condition, now);
        (self.disabled || !account.access().is_disabled())
            && (!self.admins_only || account.is_admin())
            && self.has_role(lists, connection, account)
            && self.conditions.iter().all(meets)
    }

    fn has_role(&self, lists: Lists<'_>, connection: usize, account: &Account) -> bool {
        let Some(wanted) = self.roles.get(&connection) else {
            return true;
        };
        let accounts = lists.get(connection).copied().flatten();
        let roles = accounts.map_or(&[][..], |accounts| &accounts.roles);
        let own = account.roles.iter();
        let mut own = own.filter_map(|place| roles.get(*place as usize));
        own.any(|role| wanted.iter().any(|id| **id == *role.id))
    }
}
