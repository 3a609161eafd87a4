//! What a change may say.

use super::kind::{Assignments, Departures, Dismissals, Kind, Profiles, Settings};
use crate::api::checks::{check_account, check_text};
use crate::http::error::GatewayError;
use crate::people::clock;
use std::collections::{BTreeSet, HashSet};
use wire::console::TrailEvent;
use wire::console::people::{
    AssignmentChange, DepartedChange, DismissalChange, Finding, FindingSubject, MAX_CHANGES,
    MAX_FINDING_ACCOUNTS, MAX_KEY, MAX_NAME, MAX_PROFILE_NAME, MAX_PROFILE_ROLES, MAX_REASON,
    ProfileChange, SettingsChange,
};

/// How many characters the name of a kind of finding has at most.
const MAX_KIND: usize = 64;
/// How many domains an organisation has at most, and how long one is.
const MAX_DOMAINS: usize = 100;
const MAX_DOMAIN: usize = 253;
/// How many days can be set at most.
const MAX_DAYS: u32 = 3650;

/// A kind of row whose changes can be checked.
pub(super) trait Check: Kind {
    /// What is wrong with the names in `change`.
    fn check_names(change: &Self::Change) -> Result<(), String>;

    /// What is wrong with the value in `change`, of which there is one or none.
    fn check_value(change: &Self::Change, connections: &BTreeSet<String>) -> Result<bool, String>;
}

/// The keys of the rows that `changes` are about and what the audit log calls all of
/// them, or what is wrong with them.
pub(super) fn check<K: Check>(
    changes: &[K::Change],
    connections: &BTreeSet<String>,
) -> Result<(Vec<String>, TrailEvent), GatewayError> {
    check_all::<K>(changes, connections).map_err(GatewayError::PeopleInput)
}

fn check_all<K: Check>(
    changes: &[K::Change],
    connections: &BTreeSet<String>,
) -> Result<(Vec<String>, TrailEvent), String> {
    let Some(first) = changes.first() else {
        return Err("there is no change in it".to_owned());
    };
    let event = K::event(first);
    if changes.len() > MAX_CHANGES {
        return Err(format!("there are more than {MAX_CHANGES} changes in it"));
    }
    let mut keys = Vec::with_capacity(changes.len());
    let mut known = HashSet::with_capacity(changes.len());
    for (index, change) in changes.iter().enumerate() {
        let located = |why| format!("changes[{index}]: {why}");
        K::check_names(change).map_err(located)?;
        let has_value = K::check_value(change, connections).map_err(located)?;
        if !has_value && K::version(change) == 0 {
            return Err(located("there is nothing to remove".to_owned()));
        }
        if K::event(change) != event {
            let why = "it is of another kind than the first: send them one after the other";
            return Err(located(why.to_owned()));
        }
        let key = K::key(change);
        if !known.insert(key.clone()) {
            return Err(located("it is about the same as one before".to_owned()));
        }
        keys.push(key);
    }
    Ok((keys, event))
}

impl Check for Assignments {
    fn check_names(change: &AssignmentChange) -> Result<(), String> {
        check_account("account", &change.account)
    }

    fn check_value(
        change: &AssignmentChange,
        connections: &BTreeSet<String>,
    ) -> Result<bool, String> {
        let Some(value) = &change.value else {
            return Ok(false);
        };
        let connection = &change.account.connection;
        if !connections.contains(connection) {
            return Err(format!("there is no connection “{connection}”"));
        }
        if let Some(person) = &value.person {
            check_text("value.person", person, MAX_KEY)?;
        }
        Ok(true)
    }
}

impl Check for Departures {
    fn check_names(change: &DepartedChange) -> Result<(), String> {
        check_text("person", &change.person, MAX_KEY)
    }

    fn check_value(change: &DepartedChange, _: &BTreeSet<String>) -> Result<bool, String> {
        let Some(value) = &change.value else {
            return Ok(false);
        };
        check_text("value.name", &value.name, MAX_NAME)?;
        Ok(true)
    }
}

impl Check for Dismissals {
    fn check_names(change: &DismissalChange) -> Result<(), String> {
        let Finding {
            kind,
            subject,
            accounts,
        } = &change.finding;
        check_text("finding.kind", kind, MAX_KIND)?;
        let is_of_kind =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !kind.bytes().all(is_of_kind) {
            let why =
                "finding.kind has other characters than lowercase letters, digits and hyphens";
            return Err(why.to_owned());
        }
        match subject {
            FindingSubject::Person(person) => check_text("finding.subject", person, MAX_KEY)?,
            FindingSubject::Connection(id) => check_text("finding.subject", id, MAX_NAME)?,
            FindingSubject::Status(account) => check_account("finding.subject", account)?,
        }
        if accounts.len() > MAX_FINDING_ACCOUNTS {
            return Err(format!(
                "finding.accounts has more than {MAX_FINDING_ACCOUNTS} accounts"
            ));
        }
        let mut accounts = accounts.iter().enumerate();
        accounts.try_for_each(|(index, account)| {
            check_account(&format!("finding.accounts[{index}]"), account)
        })
    }

    fn check_value(change: &DismissalChange, _: &BTreeSet<String>) -> Result<bool, String> {
        let Some(value) = &change.value else {
            return Ok(false);
        };
        check_text("value.reason", &value.reason, MAX_REASON)?;
        if !clock::is_near_future(&value.until) {
            return Err(
                "value.until is not a day like 2026-11-26 within the next two years".to_owned(),
            );
        }
        Ok(true)
    }
}

impl Check for Profiles {
    fn check_names(change: &ProfileChange) -> Result<(), String> {
        check_text("name", &change.name, MAX_PROFILE_NAME)
    }

    fn check_value(change: &ProfileChange, connections: &BTreeSet<String>) -> Result<bool, String> {
        let Some(value) = &change.value else {
            return Ok(false);
        };
        // Such a name could be removed, if there were one.
        if change.name.trim() != change.name || change.name.contains(char::is_control) {
            return Err("name begins or ends with a space, or has a control character".to_owned());
        }
        if value.entries.is_empty() {
            return Err("value.entries is empty".to_owned());
        }
        let mut known = HashSet::new();
        let mut count = 0;
        for entry in &value.entries {
            let connection = &entry.connection;
            if !connections.contains(connection) {
                return Err(format!("there is no connection “{connection}”"));
            }
            if !known.insert(connection) {
                return Err(format!("the connection “{connection}” is there twice"));
            }
            let mut roles = HashSet::new();
            for role in entry.roles.iter().flatten() {
                check_text("a role", role, MAX_NAME)?;
                if !roles.insert(role) {
                    return Err(format!("the role “{role}” is there twice"));
                }
                count += 1;
            }
        }
        if count > MAX_PROFILE_ROLES {
            return Err(format!(
                "value.entries has more than {MAX_PROFILE_ROLES} roles"
            ));
        }
        Ok(true)
    }
}

impl Check for Settings {
    fn check_names(_: &SettingsChange) -> Result<(), String> {
        Ok(())
    }

    fn check_value(change: &SettingsChange, _: &BTreeSet<String>) -> Result<bool, String> {
        let Some(value) = &change.value else {
            return Ok(false);
        };
        for (name, days) in [
            ("inactive_days", value.inactive_days),
            ("invited_days", value.invited_days),
        ] {
            if !(1..=MAX_DAYS).contains(&days) {
                return Err(format!("value.{name} is not between 1 and {MAX_DAYS}"));
            }
        }
        if value.domains.len() > MAX_DOMAINS {
            return Err(format!("value.domains has more than {MAX_DOMAINS} domains"));
        }
        let mut known = HashSet::new();
        for domain in &value.domains {
            check_text("a domain", domain, MAX_DOMAIN)?;
            let is_odd = |character: char| character.is_whitespace() || character.is_control();
            if domain.contains(is_odd) || domain.contains(['@', '/']) {
                return Err(format!("“{domain}” is not a domain"));
            }
            if !known.insert(domain.to_lowercase()) {
                return Err(format!("the domain “{domain}” is there twice"));
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
