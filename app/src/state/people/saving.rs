//! What the server keeps about people is changed here. Each change names the version of
//! what was read: where someone else changed the same meanwhile, nothing is changed, what
//! is there now is loaded, and that is said.

use super::records::{finding, to_row};
use super::{PeopleStore, Records};
use crate::api::console_api::Unanswered;
use crate::browser::time;
use crate::messages::{self, Problem};
use crate::state::loadable::Loadable;
use leptos::prelude::*;
use roster::people::{AccountRef, Assignment, Departed, DriftId, InvalidPersonKey, PersonKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::hash::Hash;
use std::mem::discriminant;
use wire::console::people as rows;
use wire::console::people::{
    ASSIGNMENTS_PATH, DEPARTED_PATH, DISMISSALS_PATH, MAX_CHANGES, SETTINGS_PATH,
};

/// Rows of one kind: what tells them apart, and where they are kept.
trait Row: Clone + Serialize + DeserializeOwned + 'static {
    /// What tells one from others.
    type Key: Clone + Eq + Hash;
    /// A change of one.
    type Change: Serialize;

    /// Where they are changed.
    const PATH: &'static str;
    /// What is said where that fails.
    const FAILED: &'static str;

    fn all(rows: &mut rows::People) -> &mut Vec<Self>;
    fn key(&self) -> Self::Key;
    fn version(&self) -> u64;
    fn changed_last(&self) -> (Option<&str>, &str);
}

/// A change before it is known which version it is of.
type Unversioned<R> = (<R as Row>::Key, Box<dyn FnOnce(u64) -> <R as Row>::Change>);

impl PeopleStore {
    /// Says of each account whose it is, or takes that back. At most 1,000 accounts are
    /// changed together: where one such part fails, those before it are changed.
    ///
    /// # Errors
    /// Why an account could not be changed.
    pub(crate) async fn assign(
        self,
        mut changes: Vec<(AccountRef, Option<Assignment>)>,
    ) -> Result<(), Problem> {
        // The server takes changes of one meaning at a time.
        while let Some((_, first)) = changes.first() {
            let meaning = first.as_ref().map(discriminant);
            let (now, later) = changes
                .into_iter()
                .partition(|(_, assignment)| assignment.as_ref().map(discriminant) == meaning);
            changes = later;
            let now: Vec<(AccountRef, Option<Assignment>)> = now;
            let now = now.into_iter().map(|(account, assignment)| {
                let account = to_row(&account);
                let change = account.clone();
                let change: Box<dyn FnOnce(u64) -> _> =
                    Box::new(move |version| rows::AssignmentChange {
                        account: change,
                        version,
                        value: assignment.map(|assignment| rows::AssignmentValue {
                            person: match assignment {
                                Assignment::With(person) => Some(person.to_string()),
                                Assignment::Alone => None,
                            },
                        }),
                    });
                (account, change)
            });
            self.save::<rows::Assignment>(now.collect()).await?;
        }
        Ok(())
    }

    /// Puts people on record as departed.
    ///
    /// # Errors
    /// Why that could not be saved.
    pub(crate) async fn depart(self, people: Vec<Departed>) -> Result<(), Problem> {
        let changes = people.into_iter().map(|one| {
            let key = one.person.to_string();
            let value = rows::DepartedValue {
                name: one.name,
                receipt: one.receipt,
            };
            departed_change(key, Some(value))
        });
        self.save::<rows::Departed>(changes.collect()).await
    }

    /// Takes a person off the record of those who have departed.
    ///
    /// # Errors
    /// Why that could not be saved.
    pub(crate) async fn take_back(self, person: &PersonKey) -> Result<(), Problem> {
        let changes = vec![departed_change(person.to_string(), None)];
        self.save::<rows::Departed>(changes).await
    }

    /// Dismisses findings for a `reason` until the end of a day (`2026-11-29`, in UTC).
    ///
    /// # Errors
    /// Why that could not be saved.
    pub(crate) async fn dismiss(
        self,
        findings: &[DriftId],
        reason: &str,
        until: &str,
    ) -> Result<(), Problem> {
        let value = rows::DismissalValue {
            reason: reason.to_owned(),
            until: until.to_owned(),
        };
        self.change_dismissals(findings, Some(&value)).await
    }

    /// Shows dismissed findings again.
    ///
    /// # Errors
    /// Why that could not be saved.
    pub(crate) async fn restore(self, findings: &[DriftId]) -> Result<(), Problem> {
        self.change_dismissals(findings, None).await
    }

    async fn change_dismissals(
        self,
        findings: &[DriftId],
        value: Option<&rows::DismissalValue>,
    ) -> Result<(), Problem> {
        let changes = findings.iter().map(|id| {
            let finding = finding(id);
            let (change, value) = (finding.clone(), value.cloned());
            let change: Box<dyn FnOnce(u64) -> _> =
                Box::new(move |version| rows::DismissalChange {
                    finding: change,
                    version,
                    value,
                });
            (finding, change)
        });
        self.save::<rows::Dismissal>(changes.collect()).await
    }

    /// Changes the settings; without any, the usual ones apply again.
    ///
    /// # Errors
    /// Why that could not be saved.
    pub(crate) async fn save_settings(
        self,
        value: Option<rows::SettingsValue>,
    ) -> Result<(), Problem> {
        let version = self.with_records(|records| records.settings().version);
        let change = rows::SettingsChange { version, value };
        let title = messages::people::SETTINGS_FAILED;
        let saved = self
            .parts()
            .api
            .change_row(SETTINGS_PATH, &change, title)
            .await;
        let saved: Result<rows::Changed<rows::PeopleSettings>, Unanswered> = saved;
        match saved {
            Ok(made) => {
                self.update(made.revision, |rows| {
                    let settings = made.rows.into_iter().next().flatten();
                    rows.settings = settings.unwrap_or_default();
                })
                .await
            }
            Err(error) => {
                self.reload().await?;
                let now = self.with_records(|records| {
                    let settings = records.settings();
                    let at = settings.at.clone().unwrap_or_default();
                    (settings.version != version).then(|| (settings.by.clone(), at))
                });
                Err(explain(title, error, now))
            }
        }
    }

    /// Saves `changes`: 1,000 at a time, each part wholly or not at all.
    async fn save<R: Row>(self, mut changes: Vec<Unversioned<R>>) -> Result<(), Problem> {
        while !changes.is_empty() {
            let rest = changes.split_off(changes.len().min(MAX_CHANGES));
            self.save_part::<R>(changes).await?;
            changes = rest;
        }
        Ok(())
    }

    async fn save_part<R: Row>(self, changes: Vec<Unversioned<R>>) -> Result<(), Problem> {
        let versions = self.versions::<R>();
        let version = |key: &R::Key| versions.get(key).copied().unwrap_or(0);
        let keys: Vec<R::Key> = changes.iter().map(|(key, _)| key.clone()).collect();
        let changes = changes
            .into_iter()
            .map(|(key, change)| change(version(&key)));
        let changes: Vec<R::Change> = changes.collect();
        let saved = self
            .parts()
            .api
            .change_rows(R::PATH, changes, R::FAILED)
            .await;
        let saved: Result<rows::Changed<R>, Unanswered> = saved;
        match saved {
            Ok(made) => {
                let revision = made.revision;
                self.update(revision, |rows| replace(R::all(rows), keys, made.rows))
                    .await
            }
            Err(error) => {
                self.reload().await?;
                let now = self.versions::<R>();
                let other = keys
                    .iter()
                    .find(|key| now.get(key).copied().unwrap_or(0) != version(key));
                let other = other.map(|key| self.changed_last::<R>(key));
                Err(explain(R::FAILED, error, other))
            }
        }
    }

    fn versions<R: Row>(self) -> HashMap<R::Key, u64> {
        self.with_records(|records| {
            let mut rows = records.rows.clone();
            let all = R::all(&mut rows).iter();
            all.map(|row| (row.key(), row.version())).collect()
        })
    }

    /// Who changed the row with this key last, as far as known, and when; nothing is known
    /// of one that was removed.
    fn changed_last<R: Row>(self, key: &R::Key) -> (Option<String>, String) {
        self.with_records(|records| {
            let mut rows = records.rows.clone();
            let row = R::all(&mut rows).iter().find(|row| row.key() == *key);
            let last = row.map(R::changed_last);
            last.map_or_else(Default::default, |(by, at)| {
                (by.map(str::to_owned), at.to_owned())
            })
        })
    }

    /// Shows a change that the server has made: the one with the number `revision`. Where
    /// there were others before it, everything is loaded.
    async fn update(
        self,
        revision: u64,
        change: impl FnOnce(&mut rows::People),
    ) -> Result<(), Problem> {
        let mut rows = self.with_records(|records| records.rows.clone());
        if rows.revision + 1 != revision {
            return self.reload().await;
        }
        rows.revision = revision;
        change(&mut rows);
        let records = Records::read(rows)
            .map_err(|error: InvalidPersonKey| messages::people::unreadable_records(error))?;
        self.parts()
            .records
            .with_value(|all: &Loadable<Records>| all.update(|known| *known = records));
        Ok(())
    }

    async fn reload(self) -> Result<(), Problem> {
        let records = self.request_records().await?;
        self.parts()
            .records
            .with_value(|all: &Loadable<Records>| all.succeed(records, time::now()));
        Ok(())
    }
}

/// What is said of a change that was not made. `other` says who changed the same row
/// meanwhile, and when, where that is why.
fn explain(title: &str, error: Unanswered, other: Option<(Option<String>, String)>) -> Problem {
    match other {
        Some((by, at)) if error.status == 409 && !error.is_intercepted => {
            messages::people::changed_meanwhile(title, by.as_deref(), &at)
        }
        _ => error.problem,
    }
}

/// Replaces the rows with these keys; a row that is gone is removed.
fn replace<R: Row>(all: &mut Vec<R>, keys: Vec<R::Key>, new: Vec<Option<R>>) {
    let mut new: HashMap<R::Key, Option<R>> = keys.into_iter().zip(new).collect();
    all.retain_mut(|row| match new.remove(&row.key()) {
        None => true,
        Some(None) => false,
        Some(Some(other)) => {
            *row = other;
            true
        }
    });
    all.extend(new.into_values().flatten());
}

fn departed_change(key: String, value: Option<rows::DepartedValue>) -> Unversioned<rows::Departed> {
    let person = key.clone();
    let change = move |version| rows::DepartedChange {
        person,
        version,
        value,
    };
    (key, Box::new(change))
}

impl Row for rows::Assignment {
    type Key = rows::AccountRef;
    type Change = rows::AssignmentChange;

    const PATH: &'static str = ASSIGNMENTS_PATH;
    const FAILED: &'static str = messages::people::LINK_FAILED;

    fn all(rows: &mut rows::People) -> &mut Vec<Self> {
        &mut rows.assignments
    }

    fn key(&self) -> rows::AccountRef {
        self.account.clone()
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_last(&self) -> (Option<&str>, &str) {
        (self.by.as_deref(), &self.at)
    }
}

impl Row for rows::Departed {
    type Key = String;
    type Change = rows::DepartedChange;

    const PATH: &'static str = DEPARTED_PATH;
    const FAILED: &'static str = messages::people::DEPARTED_FAILED;

    fn all(rows: &mut rows::People) -> &mut Vec<Self> {
        &mut rows.departed
    }

    fn key(&self) -> String {
        self.person.clone()
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_last(&self) -> (Option<&str>, &str) {
        (self.by.as_deref(), &self.at)
    }
}

impl Row for rows::Dismissal {
    type Key = rows::Finding;
    type Change = rows::DismissalChange;

    const PATH: &'static str = DISMISSALS_PATH;
    const FAILED: &'static str = messages::people::DISMISSAL_FAILED;

    fn all(rows: &mut rows::People) -> &mut Vec<Self> {
        &mut rows.dismissals
    }

    fn key(&self) -> rows::Finding {
        self.finding.clone()
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_last(&self) -> (Option<&str>, &str) {
        (self.by.as_deref(), &self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departed(person: &str, version: u64) -> rows::Departed {
        rows::Departed {
            person: person.to_owned(),
            name: person.to_owned(),
            receipt: None,
            version,
            at: "2026-11-01T00:00:00Z".to_owned(),
            by: None,
            via: None,
        }
    }

    #[test]
    fn rows_are_replaced_added_and_removed_and_others_stay() {
        let mut all = vec![departed("a", 1), departed("b", 2), departed("c", 3)];
        let keys = ["a", "b", "d"].map(str::to_owned).to_vec();
        let new = vec![Some(departed("a", 4)), None, Some(departed("d", 4))];
        replace(&mut all, keys, new);
        assert_eq!(all, [departed("a", 4), departed("c", 3), departed("d", 4)]);
    }
}
