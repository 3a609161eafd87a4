//! Drift of one person.

use super::mend::{self, Mend};
use super::{Drift, DriftContext, DriftKind, DriftSubject, MendKind, address};
use crate::change::Change;
use crate::people::assignment::Assignment;
use crate::people::flags::Flags;
use crate::people::index::People;
use crate::people::key::{AccountRef, PersonKey};
use crate::people::person::{Person, PersonAccount};
use crate::record::{Access, LastSignIn};
use crate::view::millis;
use wire::Platform;

/// What is not wanted about a person, dismissed or not.
pub fn person_drift(people: &People, person: &Person<'_>, context: &DriftContext) -> Vec<Drift> {
    let accounts = person.accounts();
    let case = Case {
        people,
        person,
        accounts: &accounts,
        context,
    };
    let mut found = Vec::new();
    if person.departed().is_some() {
        found.extend(case.departed_enabled());
        return found;
    }
    found.extend(case.disabled_elsewhere());
    found.extend(case.inactive_admin());
    found.extend(case.never_signed_in());
    found.extend(case.two_accounts());
    found.extend(case.outside_domains());
    found.extend(case.other_case());
    found
}

pub(super) struct Case<'a> {
    pub(super) people: &'a People,
    pub(super) person: &'a Person<'a>,
    pub(super) accounts: &'a [PersonAccount<'a>],
    pub(super) context: &'a DriftContext,
}

impl<'a> Case<'a> {
    pub(super) fn platform(&self, account: &PersonAccount<'_>) -> Platform {
        self.people.connections[account.connection]
            .connection
            .platform
    }

    /// The accounts that `is_it`.
    pub(super) fn those(
        &self,
        is_it: impl Fn(&PersonAccount<'a>) -> bool,
    ) -> Vec<&'a PersonAccount<'a>> {
        self.accounts.iter().filter(|one| is_it(one)).collect()
    }

    pub(super) fn drift(
        &self,
        kind: DriftKind,
        accounts: &[&PersonAccount<'_>],
        since: Option<String>,
        mends: Vec<Mend>,
    ) -> Drift {
        let subject = DriftSubject::Person(self.person.key().clone());
        let accounts = accounts.iter().map(|one| one.to_ref()).collect();
        self.context.drift(kind, subject, accounts, since, mends)
    }

    fn changing(
        &self,
        kind: MendKind,
        accounts: &[&PersonAccount<'_>],
        change: impl Fn(Platform) -> Change,
    ) -> Mend {
        let change = |one: &&PersonAccount<'_>| (one.to_ref(), change(self.platform(one)));
        Mend::changing(kind, accounts.iter().map(change).collect())
    }

    fn removing(&self, accounts: &[&PersonAccount<'_>]) -> Mend {
        self.changing(MendKind::RemoveAccess, accounts, mend::remove_access)
    }

    fn departed_enabled(&self) -> Option<Drift> {
        let departed = self.person.departed()?;
        let accounts = self.those(|one| !one.is_disabled());
        let joined = accounts
            .iter()
            .filter_map(|one| one.account.record.joined());
        let since = joined
            .chain([&*departed.at])
            .max_by_key(|time| millis(time));
        let since = since.map(str::to_owned);
        (!accounts.is_empty()).then(|| {
            let mends = vec![self.removing(&accounts)];
            self.drift(DriftKind::DepartedEnabled, &accounts, since, mends)
        })
    }

    fn disabled_elsewhere(&self) -> Option<Drift> {
        let enabled = self.those(PersonAccount::is_enabled);
        let disabled = self.those(PersonAccount::is_disabled);
        let elsewhere = |one: &&PersonAccount<'_>| {
            disabled
                .iter()
                .any(|other| other.connection != one.connection)
        };
        if !enabled.iter().any(elsewhere) {
            return None;
        }
        let since = disabled
            .iter()
            .filter_map(|one| match one.account.access() {
                Access::Disabled { since } => since,
                _ => None,
            });
        let since = since.max_by_key(|time| millis(time));
        let restore = |_| Change::Enable {
            restore_admin: false,
        };
        let mends = vec![
            self.removing(&enabled),
            self.changing(MendKind::RestoreAccess, &disabled, restore),
        ];
        let all: Vec<&PersonAccount<'_>> = enabled.into_iter().chain(disabled).collect();
        Some(self.drift(DriftKind::DisabledElsewhere, &all, since, mends))
    }

    fn inactive_admin(&self) -> Option<Drift> {
        let limit = self.context.days_ago(self.context.settings.inactive_days);
        let accounts = self.those(|one| {
            let is_idle = match one.account.last_sign_in() {
                LastSignIn::NotTold => false,
                _ => seen(one).and_then(millis).is_none_or(|seen| seen <= limit),
            };
            one.is_enabled() && one.account.is_admin() && is_idle
        });
        let first = accounts.first()?;
        let since = seen(first).map(str::to_owned);
        let mends = vec![
            self.changing(MendKind::RevokeAdmin, &accounts, mend::revoke_admin),
            self.removing(&accounts),
        ];
        Some(self.drift(DriftKind::InactiveAdmin, &accounts, since, mends))
    }

    fn never_signed_in(&self) -> Option<Drift> {
        let limit = self.context.days_ago(self.context.settings.invited_days);
        let accounts = self.those(|one| {
            let invited = one.account.record.joined().and_then(millis);
            one.is_enabled()
                && one.flags.has(Flags::NEVER)
                && invited.is_some_and(|invited| invited <= limit)
        });
        let since = seen(accounts.first()?).map(str::to_owned);
        let mends = vec![
            self.removing(&accounts),
            self.changing(MendKind::Remind, &accounts, mend::remind),
        ];
        Some(self.drift(DriftKind::NeverSignedIn, &accounts, since, mends))
    }

    /// One finding for each connection.
    fn two_accounts(&self) -> Vec<Drift> {
        let mut found = Vec::new();
        for on_one in self
            .accounts
            .chunk_by(|one, next| one.connection == next.connection)
        {
            let enabled: Vec<&PersonAccount<'_>> =
                on_one.iter().filter(|one| one.is_enabled()).collect();
            if enabled.len() > 1 {
                let mut mends = Vec::new();
                let rank = |one: &&&PersonAccount<'_>| (used(one), one.account.is_admin());
                // Of equal ones the first: `max_by_key` gives the last.
                let used_last = enabled.iter().rev().max_by_key(rank);
                if let Some(others) = used_last.and_then(|kept| others(&enabled, kept)) {
                    mends.push(self.changing(MendKind::KeepOne, &others, mend::remove_access));
                }
                let named_by = |one: &&&PersonAccount<'_>| match self.person.key() {
                    PersonKey::Account(own) => one.to_ref() == *own,
                    PersonKey::Address(_) => false,
                };
                // The account that names the person cannot be taken from them.
                let kept = enabled.iter().find(named_by).or(used_last);
                if let Some(others) = kept.and_then(|kept| others(&enabled, kept)) {
                    let alone = |one: &&PersonAccount<'_>| (one.to_ref(), Some(Assignment::Alone));
                    let assignments: Vec<(AccountRef, Option<Assignment>)> =
                        others.iter().map(alone).collect();
                    mends.push(Mend::assigning(MendKind::TakeApart, assignments));
                }
                found.push(self.drift(DriftKind::TwoAccounts, &enabled, None, mends));
            }
        }
        found
    }

    fn outside_domains(&self) -> Option<Drift> {
        let domains = &self.context.settings.domains;
        let accounts = self.those(|one| {
            one.is_enabled() && address::is_outside(one.account, domains, self.people.rules)
        });
        (!accounts.is_empty()).then(|| {
            let mends = vec![self.removing(&accounts)];
            self.drift(DriftKind::OutsideDomains, &accounts, None, mends)
        })
    }
}

/// When an account was last used, or made where it never was.
fn seen<'a>(one: &PersonAccount<'a>) -> Option<&'a str> {
    match one.account.last_sign_in() {
        LastSignIn::At(time) => Some(time),
        LastSignIn::Never => one.account.record.joined(),
        LastSignIn::NotTold => None,
    }
}

fn used(one: &PersonAccount<'_>) -> Option<i64> {
    match one.account.last_sign_in() {
        LastSignIn::At(time) => millis(time),
        _ => None,
    }
}

/// All but `kept`; nothing where its key names another of them too (pivot note 3).
fn others<'a>(
    all: &[&'a PersonAccount<'a>],
    kept: &PersonAccount<'_>,
) -> Option<Vec<&'a PersonAccount<'a>>> {
    let differs = |one: &&&PersonAccount<'_>| one.account.key != kept.account.key;
    let others: Vec<&PersonAccount<'_>> = all.iter().filter(differs).copied().collect();
    (others.len() + 1 == all.len()).then_some(others)
}
