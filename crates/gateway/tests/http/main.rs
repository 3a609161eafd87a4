//! The gateway over real HTTP.

#![allow(clippy::unwrap_used, reason = "tests")]

mod approvals;
mod asked;
mod base_path;
mod forwarding;
mod hostile;
mod journal;
mod masked;
mod metrics;
mod openapi;
mod pages;
mod panics;
mod people;
mod plain_http;
mod proxy;
mod recording;
mod renewal;
mod reviews;
mod session_id;
mod sign_in;
mod slow_bodies;
mod throttling;
mod tls;
mod tricks;
mod tricks_any;
