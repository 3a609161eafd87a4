//! Signing in (metabase note 21), emails that reset a password
//! (metabase note 19), and what the server says about itself (metabase note 23).

use crate::catalogue::metabase as catalogue;
use crate::error::{success, success_or_empty};
use crate::json::{FromObject, Object, bare_one};
use crate::{ApiError, Endpoint, Malformed, Request, Response, Route, SegmentError};
use serde::Serialize;
use std::fmt;

/// A name and a password that nothing prints.
#[derive(Clone, Serialize)]
pub struct Credentials {
    /// The email address.
    pub username: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials { … }")
    }
}

/// A session's key that nothing prints.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionId(pub String);

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(…)")
    }
}

impl FromObject for SessionId {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        object.require("id").map(Self)
    }
}

/// `POST /api/session`
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Who signs in.
    pub credentials: Credentials,
}

impl Endpoint for SignIn {
    type Output = SessionId;
    const ROUTE: &'static Route = &catalogue::SIGN_IN;

    fn request(&self) -> Result<Request, SegmentError> {
        // Texts: cannot fail.
        let body = serde_json::to_string(&self.credentials).unwrap_or_default();
        Ok(Request::new(Self::ROUTE, &[])?
            .with_json(body)
            .with_secrets(self.secrets()))
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.credentials.password.clone()]
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_one(success(response)?)?)
    }
}

/// `DELETE /api/session`
#[derive(Debug, Clone, Copy)]
pub struct SignOut;

impl Endpoint for SignOut {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::SIGN_OUT;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::new(Self::ROUTE, &[])
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

/// What a console needs of a server's properties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    /// The server's version, `v0.58.1` or the like.
    pub version: Option<String>,
    /// Its name for people.
    pub site_name: Option<String>,
    /// Where its links lead.
    pub site_url: Option<String>,
    /// Whether it can send mail; without it nobody is invited by itself.
    pub email_configured: Option<bool>,
}

struct Version(Option<String>);

impl FromObject for Version {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        object.take("tag").map(Self)
    }
}

impl FromObject for Properties {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        let version = object.take_raw("version").unwrap_or("{}");
        Ok(Self {
            version: bare_one::<Version>(version)
                .ok()
                .and_then(|version| version.0),
            site_name: object.take("site-name")?,
            site_url: object.take("site-url")?,
            email_configured: object.take("email-configured?")?,
        })
    }
}

/// `GET /api/session/properties`
#[derive(Debug, Clone, Copy)]
pub struct GetProperties;

impl Endpoint for GetProperties {
    type Output = Properties;
    const ROUTE: &'static Route = &catalogue::PROPERTIES;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::new(Self::ROUTE, &[])
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_one(success(response)?)?)
    }
}

/// `POST /api/session/forgot_password`: answers the same for every address.
#[derive(Debug, Clone)]
pub struct ForgotPassword {
    /// Who gets the email.
    pub email: String,
}

impl Endpoint for ForgotPassword {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::FORGOT_PASSWORD;

    fn request(&self) -> Result<Request, SegmentError> {
        // A text: cannot fail.
        let email = serde_json::to_string(&self.email).unwrap_or_default();
        Ok(Request::new(Self::ROUTE, &[])?.with_json(format!(r#"{{"email":{email}}}"#)))
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

/// `POST /api/session/reset_password`
#[derive(Clone)]
pub struct ResetPassword {
    /// The token of the email's link.
    pub token: String,
    /// The new password.
    pub password: String,
}

impl fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetPassword { … }")
    }
}

impl Endpoint for ResetPassword {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::RESET_PASSWORD;

    fn request(&self) -> Result<Request, SegmentError> {
        #[derive(Serialize)]
        struct Body<'a> {
            token: &'a str,
            password: &'a str,
        }
        // Texts: cannot fail.
        let body = serde_json::to_string(&Body {
            token: &self.token,
            password: &self.password,
        })
        .unwrap_or_default();
        Ok(Request::new(Self::ROUTE, &[])?
            .with_json(body)
            .with_secrets(self.secrets()))
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.token.clone(), self.password.clone()]
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

/// `GET /api/health`
#[derive(Debug, Clone, Copy)]
pub struct GetHealth;

impl Endpoint for GetHealth {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::HEALTH;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::new(Self::ROUTE, &[])
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success(response).map(|_| ())
    }
}
