//! Signing in: `POST /api/auth/auth/token` (actian note 3).

use crate::Malformed;
use crate::catalogue::actian as catalogue;
use crate::endpoint::{endpoint, read_secret};
use crate::json::{FromObject, Object};

/// What a token is asked for with.
#[derive(Clone)]
pub enum Grant {
    /// A person's name and password.
    Password {
        /// The email address.
        username: String,
        /// The password.
        password: String,
    },
    /// What an earlier token came with.
    Refresh {
        /// The refresh token.
        refresh_token: String,
    },
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Password { … }",
            Self::Refresh { .. } => "Refresh { … }",
        })
    }
}

/// Asks for a token. The newer page puts everything in the query of a form
/// post; a form's body keeps secrets out of logs and is read the same, so that
/// is what is sent.
#[derive(Debug, Clone)]
pub struct RequestToken {
    /// What with.
    pub grant: Grant,
}

/// A token and how long it lasts.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Goes behind `Bearer`.
    pub access_token: String,
    /// Asks for the next one, where the platform gives it.
    pub refresh_token: Option<String>,
    /// Seconds it lasts; the older page shows a text, the newer a number.
    pub expires: Option<u32>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token")
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

impl FromObject for Token {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        let expires = object.take_raw("expires").unwrap_or_default();
        Ok(Self {
            access_token: object.require("access_token")?,
            refresh_token: object.take("refresh_token")?,
            expires: expires.trim_matches('"').parse().ok(),
        })
    }
}

endpoint! {
    RequestToken(self): catalogue::TOKEN;
    path = [];
    fill(request) = match &self.grant {
        Grant::Password { username, password } => request.with_form(&[
            ("grantType", "password"),
            ("username", username),
            ("password", password),
        ]),
        Grant::Refresh { refresh_token } => request.with_form(&[
            ("grantType", "refresh_token"),
            ("refreshToken", refresh_token),
        ]),
    };
    secrets = match &self.grant {
        Grant::Password { password, .. } => vec![password.clone()],
        Grant::Refresh { refresh_token } => vec![refresh_token.clone()],
    };
    read(response) -> Token = read_secret(response);
}
