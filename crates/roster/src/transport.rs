//! How requests reach a platform: the trait that a browser or a test implements.

use futures::future::LocalBoxFuture;
use std::future::Future;
use wire::{ApiError, Endpoint, Request, Response, SegmentError};

/// Carries requests of one connection. The browser's goes through the gateway;
/// the tests' goes straight to a mock.
///
/// ```
/// use futures::FutureExt;
/// use roster::{CallError, Transport, TransportError, call};
/// use wire::pivot::GetUser;
/// use wire::{Request, Response};
///
/// /// A platform that knows one user.
/// struct Platform;
///
/// impl Transport for Platform {
///     async fn send(&self, request: &Request) -> Result<Response, TransportError> {
///         let (status, body) = match request.path.as_str() {
///             "/api/v1/users/ada" => (200, r#"{"user": {"name": "ada"}}"#),
///             _ => (404, r#"{"error": "No such user"}"#),
///         };
///         Ok(Response { status, body: body.into(), ..Response::default() })
///     }
///
///     async fn pause(&self, _seconds: u32) {}
/// }
///
/// let ask = |name: &str| {
///     let endpoint = GetUser { name: name.into() };
///     call(&Platform, &endpoint).now_or_never().unwrap()
/// };
/// assert_eq!(&*ask("ada").unwrap().name, "ada");
/// assert!(ask("grace").unwrap_err().is_not_found());
/// // No client can send this name, so nothing was sent.
/// assert!(matches!(ask(".."), Err(CallError::Name(_))));
/// ```
pub trait Transport {
    /// Sends `request` and waits for the whole answer.
    ///
    /// # Errors
    /// When no answer of the platform came back.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, TransportError>>;

    /// Waits for so many seconds, because a platform asked for it.
    fn pause(&self, seconds: u32) -> impl Future<Output = ()>;
}

/// Why no answer of the platform came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Nothing came back at all.
    #[error("no answer came back: {0}")]
    Network(String),
    /// Something between here and the gateway, such as a proxy at which people
    /// sign in, answered in its place.
    #[error("something in front of Rollcall answered ({})", described(*.status, .content_type))]
    Intercepted {
        /// The status of that answer; 0 for a redirect, of which a browser says
        /// no more.
        status: u16,
        /// Its content type.
        content_type: String,
    },
    /// The gateway did not forward the request, or got no answer to it.
    #[error("{words} (status {status})")]
    Gateway {
        /// The gateway's status.
        status: u16,
        /// The gateway's words.
        words: String,
    },
}

/// `HTTP 401, text/html`.
fn described(status: u16, content_type: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    match (status, kind) {
        (0, _) => "with a redirect".to_owned(),
        (_, "") => format!("HTTP {status}"),
        (_, kind) => format!("HTTP {status}, {kind}"),
    }
}

/// Why a call came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The request cannot be made.
    #[error(transparent)]
    Name(#[from] SegmentError),
    /// No answer of the platform came back.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The platform's answer is not what was asked for.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// In whose words an error is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The platform answered.
    Platform,
    /// Rollcall's gateway answered.
    Gateway,
    /// The console itself found out.
    Console,
}

impl CallError {
    /// Whose words the message is in.
    pub const fn speaker(&self) -> Speaker {
        match self {
            Self::Api(ApiError::Refused(_)) => Speaker::Platform,
            Self::Transport(TransportError::Gateway { .. }) => Speaker::Gateway,
            _ => Speaker::Console,
        }
    }

    /// The whole answer, where there was one.
    pub fn answer(&self) -> Option<&str> {
        match self {
            Self::Api(ApiError::Refused(refusal)) => Some(&refusal.body),
            Self::Api(ApiError::Malformed(malformed)) => Some(&malformed.body),
            _ => None,
        }
    }

    /// Whether the platform said that what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_not_found())
    }
}

/// A [`Transport`] as a trait object. Every transport is one.
pub trait DynTransport {
    /// Sends `request`, if it could be made, and waits for the whole answer.
    fn answer(
        &self,
        request: Result<Request, SegmentError>,
    ) -> LocalBoxFuture<'_, Result<Response, CallError>>;
}

impl<T: Transport> DynTransport for T {
    fn answer(
        &self,
        request: Result<Request, SegmentError>,
    ) -> LocalBoxFuture<'_, Result<Response, CallError>> {
        Box::pin(async move { Ok(self.send(&request?).await?) })
    }
}

/// Sends an endpoint's request and reads the answer.
///
/// # Errors
/// See [`CallError`].
pub async fn call<E: Endpoint>(
    transport: &dyn DynTransport,
    endpoint: &E,
) -> Result<E::Output, CallError> {
    let response = transport.answer(endpoint.request()).await?;
    Ok(endpoint.answer(&response)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_not_from_rollcall_is_described() {
        for (status, content_type, words) in [
            (0, "", "with a redirect"),
            (200, "text/html; charset=utf-8", "HTTP 200, text/html"),
            (401, "", "HTTP 401"),
            (403, "text/plain", "HTTP 403, text/plain"),
            (502, "text/html", "HTTP 502, text/html"),
        ] {
            let content_type = content_type.to_owned();
            let error = TransportError::Intercepted {
                status,
                content_type,
            };
            assert!(
                error.to_string().ends_with(&format!("({words})")),
                "{error}"
            );
        }
    }
}
