//! Limits how often passwords may be tried.
//!
//! Attempts are counted three times: for a name from one place (its address, or
//! a browser that the person signed in with before), strictly; for an address
//! with any names; and for a name from anywhere, loosely. Where a person has
//! signed in before, only the first count applies to them, so that a stranger
//! elsewhere cannot keep them out.
//!
//! An attempt takes up one of the free failures while its password is checked,
//! and gives it back if the password is right: many attempts at once have no
//! more guesses than one after the other, and wait for each other instead of
//! being refused.

use crate::http::client_address::ClientAddress;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// How many failures with a name from one place are free.
const FREE: u32 = 5;
/// How long one waits at most for the next attempt after those.
const LONGEST: Duration = Duration::from_secs(60);
/// After this time without an attempt they are free again.
const FORGET: Duration = Duration::from_secs(3600);
/// How long it counts that a person signed in from an address.
const TRUST: Duration = Duration::from_secs(14 * 24 * 3600);
/// How many failures are free for one address, and how soon the next one is.
const PER_ADDRESS: Rate = Rate {
    free: 30,
    each: Duration::from_secs(20),
};
/// The same for one name from all addresses together: more than one stranger can
/// use up, who has to wait [`LONGEST`] between attempts.
const PER_NAME: Rate = Rate {
    free: 50,
    each: Duration::from_secs(30),
};
/// How many names and addresses are counted separately. Beyond that, the least
/// recently seen ones are forgotten.
const MOST: usize = 8192;
/// How many unknown names are counted separately: a stranger must not fill the
/// memory with them, nor notice that they are counted differently.
const UNKNOWN_NAMES: u64 = 1024;

/// The place that an attempt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// A browser that the person signed in with before (`device.rs`).
    Device([u8; 16]),
    /// An address, or an IPv6 network of 64 bits, where the address is known.
    Network(Option<IpAddr>),
}

impl Place {
    pub(super) fn of(address: Option<ClientAddress>) -> Self {
        Self::Network(address.map(ClientAddress::network))
    }
}

/// A name, by its hash. Known and unknown names are counted separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Name {
    Known(u64),
    Unknown(u64),
}

#[derive(Debug, Default)]
pub(super) struct Throttle {
    random: RandomState,
    counts: Mutex<Counts>,
    /// Notified when a password was checked.
    checked: Notify,
}

#[derive(Debug, Default)]
struct Counts {
    places: HashMap<(Name, Place), Failures>,
    networks: HashMap<Option<IpAddr>, Allowance>,
    names: HashMap<Name, Allowance>,
}

/// When an attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Now,
    /// Perhaps once the attempts before it were checked.
    AfterOthers,
    In(Duration),
}

/// The failures with one name from one place.
#[derive(Debug)]
struct Failures {
    count: u32,
    pending: u32,
    until: Instant,
    last: Instant,
    succeeded: Option<Instant>,
}

impl Failures {
    const fn new(now: Instant) -> Self {
        Self {
            count: 0,
            pending: 0,
            until: now,
            last: now,
            succeeded: None,
        }
    }

    fn turn(&self, now: Instant) -> Turn {
        let wait = self.until.saturating_duration_since(now);
        if !wait.is_zero() {
            Turn::In(wait)
        } else if self.count + self.pending < FREE || self.pending == 0 {
            Turn::Now
        } else {
            Turn::AfterOthers
        }
    }

    fn forget(&mut self, now: Instant) {
        if self.pending == 0 && now.saturating_duration_since(self.last) >= FORGET {
            self.count = 0;
        }
    }

    fn is_trusted(&self, now: Instant) -> bool {
        self.succeeded
            .is_some_and(|at| now.saturating_duration_since(at) < TRUST)
    }

    fn end(&mut self, succeeded: bool, now: Instant) {
        self.pending = self.pending.saturating_sub(1);
        self.last = now;
        if succeeded {
            (self.count, self.until, self.succeeded) = (0, now, Some(now));
            return;
        }
        self.count = self.count.saturating_add(1);
        if self.count >= FREE {
            let seconds = 1_u64 << (self.count - FREE).min(10);
            self.until = now + Duration::from_secs(seconds).min(LONGEST);
        }
    }
}

/// How many failures are free at once, and how often one more is.
#[derive(Debug, Clone, Copy)]
struct Rate {
    free: u32,
    each: Duration,
}

#[derive(Debug)]
struct Allowance {
    pending: u32,
    /// When all failures are free again.
    full_at: Instant,
}

impl Allowance {
    const fn new(now: Instant) -> Self {
        Self {
            pending: 0,
            full_at: now,
        }
    }

    fn turn(&self, rate: Rate, now: Instant) -> Turn {
        let owed = self.full_at.saturating_duration_since(now);
        let left = (rate.each * rate.free).saturating_sub(owed);
        if left >= rate.each * (self.pending + 1) {
            Turn::Now
        } else if left >= rate.each {
            Turn::AfterOthers
        } else {
            Turn::In(rate.each.saturating_sub(left))
        }
    }

    fn end(&mut self, succeeded: bool, rate: Rate, now: Instant) {
        self.pending = self.pending.saturating_sub(1);
        if !succeeded {
            self.full_at = self.full_at.max(now) + rate.each;
        }
    }
}

/// An attempt whose password is being checked. It counts as failed unless
/// [`succeeded`](Self::succeeded) is called, also if it is dropped.
#[derive(Debug)]
pub(super) struct Attempt<'a> {
    throttle: &'a Throttle,
    name: Name,
    place: Place,
    /// Whether only the strict count applies.
    is_trusted: bool,
    has_succeeded: bool,
}

impl Attempt<'_> {
    pub(super) fn succeeded(mut self) {
        self.has_succeeded = true;
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.throttle.end(self, Instant::now());
    }
}

impl Throttle {
    /// Begins an attempt with `name`; an error is how long to wait. `is_known` says
    /// whether a person has the name.
    pub(super) async fn begin(
        &self,
        name: &str,
        is_known: bool,
        place: Place,
    ) -> Result<Attempt<'_>, Duration> {
        let hash = self.random.hash_one(name);
        let name = if is_known {
            Name::Known(hash)
        } else {
            Name::Unknown(hash % UNKNOWN_NAMES)
        };
        loop {
            let checked = self.checked.notified();
            tokio::pin!(checked);
            // Registered before the check, so that no notification is missed.
            checked.as_mut().enable();
            match self.try_begin(name, place, Instant::now()) {
                Ok(is_trusted) => {
                    return Ok(Attempt {
                        throttle: self,
                        name,
                        place,
                        is_trusted,
                        has_succeeded: false,
                    });
                }
                Err(Turn::In(wait)) => return Err(wait),
                Err(_) => checked.await,
            }
        }
    }

    /// Begins an attempt and returns whether only the strict count applies to it;
    /// an error says when it may begin.
    fn try_begin(&self, name: Name, place: Place, now: Instant) -> Result<bool, Turn> {
        let mut counts = self.counts();
        let counts = &mut *counts;
        let mut turn = Turn::Now;
        let mut is_trusted = matches!(place, Place::Device(_));
        if let Some(failures) = counts.places.get_mut(&(name, place)) {
            failures.forget(now);
            turn = failures.turn(now);
            is_trusted |= failures.is_trusted(now);
        }
        if let (Place::Network(network), false) = (place, is_trusted) {
            let allowed = |allowance: Option<&Allowance>, rate| {
                allowance.map_or(Turn::Now, |allowance| allowance.turn(rate, now))
            };
            turn = turn
                .max(allowed(counts.networks.get(&network), PER_ADDRESS))
                .max(allowed(counts.names.get(&name), PER_NAME));
        }
        if turn != Turn::Now {
            return Err(turn);
        }
        let oldest = |failures: &Failures| (failures.succeeded, failures.last);
        make_room(&mut counts.places, |one| one.pending == 0, oldest);
        let failures = counts.places.entry((name, place));
        failures.or_insert(Failures::new(now)).pending += 1;
        if let (Place::Network(network), false) = (place, is_trusted) {
            make_room(
                &mut counts.networks,
                |one| one.pending == 0,
                |one| one.full_at,
            );
            let allowance = || Allowance::new(now);
            let network = counts.networks.entry(network);
            network.or_insert_with(allowance).pending += 1;
            counts.names.entry(name).or_insert_with(allowance).pending += 1;
        }
        Ok(is_trusted)
    }

    fn end(&self, attempt: &Attempt<'_>, now: Instant) {
        let (name, succeeded) = (attempt.name, attempt.has_succeeded);
        let mut counts = self.counts();
        if let Some(failures) = counts.places.get_mut(&(name, attempt.place)) {
            failures.end(succeeded, now);
        }
        if let (Place::Network(network), false) = (attempt.place, attempt.is_trusted) {
            if let Some(allowance) = counts.networks.get_mut(&network) {
                allowance.end(succeeded, PER_ADDRESS, now);
            }
            if let Some(allowance) = counts.names.get_mut(&name) {
                allowance.end(succeeded, PER_NAME, now);
            }
        }
        drop(counts);
        self.checked.notify_waiters();
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes the first entry in `order` that may be removed, if there are
/// [`MOST`].
fn make_room<K: Copy + Eq + Hash, V, O: Ord>(
    map: &mut HashMap<K, V>,
    may_go: impl Fn(&V) -> bool,
    order: impl Fn(&V) -> O,
) {
    if map.len() < MOST {
        return;
    }
    let least = map
        .iter()
        .filter(|(_, value)| may_go(value))
        .min_by_key(|(_, value)| order(value))
        .map(|(key, _)| *key);
    if let Some(key) = least {
        map.remove(&key);
    }
}

#[cfg(test)]
mod tests;
