//! Metabase: users that are never deleted, and their groups.

mod change;
mod edit;
mod introduction;
mod invite;
mod list;
mod pages;
mod plan;
mod record;

pub use introduction::Introduction;

/// Metabase.
pub(super) struct Metabase;
