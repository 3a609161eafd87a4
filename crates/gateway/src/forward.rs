//! `/via/{connection}/…`: forwards what the catalogue lists to the connection's
//! platform, and nothing else.

use crate::address::{self, Address};
use crate::answer::pass_back;
use crate::credential::{Pass, is_a_session};
use crate::error::{GatewayError, caught};
use crate::log::Forwarded;
use crate::sign_in::{Person, Role};
use crate::target::{Target, signed};
use crate::trail::{Change, NotRecorded, Origin, Outcome, Trail};
use crate::{Config, ConfigError, redact, request_body};
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
use wire::console::SECRET_HEADER;

/// The largest body that is forwarded to a platform, in bytes.
const REQUEST_LIMIT: usize = 1024 * 1024;

/// The platforms, ready to be forwarded to.
pub(crate) struct Forwarder {
    targets: HashMap<String, Arc<Target>>,
    trail: Option<Arc<dyn Trail>>,
}

impl Forwarder {
    pub(crate) fn new(config: &Config) -> Result<Self, ConfigError> {
        let mut targets = HashMap::new();
        for upstream in &config.connections {
            let id = upstream.connection.id.clone();
            let target = Arc::new(Target::new(upstream)?);
            config.signed_in.note(&target);
            if targets.insert(id.clone(), target).is_some() {
                return Err(ConfigError::Twice { id });
            }
        }
        Ok(Self {
            targets,
            trail: config.trail.clone(),
        })
    }

    /// All of them.
    pub(crate) fn targets(&self) -> Vec<Arc<Target>> {
        self.targets.values().cloned().collect()
    }
}

/// Forwards one request and streams its answer back.
pub(crate) async fn forward(
    State(forwarder): State<Arc<Forwarder>>,
    request: Request,
) -> Result<Response, GatewayError> {
    let address = address::resolve(&forwarder.targets, request.method(), request.uri())?;
    let person = request.extensions().get::<Person>();
    if address.route.writes
        && let Some(person) = person
        && person.role != Role::Operator
    {
        return Err(GatewayError::Viewer);
    }
    let whither = Forwarded {
        connection: address.target.connection.id.clone(),
        endpoint: address.route.id,
    };
    let outcome = match &forwarder.trail {
        Some(trail) if address.route.writes => {
            let record = Record {
                trail: trail.clone(),
                origin: Origin::of(request.extensions()),
            };
            // A task of its own: a change goes on, and what came of it is
            // recorded, when the browser hangs up meanwhile.
            tokio::spawn(exchange(address, request, Some(record)))
                .await
                .unwrap_or(Err(GatewayError::Lost))
        }
        _ => exchange(address, request, None).await,
    };
    let mut response = outcome.into_response();
    response.extensions_mut().insert(whither);
    Ok(response)
}

/// Where a change is recorded, and as whose.
struct Record {
    trail: Arc<dyn Trail>,
    origin: Origin,
}

async fn exchange(
    address: Address,
    request: Request,
    record: Option<Record>,
) -> Result<Response, GatewayError> {
    if request.body().size_hint().lower() > REQUEST_LIMIT as u64 {
        return Err(GatewayError::TooLarge);
    }
    // First a place, then the body: no more bodies are held than there are places.
    let place = address.target.place().await?;
    let given = request.headers().get(SECRET_HEADER);
    let pass = address.target.pass(given).await?;
    let outgoing = Outgoing {
        content_type: request.headers().get(CONTENT_TYPE).cloned(),
        body: request_body::read(request.into_body(), REQUEST_LIMIT).await?,
    };
    if address.route.writes && redact::holds_mask(&address.uri, &outgoing.body) {
        return Err(GatewayError::Masked);
    }
    let Some(Record { trail, origin }) = record else {
        return outgoing.through(&address, &pass, place).await;
    };
    let Origin { id, actor, .. } = origin;
    let change = Change::new(&address, id.clone(), actor, &outgoing.body);
    trail
        .asked(change)
        .await
        .map_err(|NotRecorded(why)| GatewayError::NotRecorded(why))?;
    // What is recorded as asked for gets its end, however this one ends.
    let answer = caught(outgoing.through(&address, &pass, place))
        .await
        .flatten();
    let outcome = match &answer {
        Ok(answer) => Outcome::Status(answer.status().as_u16()),
        Err(error) => Outcome::Failed(error.to_string()),
    };
    if let Err(NotRecorded(why)) = trail.ended(&id, outcome).await {
        // The change is made: its answer is worth more than its second record.
        tracing::error!(id, why, "what came of a change is not recorded");
    }
    answer
}

/// All that a browser's request brings along. Everything else of it (cookies,
/// hop-by-hop headers, where it came from) stays here.
struct Outgoing {
    content_type: Option<HeaderValue>,
    body: Bytes,
}

impl Outgoing {
    /// Sends it and gives back what the platform answers.
    async fn through(
        &self,
        address: &Address,
        pass: &Pass<'_>,
        place: OwnedSemaphorePermit,
    ) -> Result<Response, GatewayError> {
        let (target, started) = (&address.target, Instant::now());
        let mut answer = self.send(address, pass, started).await?;
        let other = target.other_pass(pass, answer.status()).await?;
        if let Some(other) = &other {
            // Within the time of the first.
            let latest = started + target.limits.total.saturating_sub(target.limits.answer);
            answer = self
                .send(address, other, Instant::now().min(latest))
                .await?;
            target.was_let_in(other, answer.status());
        }
        let mask = other.as_ref().unwrap_or(pass).mask();
        if is_a_session(address.route, answer.status()) {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let deadline = started + target.limits.total;
        pass_back(answer, target, mask, place, deadline).await
    }

    /// Sends it. What reads is sent once more where the connection broke before
    /// an answer, as one that was kept open may; what changes something is not,
    /// as nobody knows how far it got. Redirects are answers like any other.
    async fn send(
        &self,
        address: &Address,
        pass: &Pass<'_>,
        started: Instant,
    ) -> Result<axum::http::Response<Incoming>, GatewayError> {
        let target = &address.target;
        let mut again = !address.route.writes;
        loop {
            let request = self.request(address, pass)?;
            let answer = timeout_at(
                started + target.limits.answer,
                target.client.request(request),
            )
            .await
            .map_err(|_| GatewayError::TimedOut {
                platform: target.platform(),
                after: target.limits.answer,
            })?;
            match answer {
                Ok(answer) => return Ok(answer),
                Err(error) if again && !error.is_connect() => again = false,
                Err(error) => return Err(target.unreachable(&error)),
            }
        }
    }

    fn request(
        &self,
        address: &Address,
        pass: &Pass<'_>,
    ) -> Result<axum::http::Request<Full<Bytes>>, GatewayError> {
        let target = &address.target;
        let mut request = signed(target, pass.headers(), address.method.clone(), &address.uri);
        if let Some(content_type) = &self.content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        request
            .body(Full::new(self.body.clone()))
            .map_err(|error| target.unreachable(&error))
    }
}
