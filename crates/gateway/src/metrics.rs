//! What this server counts, for Prometheus.
//!
//! The labels come from lists that an operator or the catalogue makes, never
//! from a request: there are few of them, and no name of a person among them.

use axum::http::StatusCode;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Where the seconds of requests are told apart: from this machine's network to
/// the longest that a platform may take by default.
const SECONDS: [f64; 13] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
];

/// The format that [`encode`] writes.
pub(crate) const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is counted, from the start of the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<ConnectionLabel, Histogram>,
    changes: Family<ResultLabel, Counter>,
    sign_ins: Family<ResultLabel, Counter>,
}

/// What kind of request: one that was not forwarded has no connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    connection: String,
    endpoint: &'static str,
    status: &'static str,
}

/// Which connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct ConnectionLabel {
    pub(crate) connection: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ResultLabel {
    result: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("rollcall");
        let requests = Family::default();
        let seconds =
            Family::<ConnectionLabel, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
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
            "Changes that were recorded in the audit log, and changes that were refused because they could not be",
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
    /// Counts a request that was answered after `elapsed`.
    pub(crate) fn answered(
        &self,
        connection: Option<&str>,
        endpoint: Option<&'static str>,
        status: StatusCode,
        elapsed: Duration,
    ) {
        let connection = connection.unwrap_or_default().to_owned();
        let kind = RequestLabels {
            connection,
            endpoint: endpoint.unwrap_or_default(),
            status: class(status),
        };
        self.requests.get_or_create(&kind).inc();
        let RequestLabels { connection, .. } = kind;
        self.seconds
            .get_or_create(&ConnectionLabel { connection })
            .observe(elapsed.as_secs_f64());
    }

    /// Counts a change that was recorded, or was not and so not made.
    pub(crate) fn recorded(&self, fine: bool) {
        let result = if fine { "recorded" } else { "refused" };
        self.changes.get_or_create(&ResultLabel { result }).inc();
    }

    /// Counts an attempt to sign in by what was answered to it.
    pub(crate) fn signed_in(&self, status: StatusCode) {
        let result = match status {
            StatusCode::SEE_OTHER | StatusCode::OK => "ok",
            StatusCode::TOO_MANY_REQUESTS => "throttled",
            _ => "refused",
        };
        self.sign_ins.get_or_create(&ResultLabel { result }).inc();
    }

    /// Counts what `collector` counts, whenever the metrics are read.
    pub(crate) fn register(&self, collector: Box<dyn Collector>) {
        let mut registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        registry.register_collector(collector);
    }

    /// All of it, in the format of [`OPEN_METRICS`].
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
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
