//! Drift: states that are not wanted, who is concerned, and the changes that mend them.
//!
//! [`person_drift`] and [`connection_drift`] are pure: the settings, what was dismissed
//! and the time are given to them. [`DriftScan`] keeps which kinds concern which person, in slices
//! and again for those who changed.

mod address;
mod connection;
mod mend;
mod person;
mod scan;

pub(super) use address::is_outside;
pub use connection::connection_drift;
pub use mend::{Mend, MendKind, grant_admin, plans};
pub(super) use mend::{item as plan_item, remove_access};
pub use person::person_drift;
pub use scan::DriftScan;

use super::key::{AccountRef, PersonKey};
use crate::kinds::kinds;
use crate::view::millis;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const DAY: i64 = 86_400_000;

kinds! {
    /// A state that is not wanted.
    pub enum DriftKind {
        /// Someone who has left can sign in.
        DepartedEnabled,
        /// Someone is disabled on one connection and can sign in on another.
        DisabledElsewhere,
        /// An administrator has not signed in for long.
        InactiveAdmin,
        /// A connection has exactly one administrator who can sign in.
        OneAdmin,
        /// Someone was invited long ago and has never signed in.
        NeverSignedIn,
        /// Someone can sign in with two accounts on one connection.
        TwoAccounts,
        /// An account's address is outside the organisation's domains.
        OutsideDomains,
        /// The addresses of someone's accounts differ in how they are written.
        OtherCase,
        /// Pivot: a status without a user. A disabled one would apply to the next user
        /// of that name.
        StatusWithoutUser,
    }
}

/// What counts as drift in this organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DriftSettings {
    /// After how many days without a sign-in an administrator is inactive.
    pub inactive_days: u32,
    /// After how many days an invitation that was not used is old.
    pub invited_days: u32,
    /// The organisation's domains; `*.example.com` is everything below `example.com`. With
    /// none, no address is outside.
    pub domains: Vec<String>,
}

impl Default for DriftSettings {
    fn default() -> Self {
        Self {
            inactive_days: 90,
            invited_days: 14,
            domains: Vec::new(),
        }
    }
}

/// Whom drift concerns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftSubject {
    /// A person.
    Person(PersonKey),
    /// A connection, by its id.
    Connection(String),
    /// A status of Pivot's that no user goes with.
    Status(AccountRef),
}

/// What tells one finding from others. Another account in it makes it another finding, so
/// that it is shown although the one before was dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DriftId {
    /// Of which kind it is.
    pub kind: DriftKind,
    /// Whom it concerns.
    pub subject: DriftSubject,
    /// The accounts that it is about, sorted.
    pub accounts: Vec<AccountRef>,
}

/// A finding that an administrator does not want to see until a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// Which one.
    pub finding: DriftId,
    /// Why.
    pub reason: String,
    /// Until when, RFC 3339 or a date in UTC.
    pub until: String,
    /// Who dismissed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, RFC 3339.
    pub at: String,
}

/// One case of drift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What tells it from others: kind, subject, accounts.
    pub id: DriftId,
    /// Since when, as far as a platform tells: RFC 3339.
    pub since: Option<String>,
    /// What mends it, the usual way first. May be empty.
    pub mends: Vec<Mend>,
    /// That it was dismissed, where it was and still is.
    pub dismissed: Option<Dismissal>,
}

/// What findings depend on besides the accounts.
#[derive(Debug)]
pub struct DriftContext {
    settings: DriftSettings,
    dismissals: HashMap<DriftId, Dismissal>,
    now: i64,
}

impl DriftContext {
    /// Settings, dismissals and the time of now (RFC 3339). A dismissal that has ended
    /// counts for nothing.
    pub fn new(settings: DriftSettings, dismissals: Vec<Dismissal>, now: &str) -> Self {
        let now = millis(now).unwrap_or_default();
        let lasts = |one: &Dismissal| millis(&one.until).is_some_and(|until| until > now);
        let lasting = dismissals.into_iter().filter(lasts);
        Self {
            settings,
            dismissals: lasting.map(|one| (one.finding.clone(), one)).collect(),
            now,
        }
    }

    /// The time so many days ago, in milliseconds since 1970.
    fn days_ago(&self, days: u32) -> i64 {
        self.now - i64::from(days) * DAY
    }

    /// A finding, with whether it was dismissed.
    fn drift(
        &self,
        kind: DriftKind,
        subject: DriftSubject,
        mut accounts: Vec<AccountRef>,
        since: Option<String>,
        mends: Vec<Mend>,
    ) -> Drift {
        accounts.sort();
        accounts.dedup();
        let id = DriftId {
            kind,
            subject,
            accounts,
        };
        Drift {
            dismissed: self.dismissals.get(&id).cloned(),
            id,
            since,
            mends,
        }
    }
}
