//! Metabase: users that are never deleted, and their groups.

mod change;
mod edit;
mod invite;
mod list;
mod pages;
mod plan;
mod record;

/// Metabase.
pub(super) struct Metabase;
