//! The audit log: what is recorded, by which interface, and without which secrets.
//! Where it is stored is the business of an implementation (`crates/audit-store`).

pub(crate) mod change;
pub(crate) mod counted;
pub(crate) mod event;
pub(crate) mod log;
mod masking;
pub(crate) mod origin;
pub(crate) mod read;
mod unique_names;
