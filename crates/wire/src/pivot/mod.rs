//! Imply Pivot: users and user statuses, two records joined only by `name`.
//!
//! Sources: `pivot-users.txt`, `pivot-user-statuses-2023.01.txt`,
//! `pivot-user-statuses-current.txt`, and `docs/platform-notes/pivot.md` for every
//! other shape that is read.

mod roles;
mod statuses;
#[cfg(test)]
mod tests;
mod users;

pub use roles::{ListRoles, Role};
pub use statuses::{CreateStatus, DeleteStatus, GetStatus, ListStatuses, SetStatus, Status};
pub use users::{CreateUser, DeleteUser, GetUser, ListUsers, RolesKey, SetUser, User, Welcome};

use crate::error::{success, success_or_empty};
use crate::json::{Named, Wrapper, unwrap_one};
use crate::{ApiError, Response};
use serde::{Deserialize, Serialize};

// Reading takes the shapes of both (pivot note 2).
/// A version of Pivot's API documentation, which requests follow: `2023.01` or
/// `current`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PivotGeneration))]
pub enum Generation {
    /// Bare lists, roles in a field called `users`.
    #[default]
    #[serde(rename = "2023.01")]
    V2023_01,
    /// Wrapped lists, roles in `roles`, users created on the collection.
    #[serde(rename = "current")]
    Current,
}

/// The one called `name`, out of an answer to a question for it.
fn named<T: Named>(response: &Response, wrapper: &Wrapper, name: &str) -> Result<T, ApiError> {
    unwrap_one(success(response)?, wrapper, name)?.ok_or_else(|| ApiError::Missing {
        name: name.to_owned(),
    })
}

/// The one called `name`, out of the answer to a write, where it holds any.
fn written<T: Named>(
    response: &Response,
    wrapper: &Wrapper,
    name: &str,
) -> Result<Option<T>, ApiError> {
    match success_or_empty(response)? {
        Some(body) => Ok(unwrap_one(body, wrapper, name)?),
        None => Ok(None),
    }
}
