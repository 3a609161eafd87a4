//! Why it may be right to revoke an account's access.

use crate::people::drift::{DriftSettings, is_outside};
use crate::people::flags::Flags;
use crate::people::index::People;
use crate::people::person::{Person, PersonAccount};
use wire::console::reviews::ReviewSuggestion;

const DAY: i64 = 86_400_000;

/// What suggests to revoke the access of `account`, one of `accounts`, which are all of
/// `person`'s. `now` is in milliseconds since 1970.
pub(super) fn suggestions(
    people: &People,
    person: &Person<'_>,
    accounts: &[PersonAccount<'_>],
    account: &PersonAccount<'_>,
    settings: &DriftSettings,
    now: i64,
) -> Vec<ReviewSuggestion> {
    if account.is_disabled() {
        return Vec::new();
    }
    let days = settings.inactive_days;
    let is_elsewhere = |other: &&PersonAccount<'_>| other.connection != account.connection;
    let mut elsewhere = accounts.iter().filter(is_elsewhere);
    let held = [
        (
            is_idle(account, now - i64::from(days) * DAY),
            ReviewSuggestion::NotSignedInFor(days),
        ),
        (person.departed().is_some(), ReviewSuggestion::Departed),
        (
            elsewhere.any(PersonAccount::is_disabled),
            ReviewSuggestion::DisabledElsewhere,
        ),
        (
            is_outside(account.account, &settings.domains, people.rules),
            ReviewSuggestion::OutsideDomains,
        ),
    ];
    let held = held.into_iter().filter(|(is_held, _)| *is_held);
    held.map(|(_, suggestion)| suggestion).collect()
}

/// Whether a platform that tells says that an account was not used since a time. One that
/// was never used counts from when it was made, where that is known.
fn is_idle(account: &PersonAccount<'_>, since: i64) -> bool {
    let (flags, seen) = Flags::of_account(account.account);
    flags.has(Flags::NEVER | Flags::SIGNED_IN) && seen.is_none_or(|seen| seen <= since)
}
