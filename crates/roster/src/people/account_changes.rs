//! The changes after which an account is as it is wanted: it is created, enabled, or given
//! other roles or groups.

use super::give::FirstAccess;
use super::plan::{AccountGoal, PlannedItem};
use crate::accounts::{Account, Accounts};
use crate::change::{Change, Edit, NewUser};
use crate::platform::{FirstPassword, change_support, common_role, invite_support, same_set};
use crate::record::Field;
use wire::Platform;
use wire::console::Connection;

/// What someone is called on platforms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) address: &'a str,
    pub(super) first: &'a str,
    pub(super) last: &'a str,
}

/// An account to be created.
#[derive(Debug, Clone, Copy)]
pub(super) struct WantedAccount<'a> {
    /// What it is called, where that need not be the address.
    pub(super) key: Option<&'a str>,
    pub(super) roles: &'a [String],
    pub(super) first_access: &'a FirstAccess,
}

/// Creates an account.
pub(super) fn create(
    connection: &Connection,
    names: Names<'_>,
    account: &WantedAccount<'_>,
) -> PlannedItem {
    let user = new_user(connection, names, account);
    let label = [names.first.trim(), names.last.trim()].join(" ");
    PlannedItem {
        person: 0,
        key: user.key.clone(),
        label: Some(label.trim().to_owned()).filter(|label| !label.is_empty()),
        change: Change::Create(Box::new(user)),
        goal: goal(account.roles),
        blocked: None,
    }
}

fn new_user(connection: &Connection, names: Names<'_>, account: &WantedAccount<'_>) -> NewUser {
    let description = invite_support(connection.platform).description(connection);
    let address = names.address.to_owned();
    let key = match account.key {
        Some(key) if !description.key.is_address && !key.trim().is_empty() => key.to_owned(),
        _ => address.clone(),
    };
    let mut fields = vec![
        (Field::FirstName, names.first.trim().to_owned()),
        (Field::LastName, names.last.trim().to_owned()),
    ];
    if description.email_hint.is_some() {
        fields.push((Field::Email, address));
    }
    fields.extend(description.key.field.map(|field| (field, key.clone())));
    fields.retain(|(_, text)| !text.is_empty());
    let (welcome, password) = match (description.first_password, account.first_access) {
        (FirstPassword::Welcome { .. }, FirstAccess::Email) => (Some(None), None),
        (FirstPassword::Welcome { .. }, FirstAccess::EmailWithLink(link)) => {
            (Some(Some(link.clone())), None)
        }
        (FirstPassword::Choice { .. }, FirstAccess::Password(password)) => {
            (None, Some(password.clone()))
        }
        _ => (None, None),
    };
    NewUser {
        key,
        fields,
        roles: account.roles.to_vec(),
        welcome,
        password,
    }
}

/// Enables an account that is disabled, and gives it exactly these roles or groups. Where it
/// is like this already, one item that changes nothing, so that it is read back.
pub(super) fn adjust(accounts: &Accounts, account: &Account, roles: &[String]) -> Vec<PlannedItem> {
    let item = |change| PlannedItem {
        person: 0,
        key: account.key.to_string(),
        label: None,
        change,
        goal: goal(roles),
        blocked: None,
    };
    let enable = account.access().is_disabled().then_some(Change::Enable {
        restore_admin: false,
    });
    let knows_roles = change_support(accounts.platform).knows_roles(&account.record);
    let has_roles =
        knows_roles && has_same_roles(accounts.platform, &account.record.role_ids(), roles);
    let set_roles = (!has_roles).then(|| Change::SetRoles(roles.to_vec()));
    let changes: Vec<Change> = enable.into_iter().chain(set_roles).collect();
    if changes.is_empty() {
        return vec![item(Change::Edit(Edit::default()))];
    }
    changes.into_iter().map(item).collect()
}

fn has_same_roles(platform: Platform, one: &[String], other: &[String]) -> bool {
    let common: Vec<String> = common_role(platform).into_iter().collect();
    let plus = |roles: &[String]| [roles, &*common].concat();
    same_set(&plus(one), &plus(other))
}

fn goal(roles: &[String]) -> AccountGoal {
    AccountGoal::Present {
        enabled: Some(true),
        roles: Some(roles.to_vec()),
    }
}

impl PlannedItem {
    /// Whether it is to change something, as far as is known now.
    pub(super) fn changes_something(&self) -> bool {
        !matches!(&self.change, Change::Edit(edit) if *edit == Edit::default())
    }
}
