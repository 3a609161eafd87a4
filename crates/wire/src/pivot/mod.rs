//! Imply Pivot: users and user statuses, two records joined only by `name`.
//!
//! Sources: `pivot-users.txt`, `pivot-user-statuses-2023.01.txt`,
//! `pivot-user-statuses-current.txt`, and facts/pivot.md for every other shape
//! that is read.

mod roles;
mod statuses;
#[cfg(test)]
mod tests;
mod users;

pub use roles::{ListRoles, Role};
pub use statuses::{CreateStatus, DeleteStatus, GetStatus, ListStatuses, SetStatus, Status};
pub use users::{CreateUser, DeleteUser, GetUser, ListUsers, RolesKey, SetUser, User, Welcome};

use serde::{Deserialize, Serialize};

/// Which generation of the documents a connection is written to. Reading takes
/// the shapes of both (facts/pivot.md A.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Generation {
    /// Bare lists, roles in a field called `users`.
    #[default]
    #[serde(rename = "2023.01")]
    V2023_01,
    /// Wrapped lists, roles in `roles`, users created on the collection.
    #[serde(rename = "current")]
    Current,
}
