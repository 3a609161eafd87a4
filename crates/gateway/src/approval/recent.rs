//! Which accounts each person has changed within the last hour without an approval.

use crate::audit::origin::Actor;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long a change counts.
const WINDOW: Duration = Duration::from_secs(60 * 60);

/// The changes of the last hour that this process has forwarded. Several servers on one
/// database count each for itself.
#[derive(Debug, Default)]
pub(crate) struct RecentChanges(Mutex<HashMap<Key, HashMap<String, Instant>>>);

/// A person, and the connection.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    who: Option<String>,
    via: Option<String>,
    connection: String,
}

impl Key {
    fn new(actor: &Actor, connection: &str) -> Self {
        Self {
            who: actor.who.clone(),
            via: actor.via.clone(),
            connection: connection.to_owned(),
        }
    }
}

impl RecentChanges {
    /// Counts `account` as changed by `actor`, unless that would be more than `limit`
    /// accounts. Answers whether it was counted.
    pub(crate) fn add(&self, actor: &Actor, connection: &str, account: &str, limit: u32) -> bool {
        self.add_at(Instant::now(), Key::new(actor, connection), account, limit)
    }

    fn add_at(&self, now: Instant, key: Key, account: &str, limit: u32) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, accounts| {
            accounts.retain(|_, at| now.duration_since(*at) < WINDOW);
            !accounts.is_empty()
        });
        let accounts = all.entry(key).or_default();
        let is_free = accounts.contains_key(account)
            || u32::try_from(accounts.len()).is_ok_and(|count| count < limit);
        if is_free {
            accounts.insert(account.to_owned(), now);
        }
        is_free
    }

    /// The accounts that `actor` has changed.
    pub(crate) fn of(&self, actor: &Actor, connection: &str) -> BTreeSet<String> {
        let now = Instant::now();
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let accounts = all.get(&Key::new(actor, connection)).into_iter().flatten();
        let recent = accounts.filter(|(_, at)| now.duration_since(**at) < WINDOW);
        recent.map(|(account, _)| account.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(who: &str) -> Key {
        let actor = Actor {
            who: Some(who.to_owned()),
            ..Actor::default()
        };
        Key::new(&actor, "one")
    }

    #[test]
    fn an_account_counts_once_and_for_an_hour() {
        let recent = RecentChanges::default();
        let start = Instant::now();
        let add = |after: u64, who, account| {
            let now = start + Duration::from_secs(after * 60);
            recent.add_at(now, key(who), account, 2)
        };
        assert!(add(0, "ada", "1"));
        assert!(add(0, "ada", "2"));
        assert!(!add(0, "ada", "3"));
        assert!(add(1, "ada", "1"));
        assert!(add(1, "bob", "3"));
        assert!(!add(59, "ada", "3"));
        // The change of 2 is an hour old, that of 1 is not.
        assert!(add(60, "ada", "3"));
        assert!(!add(60, "ada", "2"));
    }

    #[test]
    fn without_any_account_left_nothing_is_counted() {
        let recent = RecentChanges::default();
        assert!(!recent.add(&Actor::default(), "one", "1", 0));
        assert_eq!(recent.of(&Actor::default(), "one"), BTreeSet::new());
    }
}
