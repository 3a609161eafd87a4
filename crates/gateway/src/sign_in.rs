//! Who may use this server: people with a name and a password here.

mod page;
mod sessions;
mod store;
mod throttle;

pub use store::{InMemory, Keeping, NotKept, Person, Session, SessionKey, SessionStore, Way};

use crate::error::GatewayError;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, COOKIE, LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use sessions::Sessions;
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, Instant};
use throttle::Throttle;
use tokio::sync::Semaphore;
pub use wire::console::Role;
pub(crate) use wire::console::{SIGN_IN_PATH as SIGN_IN, SIGN_OUT_PATH as SIGN_OUT};

/// `__Host-`: only this host can set it, only over TLS (or on this machine),
/// for all of its paths.
const COOKIE_NAME: &str = "__Host-rollcall";
/// The largest form that is read, in bytes.
const FORM_LIMIT: usize = 4096;
/// How many passwords are checked at once: each check is meant to be dear.
const CHECKS: usize = 2;

/// People, and how long they stay signed in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Everybody, by name.
    pub people: HashMap<String, Role>,
    /// What knows their passwords.
    pub passwords: Arc<dyn Passwords>,
    /// How long somebody may do nothing.
    pub idle: Duration,
    /// How long somebody may stay at most.
    pub longest: Duration,
}

/// What knows passwords.
pub trait Passwords: Debug + Send + Sync {
    /// Whether `password` is that of `name`. It takes as long for a name that
    /// nobody has, and may take its time.
    fn fits(&self, name: &str, password: &str) -> bool;
}

/// What lets people in.
#[derive(Debug)]
pub(crate) struct Door {
    people: HashMap<String, Role>,
    passwords: Arc<dyn Passwords>,
    sessions: Sessions,
    throttle: Throttle,
    checks: Semaphore,
}

impl Door {
    pub(crate) fn new(sign_in: SignIn, sessions: Arc<dyn SessionStore>) -> Self {
        Self {
            people: sign_in.people,
            passwords: sign_in.passwords,
            sessions: Sessions::new(sessions, sign_in.idle, sign_in.longest),
            throttle: Throttle::default(),
            checks: Semaphore::new(CHECKS),
        }
    }

    /// Who is signed in. A session outlives the process: what the file says of
    /// somebody today counts, and not what it said when they came in.
    async fn person(&self, headers: &HeaderMap) -> Result<Option<Person>, NotKept> {
        let Some(token) = cookie(headers) else {
            return Ok(None);
        };
        let mut found = self.sessions.find(token).await?;
        if let Some(person) = &mut found
            && person.way == Way::Password
        {
            match self.people.get(&person.name) {
                Some(role) => person.role = *role,
                None => found = None,
            }
        }
        Ok(found)
    }

    /// Whether the password fits, off the threads that serve.
    async fn fits(&self, name: String, password: String) -> bool {
        let Ok(_place) = self.checks.acquire().await else {
            return false;
        };
        let passwords = self.passwords.clone();
        tokio::task::spawn_blocking(move || passwords.fits(&name, &password))
            .await
            .unwrap_or(false)
    }
}

/// Lets only people through who are signed in, and notes who they are.
pub(crate) async fn required(
    State(door): State<Arc<Door>>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if matches!(path, SIGN_IN | SIGN_OUT) {
        return next.run(request).await;
    }
    match door.person(request.headers()).await {
        Ok(Some(person)) => {
            request.extensions_mut().insert(person);
            return next.run(request).await;
        }
        Ok(None) => {}
        Err(NotKept(why)) => return GatewayError::NoSessions(why).into_response(),
    }
    let is_page = request.method() == Method::GET
        && !path.starts_with("/api/")
        && !path.starts_with("/via/")
        && request
            .headers()
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
    if is_page {
        see_other(SIGN_IN)
    } else {
        GatewayError::NotSignedIn.into_response()
    }
}

/// `GET /sign-in`
pub(crate) async fn form(State(door): State<Arc<Door>>, headers: HeaderMap) -> Response {
    match door.person(&headers).await {
        Ok(Some(person)) => page::signed_in(&person.name),
        Ok(None) => page::form(StatusCode::OK, ""),
        Err(why) => nobody_now(&why),
    }
}

/// `POST /sign-in`
pub(crate) async fn enter(State(door): State<Arc<Door>>, request: Request) -> Response {
    let Ok(body) = to_bytes(request.into_body(), FORM_LIMIT).await else {
        return page::form(StatusCode::PAYLOAD_TOO_LARGE, "That is too long.");
    };
    let text = String::from_utf8_lossy(&body);
    let (name, password) = (field(&text, "name"), field(&text, "password"));
    if let Some(wait) = door.throttle.wait(&name, Instant::now()) {
        let words = "Too many attempts. Wait a little before the next one.";
        let mut response = page::form(StatusCode::TOO_MANY_REQUESTS, words);
        let seconds = HeaderValue::from(wait.as_secs() + 1);
        response.headers_mut().insert(RETRY_AFTER, seconds);
        return response;
    }
    // Counted before it is checked, or many at once would all get their turn.
    door.throttle.failed(&name, Instant::now());
    let fits = door.fits(name.clone(), password).await;
    let Some(role) = door.people.get(&name).copied().filter(|_| fits) else {
        tracing::warn!("somebody was not let in");
        return page::form(
            StatusCode::UNAUTHORIZED,
            "Name and password do not fit together.",
        );
    };
    door.throttle.succeeded(&name);
    let way = Way::Password;
    let token = match door.sessions.begin(Person { name, role, way }).await {
        Ok(token) => token,
        Err(why) => return nobody_now(&why),
    };
    let mut response = see_other("/");
    set_cookie(&mut response, &token, "");
    response
}

/// `POST /sign-out`
pub(crate) async fn leave(State(door): State<Arc<Door>>, headers: HeaderMap) -> Response {
    let mut response = see_other(SIGN_IN);
    if let Some(token) = cookie(&headers)
        && let Err(NotKept(why)) = door.sessions.end(token).await
    {
        tracing::error!(why, "somebody could not be signed out");
        let words = "You are signed out in this browser only: the server cannot reach its \
                     database.";
        response = page::form(StatusCode::SERVICE_UNAVAILABLE, words);
    }
    set_cookie(&mut response, "", "; Max-Age=0");
    response
}

/// The form while nobody's session can be kept. Why is for the log.
fn nobody_now(NotKept(why): &NotKept) -> Response {
    tracing::error!(why, "nobody can sign in");
    page::form(
        StatusCode::SERVICE_UNAVAILABLE,
        "Nobody can sign in now. Try again in a moment.",
    )
}

fn see_other(path: &'static str) -> Response {
    let headers = [
        (LOCATION, HeaderValue::from_static(path)),
        (
            axum::http::header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn set_cookie(response: &mut Response, token: &str, more: &str) {
    let text = format!("{COOKIE_NAME}={token}; Path=/; Secure; HttpOnly; SameSite=Strict{more}");
    if let Ok(value) = HeaderValue::try_from(text) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}

/// A field of a web form.
fn field(form: &str, name: &str) -> String {
    let value = form
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_default()
        .replace('+', " ");
    percent_decode_str(&value).decode_utf8_lossy().into_owned()
}
