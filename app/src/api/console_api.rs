//! What the console's own server reports, as opposed to the platforms behind it.

use crate::api::session::SessionState;
use crate::api::transport;
use crate::messages::{self, Problem};
use roster::TransportError;
use wire::console::{CONNECTIONS_PATH, Start, TRAIL_PATH, TrailPage};
use wire::{Body, Method};

/// The console's own API, in the session of this page.
#[derive(Clone, Copy)]
pub(crate) struct ConsoleApi {
    pub(crate) session: SessionState,
}

/// A request that was not answered with what it asked for.
pub(crate) struct Unanswered {
    /// The status, where there was an answer; 0 otherwise.
    pub(crate) status: u16,
    /// Whether the answer is not the server's, but of something in front of it.
    pub(crate) is_intercepted: bool,
    pub(crate) problem: Problem,
}

impl ConsoleApi {
    /// Its connections and the session.
    pub(crate) async fn start(self) -> Result<Start, Unanswered> {
        let title = "The list of connections could not be loaded";
        let text = self
            .text(Method::Get, CONNECTIONS_PATH, None, title)
            .await?;
        Start::read(&text).map_err(|error| unreadable(title, &error.to_string(), text))
    }

    /// A part of its audit log; `query` says which.
    pub(crate) async fn trail(self, query: &str) -> Result<TrailPage, Unanswered> {
        let title = "The audit log could not be loaded";
        let text = self
            .text(Method::Get, &format!("{TRAIL_PATH}?{query}"), None, title)
            .await?;
        serde_json::from_str(&text).map_err(|error| unreadable(title, &error.to_string(), text))
    }

    /// The text of its answer to a request; `title` is that of the problem where there is
    /// none.
    pub(super) async fn text(
        self,
        method: Method,
        path: &str,
        body: Option<&Body>,
        title: &str,
    ) -> Result<String, Unanswered> {
        let response = transport::send(self.session, method, path, body).await;
        match response {
            Ok(response) if response.is_success() => Ok(response.body),
            Ok(response) => Err(Unanswered {
                status: response.status,
                is_intercepted: false,
                problem: messages::server_refused(title, &response),
            }),
            Err(error) => Err(Unanswered {
                status: match &error {
                    TransportError::Gateway { status, .. }
                    | TransportError::Intercepted { status, .. } => *status,
                    TransportError::Network(_) => 0,
                },
                is_intercepted: matches!(error, TransportError::Intercepted { .. }),
                problem: messages::server_unreachable(title, &error),
            }),
        }
    }
}

/// An answer that is not what was asked for.
pub(super) fn unreadable(title: &str, error: &str, text: String) -> Unanswered {
    Unanswered {
        status: 0,
        is_intercepted: false,
        problem: messages::server_unreadable(title, error, text),
    }
}
