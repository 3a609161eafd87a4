//! The only place that sends requests.

use crate::api::early_answers::{self, EarlyAnswer};
use crate::api::request_log::{RequestLog, Sent};
use crate::api::session::{Interruption, SessionState};
use crate::browser::time;
use crate::messages;
use crate::routes;
use gloo_net::http::{Request as Fetch, RequestBuilder};
use js_sys::Promise;
use leptos::prelude::*;
use roster::{Transport, TransportError};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestRedirect;
use wire::console::{
    APP_HEADER, APP_HEADER_VALUE, CONNECTIONS_PATH, CONTENT_TYPE_HEADER, GATEWAY_ERROR_HEADER,
    REDIRECT_HEADER, REQUEST_ID_HEADER, SECRET_HEADER, SESSION_HEADER, TARGET_HEADER,
    header_of_secret, via,
};
use wire::secrets::mask;
use wire::{Body, Method, Refusal, Request, Response};

/// How long to wait for an answer, in milliseconds: longer than the gateway
/// waits for a platform, so that it is the one to say what took so long.
const PATIENCE: u32 = 60_000;

/// The same for a request that only looks who answers.
const PROBE_PATIENCE: u32 = 10_000;

/// Carries the requests of one connection through the gateway. All clones are the same.
#[derive(Clone)]
pub(crate) struct Browser {
    connection: String,
    pub(crate) session: SessionState,
    log: RequestLog,
    /// The secret that was entered for this connection. It is in this tab's memory, until
    /// the tab is closed or reloaded, and nowhere else: what is stored, shown or put into
    /// a URL is made without it.
    secret: ArcStoredValue<Option<String>>,
}

impl Browser {
    pub(crate) fn new(connection: String, session: SessionState, log: RequestLog) -> Self {
        Self {
            connection,
            session,
            log,
            secret: ArcStoredValue::new(None),
        }
    }

    /// Sends this secret with each request from now on; `None` forgets it.
    pub(crate) fn set_secret(&self, secret: Option<String>) {
        self.secret.set_value(secret);
    }

    /// Whether it has a secret to send.
    pub(crate) fn has_secret(&self) -> bool {
        self.secret.with_value(Option::is_some)
    }
}

impl Transport for Browser {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let path = via(&self.connection, &request.target())
            .map_err(|error| TransportError::Network(error.to_string()))?;
        let secret = self.secret.get_value();
        let outgoing = Outgoing {
            session: self.session,
            method: request.route.method,
            path: &path,
            body: request.body.as_ref(),
            secret: secret.as_deref(),
        };
        let early = outgoing.early();
        let started = early.as_ref().map_or_else(time::now, |early| early.started);
        let (mut outcome, id) = outgoing.send(early).await;
        if let (Some(secret), Ok(response)) = (secret, &mut outcome)
            && !response.is_success()
        {
            // Platforms repeat what they refuse.
            response.body = mask(&response.body, &[secret]);
        }
        self.log.add(Sent {
            connection: &self.connection,
            base: &messages::base(&self.connection),
            request,
            has_secret: self.has_secret(),
            started,
            outcome: &outcome,
            id,
        });
        outcome
    }

    async fn pause(&self, seconds: u32) {
        let time = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX);
        let promise = Promise::new(&mut |resolve, _| {
            // Fails only without a window.
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, time);
        });
        // It is never rejected.
        let _ = JsFuture::from(promise).await;
    }
}

/// Sends the gateway itself a request.
pub(crate) async fn send(
    session: SessionState,
    method: Method,
    path: &str,
    body: Option<&Body>,
) -> Result<Response, TransportError> {
    let outgoing = Outgoing {
        session,
        method,
        path,
        body,
        secret: None,
    };
    let early = outgoing.early();
    outgoing.send(early).await.0
}

/// A request to our own server.
struct Outgoing<'a> {
    session: SessionState,
    method: Method,
    /// Path and query, below the console's own path.
    path: &'a str,
    body: Option<&'a Body>,
    secret: Option<&'a str>,
}

impl Outgoing<'_> {
    /// Its answer, where the page has sent the request already.
    fn early(&self) -> Option<EarlyAnswer> {
        let is_plain = self.method == Method::Get && self.secret.is_none();
        is_plain.then(|| early_answers::take(self.path))?
    }

    /// Sends it, unless there is an `early` answer, and waits for the whole answer.
    /// Beside it, the ID that the server's log has for the request, where an answer
    /// came.
    async fn send(self, early: Option<EarlyAnswer>) -> (Result<Response, TransportError>, String) {
        let session = self.session;
        let answer = match early {
            Some(early) => read_early(early).await,
            None => self.exchange().await,
        };
        settle(session, answer).await
    }

    async fn exchange(self) -> Result<Answer, gloo_net::Error> {
        let url = routes::below(self.path);
        let mut builder = match self.method {
            Method::Get => Fetch::get(&url),
            Method::Post => Fetch::post(&url),
            Method::Put => Fetch::put(&url),
            Method::Delete => Fetch::delete(&url),
        }
        .header(TARGET_HEADER, self.path)
        .header(APP_HEADER, APP_HEADER_VALUE)
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE)));
        if let Some(secret) = self.secret {
            builder = builder.header(SECRET_HEADER, &header_of_secret(secret));
        }
        if let Some(id) = self.session.id() {
            builder = builder.header(SESSION_HEADER, &id);
        }
        exchange(builder, self.body).await
    }
}

/// The outcome of a request, and its ID.
async fn settle(
    session: SessionState,
    answer: Result<Answer, gloo_net::Error>,
) -> (Result<Response, TransportError>, String) {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let intercepted = match &error {
                gloo_net::Error::JsError(error) if error.name == "TimeoutError" => None,
                _ => redirected(session).await,
            };
            let error = intercepted.unwrap_or_else(|| TransportError::Network(words(&error)));
            return (Err(error), String::new());
        }
    };
    let Answer {
        response,
        speaker,
        session_id,
    } = answer;
    let id = response.request_id.clone();
    if speaker == Speaker::Unknown {
        let error = intercepted(session, response.status, response.content_type);
        return (Err(error), String::new());
    }
    if !session_id.is_empty() {
        session.check(&session_id);
    }
    if speaker == Speaker::Platform {
        return (Ok(response), id);
    }
    if response.status == 401 {
        session.interrupt(Interruption::Ended);
    }
    let refusal = Refusal::read(&response);
    let error = TransportError::Gateway {
        status: response.status,
        words: refusal.words.or(refusal.instead).unwrap_or_default(),
    };
    (Err(error), id)
}

/// Something in front of our server answered in its place.
fn intercepted(session: SessionState, status: u16, content_type: String) -> TransportError {
    let error = TransportError::Intercepted {
        status,
        content_type,
    };
    if is_sign_in(status) {
        session.interrupt(Interruption::Intercepted(error.to_string()));
    }
    error
}

/// Whether a request failed because it was redirected to another origin, which
/// our server never does: a browser says no more of that than that it failed.
/// Only a request that follows no redirect shows it.
async fn redirected(session: SessionState) -> Option<TransportError> {
    let request = Fetch::get(&routes::below(CONNECTIONS_PATH))
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(
            PROBE_PATIENCE,
        )));
    let answer = exchange(request, None).await.ok()?;
    let Response {
        status,
        content_type,
        ..
    } = answer.response;
    (answer.speaker == Speaker::Unknown).then(|| intercepted(session, status, content_type))
}

/// Who answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaker {
    /// Our own server, for itself.
    Server,
    /// A platform, through our server.
    Platform,
    /// Something between here and our server: it does not mark its answers.
    Unknown,
}

struct Answer {
    response: Response,
    speaker: Speaker,
    /// The ID of the session that it was made in; empty where that is unknown.
    session_id: String,
}

/// Whether an answer with this status, which is not our server's, may ask people
/// to sign in: 0 stands for a redirect. Others are a proxy's that does not reach
/// our server.
pub(crate) const fn is_sign_in(status: u16) -> bool {
    matches!(status, 0 | 200..=399 | 401 | 403 | 407)
}

async fn exchange(builder: RequestBuilder, body: Option<&Body>) -> Result<Answer, gloo_net::Error> {
    let answer = match body {
        Some(body) => builder
            .header("content-type", body.format.content_type())
            .body(&*body.text)?
            .send(),
        None => builder.build()?.send(),
    }
    .await?;
    read(answer).await
}

/// Reads the answer to a request that the page has sent before this code was loaded.
async fn read_early(early: EarlyAnswer) -> Result<Answer, gloo_net::Error> {
    let answer = JsFuture::from(early.answer).await;
    let answer = answer.and_then(JsCast::dyn_into::<web_sys::Response>);
    match answer {
        Ok(answer) => read(answer.into()).await,
        Err(error) => Err(match error.dyn_into::<js_sys::Error>() {
            Ok(error) => gloo_net::Error::JsError(error.into()),
            Err(_) => gloo_net::Error::GlooError("the request failed".to_owned()),
        }),
    }
}

async fn read(answer: gloo_net::http::Response) -> Result<Answer, gloo_net::Error> {
    let headers = answer.headers();
    let text = |name| headers.get(name).unwrap_or_default();
    let speaker = match headers.get(APP_HEADER) {
        None => Speaker::Unknown,
        Some(_) if headers.get(GATEWAY_ERROR_HEADER).is_some() => Speaker::Server,
        Some(_) => Speaker::Platform,
    };
    Ok(Answer {
        speaker,
        session_id: text(SESSION_HEADER),
        response: Response {
            status: answer.status(),
            content_type: headers
                .get(CONTENT_TYPE_HEADER)
                .unwrap_or_else(|| text("content-type")),
            redirect: headers.get(REDIRECT_HEADER),
            retry_after: text("retry-after").parse().ok(),
            request_id: text(REQUEST_ID_HEADER),
            body: decoded(answer.binary().await?),
        },
    })
}

/// The text in `bytes`, as a browser reads it. It is taken over and not copied: a list can have
/// 50 MB.
fn decoded(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// What the browser says, without the kind of error before it.
fn words(error: &gloo_net::Error) -> String {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => {
            "waited a minute for it".to_owned()
        }
        gloo_net::Error::JsError(error) => error.message.clone(),
        gloo_net::Error::GlooError(words) => words.clone(),
    }
}
