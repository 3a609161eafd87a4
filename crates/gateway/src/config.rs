//! What a gateway is told at start.

use crate::api::health::Readiness;
use crate::audit::log::AuditLog;
use crate::auth::gate::SignIn;
use crate::auth::proxy_header::Proxy;
use crate::auth::signing::SigningKey;
use crate::auth::store::{InMemory, SessionStore};
use crate::config_error::ConfigError;
use crate::http::assets::ConsoleFiles;
use crate::http::client_address::TrustedProxies;
use crate::http::site::PublicUrl;
use crate::metrics::Metrics;
use crate::people::in_memory::PeopleInMemory;
use crate::people::review_store::ReviewStore;
use crate::people::reviews_in_memory::ReviewsInMemory;
use crate::people::store::PeopleStore;
use crate::proxy::signed_in::SignedIn;
use crate::proxy::upstream::Upstream;
use ipnet::IpNet;
use std::sync::Arc;
use std::time::Duration;

/// What a gateway serves and where it forwards.
#[derive(Debug)]
pub struct Config {
    /// The platforms behind it.
    pub connections: Vec<Upstream>,
    /// The built app.
    pub console_files: ConsoleFiles,
    /// The names, besides loopback's, that the `Host` header may have.
    pub hosts: Vec<String>,
    /// Where browsers open the console, if that is known: its host is one of the
    /// names, and changes come from pages of its origin only.
    pub public_url: Option<PublicUrl>,
    /// Where changes are recorded; without it they are not.
    pub audit_log: Option<Arc<dyn AuditLog>>,
    /// The proxies in front of this server, by their addresses: the client's
    /// address is what they add to `X-Forwarded-For`. Those of
    /// [`proxy`](Self::proxy) count without being listed here. A server that is
    /// to know addresses hands each request's as axum's
    /// `ConnectInfo<SocketAddr>`.
    pub trusted_proxies: Vec<IpNet>,
    /// Who signs people in, in front of this server, and says who asks.
    pub proxy: Option<Proxy>,
    /// Who may sign in; without it people need not.
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
    /// Where it is kept what people decided about people and accounts: in this
    /// process, unless told otherwise.
    pub people: Arc<dyn PeopleStore>,
    /// Where access reviews are kept: in this process, unless told otherwise.
    pub reviews: Arc<dyn ReviewStore>,
    /// What sessions are signed with; without it, a key of this process alone.
    pub session_key: Option<SigningKey>,
    /// The platforms that this gateway signed in to; who keeps a copy can
    /// sign out of them in the end.
    pub signed_in: SignedIn,
    /// Whether `/readyz` may say that this server is ready; who keeps a copy
    /// can say that it is about to stop.
    pub readiness: Readiness,
}

impl Config {
    /// A console in `console_files` with these platforms behind it.
    pub fn new(connections: Vec<Upstream>, console_files: ConsoleFiles) -> Self {
        Self {
            connections,
            console_files,
            hosts: Vec::new(),
            public_url: None,
            audit_log: None,
            trusted_proxies: Vec::new(),
            proxy: None,
            sign_in: None,
            body_timeout: Duration::from_secs(30),
            metrics: None,
            https: false,
            sessions: Arc::new(InMemory::default()),
            people: Arc::new(PeopleInMemory::default()),
            reviews: Arc::new(ReviewsInMemory::default()),
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
const OWN: [&str; 13] = [
    "activity",
    "api",
    "approvals",
    "drift",
    "healthz",
    "people",
    "profiles",
    "readyz",
    "receipts",
    "reviews",
    "sign-in",
    "sign-out",
    "via",
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
