//! The state of one browser's connection: what it is doing, since when, and
//! whether that takes too long.
//!
//! The connection's own task updates the state several times for each request,
//! so it uses relaxed stores only. The server looks at all connections at
//! intervals and ends those that are overdue. No connection has a timer of its
//! own.

#[cfg(test)]
mod tests;

use crate::config::ClientTimeouts;
use gateway::Recognition;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::task::AbortHandle;

/// The slowest that an answer may be read without using up the time that its
/// connection may keep the server waiting, in bytes a second. 56 kbit/s is 7000.
const SLOWEST_READER: u64 = 1024;
/// When the server stops and waits for a client: how long its connection may be
/// quiet, and how long it may take in all if its person is not signed in.
const STOP_QUIET: u64 = 2_000;
const STOP_LONGEST: u64 = 5_000;

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Phase {
    /// The TLS handshake is under way, or the first head is arriving.
    Opening,
    /// The next request has not begun.
    Idle,
    /// The head of the next request is arriving.
    Head,
    /// The server waits for the body of a request.
    Body,
    /// The server works on a request.
    Working,
    /// The answer is being sent.
    Answering,
}

impl Phase {
    const ALL: [Self; 6] = [
        Self::Opening,
        Self::Idle,
        Self::Head,
        Self::Body,
        Self::Working,
        Self::Answering,
    ];
    const BITS: u32 = 3;
}

/// Milliseconds since the server began to serve, as of its last look at the
/// connections: fine enough for limits of seconds.
#[derive(Debug, Default)]
pub(super) struct Clock(AtomicU64);

impl Clock {
    pub(super) fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, now: Duration) {
        self.0.store(milliseconds(now), Ordering::Relaxed);
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[derive(Debug)]
pub(super) struct Connection {
    clock: Arc<Clock>,
    /// The network that it comes from.
    pub(super) network: IpAddr,
    /// Whether it comes from a proxy, which carries the requests of many people.
    pub(super) is_proxy: bool,
    /// Whether it has a slot that is reserved for health checks.
    pub(super) is_reserved: bool,
    /// Set by the first request of a person who is signed in; nothing if people do
    /// not sign in.
    pub(super) recognition: Option<Recognition>,
    /// The phase and when it began, in one number, so that both are read together.
    state: AtomicU64,
    /// When bytes were last read or written.
    progress: AtomicU64,
    /// When the client stopped reading; 0 while it reads.
    blocked_since: AtomicU64,
    /// How long it has not read since the last request, and how many bytes were
    /// written since.
    blocked: AtomicU64,
    written: AtomicU64,
    requests: AtomicU32,
    abort: OnceLock<AbortHandle>,
    is_ending: AtomicBool,
}

impl Connection {
    pub(super) fn new(
        clock: Arc<Clock>,
        network: IpAddr,
        is_proxy: bool,
        is_reserved: bool,
        recognition: Option<Recognition>,
    ) -> Self {
        let connection = Self {
            network,
            is_proxy,
            is_reserved,
            recognition,
            state: AtomicU64::new(0),
            progress: AtomicU64::new(clock.now()),
            blocked_since: AtomicU64::new(0),
            blocked: AtomicU64::new(0),
            written: AtomicU64::new(0),
            requests: AtomicU32::new(0),
            abort: OnceLock::new(),
            is_ending: AtomicBool::new(false),
            clock,
        };
        connection.enter(Phase::Opening);
        connection
    }

    /// Sets the task that is aborted when the connection is ended.
    pub(super) fn set_task(&self, task: AbortHandle) {
        // There is one task.
        let _ = self.abort.set(task);
    }

    /// Ends it. Changes that were requested on it go on.
    pub(super) fn end(&self) {
        if let Some(task) = self.abort.get() {
            self.is_ending.store(true, Ordering::Relaxed);
            task.abort();
        }
    }

    pub(super) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    /// Whether it is used by a person who is signed in, or by a proxy.
    pub(super) fn is_known(&self) -> bool {
        self.is_proxy || self.recognition.as_ref().is_some_and(Recognition::is_set)
    }

    /// Notes that a request has begun. Returns its number on this connection.
    pub(super) fn begin_request(&self) -> u32 {
        self.enter(Phase::Working);
        self.blocked.store(0, Ordering::Relaxed);
        self.written.store(0, Ordering::Relaxed);
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.set_state(phase, self.clock.now());
    }

    /// Notes whether the server waits for the body of the request. This does not
    /// change when the phase began.
    pub(super) fn wait_for_body(&self, waits: bool) {
        let (phase, since) = self.state();
        match (phase, waits) {
            (Phase::Working, true) => self.set_state(Phase::Body, since),
            (Phase::Body, false) => self.set_state(Phase::Working, since),
            _ => {}
        }
    }

    pub(super) fn has_read(&self) {
        self.progress.store(self.clock.now(), Ordering::Relaxed);
        if let (Phase::Idle, _) = self.state() {
            self.enter(Phase::Head);
        }
    }

    pub(super) fn has_written(&self, bytes: usize) {
        let now = self.clock.now();
        self.progress.store(now, Ordering::Relaxed);
        self.written.fetch_add(bytes as u64, Ordering::Relaxed);
        let since = self.blocked_since.load(Ordering::Relaxed);
        if since != 0 {
            self.blocked
                .fetch_add(now.saturating_sub(since), Ordering::Relaxed);
            self.blocked_since.store(0, Ordering::Relaxed);
            // The rest of an answer is written after it is complete.
            if let (Phase::Idle, _) = self.state() {
                self.enter(Phase::Idle);
            }
        }
    }

    pub(super) fn cannot_write(&self) {
        if self.blocked_since.load(Ordering::Relaxed) == 0 {
            let now = self.clock.now().max(1);
            self.blocked_since.store(now, Ordering::Relaxed);
        }
    }

    fn state(&self) -> (Phase, u64) {
        let state = self.state.load(Ordering::Relaxed);
        let index = state & ((1 << Phase::BITS) - 1);
        let phase = usize::try_from(index)
            .ok()
            .and_then(|index| Phase::ALL.get(index).copied());
        (phase.unwrap_or(Phase::Working), state >> Phase::BITS)
    }

    fn set_state(&self, phase: Phase, since: u64) {
        let state = since << Phase::BITS | phase as u64;
        self.state.store(state, Ordering::Relaxed);
    }

    /// Since when the server has been waiting for the client, if it is: such a
    /// connection can be ended without losing any work.
    pub(super) fn waiting_since(&self) -> Option<u64> {
        let blocked_since = self.blocked_since.load(Ordering::Relaxed);
        if blocked_since != 0 {
            return Some(blocked_since);
        }
        let (phase, since) = self.state();
        (!matches!(phase, Phase::Working | Phase::Answering)).then_some(since)
    }

    /// Whether the client keeps the server waiting for longer than `timeouts`.
    pub(super) fn is_overdue(&self, timeouts: &ClientTimeouts) -> bool {
        let now = self.clock.now();
        let blocked_since = self.blocked_since.load(Ordering::Relaxed);
        if blocked_since != 0 {
            let blocked = now.saturating_sub(blocked_since);
            let write = milliseconds(timeouts.write);
            let in_all = blocked + self.blocked.load(Ordering::Relaxed);
            let written = self.written.load(Ordering::Relaxed);
            return blocked > write || in_all > write + written * 1000 / SLOWEST_READER;
        }
        let (phase, since) = self.state();
        let limit = match phase {
            Phase::Opening | Phase::Head => timeouts.head,
            Phase::Idle => timeouts.idle,
            // The gateway limits the time of bodies and of its own work.
            Phase::Body | Phase::Working | Phase::Answering => return false,
        };
        now.saturating_sub(since) > milliseconds(limit)
    }

    /// Whether the client keeps the server from stopping, which began at
    /// `stopping`.
    pub(super) fn holds_up_stop(&self, stopping: u64) -> bool {
        let now = self.clock.now();
        let quiet_since = self.progress.load(Ordering::Relaxed).max(stopping);
        let is_late = !self.is_known() && now.saturating_sub(stopping) > STOP_LONGEST;
        self.waiting_since().is_some() && (is_late || now.saturating_sub(quiet_since) > STOP_QUIET)
    }
}
