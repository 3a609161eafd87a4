//! A link that sets a password (metabase note 18).

use crate::catalogue::metabase as catalogue;
use crate::error::success;
use crate::json::{FromObject, Object, bare_one};
use crate::{ApiError, Endpoint, Malformed, Request, Response, Route, SegmentError};
use std::fmt;

/// Whoever opens it sets the password: nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct ResetLink(pub Box<str>);

impl fmt::Debug for ResetLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetLink(…)")
    }
}

impl FromObject for ResetLink {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        object.require("password_reset_url").map(Self)
    }
}

/// `POST /api/user/:id/password-reset-url`: newest servers only. The link is
/// good for 48 hours; every link before it is void.
#[derive(Debug, Clone, Copy)]
pub struct CreateResetLink {
    /// Whose password.
    pub id: u64,
}

impl Endpoint for CreateResetLink {
    type Output = ResetLink;
    const ROUTE: &'static Route = &catalogue::CREATE_RESET_LINK;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::with_id(Self::ROUTE, self.id)
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        // Whatever came instead of a link may hold one.
        bare_one(success(response)?).map_err(|mut error: Malformed| {
            error.body.clear();
            error.into()
        })
    }
}
