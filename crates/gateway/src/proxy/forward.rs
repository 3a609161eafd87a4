//! `/via/{connection}/…`: forwards what the catalogue lists to the connection's
//! platform, and nothing else.

use crate::approval::guard::ApprovalGuard;
use crate::audit::change::{Change, Outcome, Requested};
use crate::audit::log::{AuditLog, NotRecorded};
use crate::audit::origin::Origin;
use crate::config_error::ConfigError;
use crate::http::error::{GatewayError, catch_panic};
use crate::http::request_body;
use crate::http::request_log::Forwarded;
use crate::person::Permission;
use crate::proxy::credential::RequestAuth;
use crate::proxy::response::pass_back;
use crate::proxy::route::{self, ResolvedRoute};
use crate::proxy::signed_in::SignedIn;
use crate::proxy::target::Target;
use crate::proxy::upstream::Upstream;
use crate::redact;
use axum::body::{Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};
use wire::catalogue::{Route, metabase};
use wire::console::SECRET_HEADER;

/// The largest body that is forwarded to a platform, in bytes.
const REQUEST_LIMIT: usize = 1024 * 1024;

/// The platforms, ready to be forwarded to.
pub(crate) struct Forwarder {
    targets: HashMap<String, Arc<Target>>,
    audit_log: Option<Arc<dyn AuditLog>>,
    approvals: Arc<ApprovalGuard>,
}

impl Forwarder {
    /// Forwards to these platforms what `approvals` lets through, and records changes in
    /// `audit_log`. `signed_in` gets the platforms that may have to be signed out of.
    pub(crate) fn new(
        upstreams: &[Upstream],
        audit_log: Option<Arc<dyn AuditLog>>,
        approvals: Arc<ApprovalGuard>,
        signed_in: &SignedIn,
    ) -> Result<Self, ConfigError> {
        let mut targets = HashMap::new();
        for upstream in upstreams {
            let id = upstream.connection.id.clone();
            let target = Arc::new(Target::new(upstream)?);
            signed_in.note(&target);
            if targets.insert(id.clone(), target).is_some() {
                return Err(ConfigError::Twice { id });
            }
        }
        Ok(Self {
            targets,
            audit_log,
            approvals,
        })
    }

    /// All of them.
    pub(crate) fn targets(&self) -> Vec<Arc<Target>> {
        self.targets.values().cloned().collect()
    }
}

/// Forwards a request to a connection's platform.
///
/// Only requests that the platform documents and the console uses are forwarded,
/// with the connection's secret added. A change is first recorded in the audit log.
#[utoipa::path(
    method(get, post, put, delete),
    path = "/via/{connection}/{path}",
    tag = "platforms",
    params(
        ("connection" = String, Path, description = "The connection's `id` in `/api/connections`"),
        ("path" = String, Path, description = "The path of the platform's endpoint, with its \
            slashes: `/via/pivot/api/v1/users`. Its query parameters follow unchanged"),
        ("x-rollcall-secret" = Option<String>, Header, description = "The secret of a connection that \
            asks for it (`ask`), percent-encoded"),
    ),
    request_body(content = serde_json::Value, description = "The body that the platform's endpoint expects"),
    responses(
        (status = "default", description = "The platform's answer: JSON unchanged, anything else \
            as text", content(
            (serde_json::Value = "application/json"),
            (String = "text/plain"),
        )),
        (status = 400, description = "The request is not one that the platform documents, or the \
            connection's secret is missing."),
        (status = 403, description = "You are a viewer and may not change anything, the change \
            needs the approval of a second operator, or the connection is for another tenant."),
        (status = 404, description = "There is no such connection, or its platform has no such \
            endpoint."),
        (status = 413, description = "The request's body is larger than 1 MiB."),
        (status = 500, description = "The outcome of a change is unknown."),
        (status = 502, description = "The platform cannot be reached, refuses this server's \
            credentials, or its answer cannot be passed on."),
        (status = 503, description = "Too many requests are under way, or the change cannot be \
            recorded and was not made."),
        (status = 504, description = "The platform did not answer in time."),
    ),
)]
pub(crate) async fn forward(
    State(forwarder): State<Arc<Forwarder>>,
    permission: Permission,
    request: Request,
) -> Result<Response, GatewayError> {
    let address = route::resolve(&forwarder.targets, request.method(), request.uri())?;
    if address.route.writes() && !permission.covers_changes() {
        return Err(GatewayError::Viewer);
    }
    let forwarded_to = Forwarded {
        connection: address.target.client.connection.id.clone(),
        endpoint: address.route.id,
    };
    let outcome = if address.route.writes() {
        let made = ChangeContext {
            audit_log: forwarder.audit_log.clone(),
            approvals: forwarder.approvals.clone(),
            origin: Origin::of(request.extensions()),
        };
        // A task of its own: if the browser hangs up, the change goes on and its
        // outcome is recorded.
        tokio::spawn(exchange(address, request, Some(made)))
            .await
            .unwrap_or(Err(GatewayError::Lost))
    } else {
        exchange(address, request, None).await
    };
    let mut response = outcome.into_response();
    response.extensions_mut().insert(forwarded_to);
    Ok(response)
}

/// Who makes a change, what has to let it through, and where it is recorded.
struct ChangeContext {
    audit_log: Option<Arc<dyn AuditLog>>,
    approvals: Arc<ApprovalGuard>,
    origin: Origin,
}

async fn exchange(
    address: ResolvedRoute,
    request: Request,
    made: Option<ChangeContext>,
) -> Result<Response, GatewayError> {
    if request.body().size_hint().lower() > REQUEST_LIMIT as u64 {
        return Err(GatewayError::TooLarge);
    }
    // First a permit, then the body, so that no more bodies are in memory than
    // there are permits.
    let permit = address.target.permit().await?;
    let given = request.headers().get(SECRET_HEADER);
    let auth = address.target.authorize(given).await?;
    let outgoing = ForwardedRequest {
        content_type: request.headers().get(CONTENT_TYPE).cloned(),
        body: request_body::read(request.into_body(), REQUEST_LIMIT).await?,
    };
    if address.route.writes() && redact::holds_mask(&address.uri, &outgoing.body) {
        return Err(GatewayError::Masked);
    }
    let Some(made) = made else {
        return outgoing.send_through(&address, &auth, permit).await;
    };
    let Origin { id, actor, .. } = made.origin;
    let requested = Requested {
        connection: &address.target.client.connection.id,
        route: address.route,
        target: &address.parameters,
        query: address.uri.query().unwrap_or_default(),
        body: &outgoing.body,
    };
    let mut change = Change::new(&requested, id.clone(), actor.clone());
    let admitted = made.approvals.admit(address.route, &change, &actor);
    change.approval = admitted.await?;
    let Some(audit_log) = made.audit_log else {
        return outgoing.send_through(&address, &auth, permit).await;
    };
    audit_log
        .begin(change)
        .await
        .map_err(|NotRecorded(why)| GatewayError::NotRecorded(why))?;
    // A change whose request is recorded gets an end in any case.
    let answer = catch_panic(outgoing.send_through(&address, &auth, permit))
        .await
        .flatten();
    let outcome = match &answer {
        Ok(answer) => Outcome::Status(answer.status().as_u16()),
        Err(error) => Outcome::Failed(error.to_string()),
    };
    if let Err(NotRecorded(why)) = audit_log.finish(&id, outcome).await {
        // The change was made, so its answer is passed on even if its outcome could not
        // be recorded.
        tracing::error!(id, why, "the outcome of a change could not be recorded");
    }
    answer
}

/// The parts of a browser's request that are forwarded. Everything else
/// (cookies, hop-by-hop headers, its origin) is not.
struct ForwardedRequest {
    content_type: Option<HeaderValue>,
    body: Bytes,
}

impl ForwardedRequest {
    /// Sends it and passes the platform's answer back.
    async fn send_through(
        &self,
        address: &ResolvedRoute,
        auth: &RequestAuth<'_>,
        permit: OwnedSemaphorePermit,
    ) -> Result<Response, GatewayError> {
        let (target, started) = (&address.target, Instant::now());
        let mut answer = self.send(address, auth, started).await?;
        let other = target.reauthorize(auth, answer.status()).await?;
        if let Some(other) = &other {
            // Within the time limit of the first attempt.
            let latest = started
                + target
                    .client
                    .limits
                    .total
                    .saturating_sub(target.client.limits.answer);
            answer = self
                .send(address, other, Instant::now().min(latest))
                .await?;
            target.was_let_in(other, answer.status());
        }
        let mask = other.as_ref().unwrap_or(auth).mask();
        if contains_session(address.route, answer.status()) {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let deadline = started + target.client.limits.total;
        pass_back(answer, &target.client, mask, permit, deadline).await
    }

    /// Sends it. A request that only reads is sent once more if the connection
    /// broke before an answer, which happens to idle connections. A change is not,
    /// as it may have arrived. Redirects are not followed.
    async fn send(
        &self,
        address: &ResolvedRoute,
        auth: &RequestAuth<'_>,
        started: Instant,
    ) -> Result<axum::http::Response<Incoming>, GatewayError> {
        let client = &address.target.client;
        let mut again = !address.route.writes();
        loop {
            let request = self.request(address, auth)?;
            let answer = timeout_at(started + client.limits.answer, client.request(request))
                .await
                .map_err(|_| GatewayError::TimedOut {
                    platform: client.platform(),
                    after: client.limits.answer,
                })?;
            match answer {
                Ok(answer) => return Ok(answer),
                Err(error) if again && !error.is_connect() => again = false,
                Err(error) => return Err(client.unreachable(&error)),
            }
        }
    }

    fn request(
        &self,
        address: &ResolvedRoute,
        auth: &RequestAuth<'_>,
    ) -> Result<axum::http::Request<Full<Bytes>>, GatewayError> {
        let client = &address.target.client;
        let mut request = client.builder(auth.headers(), address.method.clone(), &address.uri);
        if let Some(content_type) = &self.content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        request
            .body(Full::new(self.body.clone()))
            .map_err(|error| client.unreachable(&error))
    }
}

/// Whether an answer contains a session of the account that the connection
/// signs in with, which no browser may get: Metabase answers with a new session
/// when an account changes its own password (metabase note 15).
fn contains_session(route: &Route, status: StatusCode) -> bool {
    route.id == metabase::SET_PASSWORD.id && status == StatusCode::OK
}
