//! How much of this server one platform may take, however it behaves.

use std::time::Duration;

/// The bounds of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long the platform may take to accept a connection.
    pub connect: Duration,
    /// How long it may take until its answer begins.
    pub answer: Duration,
    /// How long it may take until its answer is complete. Less than the
    /// console waits, so that this server is the one to say what took so long.
    pub total: Duration,
    /// How many requests may be under way to it at once; further ones wait.
    pub concurrency: usize,
    /// How long a request waits for one of those places.
    pub queue: Duration,
    /// The largest answer that is passed on, in bytes.
    pub answer_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(30),
            total: Duration::from_secs(55),
            // The console has six of a run and its lists under way at a time.
            concurrency: 32,
            queue: Duration::from_secs(10),
            // A hundred thousand users are about 30 MB.
            answer_bytes: 256 * 1024 * 1024,
        }
    }
}
