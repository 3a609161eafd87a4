//! What the overview shows, in numbers.

use crate::browser::time;
use crate::state::people::PeopleStore;
use crate::state::user_store::UserStore;
use crate::ui::chart::MOST_SERIES;
use leptos::prelude::*;
use roster::people::{AccountCounts, Condition, ConnectionState, DriftKind, Lists};

/// How far the accounts of a connection are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// They are.
    All,
    /// There are at least those that are counted.
    Some,
    /// They are on their way.
    NotYet,
    /// They could not be loaded, or wait for a password.
    Unknown,
}

/// The numbers of a connection, or of several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    /// The connection's ID; nothing where these are several.
    pub(super) id: Option<String>,
    pub(super) label: String,
    pub(super) known: Known,
    pub(super) counts: AccountCounts,
}

/// Everything above the cards of the connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) people: usize,
    /// Those who can sign in somewhere.
    pub(super) enabled: usize,
    pub(super) departed: usize,
    /// At most [`MOST_SERIES`].
    pub(super) connections: Vec<Figures>,
    /// The connections of which nothing is known.
    pub(super) unknown: Vec<String>,
    /// How many cases there are of each kind; nothing before any is looked for.
    pub(super) drift: Option<Vec<(DriftKind, usize)>>,
}

impl Summary {
    /// The numbers of now. `has_drift` says whether drift was looked for. Reactive.
    pub(super) fn read(people: PeopleStore, has_drift: bool) -> Self {
        people.track();
        people.track_drift();
        let stores = people.user_stores();
        let is_waiting: Vec<bool> = stores.iter().map(is_waiting).collect();
        let now = time::now_millis();
        people.read_drift(|people, _: Lists<'_>, scan, _| {
            let has = |condition| {
                let met = people.ids().filter(|id| people.meets(*id, condition, now));
                met.count()
            };
            let all = people.connections().enumerate().map(|(at, connection)| {
                let is_waiting = is_waiting.get(at).copied().unwrap_or_default();
                let counts = people.counts(at, now);
                Figures {
                    id: Some(connection.id.clone()),
                    label: connection.label.clone(),
                    known: known(people.state(at), counts.accounts, is_waiting),
                    counts,
                }
            });
            let all: Vec<_> = all.collect();
            let unknown = all.iter().filter(|one| one.known == Known::Unknown);
            let kinds = DriftKind::ALL.iter();
            Self {
                people: people.ids().count(),
                enabled: has(Condition::EnabledAnywhere),
                departed: has(Condition::Departed),
                unknown: unknown.map(|one| one.label.clone()).collect(),
                connections: grouped(all),
                drift: has_drift.then(|| kinds.map(|kind| (*kind, scan.count(*kind))).collect()),
            }
        })
    }

    /// How far the accounts of all connections together are known.
    pub(super) fn known(&self) -> Known {
        known_together(&self.connections)
    }
}

/// Whether the accounts of a connection will not come by themselves.
fn is_waiting(store: &UserStore) -> bool {
    store.is_locked.get()
}

/// How far the numbers of a connection in this state are known, which has so many accounts
/// in its list.
fn known(state: Option<&ConnectionState>, accounts: usize, is_waiting: bool) -> Known {
    let Some(state) = state else {
        return Known::Unknown;
    };
    match (state.has_list, &state.problem) {
        // An account is in no number before it is known whose it is.
        (true, _) if state.unmatched > 0 && state.unmatched == accounts => Known::NotYet,
        (true, _) if state.is_complete && state.unmatched == 0 => Known::All,
        (true, _) => Known::Some,
        (false, None) if !is_waiting => Known::NotYet,
        (false, _) => Known::Unknown,
    }
}

/// How far several are known together: where some are not, there are at least the others.
fn known_together(all: &[Figures]) -> Known {
    let first = all.iter().map(|one| one.known).min();
    let last = all.iter().map(|one| one.known).max();
    match (first, last) {
        (None, _) => Known::NotYet,
        (first, last) if first == last => first.unwrap_or(Known::NotYet),
        (Some(Known::NotYet), _) => Known::NotYet,
        _ => Known::Some,
    }
}

/// No more than can be told apart: those with most accounts, and the others together.
fn grouped(mut all: Vec<Figures>) -> Vec<Figures> {
    if all.len() <= MOST_SERIES {
        return all;
    }
    let mut by_size: Vec<usize> = (0..all.len()).collect();
    by_size.sort_by_key(|at| std::cmp::Reverse(all[*at].counts.accounts));
    let mut others = by_size.split_off(MOST_SERIES - 1);
    others.sort_unstable();
    let others: Vec<_> = others.into_iter().rev().map(|at| all.remove(at)).collect();
    let counts = others.iter().map(|one| one.counts);
    all.push(Figures {
        id: None,
        label: format!("{} other connections", time::number(others.len())),
        known: known_together(&others),
        counts: counts.fold(AccountCounts::default(), sum),
    });
    all
}

fn sum(one: AccountCounts, other: AccountCounts) -> AccountCounts {
    AccountCounts {
        accounts: one.accounts + other.accounts,
        enabled: one.enabled + other.enabled,
        disabled: one.disabled + other.disabled,
        admins: one.admins + other.admins,
        by_age: std::array::from_fn(|age| one.by_age[age] + other.by_age[age]),
    }
}

/// A count in words, as far as it is known. Before that a dash keeps its place.
pub(super) fn written(count: usize, known: Known) -> String {
    match known {
        Known::All => time::number(count),
        Known::Some => format!("at least {}", time::number(count)),
        Known::NotYet => "–".to_owned(),
        Known::Unknown => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(label: &str, known: Known, accounts: usize) -> Figures {
        Figures {
            id: Some(label.to_owned()),
            label: label.to_owned(),
            known,
            counts: AccountCounts {
                accounts,
                enabled: accounts,
                by_age: [accounts, 0, 0, 0, 0, 1],
                ..AccountCounts::default()
            },
        }
    }

    #[test]
    fn five_connections_stay_and_of_more_the_smallest_are_put_together() {
        let all: Vec<_> = [("a", 3), ("b", 9), ("c", 1), ("d", 8), ("e", 7)]
            .map(|(label, count)| figures(label, Known::All, count))
            .to_vec();
        assert_eq!(grouped(all.clone()), all);
        let more = [("f", 0), ("g", 20)].map(|(label, count)| figures(label, Known::All, count));
        let grouped = grouped([all, more.to_vec()].concat());
        let shown: Vec<_> = grouped
            .iter()
            .map(|one| (&*one.label, one.counts.accounts))
            .collect();
        assert_eq!(
            shown,
            [
                ("b", 9),
                ("d", 8),
                ("e", 7),
                ("g", 20),
                ("3 other connections", 4),
            ]
        );
        let others = grouped.last().unwrap();
        assert_eq!(others.id, None);
        assert_eq!(others.counts.by_age, [4, 0, 0, 0, 0, 3]);
        assert_eq!(others.known, Known::All);
    }

    #[test]
    fn a_sum_is_as_certain_as_its_parts() {
        for (parts, expected) in [
            (&[][..], Known::NotYet),
            (&[Known::All, Known::All], Known::All),
            (&[Known::All, Known::Some], Known::Some),
            (&[Known::All, Known::Unknown], Known::Some),
            (&[Known::All, Known::NotYet], Known::Some),
            (&[Known::NotYet, Known::NotYet], Known::NotYet),
            (&[Known::NotYet, Known::Unknown], Known::NotYet),
            (&[Known::Unknown, Known::Unknown], Known::Unknown),
        ] {
            let all: Vec<_> = parts.iter().map(|known| figures("", *known, 1)).collect();
            assert_eq!(known_together(&all), expected, "{parts:?}");
        }
    }

    #[test]
    fn accounts_of_which_it_is_not_known_yet_whose_they_are_make_no_zero() {
        let state = |is_complete, unmatched| ConnectionState {
            has_list: true,
            is_complete,
            unmatched,
            problem: None,
        };
        for (is_complete, unmatched, accounts, expected) in [
            (true, 0, 0, Known::All),
            (true, 0, 63, Known::All),
            (true, 63, 63, Known::NotYet),
            (false, 63, 63, Known::NotYet),
            (true, 1, 63, Known::Some),
            (false, 0, 63, Known::Some),
        ] {
            let state = state(is_complete, unmatched);
            assert_eq!(known(Some(&state), accounts, false), expected, "{state:?}");
        }
    }

    #[test]
    fn what_is_not_known_is_no_zero() {
        for (known, text) in [
            (Known::All, "1,200"),
            (Known::Some, "at least 1,200"),
            (Known::NotYet, "–"),
            (Known::Unknown, "unknown"),
        ] {
            assert_eq!(written(1200, known), text);
        }
    }
}
