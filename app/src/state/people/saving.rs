//! Changes what the server keeps about people. Each change names the version that was read.
//! If someone else has changed the same row since, the server changes nothing: the rows are
//! loaded again, and the problem says who changed it.
//!
//! A change that the server has made is never reported as failed, even if what is shown
//! afterwards could not be loaded: the notice about the server's records says that.

mod row_kinds;

use super::{PeopleStore, Records};
use crate::api::console_api::Unanswered;
use crate::browser::time;
use crate::messages::{self, Problem};
use crate::state::loadable::Loadable;
use leptos::prelude::*;
use roster::people::records::{finding, to_row};
use roster::people::{AccountRef, Assignment, Departed, DriftId, PersonKey};
use row_kinds::{LastChange, Row, Unversioned, replace};
use std::mem::discriminant;
use wire::console::people as rows;
use wire::console::people::{MAX_CHANGES, SETTINGS_PATH};

/// The status of an answer to a change of a row that has another version by now.
const CONFLICT: u16 = 409;

impl PeopleStore {
    /// Assigns each account to a person or to none, or takes the assignment back. At most
    /// 1,000 accounts are changed together: if one such part fails, those before it stay
    /// changed.
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

    /// Records that a person has returned.
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

    /// Saves an access profile under its name; without a value it is removed. `version` is
    /// that of the profile as it was read, 0 where there was none.
    ///
    /// # Errors
    /// Why that could not be saved.
    pub(crate) async fn save_profile(
        self,
        name: String,
        version: u64,
        value: Option<rows::ProfileValue>,
    ) -> Result<(), Problem> {
        let (known, last) = self.with_records(|records| {
            let known = rows::Profile::versions(records).get(&name).copied();
            (known, rows::Profile::changed_last(records, &name))
        });
        if known.unwrap_or(0) != version {
            // It was loaded again since it was read.
            let (by, at) = last;
            let title = messages::profiles::NOT_SAVED;
            return Err(messages::people::changed_meanwhile(
                title,
                by.as_deref(),
                &at,
            ));
        }
        let key = name.clone();
        let change: Box<dyn FnOnce(u64) -> _> = Box::new(move |version| rows::ProfileChange {
            name,
            version,
            value,
        });
        self.save::<rows::Profile>(vec![(key, change)]).await
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
                });
                Ok(())
            }
            Err(error) => {
                let last = |records: &Records| {
                    let settings = records.settings();
                    let at = settings.at.clone().unwrap_or_default();
                    (settings.version != version).then(|| (settings.by.clone(), at))
                };
                Err(self.explain(title, error, last).await)
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
        let versions = self.with_records(R::versions);
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
                self.update(revision, |rows| replace(R::all(rows), keys, made.rows));
                Ok(())
            }
            Err(error) => {
                let last = |records: &Records| {
                    let now = R::versions(records);
                    let is_other =
                        |key: &&R::Key| now.get(*key).copied().unwrap_or(0) != version(key);
                    let other = keys.iter().find(is_other)?;
                    Some(R::changed_last(records, other))
                };
                Err(self.explain(R::FAILED, error, last).await)
            }
        }
    }

    /// Shows a change that the server has made: the one with the number `revision`. If there
    /// were others before it, everything is loaded again.
    fn update(self, revision: u64, change: impl FnOnce(&mut rows::People)) {
        let mut rows = self.with_records(|records| records.rows.clone());
        let is_next = rows.revision + 1 == revision;
        if is_next {
            rows.revision = revision;
        }
        change(&mut rows);
        let known = Records::read(rows);
        let is_known = known.is_ok();
        if let Ok(records) = known {
            self.parts()
                .records
                .with_value(|all: &Loadable<Records>| all.update(|known| *known = records));
        }
        if !is_next || !is_known {
            self.load_records();
        }
    }

    /// Why a change was not made. If the server says that the row has another version by
    /// now, the rows are loaded again, and `last` says who changed it and when. After any
    /// other failure the rows are loaded too: the change may have been made although its
    /// answer was lost.
    async fn explain(
        self,
        title: &str,
        error: Unanswered,
        last: impl FnOnce(&Records) -> Option<LastChange>,
    ) -> Problem {
        if error.status != CONFLICT || error.is_intercepted {
            self.load_records();
            return error.problem;
        }
        let Ok(records) = self.request_records().await else {
            self.load_records();
            return error.problem;
        };
        let last = last(&records);
        self.parts()
            .records
            .with_value(|all| all.succeed(records, time::now()));
        match last {
            Some((by, at)) => messages::people::changed_meanwhile(title, by.as_deref(), &at),
            None => error.problem,
        }
    }
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
