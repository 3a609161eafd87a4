//! The administrator's domain: the accounts of a connection and what can be
//! done with them. Pure: it talks to platforms through a [`Transport`] that
//! somebody else supplies, and learns the time from its caller.

mod access;
mod account;
pub mod csv;
pub mod link;
mod password;
pub mod pivot;
pub mod template;
mod transport;
pub mod view;

pub use access::{AccessChange, AccessError, Left};
pub use account::{Access, Account, Query};
pub use password::{RANDOM_BYTES, password};
pub use transport::{CallError, Speaker, Transport, TransportError, call};
