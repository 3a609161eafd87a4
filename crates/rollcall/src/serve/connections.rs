//! All connections that are open: how many there may be, and which one goes
//! when there are too many.

use super::connection::{Clock, Connection};
use crate::config::ClientTimeouts;
use gateway::{ClientAddress, Recognition, TrustedProxies};
use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Connections besides the ordinary ones, on which only health checks are
/// answered.
pub(super) const RESERVED_SLOTS: usize = 16;
/// How often it is logged that connections were ended to make room, at most.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(10);

/// How many connections one server accepts, and how long it waits for them.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionLimits {
    /// How many are open at once.
    pub(crate) total: usize,
    /// How many of them may come from one address. Connections of people who are
    /// signed in and of proxies do not count.
    pub(crate) per_address: usize,
    pub(crate) timeouts: ClientTimeouts,
    /// Whether people sign in. If not, no connection is preferred for its person.
    pub(crate) has_people: bool,
    /// The proxies in front, each of whose connections carries many people.
    pub(crate) proxies: TrustedProxies,
}

#[derive(Debug)]
pub(super) struct Connections {
    limits: ConnectionLimits,
    started: Instant,
    clock: Arc<Clock>,
    next: AtomicU64,
    /// In the order in which they were accepted.
    open: Mutex<BTreeMap<u64, Arc<Connection>>>,
    /// When the server began to stop; 0 while it has not.
    stopping: AtomicU64,
    overload: Mutex<OverloadLog>,
}

/// What has to be logged about too many connections.
#[derive(Debug, Default)]
struct OverloadLog {
    ended: u64,
    refused: u64,
    last: Option<Instant>,
    last_error: Option<Instant>,
}

/// The slot of an open connection, free again when this is dropped.
#[derive(Debug)]
pub(super) struct ConnectionSlot {
    number: u64,
    connections: Arc<Connections>,
    pub(super) connection: Arc<Connection>,
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.connections.open().remove(&self.number);
    }
}

impl Connections {
    pub(super) fn new(limits: ConnectionLimits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            started: Instant::now(),
            clock: Arc::default(),
            next: AtomicU64::new(0),
            open: Mutex::default(),
            stopping: AtomicU64::new(0),
            overload: Mutex::default(),
        })
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn overload(&self) -> MutexGuard<'_, OverloadLog> {
        self.overload.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A slot for a connection from `peer`. If all are taken, another connection
    /// that keeps the server waiting is ended; if all are at work, the new one gets
    /// a slot for health checks, or none when those are taken too.
    pub(super) fn open_slot(self: &Arc<Self>, peer: IpAddr) -> Option<ConnectionSlot> {
        let is_proxy = self.limits.proxies.contains(peer);
        let network = ClientAddress(peer).network();
        let mut open = self.open();
        if !is_proxy {
            self.make_room_at(&open, network);
        }
        let staying = open.values().filter(|other| !other.is_ending()).count();
        let mut is_reserved = false;
        if staying >= self.limits.total && !self.end_one(&open) {
            if staying >= self.limits.total + RESERVED_SLOTS {
                self.overload().refused += 1;
                return None;
            }
            is_reserved = true;
        }
        let connection = Connection::new(
            self.clock.clone(),
            network,
            is_proxy,
            is_reserved,
            self.limits.has_people.then(Recognition::default),
        );
        let connection = Arc::new(connection);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        open.insert(number, connection.clone());
        Some(ConnectionSlot {
            number,
            connections: self.clone(),
            connection,
        })
    }

    /// Ends a connection from `network` if too many of its connections are of
    /// people who are not signed in.
    fn make_room_at(&self, open: &BTreeMap<u64, Arc<Connection>>, network: IpAddr) {
        if open.len() < self.limits.per_address {
            return;
        }
        let strangers = || {
            let all = open.values();
            all.filter(|other| other.network == network && !other.is_known() && !other.is_ending())
        };
        if strangers().count() >= self.limits.per_address {
            self.end_longest_waiting(strangers());
        }
    }

    /// Ends the connection that has kept the server waiting longest, and those of
    /// people who are not signed in first. Returns false if there is none.
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
            self.overload().ended += 1;
        }
        longest.is_some()
    }

    /// Ends one connection after `accept` failed, as the machine has no room for
    /// another.
    pub(super) fn make_room_after(&self, error: &io::Error) {
        self.end_one(&self.open());
        let mut overload = self.overload();
        if may_warn(overload.last_error) {
            tracing::warn!(%error, "a connection was not accepted");
            overload.last_error = Some(Instant::now());
        }
    }

    /// From now on, connections that only keep the server waiting are ended.
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
            if connection.is_overdue(&self.limits.timeouts)
                || stopping != 0 && connection.holds_up_stop(stopping)
            {
                connection.end();
            }
        }
        self.warn();
    }

    fn warn(&self) {
        let mut overload = self.overload();
        if overload.ended + overload.refused == 0 || !may_warn(overload.last) {
            return;
        }
        tracing::warn!(
            ended = overload.ended,
            refused = overload.refused,
            connections = self.limits.total,
            per_address = self.limits.per_address,
            "too many connections: those that kept the server waiting for longest were ended"
        );
        (overload.ended, overload.refused) = (0, 0);
        overload.last = Some(Instant::now());
    }
}

/// Whether the next warning may be logged.
fn may_warn(last: Option<Instant>) -> bool {
    last.is_none_or(|last| last.elapsed() >= BETWEEN_WARNINGS)
}
