//! The limits of connections from browsers, as `[server]` sets them.

use super::Server;
use std::num::NonZeroU16;
use std::time::Duration;

/// The limits of connections from browsers.
#[derive(Debug, Clone)]
pub(crate) struct ServerLimits {
    /// How many may be open at once, if the file sets it.
    pub(crate) connections: Option<usize>,
    /// How many may come from one address.
    pub(crate) per_address: usize,
    pub(crate) timeouts: ClientTimeouts,
    pub(crate) body_timeout: Duration,
    /// How long connections are still accepted after the signal to stop.
    pub(crate) drain_wait: Duration,
}

/// How long the server waits for a client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientTimeouts {
    /// For the head of a request: for the first one from the beginning of the
    /// connection, for later ones from their first byte.
    pub(crate) head: Duration,
    /// For the next request.
    pub(crate) idle: Duration,
    /// For a client that does not read.
    pub(crate) write: Duration,
}

impl Server {
    pub(super) fn limits(&self) -> ServerLimits {
        let number = |given: u32| usize::try_from(given).unwrap_or(usize::MAX);
        let seconds = |given: Option<NonZeroU16>, usual: u16| {
            Duration::from_secs(given.map_or(usual, NonZeroU16::get).into())
        };
        ServerLimits {
            connections: self.connections.map(|given| number(given.get())),
            per_address: self
                .connections_per_address
                .map_or(256, |given| number(given.get())),
            timeouts: ClientTimeouts {
                head: seconds(self.head_timeout, 15),
                idle: seconds(self.idle_timeout, 60),
                write: seconds(self.write_timeout, 30),
            },
            body_timeout: seconds(self.body_timeout, 30),
            drain_wait: Duration::from_secs(self.drain_wait.unwrap_or_default().into()),
        }
    }
}
