//! What was chosen about a list: what its columns mean, and what is wanted of it on each
//! connection. Remembered in this browser for the next list with the same columns.

use crate::routes;
use leptos::prelude::window;
use roster::people::{
    ConnectionRule, FirstAccess, LeaveWay, Mapping, People, ReconcileRules, RemovalScope, RoleMode,
    columns_signature,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use wire::console::people::Profile;

/// What was chosen. It holds no person's data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choices {
    pub(super) mapping: Mapping,
    /// By the id of the connection.
    #[serde(default)]
    pub(super) connections: BTreeMap<String, ConnectionChoices>,
    /// Whose access is removed: chosen anew for every list.
    #[serde(skip, default = "no_one")]
    pub(super) removal: Removal,
}

/// [`RemovalScope`], by default no one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Removal(pub(super) RemovalScope);

impl Default for Removal {
    fn default() -> Self {
        Self(RemovalScope::Never)
    }
}

fn no_one() -> Removal {
    Removal::default()
}

/// What was chosen about a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
// Each is a box to tick, and none of them depends on another.
#[expect(clippy::struct_excessive_bools)]
pub(super) struct ConnectionChoices {
    /// Whether the list is compared with it.
    pub(super) is_included: bool,
    /// Whether those who have no account get one.
    pub(super) creates: bool,
    /// Whether names are compared.
    pub(super) names: bool,
    /// The column with the roles or groups.
    pub(super) role_column: Option<usize>,
    /// How they are compared.
    pub(super) role_mode: RoleMode,
    /// The roles or groups of new accounts, where no column says so.
    pub(super) new_roles: Vec<String>,
    /// The roles or groups that a value stands for, where it is not the name of one.
    pub(super) role_values: BTreeMap<String, Vec<String>>,
    /// Whether the platform is asked for its welcome email.
    pub(super) has_welcome: bool,
    /// Whether accounts are removed where disabling is the usual way.
    #[serde(skip)]
    pub(super) removes: bool,
}

impl Default for ConnectionChoices {
    fn default() -> Self {
        Self {
            is_included: true,
            creates: true,
            names: true,
            role_column: None,
            role_mode: RoleMode::Add,
            new_roles: Vec::new(),
            role_values: BTreeMap::new(),
            has_welcome: true,
            removes: false,
        }
    }
}

impl Choices {
    /// What was chosen about the connection with this id.
    pub(super) fn of_connection(&self, id: &str) -> ConnectionChoices {
        self.connections.get(id).cloned().unwrap_or_default()
    }

    /// The same about a connection, to be changed.
    pub(super) fn connection_mut(&mut self, id: &str) -> &mut ConnectionChoices {
        self.connections.entry(id.to_owned()).or_default()
    }

    /// Takes over what a profile says about new accounts: their roles or groups, and on
    /// which of these connections there are any.
    pub(super) fn apply_profile<'a>(
        &mut self,
        profile: &Profile,
        connections: impl Iterator<Item = &'a str>,
    ) {
        for id in connections {
            let entry = profile.entries.iter().find(|one| one.connection == id);
            let roles = entry.and_then(|entry| entry.roles.clone());
            let choices = self.connection_mut(id);
            choices.creates = roles.is_some();
            choices.new_roles = roles.unwrap_or_default();
        }
    }

    /// Why no list can be compared like this; nothing where one can.
    pub(super) fn problem<'a>(
        &self,
        mut connections: impl Iterator<Item = &'a str>,
    ) -> Option<&'static str> {
        if self.mapping.address.is_empty() {
            return Some("Choose the column with the email address.");
        }
        let is_included = |id: &str| self.of_connection(id).is_included;
        (!connections.any(is_included)).then_some("Choose a connection to compare with.")
    }

    /// What is wanted of the list.
    pub(super) fn rules(&self, people: &People) -> ReconcileRules {
        let mut rules = ReconcileRules::new(people);
        let ids: Vec<&str> = people.connections().map(|one| one.id.as_str()).collect();
        let chosen = |rule: &ConnectionRule| {
            let id = ids.get(rule.connection).copied().unwrap_or_default();
            self.of_connection(id)
        };
        rules.connections.retain(|rule| chosen(rule).is_included);
        for rule in &mut rules.connections {
            let chosen = chosen(rule);
            rule.creates = chosen.creates;
            rule.names = chosen.names;
            rule.roles.column = chosen.role_column;
            rule.roles.mode = chosen.role_mode;
            rule.roles.new = chosen.new_roles;
            rule.roles.values = chosen.role_values.into_iter().collect::<HashMap<_, _>>();
            if chosen.removes {
                rule.way = LeaveWay::Remove;
            }
            if !chosen.has_welcome {
                rule.first_access = FirstAccess::Nothing;
            }
        }
        rules.removal = match &self.mapping.status {
            // No row says that someone has left.
            None if self.removal.0 == RemovalScope::Marked => RemovalScope::Never,
            _ => self.removal.0,
        };
        rules
    }

    /// Without what names columns that a list of `count` columns does not have.
    fn within(mut self, count: usize) -> Self {
        let has = |column: &usize| *column < count;
        let mapping = &mut self.mapping;
        mapping.address.retain(has);
        for column in [
            &mut mapping.first_name,
            &mut mapping.last_name,
            &mut mapping.full_name,
        ] {
            *column = column.filter(has);
        }
        mapping.status = mapping.status.take().filter(|status| has(&status.column));
        for one in self.connections.values_mut() {
            one.role_column = one.role_column.filter(has);
        }
        self
    }
}

/// Where the choices for lists with these columns are kept.
fn storage_name(columns: &[String]) -> String {
    routes::stored(&format!(
        "rollcall.reconcile.{}",
        columns_signature(columns)
    ))
}

/// What was chosen for the last list with these columns.
pub(super) fn remembered(columns: &[String]) -> Option<Choices> {
    let storage = window().local_storage().ok().flatten()?;
    let text = storage.get_item(&storage_name(columns)).ok().flatten()?;
    let choices: Choices = serde_json::from_str(&text).ok()?;
    Some(choices.within(columns.len()))
}

/// Remembers what was chosen for lists with these columns.
pub(super) fn remember(columns: &[String], choices: &Choices) {
    let text = serde_json::to_string(choices);
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), text) {
        // Where the storage is full, they are chosen again.
        let _ = storage.set_item(&storage_name(columns), &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roster::people::StatusColumn;
    use wire::console::people::ProfileEntry;

    #[test]
    fn whose_access_is_removed_is_chosen_anew_for_every_list() {
        let mut choices = Choices {
            removal: Removal(RemovalScope::MarkedOrAbsent),
            ..Choices::default()
        };
        choices.connection_mut("pivot").removes = true;
        choices.connection_mut("pivot").role_column = Some(4);
        let text = serde_json::to_string(&choices).unwrap();
        let read: Choices = serde_json::from_str(&text).unwrap();
        assert_eq!(read.removal.0, RemovalScope::Never);
        assert!(!read.of_connection("pivot").removes);
        assert_eq!(read.of_connection("pivot").role_column, Some(4));
        assert_eq!(read.within(4).of_connection("pivot").role_column, None);
    }

    #[test]
    fn columns_that_a_list_does_not_have_are_forgotten() {
        let mapping = Mapping {
            address: vec![0, 9],
            first_name: Some(9),
            last_name: Some(1),
            full_name: None,
            status: Some(StatusColumn {
                column: 2,
                ..StatusColumn::default()
            }),
        };
        let choices = Choices {
            mapping,
            ..Choices::default()
        };
        let mapping = choices.within(2).mapping;
        assert_eq!(mapping.address, [0]);
        assert_eq!((mapping.first_name, mapping.last_name), (None, Some(1)));
        assert_eq!(mapping.status, None);
    }

    #[test]
    fn a_profile_says_where_new_accounts_are_and_with_which_roles() {
        let entry = |connection: &str, roles: Option<&[&str]>| ProfileEntry {
            connection: connection.to_owned(),
            roles: roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect()),
        };
        let profile = Profile {
            name: "Analyst".to_owned(),
            entries: vec![entry("pivot", Some(&["analyst"])), entry("actian", None)],
            version: 1,
            at: String::new(),
            by: None,
            via: None,
        };
        let mut choices = Choices::default();
        choices.apply_profile(&profile, ["pivot", "actian", "metabase"].into_iter());
        let pivot = choices.of_connection("pivot");
        assert!(pivot.creates && pivot.new_roles == ["analyst"]);
        assert!(!choices.of_connection("actian").creates);
        assert!(!choices.of_connection("metabase").creates);
    }

    #[test]
    fn a_list_needs_an_address_and_a_connection() {
        let mut choices = Choices::default();
        assert!(choices.problem(["pivot"].into_iter()).is_some());
        choices.mapping.address = vec![0];
        assert_eq!(choices.problem(["pivot"].into_iter()), None);
        choices.connection_mut("pivot").is_included = false;
        assert!(choices.problem(["pivot"].into_iter()).is_some());
    }
}
