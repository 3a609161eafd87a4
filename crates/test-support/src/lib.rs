//! What the tests over HTTP share, of the gateway and of the crates upon it.
//!
//! - [`TestApp`] is a gateway that is served, and what a person does with the
//!   console in a browser: one method for each.
//! - [`send`] and [`send_raw`] send a request to the letter, for what no browser
//!   would send.
//! - [`Noted`], [`echo`] and [`Authority`] are platforms, [`MemoryAuditLog`] and
//!   [`ReversedPasswords`] what the gateway asks for by a trait.
//!
//! Every answer of the console's API has to be as `docs/openapi.json` describes it.
#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "for tests only: they fail by panicking"
)]

mod app;
mod approval_page;
mod audit_log;
mod described;
mod http;
mod people;
mod people_page;
pub mod people_store;
mod platform;
mod review_page;
pub mod review_store;
mod tls;

pub use app::{Browser, TestApp};
pub use audit_log::MemoryAuditLog;
pub use http::{Answer, OURS, SAME, send, send_raw, serve};
pub use people::{OPERATOR, OTHER_OPERATOR, ReversedPasswords, VERA, VIEWER, here, people};
pub use platform::{Noted, SECRET, echo, upstream};
pub use tls::Authority;
