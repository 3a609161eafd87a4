//! The gateway over real HTTP.

#![allow(clippy::unwrap_used, reason = "tests")]

mod forwarding;
mod pages;
mod support;
