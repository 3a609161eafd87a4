//! The console's own endpoints.

pub(crate) mod audit_log;
pub(crate) mod connections;
pub(crate) mod health;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod people;
