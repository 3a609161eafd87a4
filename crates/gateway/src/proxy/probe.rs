//! Whether a connection works: what an operator asks before people use it.

use crate::config_error::ConfigError;
use crate::http::error::GatewayError;
use crate::proxy::auth_headers::Headers;
use crate::proxy::credential::{ConnectionAuth, RequestAuth};
use crate::proxy::redirect_target::is_redirect;
use crate::proxy::target::Target;
use crate::proxy::upstream::Upstream;
use axum::http::StatusCode;
use axum::http::header::DATE;
use hyper::body::Incoming;
use std::sync::Arc;
use std::time::SystemTime;
use wire::catalogue::{actian, metabase, pivot};
use wire::metabase::GetProperties;
use wire::{Endpoint, Platform, Request, Route};

/// How large an answer is read for a version, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// What asking a platform came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Why it cannot be reached, if so.
    pub unreachable: Option<String>,
    /// Why it does not let this server in, if it was reached and does not.
    pub refused: Option<String>,
    /// Whether its secret is asked for in the console, so that it was not tried.
    pub asked: bool,
    /// Its version, where it says one.
    pub version: Option<String>,
    /// By how many seconds its clock is ahead of ours.
    pub ahead: Option<i64>,
}

/// Whether a connection can be used: its address, its secret, its CA file.
///
/// # Errors
/// When not.
pub fn check(upstream: &Upstream) -> Result<(), ConfigError> {
    Target::new(upstream).map(|_| ())
}

/// Asks the platform for something that only those get who are signed in.
///
/// # Errors
/// When the connection cannot be used at all.
pub async fn probe(upstream: &Upstream) -> Result<Report, ConfigError> {
    let target = Arc::new(Target::new(upstream)?);
    let report = asked(&target).await;
    target.sign_out().await;
    Ok(report)
}

async fn asked(target: &Arc<Target>) -> Report {
    let mut report = Report {
        unreachable: None,
        refused: None,
        asked: matches!(target.access, ConnectionAuth::Asked),
        version: None,
        ahead: None,
    };
    let connection = &target.client.connection;
    let (route, parameters): (&'static Route, &[&str]) = match connection.platform {
        Platform::Pivot => (&pivot::LIST_STATUSES, &[]),
        Platform::Actian => (&actian::LIST_USERS, &[&connection.tenant]),
        Platform::Metabase => (&metabase::CURRENT_USER, &[]),
    };
    let answer = match ask(target, route, parameters).await {
        Ok(answer) => answer,
        Err(GatewayError::SignIn {
            why, reached: true, ..
        }) => {
            report.refused = Some(why);
            return report;
        }
        Err(error) => {
            report.unreachable = Some(error.to_string());
            return report;
        }
    };
    report.ahead = answer
        .headers()
        .get(DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .map(|date| ahead(date, SystemTime::now()));
    let redirect = target
        .client
        .redirect_target(answer.status(), answer.headers());
    report.refused = match answer.status() {
        status if is_redirect(status) => Some(format!(
            "it redirects to {} (status {}): is base_url right, or is a sign-in page in front \
             of it?",
            redirect
                .as_deref()
                .unwrap_or("an address that it does not say"),
            status.as_u16()
        )),
        status if status.is_success() || report.asked => None,
        StatusCode::UNAUTHORIZED => Some("it does not accept the secret".to_owned()),
        StatusCode::FORBIDDEN => Some("the secret may not manage users".to_owned()),
        status => Some(format!("it answered with status {}", status.as_u16())),
    };
    if connection.platform == Platform::Metabase {
        report.version = version(target).await;
    }
    report
}

/// The request of `route` with these parameters, sent with what lets it in.
async fn ask(
    target: &Arc<Target>,
    route: &'static Route,
    parameters: &[&str],
) -> Result<axum::http::Response<Incoming>, GatewayError> {
    let request =
        Request::new(route, parameters).map_err(|error| target.client.unreachable(&error))?;
    let none = Headers::new();
    let auth = match target.access {
        ConnectionAuth::Asked => None,
        _ => Some(target.authorize(None).await?),
    };
    let headers = auth.as_ref().map_or(&none, RequestAuth::headers);
    target
        .client
        .send(&request, headers, target.client.limits.answer)
        .await
}

/// Metabase's version, which it tells any caller (metabase note 23).
async fn version(target: &Arc<Target>) -> Option<String> {
    let answer = ask(target, &metabase::PROPERTIES, &[]).await.ok()?;
    let response = target
        .client
        .read(answer, LARGEST, target.client.limits.total)
        .await;
    let version = GetProperties.read(&response.ok()?).ok()?.version?;
    match target.access {
        ConnectionAuth::Asked => Some(version),
        _ => Some(target.authorize(None).await.ok()?.mask().text(version)),
    }
}

fn ahead(theirs: SystemTime, ours: SystemTime) -> i64 {
    let seconds = |time: std::time::Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match theirs.duration_since(ours) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}
