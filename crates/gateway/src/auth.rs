//! Who uses the console: sessions, passwords, an identity provider, a proxy in
//! front, and how soon the next attempt may follow.

mod cookie;
pub(crate) mod credentials;
mod device;
mod extractors;
mod failure_counts;
pub(crate) mod gate;
pub(crate) mod handlers;
mod page;
pub(crate) mod people;
pub(crate) mod provider;
pub(crate) mod proxy_header;
pub(crate) mod recognition;
mod require_https;
mod return_to;
pub(crate) mod session_id;
mod sessions;
mod sign_in_events;
pub(crate) mod signing;
pub(crate) mod store;
mod throttle;
