//! Whether a connection works: what an operator asks before anybody uses it.

use crate::error::GatewayError;
use crate::target::{Target, signed};
use crate::{ConfigError, Upstream};
use axum::body::Bytes;
use axum::http::header::DATE;
use axum::http::{Method, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use std::time::SystemTime;
use tokio::time::timeout;
use wire::catalogue::{actian, metabase, pivot};
use wire::metabase::GetProperties;
use wire::{Endpoint, Platform, Response, Route};

/// How large an answer is read for a version, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// What asking a platform came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Why it cannot be reached, if so.
    pub unreachable: Option<String>,
    /// Why it does not let this server in, if it was reached and does not.
    pub refused: Option<String>,
    /// Its version, where it says one.
    pub version: Option<String>,
    /// By how many seconds its clock is ahead of ours.
    pub ahead: Option<i64>,
}

/// Asks the platform for something that only those get who are signed in.
///
/// # Errors
/// When the connection cannot be used at all.
pub async fn probe(upstream: &Upstream) -> Result<Report, ConfigError> {
    let target = Target::new(upstream)?;
    let mut report = Report {
        unreachable: None,
        refused: None,
        version: None,
        ahead: None,
    };
    let (route, parameters): (&Route, &[&str]) = match upstream.connection.platform {
        Platform::Pivot => (&pivot::LIST_STATUSES, &[]),
        Platform::Actian => (&actian::LIST_USERS, &[&upstream.connection.tenant]),
        Platform::Metabase => (&metabase::CURRENT_USER, &[]),
    };
    let answer = match ask(&target, route, parameters).await {
        Ok(answer) => answer,
        Err(error) => {
            report.unreachable = Some(error.to_string());
            return Ok(report);
        }
    };
    report.ahead = answer
        .headers()
        .get(DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .map(|date| ahead(date, SystemTime::now()));
    report.refused = match answer.status() {
        status if status.is_success() => None,
        StatusCode::UNAUTHORIZED => Some("it does not accept the secret".to_owned()),
        StatusCode::FORBIDDEN => Some("the secret may not manage users".to_owned()),
        status => Some(format!("it answered with status {}", status.as_u16())),
    };
    if upstream.connection.platform == Platform::Metabase {
        report.version = version(&target).await;
    }
    Ok(report)
}

async fn ask(
    target: &Target,
    route: &Route,
    parameters: &[&str],
) -> Result<axum::http::Response<Incoming>, GatewayError> {
    let path = route
        .path(parameters)
        .map_err(|error| target.unreachable(&error))?;
    let request = signed(target, Method::GET, &target.uri(&path)?)
        .body(Full::new(Bytes::new()))
        .map_err(|error| target.unreachable(&error))?;
    timeout(target.limits.answer, target.client.request(request))
        .await
        .map_err(|_| GatewayError::TimedOut {
            platform: target.platform(),
            after: target.limits.answer,
        })?
        .map_err(|error| target.unreachable(&error))
}

/// Metabase's version stands in what it tells everybody (facts/metabase.md 7).
async fn version(target: &Target) -> Option<String> {
    let answer = ask(target, &metabase::PROPERTIES, &[]).await.ok()?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), LARGEST).collect();
    let body = timeout(target.limits.total, body).await.ok()?.ok()?;
    let response = Response {
        status,
        body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        ..Response::default()
    };
    GetProperties.read(&response).ok()?.version
}

fn ahead(theirs: SystemTime, ours: SystemTime) -> i64 {
    let seconds = |time: std::time::Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match theirs.duration_since(ours) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}
