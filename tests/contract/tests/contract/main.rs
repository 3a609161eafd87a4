//! The contract over real HTTP: the wire client, roster and the documents' own
//! curl lines against a mock of their own each.
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod actian;
mod answers;
mod curl;
mod drift;
mod metabase;
mod mock;
mod names;
mod pivot;
mod plans;
mod renewal;
mod samples;
