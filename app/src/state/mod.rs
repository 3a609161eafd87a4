//! What outlives a page. Signals are written here and nowhere else.

pub(crate) mod approvals;
pub(crate) mod audit_log;
pub(crate) mod connections;
pub(crate) mod loadable;
pub(crate) mod people;
pub(crate) mod recent_changes;
pub(crate) mod reviews;
pub(crate) mod stores;
pub(crate) mod theme;
pub(crate) mod user_index;
pub(crate) mod user_store;
pub(crate) mod user_stores;
