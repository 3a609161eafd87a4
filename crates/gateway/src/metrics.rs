//! What this server counts, for Prometheus.
//!
//! The labels come from lists that an operator or the catalogue makes, never
//! from a request: there are few of them, and no name of a person among them.

use crate::site::{PublicUrl, Site};
use crate::target::Target;
use crate::trail::{Change, Event, Filter, Outcome, Part, Reading, Recording, Trail, TrailReader};
use crate::{ConfigError, headers, sign_in};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Where the seconds of requests are told apart: from this machine's network to
/// the longest that a platform may take by default.
const SECONDS: [f64; 13] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
];

/// The format that [`encode`] writes.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is counted, from the start of the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<Kind, Counter>,
    seconds: Family<Connection, Histogram>,
    changes: Family<Result, Counter>,
    sign_ins: Family<Result, Counter>,
}

/// What kind of request: one that was not forwarded has no connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    connection: String,
    endpoint: &'static str,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Connection {
    connection: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Result {
    result: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("rollcall");
        let requests = Family::default();
        let seconds =
            Family::<Connection, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let changes = Family::default();
        let sign_ins = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        registry.register(
            "request_seconds",
            "Time until the answer to a request began",
            seconds.clone(),
        );
        registry.register(
            "changes",
            "Changes that the trail recorded, and those it could not, which were not made",
            changes.clone(),
        );
        registry.register("sign_ins", "Attempts to sign in", sign_ins.clone());
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "What runs", build);
        Self {
            registry: Mutex::new(registry),
            requests,
            seconds,
            changes,
            sign_ins,
        }
    }
}

impl Metrics {
    /// `GET /metrics` and nothing else. It belongs on an address of its own:
    /// nobody has to sign in to read it. A request has to name this server by an
    /// IP address, a loopback name or one of `hosts`, so that no page of a name
    /// that is made to resolve here can read it.
    ///
    /// # Errors
    /// When one of `hosts` is not the name of a host.
    pub fn router(
        self: Arc<Self>,
        hosts: &[String],
        public_url: Option<PublicUrl>,
    ) -> std::result::Result<Router, ConfigError> {
        let site = Arc::new(Site::new(hosts, public_url, false)?);
        Ok(Router::new()
            .route("/metrics", get(answer))
            .with_state(self)
            .layer(middleware::from_fn_with_state(site, known_host)))
    }

    /// Counts a request that was answered after `elapsed`.
    pub(crate) fn answered(
        &self,
        connection: Option<&str>,
        endpoint: Option<&'static str>,
        status: StatusCode,
        elapsed: Duration,
    ) {
        let connection = connection.unwrap_or_default().to_owned();
        let kind = Kind {
            connection,
            endpoint: endpoint.unwrap_or_default(),
            status: class(status),
        };
        self.requests.get_or_create(&kind).inc();
        let Kind { connection, .. } = kind;
        self.seconds
            .get_or_create(&Connection { connection })
            .observe(elapsed.as_secs_f64());
    }

    fn recorded(&self, fine: bool) {
        let result = if fine { "recorded" } else { "refused" };
        self.changes.get_or_create(&Result { result }).inc();
    }

    /// Counts what is under way to these platforms, whenever somebody asks.
    pub(crate) fn watch(&self, targets: Vec<Arc<Target>>) {
        let mut registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        registry.register_collector(Box::new(Places(targets)));
    }

    fn text(&self) -> std::result::Result<String, fmt::Error> {
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        encode(&mut text, &registry)?;
        Ok(text)
    }
}

const fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// Counts attempts to sign in by what is answered to them.
pub(crate) async fn sign_ins(
    State(metrics): State<Option<Arc<Metrics>>>,
    request: Request,
    next: Next,
) -> Response {
    let is_attempt =
        request.method() == Method::POST || request.uri().path() == sign_in::openid::RETURN;
    let response = next.run(request).await;
    if let Some(metrics) = metrics.filter(|_| is_attempt) {
        let result = match response.status() {
            StatusCode::SEE_OTHER | StatusCode::OK => "ok",
            StatusCode::TOO_MANY_REQUESTS => "throttled",
            _ => "refused",
        };
        metrics.sign_ins.get_or_create(&Result { result }).inc();
    }
    response
}

async fn known_host(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = match site.check_host_or_address(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    headers::secure(&mut response, false);
    response
}

async fn answer(State(metrics): State<Arc<Metrics>>) -> impl IntoResponse {
    metrics
        .text()
        .map(|text| ([(CONTENT_TYPE, OPEN_METRICS)], text))
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The places for requests to each platform.
#[derive(Debug)]
struct Places(Vec<Arc<Target>>);

impl Places {
    fn encode_each(
        &self,
        encoder: &mut DescriptorEncoder,
        name: &str,
        help: &str,
        count: impl Fn(&Target) -> usize,
    ) -> fmt::Result {
        let mut gauges = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for target in &self.0 {
            let connection = target.connection.id.clone();
            let count = i64::try_from(count(target)).unwrap_or(i64::MAX);
            gauges
                .encode_family(&Connection { connection })?
                .encode_gauge(&count)?;
        }
        Ok(())
    }
}

impl Collector for Places {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let encoder = &mut encoder;
        self.encode_each(
            encoder,
            "requests_under_way",
            "Requests that a platform is answering",
            Target::under_way,
        )?;
        self.encode_each(
            encoder,
            "requests_waiting",
            "Requests that wait until a platform has answered others",
            Target::waiting,
        )
    }
}

/// A trail that counts what it records.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) trail: Arc<dyn Trail>,
    pub(crate) metrics: Arc<Metrics>,
}

impl TrailReader for Counted {
    fn changes<'a>(&'a self, filter: &'a Filter, part: Part) -> Reading<'a> {
        self.trail.changes(filter, part)
    }
}

impl Trail for Counted {
    fn asked(&self, change: Change) -> Recording<'_> {
        Box::pin(async move {
            let recorded = self.trail.asked(change).await;
            self.metrics.recorded(recorded.is_ok());
            recorded
        })
    }

    fn ended(&self, id: &str, outcome: Outcome) -> Recording<'_> {
        self.trail.ended(id, outcome)
    }

    fn record_event(&self, event: Event) -> Recording<'_> {
        self.trail.record_event(event)
    }

    fn ready(&self) -> Recording<'_> {
        self.trail.ready()
    }
}
