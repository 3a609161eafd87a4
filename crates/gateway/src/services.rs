//! What the handlers of all routes share, made from the gateway's configuration.

use crate::api::approvals::service::Service as ApprovalService;
use crate::api::audit_log::AuditLogApi;
use crate::api::connections::ConsoleStart;
use crate::api::health::ReadinessCheck;
use crate::api::people::service::Service as PeopleService;
use crate::api::reviews::service::Service as ReviewService;
use crate::approval::book::ApprovalBook;
use crate::approval::guard::ApprovalGuard;
use crate::audit::counted::Counted;
use crate::audit::log::AuditLog;
use crate::auth::gate::AuthGate;
use crate::auth::proxy_header::Proxy;
use crate::auth::signing::SigningKey;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::http::pages::Pages;
use crate::http::site::Site;
use crate::metrics::Metrics;
use crate::middleware::Middleware;
use crate::proxy::forward::Forwarder;
use crate::proxy::load::Load;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The state of each group of routes.
pub(crate) struct Services {
    pub(crate) connections: Arc<ConsoleStart>,
    pub(crate) forwarder: Arc<Forwarder>,
    /// Where there is an audit log to read.
    pub(crate) audit_log: Option<Arc<AuditLogApi>>,
    pub(crate) people: Arc<PeopleService>,
    pub(crate) reviews: Arc<ReviewService>,
    pub(crate) approvals: Arc<ApprovalService>,
    /// Where people sign in.
    pub(crate) gate: Option<Arc<AuthGate>>,
    pub(crate) metrics: Option<Arc<Metrics>>,
    pub(crate) pages: Arc<Pages>,
    pub(crate) readiness_check: Arc<ReadinessCheck>,
    pub(crate) middleware: Arc<Middleware>,
}

impl Services {
    /// What `config` says, for a console below the path `base`.
    ///
    /// # Errors
    /// When a connection cannot be used: its address, its secret, its name.
    pub(crate) fn new(config: Config, base: &str) -> Result<Self, ConfigError> {
        let trusted_proxies = config.all_trusted_proxies();
        let approvals = Arc::new(approval_guard(&config));
        let metrics = config.metrics;
        let audit_log = counted(config.audit_log, metrics.as_ref());
        let forwarder = Forwarder::new(
            &config.connections,
            audit_log.clone(),
            approvals.clone(),
            &config.signed_in,
        )?;
        if let Some(metrics) = &metrics {
            metrics.register(Box::new(Load(forwarder.targets())));
        }
        let ids = config.connections.iter();
        let ids: BTreeSet<_> = ids.map(|upstream| upstream.connection.id.clone()).collect();
        let people = PeopleService::new(config.people.clone(), audit_log.clone(), ids.clone());
        let reviews = ReviewService::new(config.reviews, config.people, audit_log.clone(), ids);
        let connections = ConsoleStart::new(&config.connections, config.sign_in.is_some());
        let pages = Pages::new(config.console_files.clone(), base);
        let readiness_check =
            ReadinessCheck::new(config.console_files, audit_log.clone(), config.readiness);
        let gate = match config.sign_in {
            Some(sign_in) => {
                let key = config.session_key.map_or_else(SigningKey::random, Ok);
                let key = key.map_err(ConfigError::SessionKey)?;
                let gate = AuthGate::new(sign_in, config.sessions, key, audit_log.clone());
                Some(Arc::new(gate))
            }
            None => None,
        };
        let middleware = Middleware {
            trusted_proxies,
            site: Site::new(&config.hosts, config.public_url, config.https)?,
            proxy: config.proxy.map(Proxy::canonical),
            gate: gate.clone(),
            body_timeout: config.body_timeout,
            metrics: metrics.clone(),
            https: config.https,
        };
        if let Some(gate) = &gate {
            AuthGate::sweep_regularly(gate);
        }
        Ok(Self {
            connections: Arc::new(connections),
            forwarder: Arc::new(forwarder),
            approvals: Arc::new(ApprovalService::new(approvals, audit_log.clone())),
            audit_log: audit_log.map(|audit_log| Arc::new(AuditLogApi::new(audit_log))),
            people: Arc::new(people),
            reviews: Arc::new(reviews),
            gate,
            metrics,
            pages: Arc::new(pages),
            readiness_check: Arc::new(readiness_check),
            middleware: Arc::new(middleware),
        })
    }
}

/// What lets changes through that need an approval and have one.
fn approval_guard(config: &Config) -> ApprovalGuard {
    let connections = config.connections.iter();
    let rules = connections.clone().filter_map(|upstream| {
        let id = upstream.connection.id.clone();
        Some((id, upstream.approval?))
    });
    let platforms = connections.map(|upstream| {
        let connection = &upstream.connection;
        (connection.id.clone(), connection.platform)
    });
    let book = ApprovalBook::new(config.people.clone(), platforms.collect());
    ApprovalGuard::new(rules.collect(), book)
}

/// `audit_log`, with what is recorded in it counted in `metrics`.
fn counted(
    audit_log: Option<Arc<dyn AuditLog>>,
    metrics: Option<&Arc<Metrics>>,
) -> Option<Arc<dyn AuditLog>> {
    let audit_log = audit_log?;
    Some(match metrics.cloned() {
        Some(metrics) => Arc::new(Counted { audit_log, metrics }),
        None => audit_log,
    })
}
