//! Who uses the console: sessions, passwords, an identity provider, a proxy in
//! front, and how soon the next attempt may follow.

mod cookie;
pub(crate) mod credentials;
mod device;
mod extract;
mod failures;
pub(crate) mod gate;
pub(crate) mod handlers;
mod journal;
mod page;
pub(crate) mod people;
pub(crate) mod provider;
pub(crate) mod proxy_header;
pub(crate) mod recognition;
mod return_to;
mod secure;
pub(crate) mod session_id;
mod sessions;
pub(crate) mod signing;
pub(crate) mod store;
mod throttle;
