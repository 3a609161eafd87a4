//! Signing in (metabase note 21), emails that reset a password
//! (metabase note 19), and what the server says about itself (metabase note 23).

use crate::Malformed;
use crate::catalogue::metabase as catalogue;
use crate::endpoint::{endpoint, read_nothing, read_one};
use crate::error::success;
use crate::json::{FromObject, Object, bare_one};
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

endpoint! {
    SignIn(self): catalogue::SIGN_IN;
    path = [];
    // Texts: cannot fail.
    json = serde_json::to_string(&self.credentials).unwrap_or_default();
    secrets = vec![self.credentials.password.clone()];
    read(response) -> SessionId = read_one(response);
}

/// `DELETE /api/session`
#[derive(Debug, Clone, Copy)]
pub struct SignOut;

endpoint! {
    SignOut(self): catalogue::SIGN_OUT;
    path = [];
    read(response) -> () = read_nothing(response);
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
    /// Whether it can send mail; otherwise new users get no invitation from it.
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

endpoint! {
    GetProperties(self): catalogue::PROPERTIES;
    path = [];
    read(response) -> Properties = read_one(response);
}

/// `POST /api/session/forgot_password`: answers the same for every address.
#[derive(Debug, Clone)]
pub struct ForgotPassword {
    /// Who gets the email.
    pub email: String,
}

endpoint! {
    ForgotPassword(self): catalogue::FORGOT_PASSWORD;
    path = [];
    json = {
        // A text: cannot fail.
        let email = serde_json::to_string(&self.email).unwrap_or_default();
        format!(r#"{{"email":{email}}}"#)
    };
    read(response) -> () = read_nothing(response);
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

endpoint! {
    ResetPassword(self): catalogue::RESET_PASSWORD;
    path = [];
    json = {
        #[derive(Serialize)]
        struct Body<'a> {
            token: &'a str,
            password: &'a str,
        }
        // Texts: cannot fail.
        serde_json::to_string(&Body {
            token: &self.token,
            password: &self.password,
        })
        .unwrap_or_default()
    };
    secrets = vec![self.token.clone(), self.password.clone()];
    read(response) -> () = read_nothing(response);
}

/// `GET /api/health`
#[derive(Debug, Clone, Copy)]
pub struct GetHealth;

endpoint! {
    GetHealth(self): catalogue::HEALTH;
    path = [];
    read(response) -> () = success(response).map(|_| ());
}
