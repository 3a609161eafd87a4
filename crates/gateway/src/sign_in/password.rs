//! People with a name and a password here.

use super::cookie::SESSION;
use super::device::Devices;
use super::journal::Failure;
use super::sessions::Standing;
use super::throttle::{Place, Throttle};
use super::{Door, Person, Role, SignIn, SigningKey, Via, field, see_other};
use crate::client_address::ClientAddress;
use crate::request_body::{self, BodyError};
use crate::trail::Origin;
use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The largest form that is read, in bytes.
const FORM_LIMIT: usize = 4096;
/// How many passwords are checked at once: each check is meant to be dear.
const CHECKS: usize = 2;
/// How many attempts may wait for that at once.
const QUEUE: usize = 64;

/// What knows passwords.
pub trait Passwords: Debug + Send + Sync {
    /// Whether `password` is that of `name`. It takes as long for a name that
    /// nobody has, and may take its time.
    fn fits(&self, name: &str, password: &str) -> bool;

    /// Something that is another for another password of `name`: a session that
    /// began with one ends once there is another. It is not to help anybody who
    /// guesses the password.
    fn fingerprint(&self, name: &str) -> [u8; 32] {
        let _ = name;
        [0; 32]
    }
}

/// Everybody with a password here.
#[derive(Debug)]
pub(super) struct People {
    all: HashMap<String, Entry>,
    passwords: Arc<dyn Passwords>,
    throttle: Throttle,
    devices: Devices,
    /// One for each attempt that waits or is checked.
    queue: Semaphore,
    checks: Semaphore,
}

/// Somebody with a password here.
#[derive(Debug)]
struct Entry {
    role: Role,
    /// The fingerprint of their password.
    credential: Vec<u8>,
}

impl People {
    pub(super) fn new(sign_in: &SignIn, key: &SigningKey) -> Self {
        let entry = |(name, role): (&String, &Role)| {
            let print = sign_in.passwords.fingerprint(name);
            let entry = Entry {
                role: *role,
                credential: key.fingerprint(&[b"local", name.as_bytes(), &print]),
            };
            (name.clone(), entry)
        };
        Self {
            all: sign_in.people.iter().map(entry).collect(),
            passwords: sign_in.passwords.clone(),
            throttle: Throttle::default(),
            devices: Devices::new(),
            queue: Semaphore::new(QUEUE),
            checks: Semaphore::new(CHECKS),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What somebody may do, if there is somebody of that name.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.all.get(name).map(|entry| entry.role)
    }

    /// The same, with the fingerprint of their password.
    pub(super) fn standing(&self, name: &str) -> Option<Standing> {
        let Entry { role, credential } = self.all.get(name)?;
        Some(Standing {
            role: *role,
            credential: credential.clone(),
        })
    }

    /// Whether there is somebody called `name`, and the place that an attempt of
    /// theirs comes from.
    fn place(&self, request: &Parts, name: &str) -> (bool, Place) {
        let entry = self.all.get(name);
        let device = entry.and_then(|entry| {
            self.devices
                .recognize(&request.headers, name, &entry.credential)
        });
        let address = request.extensions.get::<ClientAddress>().copied();
        let place = device.unwrap_or_else(|| Place::of(address));
        (entry.is_some(), place)
    }

    /// Has the browser that gets `response` remember that `name` signed in.
    fn remember_device(&self, response: &mut Response, name: &str) {
        if let Some(Entry { credential, .. }) = self.all.get(name) {
            self.devices.remember(response, name, credential);
        }
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

/// `POST /sign-in`
pub(crate) async fn enter(State(door): State<Arc<Door>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let origin = Origin::of(&parts.extensions);
    let body = match request_body::read(body, FORM_LIMIT).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => {
            return door.form(StatusCode::PAYLOAD_TOO_LARGE, "That is too long.");
        }
        Err(BodyError::TimedOut) => {
            let words = "Your name and password did not arrive in time. Try again.";
            return door.form(StatusCode::REQUEST_TIMEOUT, words);
        }
        Err(BodyError::Broken) => {
            let words = "Your name and password did not arrive. Try again.";
            return door.form(StatusCode::BAD_REQUEST, words);
        }
    };
    let text = String::from_utf8_lossy(&body);
    let (name, password) = (field(&text, "name"), field(&text, "password"));
    let people = &door.people;
    let (is_known, place) = people.place(&parts, &name);
    let _queued = match people.queue.try_acquire() {
        Ok(queued) => Some(queued),
        Err(_) if matches!(place, Place::Device(_)) => None,
        Err(_) => {
            door.not_let_in(&Failure::Throttled, &Via::Local, &origin)
                .await;
            let words = "Too many people are signing in. Try again in a moment.";
            let response = door.form(StatusCode::SERVICE_UNAVAILABLE, words);
            return later(response, Duration::ZERO);
        }
    };
    let attempt = match people.throttle.begin(&name, is_known, place).await {
        Ok(attempt) => attempt,
        Err(wait) => {
            door.not_let_in(&Failure::Throttled, &Via::Local, &origin)
                .await;
            let words = "Too many attempts. Wait a little before the next one.";
            return later(door.form(StatusCode::TOO_MANY_REQUESTS, words), wait);
        }
    };
    let fits = people.fits(name.clone(), password).await;
    let Some(role) = people.role(&name).filter(|_| fits) else {
        // Others wait for its end, and recording takes its time.
        drop(attempt);
        let failure = match people.role(&name) {
            Some(_) => Failure::WrongPassword(name),
            None => Failure::UnknownName,
        };
        door.not_let_in(&failure, &Via::Local, &origin).await;
        let words = "Name and password do not fit together.";
        return door.form(StatusCode::UNAUTHORIZED, words);
    };
    attempt.succeeded();
    let person = Person {
        name: name.clone(),
        role,
        via: Via::Local,
    };
    let token = match door.begin(person, &origin).await {
        Ok(token) => token,
        Err(why) => return door.nobody_now(&why),
    };
    let mut response = see_other("/");
    SESSION.set(&mut response, &token);
    people.remember_device(&mut response, &name);
    response
}

/// `response`, with how long to wait before the next attempt.
fn later(mut response: Response, wait: Duration) -> Response {
    let seconds = HeaderValue::from(wait.as_secs() + 1);
    response.headers_mut().insert(RETRY_AFTER, seconds);
    response
}
