//! Approvals: changes that wait until a second operator has approved them.

pub(crate) mod book;
pub(crate) mod guard;
pub(crate) mod named_request;
mod recent;
pub(crate) mod rule;
pub(crate) mod stored;
