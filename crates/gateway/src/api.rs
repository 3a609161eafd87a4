//! The console's own endpoints.

pub(crate) mod approvals;
pub(crate) mod audit_log;
pub(crate) mod checks;
pub(crate) mod connections;
pub(crate) mod described;
pub(crate) mod health;
pub(crate) mod input;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod people;
pub(crate) mod recorder;
pub(crate) mod reviews;
pub(crate) mod uncached;
