//! The URL under which browsers open the console.

use super::{Authority, Origin, is_loopback, parse_host};
use std::fmt;
use std::str::FromStr;
use url::{Host, Url};

/// Where browsers open the console: `https://rollcall.example.com`, or below a
/// path, `https://tools.example.com/rollcall/`.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicUrl {
    origin: Origin,
    /// Empty, or like `/tools/rollcall`.
    path: String,
}

/// Why a text is not a [`PublicUrl`]. It never repeats the text, in which there
/// may be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// It does not begin with `https://` or `http://`, or has no valid host.
    #[error("is not a valid URL like https://rollcall.example.com")]
    Invalid,
    /// It has a part before an `@`.
    #[error("contains a user name or password; write it without")]
    Credentials,
    /// It has something after the path.
    #[error("has a query or fragment; write it without")]
    Query,
    /// Its path is not a plain one.
    #[error(
        "has a path with something else in it than letters, digits, hyphens, dots, underscores \
         and single slashes"
    )]
    Path,
}

impl PublicUrl {
    /// The name or address of its host.
    pub(crate) const fn host(&self) -> &Host {
        &self.origin.authority.host
    }

    /// The path that the console is below, like `/tools/rollcall`; empty at the top
    /// of the host.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(crate) const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether browsers open it over TLS.
    pub const fn is_https(&self) -> bool {
        self.origin.https
    }

    /// Whether its host is a loopback name or address.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host())
    }

    /// Whether `name` is its host, however it is written.
    pub fn has_host(&self, name: &str) -> bool {
        parse_host(name).is_some_and(|host| host == *self.host())
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| PublicUrlError::Invalid)?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(PublicUrlError::Invalid),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(PublicUrlError::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(PublicUrlError::Query);
        }
        let path = url.path().strip_suffix('/').unwrap_or(url.path());
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let mut segments = path.split('/').skip(1);
        if !segments.all(|segment| !segment.is_empty() && segment.bytes().all(is_plain)) {
            return Err(PublicUrlError::Path);
        }
        let host = url.host_str().and_then(parse_host);
        let authority = Authority {
            host: host.ok_or(PublicUrlError::Invalid)?,
            port: url.port(),
        };
        Ok(Self {
            origin: Origin { https, authority },
            path: path.to_owned(),
        })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}/", self.origin, self.path)
    }
}
