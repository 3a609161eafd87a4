//! Actian Data Observability: the users of a tenant.
//!
//! Sources: `actian-user-management.txt`, and `docs/platform-notes/actian.md` for
//! what the page leaves out or gets wrong.

#[cfg(test)]
mod tests;
mod token;
mod users;

pub use token::{Grant, RequestToken, Token};
pub use users::{
    AssignUser, ChangePassword, CreateUser, DeleteUser, GetUser, ListUsers, ResetPassword, Role,
    UpdateUser, User,
};

use crate::Request;
use serde::{Deserialize, Serialize};

// The page says both "Query Parameters" and `application/json`, and a similar page
// of the vendor is wrong about it (actian note 4).
/// Where a change on Actian carries its parameters: in the URL (`query`), or in the
/// body as JSON (`json`) or as a form (`form`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActianParameters))]
#[serde(rename_all = "lowercase")]
pub enum Parameters {
    /// In the query string, as the page has it.
    #[default]
    Query,
    /// In a JSON object.
    Json,
    /// In a web form.
    Form,
}

impl Parameters {
    /// Puts `fields` where this connection wants them.
    fn put(self, mut request: Request, fields: &[(&'static str, &str)]) -> Request {
        match self {
            Self::Query => {
                request.query = fields
                    .iter()
                    .map(|(name, value)| (*name, (*value).to_owned()))
                    .collect();
                request
            }
            Self::Json => request.with_json(object(fields)),
            Self::Form => request.with_form(fields),
        }
    }
}

/// A JSON object of texts, in order.
fn object(fields: &[(&'static str, &str)]) -> String {
    struct Fields<'a>(&'a [(&'static str, &'a str)]);
    impl Serialize for Fields<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().copied())
        }
    }
    // Texts only: cannot fail.
    serde_json::to_string(&Fields(fields)).unwrap_or_default()
}
