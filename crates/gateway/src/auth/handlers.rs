//! The handlers for signing in and out.

use super::cookie::{ATTEMPT, SESSION};
use super::credentials::Credentials;
use super::extractors::{KeptAttempt, SessionToken, Visitor};
use super::gate::AuthGate;
use super::page;
use super::provider::{Attempt, SignInRefused};
use super::sign_in_events::SignInFailure;
use super::store::StoreError;
use super::throttle::Place;
use crate::audit::origin::Origin;
use crate::http::paths::SIGN_IN_PATH;
use crate::http::see_other::see_other;
use crate::person::{Person, Via};
use crate::repeated_failure::RepeatedFailure;
use axum::extract::{RawQuery, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

static NOT_SIGNED_OUT: RepeatedFailure = RepeatedFailure::new();

/// `GET /sign-in`
pub(crate) async fn form(State(gate): State<Arc<AuthGate>>, Visitor(person): Visitor) -> Response {
    match person {
        Some(person) => page::already_signed_in(&person.name),
        None => gate.sign_in_page(StatusCode::OK, ""),
    }
}

/// `POST /sign-out`
pub(crate) async fn leave(
    State(gate): State<Arc<AuthGate>>,
    token: Option<SessionToken>,
    origin: Origin,
) -> Response {
    let mut response = see_other(SIGN_IN_PATH);
    if let Some(SessionToken(token)) = token {
        match gate.sessions.end(&token).await {
            // The person is signed out, whether or not this can be recorded.
            Ok(Some(person)) => gate.sign_in_events.signed_out(&person, &origin).await,
            Ok(None) => {}
            Err(StoreError(why)) => {
                if let Some(besides) = NOT_SIGNED_OUT.occurred() {
                    tracing::error!(why, besides, "a session could not be ended");
                }
                let words = "You are signed out in this browser only: the server cannot reach \
                             its database.";
                response = gate.sign_in_page(StatusCode::SERVICE_UNAVAILABLE, words);
            }
        }
    }
    SESSION.clear(&mut response);
    response
}

/// `POST /sign-in`
pub(crate) async fn enter(
    State(gate): State<Arc<AuthGate>>,
    headers: HeaderMap,
    origin: Origin,
    Credentials { name, password }: Credentials,
) -> Response {
    let people = &gate.people;
    let (is_known, place) = people.place(&headers, &origin, &name);
    let _queued = match people.queue.try_acquire() {
        Ok(queued) => Some(queued),
        Err(_) if matches!(place, Place::Device(_)) => None,
        Err(_) => {
            gate.record_failure(&SignInFailure::Throttled, &Via::Local, &origin)
                .await;
            let words = "Too many people are signing in. Try again in a moment.";
            let response = gate.sign_in_page(StatusCode::SERVICE_UNAVAILABLE, words);
            return later(response, Duration::ZERO);
        }
    };
    let attempt = match people.throttle.begin(&name, is_known, place).await {
        Ok(attempt) => attempt,
        Err(wait) => {
            gate.record_failure(&SignInFailure::Throttled, &Via::Local, &origin)
                .await;
            let words = "Too many attempts. Wait a little before the next one.";
            return later(
                gate.sign_in_page(StatusCode::TOO_MANY_REQUESTS, words),
                wait,
            );
        }
    };
    let fits = people.verify(name.clone(), password).await;
    let Some(role) = people.role(&name).filter(|_| fits) else {
        // Ended first, as other attempts wait for that and recording takes time.
        drop(attempt);
        let failure = match people.role(&name) {
            Some(_) => SignInFailure::WrongPassword(name),
            None => SignInFailure::UnknownName,
        };
        gate.record_failure(&failure, &Via::Local, &origin).await;
        let words = "Incorrect name or password.";
        return gate.sign_in_page(StatusCode::UNAUTHORIZED, words);
    };
    attempt.succeeded();
    let person = Person {
        name: name.clone(),
        role,
        via: Via::Local,
    };
    let token = match gate.begin(person, &origin).await {
        Ok(token) => token,
        Err(why) => return gate.sessions_unavailable(&why),
    };
    let mut response = see_other("/");
    SESSION.set(&mut response, &token);
    people.remember_device(&mut response, &name);
    response
}

/// Adds to `response` how long to wait before the next attempt.
fn later(mut response: Response, wait: Duration) -> Response {
    let seconds = HeaderValue::from(wait.as_secs() + 1);
    response.headers_mut().insert(RETRY_AFTER, seconds);
    response
}

/// `GET /sign-in/openid`: redirects to the identity provider.
pub(crate) async fn begin(State(gate): State<Arc<AuthGate>>) -> Response {
    let Some(provider) = &gate.provider else {
        return see_other(SIGN_IN_PATH);
    };
    match provider.begin().await {
        Ok(Attempt { url, kept }) => {
            let mut response = see_other(url);
            ATTEMPT.set(&mut response, &kept);
            response
        }
        Err(why) => {
            tracing::error!(%why, "the identity provider cannot be used");
            let words = format!(
                "{} cannot be reached now, or does not answer as it should. Try again in a moment.",
                provider.label()
            );
            gate.sign_in_page(StatusCode::BAD_GATEWAY, &words)
        }
    }
}

/// `GET /sign-in/openid/return`: where the identity provider redirects back to.
pub(crate) async fn finish(
    State(gate): State<Arc<AuthGate>>,
    RawQuery(query): RawQuery,
    kept: Option<KeptAttempt>,
    origin: Origin,
) -> Response {
    let Some(provider) = &gate.provider else {
        return see_other(SIGN_IN_PATH);
    };
    let kept = kept.as_ref().map(|KeptAttempt(kept)| &**kept);
    let query = query.unwrap_or_default();
    let via = Via::issuer(provider.issuer());
    let mut response = match provider.finish(kept, &query).await {
        Ok((name, role)) => match gate.begin(Person { name, role, via }, &origin).await {
            Ok(token) => {
                let mut response = page::continue_to_console();
                SESSION.set(&mut response, &token);
                response
            }
            Err(why) => gate.sessions_unavailable(&why),
        },
        Err(SignInRefused {
            status,
            words,
            failure,
        }) => {
            let failure = SignInFailure::Provider(failure);
            gate.record_failure(&failure, &via, &origin).await;
            gate.sign_in_page(status, &words)
        }
    };
    // An attempt can be finished once.
    ATTEMPT.clear(&mut response);
    response
}
