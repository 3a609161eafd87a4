//! All connections that are open: how many there may be, and which one goes
//! when there are too many.

use super::connection::{Clock, Connection};
use crate::file::ClientTimeouts;
use gateway::{ClientAddress, Recognition, TrustedProxies};
use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Places besides the ordinary ones, where only health checks are answered.
pub(super) const RESERVED: usize = 16;
/// How often it is logged that connections were ended to make room, at most.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(10);

/// What the connections of one server may take.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    /// How many are open at once.
    pub(crate) places: usize,
    /// How many of them may come from one address, of those that are not of
    /// people who are signed in or of proxies.
    pub(crate) per_address: usize,
    pub(crate) timeouts: ClientTimeouts,
    /// Whether people sign in: where nobody does, nobody can be known.
    pub(crate) knows_people: bool,
    /// The proxies in front, whose connections carry many people.
    pub(crate) proxies: TrustedProxies,
}

#[derive(Debug)]
pub(super) struct Connections {
    bounds: Bounds,
    started: Instant,
    clock: Arc<Clock>,
    next: AtomicU64,
    /// In the order in which they were accepted.
    open: Mutex<BTreeMap<u64, Arc<Connection>>>,
    /// Since when they are to end; 0 while they are not.
    stopping: AtomicU64,
    crowded: Mutex<Crowded>,
}

/// What is to be logged about too many connections.
#[derive(Debug, Default)]
struct Crowded {
    ended: u64,
    refused: u64,
    last: Option<Instant>,
    last_error: Option<Instant>,
}

/// A place of a connection, free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    connections: Arc<Connections>,
    pub(super) connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open().remove(&self.number);
    }
}

impl Connections {
    pub(super) fn new(bounds: Bounds) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            started: Instant::now(),
            clock: Arc::default(),
            next: AtomicU64::new(0),
            open: Mutex::default(),
            stopping: AtomicU64::new(0),
            crowded: Mutex::default(),
        })
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn crowded(&self) -> MutexGuard<'_, Crowded> {
        self.crowded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection from `peer`. Where there is none, another one
    /// ends that keeps the server waiting; where all are at work, it gets a
    /// place for health checks, and in the end none.
    pub(super) fn place(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let is_proxy = self.bounds.proxies.contains(peer);
        let network = ClientAddress(peer).network();
        let mut open = self.open();
        if !is_proxy {
            self.make_room_at(&open, network);
        }
        let staying = open.values().filter(|other| !other.is_ending()).count();
        let mut is_reserved = false;
        if staying >= self.bounds.places && !self.end_one(&open) {
            if staying >= self.bounds.places + RESERVED {
                self.crowded().refused += 1;
                return None;
            }
            is_reserved = true;
        }
        let connection = Connection::new(
            self.clock.clone(),
            network,
            is_proxy,
            is_reserved,
            self.bounds.knows_people.then(Recognition::default),
        );
        let connection = Arc::new(connection);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        open.insert(number, connection.clone());
        Some(Place {
            number,
            connections: self.clone(),
            connection,
        })
    }

    /// Ends a connection from `network` if there are too many strangers.
    fn make_room_at(&self, open: &BTreeMap<u64, Arc<Connection>>, network: IpAddr) {
        if open.len() < self.bounds.per_address {
            return;
        }
        let strangers = || {
            let all = open.values();
            all.filter(|other| other.network == network && !other.is_known() && !other.is_ending())
        };
        if strangers().count() >= self.bounds.per_address {
            self.end_longest_waiting(strangers());
        }
    }

    /// Ends the connection that keeps the server waiting for longest: strangers'
    /// first. False where there is none.
    fn end_one(&self, open: &BTreeMap<u64, Arc<Connection>>) -> bool {
        let staying = || open.values().filter(|other| !other.is_ending());
        self.end_longest_waiting(staying().filter(|other| !other.is_known()))
            || self.end_longest_waiting(staying())
    }

    fn end_longest_waiting<'a>(&self, among: impl Iterator<Item = &'a Arc<Connection>>) -> bool {
        let longest = among
            .filter_map(|other| Some((other.waiting_since()?, other)))
            .min_by_key(|(since, _)| *since);
        if let Some((_, other)) = longest {
            other.end();
            self.crowded().ended += 1;
        }
        longest.is_some()
    }

    /// Ends one connection, as the machine has no room for another.
    pub(super) fn make_room_after(&self, error: &io::Error) {
        self.end_one(&self.open());
        let mut crowded = self.crowded();
        if is_long_ago(crowded.last_error) {
            tracing::warn!(%error, "a connection was not accepted");
            crowded.last_error = Some(Instant::now());
        }
    }

    /// From now on, connections that only keep the server waiting end.
    pub(super) fn stop(&self) {
        self.set_clock();
        self.stopping
            .store(self.clock.now().max(1), Ordering::Relaxed);
    }

    fn set_clock(&self) {
        self.clock.set(self.started.elapsed());
    }

    /// Ends all connections that keep the server waiting for too long.
    pub(super) fn sweep(&self) {
        self.set_clock();
        let stopping = self.stopping.load(Ordering::Relaxed);
        for connection in self.open().values() {
            if connection.is_overdue(&self.bounds.timeouts)
                || stopping != 0 && connection.holds_up_stop(stopping)
            {
                connection.end();
            }
        }
        self.warn();
    }

    fn warn(&self) {
        let mut crowded = self.crowded();
        if crowded.ended + crowded.refused == 0 || !is_long_ago(crowded.last) {
            return;
        }
        tracing::warn!(
            ended = crowded.ended,
            refused = crowded.refused,
            places = self.bounds.places,
            per_address = self.bounds.per_address,
            "too many connections: those that kept the server waiting for longest were ended"
        );
        (crowded.ended, crowded.refused) = (0, 0);
        crowded.last = Some(Instant::now());
    }
}

/// Whether the next warning may be logged.
fn is_long_ago(last: Option<Instant>) -> bool {
    last.is_none_or(|last| last.elapsed() >= BETWEEN_WARNINGS)
}
