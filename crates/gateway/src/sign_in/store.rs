//! Where sessions are kept.

mod in_memory;

pub use in_memory::InMemory;

use super::Role;
use std::fmt;
use std::pin::Pin;

/// What keeps sessions. It knows no token, only its hash, and no limits: those
/// are the server's.
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// Keeps a session that begins. Of the same person's other sessions, only
    /// the newest `others` stay; those that it ends are the answer.
    fn put(
        &self,
        token: TokenHash,
        session: Session,
        others: usize,
    ) -> Keeping<'_, Vec<StoredSession>>;

    /// The session with this token.
    fn get(&self, token: TokenHash) -> Keeping<'_, Option<Session>>;

    /// Replaces `seen` and `signature` of a session by those of `session`. A
    /// session that has ended stays so, and one that was seen later stays as it is.
    fn seen(&self, token: TokenHash, session: Session) -> Keeping<'_, ()>;

    /// Ends a session; whether there was one. Of several that end the same
    /// session at the same time, one gets `true`.
    fn remove(&self, token: TokenHash) -> Keeping<'_, bool>;

    /// Ends at most `limit` sessions that began or were last seen at these times
    /// or before; answers them.
    fn sweep(&self, began: i64, seen: i64, limit: usize) -> Keeping<'_, Vec<StoredSession>>;

    /// How many sessions there are.
    fn count(&self) -> Keeping<'_, u64>;
}

/// A token's SHA-256: nobody finds a token by how long looking it up takes, and
/// reading where sessions are kept gives nobody one.
pub type TokenHash = [u8; 32];

/// A session, and what it is kept under.
pub type StoredSession = (TokenHash, Session);

/// Something being done with what is kept.
pub type Keeping<'a, T> = Pin<Box<dyn Future<Output = Result<T, NotKept>> + Send + 'a>>;

/// Sessions cannot be read or written, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotKept(pub String);

/// Somebody's session. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub person: Person,
    /// The fingerprint of the credential that it began with: once the person
    /// has another one, the session is over.
    pub credential: Vec<u8>,
    /// When it began.
    pub began: i64,
    /// When its person was last seen, as far as that was noted.
    pub seen: i64,
    /// The server's signature over all of the above and the token's hash. A
    /// session whose signature does not verify is none.
    pub signature: Vec<u8>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name, as it is in the audit log.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Who says that they are that person: the same name of another origin is
    /// another person.
    pub via: Via,
}

/// Who vouches for a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// This server, which checked their password.
    Local,
    /// The identity provider with this issuer, written without `https://`.
    OpenId(String),
    /// The proxy in front.
    Proxy,
}

impl Via {
    /// The identity provider with this issuer.
    pub fn issuer(issuer: &str) -> Self {
        let issuer = issuer.strip_prefix("https://").unwrap_or(issuer);
        Self::OpenId(issuer.trim_end_matches('/').to_owned())
    }

    /// What [`Via`]'s text says; nothing where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        match (text, text.split_once(':')) {
            ("local", _) => Some(Self::Local),
            ("proxy", _) => Some(Self::Proxy),
            (_, Some(("openid", issuer))) => Some(Self::OpenId(issuer.to_owned())),
            _ => None,
        }
    }
}

/// As it is in the audit log: `local`, `proxy`, or `openid:login.example.com`.
impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::OpenId(issuer) => write!(f, "openid:{issuer}"),
            Self::Proxy => f.write_str("proxy"),
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
