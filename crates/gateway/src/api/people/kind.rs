//! The kinds of rows: what names one, and what a change makes of it.

use crate::people::store::RowKind;
use crate::people::store_key::store_key;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use wire::console::TrailEvent;
use wire::console::people::{
    AccountRef, Assignment, AssignmentChange, AssignmentValue, Departed, DepartedChange, Dismissal,
    DismissalChange, FindingSubject, PeopleSettings, Profile, ProfileChange, SettingsChange,
};

/// When a row was changed, and who changed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'a> {
    pub(super) at: &'a str,
    pub(super) by: Option<&'a str>,
    pub(super) via: Option<&'a str>,
}

/// A kind of row. What is stored of one is the row itself as JSON; its version is
/// known once it is stored, and set when it is read.
pub(super) trait Kind: 'static {
    /// A row.
    type Row: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
    /// A change of one.
    type Change: Serialize + Send + Sync + 'static;

    /// Its name in the store.
    const KIND: RowKind;

    /// What names the row that `change` is about.
    fn key(change: &Self::Change) -> String;

    /// The version of that row, as it was read.
    fn version(change: &Self::Change) -> u64;

    /// What `change` is, in the audit log.
    fn event(change: &Self::Change) -> TrailEvent;

    /// What it is about there: it is searched for these texts.
    fn target(change: &Self::Change, before: Option<&Self::Row>) -> Vec<String>;

    /// The row as it is to be; nothing where it is to be removed.
    fn row(change: &Self::Change, stamp: Stamp<'_>) -> Option<Self::Row>;

    /// The version of a row.
    fn version_of(row: &Self::Row) -> u64;

    /// Sets the version of a row.
    fn set_version(row: &mut Self::Row, version: u64);

    /// The receipt that `change` names, which has to be there.
    fn receipt(_: &Self::Change) -> Option<&str> {
        None
    }
}

/// Rows of one kind, by their keys.
pub(super) type Rows<K> = HashMap<String, <K as Kind>::Row>;

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// An account as one text.
fn account_text(account: &AccountRef) -> String {
    format!("{}/{}", account.connection, account.key)
}

/// Accounts that are assigned by hand.
pub(super) enum Assignments {}

impl Kind for Assignments {
    type Row = Assignment;
    type Change = AssignmentChange;

    const KIND: RowKind = RowKind::Assignment;

    fn key(change: &AssignmentChange) -> String {
        // No connection's ID has a slash in it.
        store_key(&account_text(&change.account)).into_owned()
    }

    fn version(change: &AssignmentChange) -> u64 {
        change.version
    }

    fn event(change: &AssignmentChange) -> TrailEvent {
        match &change.value {
            Some(AssignmentValue { person: Some(_) }) => TrailEvent::PersonLinked,
            _ => TrailEvent::PersonUnlinked,
        }
    }

    fn target(change: &AssignmentChange, before: Option<&Assignment>) -> Vec<String> {
        let person = change.value.as_ref().and_then(|value| value.person.clone());
        let before = before.and_then(|row| row.person.clone());
        let people = person.into_iter().chain(before);
        people.chain([account_text(&change.account)]).collect()
    }

    fn row(change: &AssignmentChange, stamp: Stamp<'_>) -> Option<Assignment> {
        Some(Assignment {
            account: change.account.clone(),
            person: change.value.as_ref()?.person.clone(),
            version: 0,
            at: stamp.at.to_owned(),
            by: owned(stamp.by),
            via: owned(stamp.via),
        })
    }

    fn version_of(row: &Assignment) -> u64 {
        row.version
    }

    fn set_version(row: &mut Assignment, version: u64) {
        row.version = version;
    }
}

/// People who have departed.
pub(super) enum Departures {}

impl Kind for Departures {
    type Row = Departed;
    type Change = DepartedChange;

    const KIND: RowKind = RowKind::Departed;

    fn key(change: &DepartedChange) -> String {
        store_key(&change.person).into_owned()
    }

    fn version(change: &DepartedChange) -> u64 {
        change.version
    }

    fn event(change: &DepartedChange) -> TrailEvent {
        match change.value {
            Some(_) => TrailEvent::PersonDeparted,
            None => TrailEvent::PersonReturned,
        }
    }

    fn target(change: &DepartedChange, _: Option<&Departed>) -> Vec<String> {
        vec![change.person.clone()]
    }

    fn row(change: &DepartedChange, stamp: Stamp<'_>) -> Option<Departed> {
        let value = change.value.as_ref()?;
        Some(Departed {
            person: change.person.clone(),
            name: value.name.clone(),
            receipt: value.receipt.clone(),
            version: 0,
            at: stamp.at.to_owned(),
            by: owned(stamp.by),
            via: owned(stamp.via),
        })
    }

    fn version_of(row: &Departed) -> u64 {
        row.version
    }

    fn set_version(row: &mut Departed, version: u64) {
        row.version = version;
    }

    fn receipt(change: &DepartedChange) -> Option<&str> {
        change.value.as_ref()?.receipt.as_deref()
    }
}

/// Findings that were dismissed.
pub(super) enum Dismissals {}

impl Kind for Dismissals {
    type Row = Dismissal;
    type Change = DismissalChange;

    const KIND: RowKind = RowKind::Dismissal;

    fn key(change: &DismissalChange) -> String {
        // What was read as JSON can be written as JSON.
        let finding = serde_json::to_string(&change.finding).unwrap_or_default();
        store_key(&finding).into_owned()
    }

    fn version(change: &DismissalChange) -> u64 {
        change.version
    }

    fn event(change: &DismissalChange) -> TrailEvent {
        match change.value {
            Some(_) => TrailEvent::FindingDismissed,
            None => TrailEvent::DismissalRemoved,
        }
    }

    fn target(change: &DismissalChange, _: Option<&Dismissal>) -> Vec<String> {
        let finding = &change.finding;
        let accounts = finding.accounts.iter().map(account_text);
        let subject = match &finding.subject {
            FindingSubject::Person(text) | FindingSubject::Connection(text) => text.clone(),
            FindingSubject::Status(account) => account_text(account),
        };
        [subject, finding.kind.clone()]
            .into_iter()
            .chain(accounts)
            .collect()
    }

    fn row(change: &DismissalChange, stamp: Stamp<'_>) -> Option<Dismissal> {
        let value = change.value.as_ref()?;
        Some(Dismissal {
            finding: change.finding.clone(),
            reason: value.reason.clone(),
            until: value.until.clone(),
            version: 0,
            at: stamp.at.to_owned(),
            by: owned(stamp.by),
            via: owned(stamp.via),
        })
    }

    fn version_of(row: &Dismissal) -> u64 {
        row.version
    }

    fn set_version(row: &mut Dismissal, version: u64) {
        row.version = version;
    }
}

/// Access profiles.
pub(super) enum Profiles {}

impl Kind for Profiles {
    type Row = Profile;
    type Change = ProfileChange;

    const KIND: RowKind = RowKind::Profile;

    fn key(change: &ProfileChange) -> String {
        store_key(&change.name).into_owned()
    }

    fn version(change: &ProfileChange) -> u64 {
        change.version
    }

    fn event(change: &ProfileChange) -> TrailEvent {
        match change.value {
            Some(_) => TrailEvent::ProfileSaved,
            None => TrailEvent::ProfileRemoved,
        }
    }

    fn target(change: &ProfileChange, _: Option<&Profile>) -> Vec<String> {
        vec![change.name.clone()]
    }

    fn row(change: &ProfileChange, stamp: Stamp<'_>) -> Option<Profile> {
        let value = change.value.as_ref()?;
        Some(Profile {
            name: change.name.clone(),
            entries: value.entries.clone(),
            version: 0,
            at: stamp.at.to_owned(),
            by: owned(stamp.by),
            via: owned(stamp.via),
        })
    }

    fn version_of(row: &Profile) -> u64 {
        row.version
    }

    fn set_version(row: &mut Profile, version: u64) {
        row.version = version;
    }
}

/// The settings, of which there is one row.
pub(super) enum Settings {}

impl Kind for Settings {
    type Row = PeopleSettings;
    type Change = SettingsChange;

    const KIND: RowKind = RowKind::Settings;

    fn key(_: &SettingsChange) -> String {
        Self::KIND.name().to_owned()
    }

    fn version(change: &SettingsChange) -> u64 {
        change.version
    }

    fn event(_: &SettingsChange) -> TrailEvent {
        TrailEvent::PeopleSettingsChanged
    }

    fn target(_: &SettingsChange, _: Option<&PeopleSettings>) -> Vec<String> {
        Vec::new()
    }

    fn row(change: &SettingsChange, stamp: Stamp<'_>) -> Option<PeopleSettings> {
        let value = change.value.as_ref()?;
        Some(PeopleSettings {
            domains: value.domains.clone(),
            inactive_days: value.inactive_days,
            invited_days: value.invited_days,
            version: 0,
            at: Some(stamp.at.to_owned()),
            by: owned(stamp.by),
            via: owned(stamp.via),
        })
    }

    fn version_of(row: &PeopleSettings) -> u64 {
        row.version
    }

    fn set_version(row: &mut PeopleSettings, version: u64) {
        row.version = version;
    }
}
