//! What a gateway is told at start.

use crate::client_address::TrustedProxies;
use crate::credential::{Credential, SignedIn};
use crate::dist::Dist;
use crate::health::Readiness;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::proxy::Proxy;
use crate::redact;
use crate::sign_in::{InMemory, NoRandomness, SessionStore, SignIn, SigningKey};
use crate::site::PublicUrl;
use crate::trail::Trail;
use axum::http::Uri;
use ipnet::IpNet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use wire::console::Connection;

/// What a gateway serves and where it forwards.
#[derive(Debug)]
pub struct Config {
    /// The platforms behind it.
    pub connections: Vec<Upstream>,
    /// The built app.
    pub dist: Dist,
    /// The names, besides loopback's, that the `Host` header may have.
    pub hosts: Vec<String>,
    /// Where browsers open the console, if that is known: its host is one of the
    /// names, and changes come from pages of its origin only.
    pub public_url: Option<PublicUrl>,
    /// Where changes are recorded; without it they are not.
    pub trail: Option<Arc<dyn Trail>>,
    /// The proxies in front of this server, by their addresses: the client's
    /// address is what they add to `X-Forwarded-For`. Those of
    /// [`proxy`](Self::proxy) count without being listed here. A server that is
    /// to know addresses hands each request's as axum's
    /// `ConnectInfo<SocketAddr>`.
    pub trusted_proxies: Vec<IpNet>,
    /// Who signs people in, in front of this server, and says who asks.
    pub proxy: Option<Proxy>,
    /// Who may sign in; without it nobody has to.
    pub sign_in: Option<SignIn>,
    /// How long the body of a request may take to arrive, once a route begins to
    /// read it.
    pub body_timeout: Duration,
    /// Where requests are counted; without it they are not.
    pub metrics: Option<Arc<Metrics>>,
    /// Whether this process speaks TLS itself: browsers are told then never to
    /// come without it again.
    pub https: bool,
    /// Where it is kept who is signed in: in this process, unless told otherwise.
    pub sessions: Arc<dyn SessionStore>,
    /// What sessions are signed with; without it, a key of this process alone.
    pub session_key: Option<SigningKey>,
    /// The platforms that this gateway signed in to; whoever keeps a copy can
    /// sign out of them in the end.
    pub signed_in: SignedIn,
    /// Whether `/readyz` may say that this server is ready; whoever keeps a copy
    /// can say that it is about to stop.
    pub readiness: Readiness,
}

impl Config {
    /// A console in `dist` with these platforms behind it.
    pub fn new(connections: Vec<Upstream>, dist: Dist) -> Self {
        Self {
            connections,
            dist,
            hosts: Vec::new(),
            public_url: None,
            trail: None,
            trusted_proxies: Vec::new(),
            proxy: None,
            sign_in: None,
            body_timeout: Duration::from_secs(30),
            metrics: None,
            https: false,
            sessions: Arc::new(InMemory::default()),
            session_key: None,
            signed_in: SignedIn::default(),
            readiness: Readiness::default(),
        }
    }

    /// All proxies whose `X-Forwarded-For` is read: a proxy that is trusted to
    /// say who asks is trusted to say from where.
    pub fn all_trusted_proxies(&self) -> TrustedProxies {
        let signing_in = self.proxy.iter().flat_map(|proxy| &proxy.from);
        TrustedProxies::new(self.trusted_proxies.iter().chain(signing_in).copied())
    }
}

/// How the paths of this server begin that are no connection's.
const OWN: [&str; 7] = [
    "activity", "api", "healthz", "readyz", "sign-in", "sign-out", "via",
];

impl Config {
    /// The path that browsers find the console below; empty at the top of its
    /// host. A proxy may take it away, so it must not be one that the console has
    /// itself.
    ///
    /// # Errors
    /// When it is one of those.
    pub fn base_path(&self) -> Result<String, ConfigError> {
        let path = self.public_url.as_ref().map_or("", PublicUrl::path);
        let first = path.split('/').nth(1).unwrap_or_default();
        let mut connections = self.connections.iter();
        let is_taken =
            OWN.contains(&first) || connections.any(|upstream| upstream.connection.id == first);
        if is_taken {
            return Err(ConfigError::BasePath {
                first: first.to_owned(),
            });
        }
        Ok(path.to_owned())
    }
}

/// One platform behind the gateway.
#[derive(Debug)]
pub struct Upstream {
    /// What the console may know of it.
    pub connection: Connection,
    /// Scheme, host and optional path prefix of its API:
    /// `http://127.0.0.1:9095`.
    pub base: String,
    /// What the gateway signs in with.
    pub credential: Credential,
    /// How much it may take.
    pub limits: Limits,
    /// Whom to trust for its certificate (PEM), in place of whom this machine
    /// trusts.
    pub ca: Option<Vec<u8>>,
}

/// A secret that no `{:?}` prints.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being printed.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for who sends it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

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
    /// Nobody can vouch for the platform.
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
    /// The identity provider cannot be used as it is described.
    #[error("the identity provider: {why}")]
    OpenId {
        /// What is wrong.
        why: String,
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

impl Upstream {
    /// The platform at `base`, with the usual bounds.
    pub fn new(connection: Connection, base: String, credential: impl Into<Credential>) -> Self {
        Self {
            connection,
            base,
            credential: credential.into(),
            limits: Limits::default(),
            ca: None,
        }
    }

    /// Whether its secret is too short to be masked where the platform repeats it.
    pub fn has_short_secret(&self) -> bool {
        let secret = match &self.credential {
            Credential::Secret(secret) => secret,
            Credential::Password { password, .. } => password,
            Credential::Asked => return false,
        };
        secret.expose().chars().count() < redact::SHORTEST
    }

    /// The base split into what a URI needs: scheme, authority and path prefix.
    pub(crate) fn address(&self) -> Result<(&'static str, String, String), ConfigError> {
        let wrong = |why: &str| ConfigError::Base {
            id: self.connection.id.clone(),
            why: why.to_owned(),
        };
        if self.base.contains('#') {
            return Err(wrong("it has a fragment, #…"));
        }
        if self.base.contains(char::is_whitespace) {
            return Err(wrong("it has a space in it"));
        }
        let uri: Uri = self.base.parse().map_err(|_| wrong("it is no URL"))?;
        let scheme = match uri.scheme_str() {
            Some("http") => "http",
            Some("https") => "https",
            _ => return Err(wrong("it begins neither with https:// nor with http://")),
        };
        if uri.path().contains("/.") || uri.path().contains('%') || uri.path().contains("//") {
            return Err(wrong("its path is not plain"));
        }
        if uri.query().is_some() {
            return Err(wrong("it has a query"));
        }
        let authority = uri.authority().ok_or_else(|| wrong("it has no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("it holds a user name or password"));
        }
        let port = authority.as_str().rsplit_once(':').map(|(_, port)| port);
        if let Some(port) = port.filter(|port| !port.ends_with(']'))
            && !port.parse::<u16>().is_ok_and(|port| port > 0)
        {
            return Err(wrong("its port is not a number from 1 to 65535"));
        }
        let prefix = uri.path().trim_end_matches('/');
        Ok((scheme, authority.to_string(), prefix.to_owned()))
    }
}
