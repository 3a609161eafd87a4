//! Actian Data Observability: the users of one tenant.

mod change;
mod edit;
mod invite;
mod list;
mod plan;
mod record;

/// Actian Data Observability.
pub(super) struct Actian;

/// The role that makes an administrator.
const ADMIN: &str = "admin";
/// The role of everyone else.
const USER: &str = "user";
