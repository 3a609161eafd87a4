//! What mends drift, as changes for the one engine.

use crate::accounts::Accounts;
use crate::capability::Ability;
use crate::change::Change;
use crate::kinds::kinds;
use crate::people::assignment::Assignment;
use crate::people::index::{Lists, People};
use crate::people::key::AccountRef;
use crate::plan::{Item, Plan};
use crate::platform::change_support;
use crate::record::Record;
use std::collections::HashSet;
use wire::Platform;

kinds! {
    /// A way to mend drift.
    pub enum MendKind {
        /// Disable accounts, or remove them where the platform cannot disable.
        RemoveAccess,
        /// Enable accounts that are disabled.
        RestoreAccess,
        /// Take administrator rights away.
        RevokeAdmin,
        /// Make another account an administrator, which a person has to choose:
        /// [`grant_admin`].
        GrantAdmin,
        /// Send the email once more with which the user can sign in. What was found stays
        /// until they do.
        Remind,
        /// Keep the account that was used last, and remove the access of the others.
        KeepOne,
        /// Say that the accounts are of different people.
        TakeApart,
        /// Write the address in the same way everywhere.
        WriteAddress,
        /// Pivot: delete the status.
        DeleteStatus,
    }
}

/// One way to mend one case of drift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// Which way it is.
    pub kind: MendKind,
    /// What is changed on platforms; [`plans`] makes plans of it.
    pub changes: Vec<(AccountRef, Change)>,
    /// What is said about accounts, where no platform is changed.
    pub assignments: Vec<(AccountRef, Option<Assignment>)>,
}

impl Mend {
    pub(super) const fn changing(kind: MendKind, changes: Vec<(AccountRef, Change)>) -> Self {
        Self {
            kind,
            changes,
            assignments: Vec::new(),
        }
    }

    pub(super) const fn assigning(
        kind: MendKind,
        assignments: Vec<(AccountRef, Option<Assignment>)>,
    ) -> Self {
        Self {
            kind,
            changes: Vec::new(),
            assignments,
        }
    }
}

fn can(ability: Ability, platform: Platform) -> bool {
    ability.unsupported_reason(platform).is_none()
}

/// The change after which an account cannot sign in: disabling, where that is possible.
pub(in crate::people) fn remove_access(platform: Platform) -> Change {
    if can(Ability::SwitchAccess, platform) {
        Change::Disable { since: None }
    } else {
        Change::Remove
    }
}

/// The change that makes an account an administrator.
pub fn grant_admin(platform: Platform) -> Change {
    if can(Ability::SetAdmin, platform) {
        Change::SetAdmin(true)
    } else {
        Change::AddRole(change_support(platform).admin_role())
    }
}

pub(super) fn revoke_admin(platform: Platform) -> Change {
    if can(Ability::SetAdmin, platform) {
        Change::SetAdmin(false)
    } else {
        Change::RemoveRole(change_support(platform).admin_role())
    }
}

/// The email with which someone can sign in for the first time.
pub(super) fn remind(platform: Platform) -> Change {
    if can(Ability::SendWelcome, platform) {
        Change::SendWelcome { client_url: None }
    } else {
        Change::SendReset
    }
}

/// Changes on any connections as plans, one for each connection that they are on, with
/// what guard rails say. Accounts of connections that are not loaded are left out.
pub fn plans(people: &People, lists: Lists<'_>, changes: Vec<(AccountRef, Change)>) -> Vec<Plan> {
    let connections = people.connections().zip(lists);
    connections
        .filter_map(|(connection, accounts)| {
            let accounts: &Accounts = (*accounts)?;
            let mut items: Vec<Item> = Vec::new();
            let mut keys = HashSet::new();
            for (account, change) in &changes {
                let is_here = *account.connection == *connection.id;
                if is_here && keys.insert(&account.key) {
                    items.push(item(accounts, &account.key, change));
                }
            }
            (!items.is_empty()).then(|| Plan::from_items(connection, accounts, items))
        })
        .collect()
}

/// `change` for the account with this key.
pub(in crate::people) fn item(accounts: &Accounts, key: &str, change: &Change) -> Item {
    let before = accounts.record(key);
    Item {
        label: before
            .as_ref()
            .map_or_else(|| key.to_owned(), Record::label),
        key: key.to_owned(),
        change: change.clone(),
        before,
        blocked: None,
    }
}
