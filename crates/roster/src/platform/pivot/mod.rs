//! Imply Pivot: a user and its status, two records that only a name joins.

mod change;
mod edit;
mod invite;
mod list;
mod plan;
mod record;
pub mod template;

pub use record::PivotRecord;

/// Imply Pivot.
pub(super) struct Pivot;

/// The role that makes an administrator of a Pivot (pivot note 17).
const SUPER_ADMIN: &str = "super-admin";
