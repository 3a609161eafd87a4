//! Why a gateway cannot start.

use crate::random::NoRandomness;

/// Why a gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The base address is not usable.
    #[error(
        "connection “{id}”: base_url is not an address that can be forwarded to ({why}). \
         Write it like https://host or https://host:port/prefix"
    )]
    Base {
        /// Which connection.
        id: String,
        /// What is wrong with it. What stands there is not repeated: it may hold a
        /// password.
        why: String,
    },
    /// Nothing can be signed in with.
    #[error(
        "connection “{id}”: its platform has no such way to sign in, or the secret holds \
         characters that no header can carry"
    )]
    Secret {
        /// Which connection.
        id: String,
    },
    /// The platform's certificate cannot be checked.
    #[error("connection “{id}”: {why}")]
    Trust {
        /// Which connection.
        id: String,
        /// What is wrong.
        why: String,
    },
    /// A name of this server is none.
    #[error(
        "“{host}” in hosts is not a host name. Write it without a scheme, port or path: \
         rollcall.example.com"
    )]
    Host {
        /// What stands there.
        host: String,
    },
    /// The path in the public URL could be one of the console's own.
    #[error(
        "the path in public_url begins with “{first}”, and so do paths of the console itself: \
         where a proxy takes the path away, one could not be told from the other. Choose another"
    )]
    BasePath {
        /// How it begins.
        first: String,
    },
    /// There is no key to sign sessions with.
    #[error("sessions cannot be signed: {0}")]
    SessionKey(#[source] NoRandomness),
    /// Two connections have one name.
    #[error("there are two connections called “{id}”")]
    Twice {
        /// That name.
        id: String,
    },
}
