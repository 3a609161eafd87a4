//! Pivot's authentication: requests must carry the token.

use crate::answer::Refusal;
use crate::sentinel::{self, TokenSentinel};
use crate::{World, endpoint};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wire::Platform;

/// The token that every mock accepts.
pub const TOKEN: &str = "demo";

/// Answers 401 before anything else happens if Pivot's token is missing or
/// unknown.
pub(crate) async fn pivot(State(world): State<World>, request: Request, next: Next) -> Response {
    let sent = request
        .headers()
        .get(Platform::Pivot.secret_header())
        .map_or(&b""[..], |value| value.as_bytes());
    let refusal = if sent.is_empty() {
        Refusal::unauthorized("The header x-imply-api-token is missing.")
    } else {
        match sentinel::token(sent) {
            Some(TokenSentinel::Expired) => Refusal::unauthorized("This API token has expired."),
            Some(TokenSentinel::ReadOnly) if request.method() != Method::GET => {
                Refusal::documented(
                    StatusCode::FORBIDDEN,
                    "This API token may not change anything.",
                )
                .note("assumed: no document shows an answer to a token that may not write")
            }
            Some(TokenSentinel::ReadOnly) => return next.run(request).await,
            None if sent == TOKEN.as_bytes() || world.options().any_token => {
                return next.run(request).await;
            }
            None => Refusal::unauthorized("This API token is not known."),
        }
    };
    let refused = refusal.into_response();
    match endpoint::find(request.method().as_str(), request.uri().path()) {
        Some(route) => endpoint::named(route, refused),
        None => refused,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Mock, assert_error};
    use crate::{Options, Seed};

    #[tokio::test]
    async fn without_the_token_everything_is_401_and_nothing_happens() {
        let mock = Mock::documented();
        let before = mock.everything().await;
        for token in [None, Some(""), Some("Demo"), Some("demo2")] {
            for (method, path, endpoint) in [
                ("GET", "/api/v1/users", "pivot.users.list"),
                ("POST", "/api/v1/users/%ff", ""),
                (
                    "DELETE",
                    "/api/v1/users/admin@company.com",
                    "pivot.users.delete",
                ),
                ("GET", "/api/v1/nothing", ""),
            ] {
                let answer = mock.send(method, path, token, Some("{")).await;
                assert_error(&answer, 401, "token");
                assert_eq!(answer.header("x-mock-endpoint"), endpoint);
                assert!(answer.header("x-mock-note").starts_with("assumed"));
            }
        }
        assert_eq!(mock.everything().await, before);
    }

    #[tokio::test]
    async fn an_expired_token_is_401_and_one_that_may_only_read_is_403_on_writes() {
        for any_token in [false, true] {
            let mock = Mock::new(Options {
                seed: Seed::Documented,
                any_token,
                ..Options::default()
            });
            let before = mock.everything().await;
            let expired = mock
                .send("GET", "/api/v1/users", Some("expired"), None)
                .await;
            assert_error(&expired, 401, "has expired");
            let read = mock
                .send("GET", "/api/v1/users", Some("readonly"), None)
                .await;
            assert_eq!(read.text, before[0]);
            for (method, path) in [
                ("POST", "/api/v1/users/x"),
                ("DELETE", "/api/v1/users/admin@company.com"),
            ] {
                let body = r#"{"user":{"name":"x"}}"#;
                let refused = mock.send(method, path, Some("readonly"), Some(body)).await;
                assert_error(&refused, 403, "may not change");
                assert!(refused.header("x-mock-note").starts_with("assumed"));
            }
            assert_eq!(mock.everything().await, before);
        }
    }

    #[tokio::test]
    async fn an_empty_token_is_refused_even_if_any_token_is_accepted() {
        let mock = Mock::new(Options {
            seed: Seed::Documented,
            any_token: true,
            ..Options::default()
        });
        for (token, status) in [(None, 401), (Some(""), 401), (Some("x"), 200)] {
            let answer = mock.send("GET", "/api/v1/users", token, None).await;
            assert_eq!(answer.status, status, "{token:?}");
        }
    }
}
