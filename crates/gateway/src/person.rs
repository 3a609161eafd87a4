//! The person who sends a request, and where they signed in.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::fmt;
pub use wire::console::Role;

/// A person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name, as it is in the audit log.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Where they signed in: the same name of another origin is another person.
    pub via: Via,
}

/// The person who sent a request, as added by the middleware; nothing if no one
/// is signed in.
impl<S: Sync> OptionalFromRequestParts<S> for Person {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// The rights of the sender of a request: those of their role, or all if people
/// need not sign in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Permission(Option<Role>);

impl Permission {
    /// Whether they may change anything.
    pub(crate) fn covers_changes(self) -> bool {
        self.0.is_none_or(|role| role == Role::Operator)
    }
}

impl<S: Sync> FromRequestParts<S> for Permission {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let person = parts.extensions.get::<Person>();
        Ok(Self(person.map(|person| person.role)))
    }
}

/// Where a person signed in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// At this server, with a password.
    Local,
    /// At the identity provider with this issuer, written without `https://`.
    OpenId(String),
    /// At the proxy in front.
    Proxy,
    /// At the operating system of the machine on which a command of the program was
    /// carried out.
    CommandLine,
}

impl Via {
    /// The identity provider with this issuer.
    pub fn issuer(issuer: &str) -> Self {
        let issuer = issuer.strip_prefix("https://").unwrap_or(issuer);
        Self::OpenId(issuer.trim_end_matches('/').to_owned())
    }

    /// Parses what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        match (text, text.split_once(':')) {
            ("local", _) => Some(Self::Local),
            ("proxy", _) => Some(Self::Proxy),
            ("command-line", _) => Some(Self::CommandLine),
            (_, Some(("openid", issuer))) => Some(Self::OpenId(issuer.to_owned())),
            _ => None,
        }
    }
}

/// As it is in the audit log: `local`, `proxy`, `command-line`, or
/// `openid:login.example.com`.
impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::OpenId(issuer) => write!(f, "openid:{issuer}"),
            Self::Proxy => f.write_str("proxy"),
            Self::CommandLine => f.write_str("command-line"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_origin_is_written_and_read_in_the_same_way() {
        for (via, text) in [
            (Via::Local, "local"),
            (Via::Proxy, "proxy"),
            (Via::CommandLine, "command-line"),
            (
                Via::issuer("https://login.example.com/"),
                "openid:login.example.com",
            ),
            (
                Via::issuer("https://login.example.com/realms/a"),
                "openid:login.example.com/realms/a",
            ),
            (
                Via::issuer("http://127.0.0.1:9000"),
                "openid:http://127.0.0.1:9000",
            ),
        ] {
            assert_eq!(via.to_string(), text);
            assert_eq!(Via::parse(text), Some(via));
        }
        for none in ["", "password", "openid"] {
            assert_eq!(Via::parse(none), None, "{none}");
        }
    }
}
