//! The gateway for a command of the program itself: what `/api/…` and `/via/…` answer,
//! without a server.
//!
//! Requests come from this process, never from a network, so they pass none of the checks
//! of the middleware. Who sends them is said once, by the program. It cannot be said in a
//! request, and a server has no [`CommandLine`], so no client can pass for one.

use crate::api::connections::ConsoleStart;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::http::error::catch_panic;
use crate::http::request_log::RequestRecord;
use crate::person::{Person, Role, Via};
use crate::router::api_router;
use crate::services::Services;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::fmt;
use std::sync::Arc;
use tower::ServiceExt;
use wire::console::Connection;

/// The gateway as a command uses it: the same allow-list, secrets, limits and audit log as
/// a server's.
pub struct CommandLine {
    router: Router,
    start: Arc<ConsoleStart>,
}

impl CommandLine {
    /// What `config` says, but for its sign-in: `operator` is the user of the operating
    /// system, who may change everything. That is their name in the audit log.
    ///
    /// # Errors
    /// When a connection cannot be used: its address, its secret, its name.
    pub fn new(mut config: Config, operator: String) -> Result<Self, ConfigError> {
        config.sign_in = None;
        config.proxy = None;
        config.metrics = None;
        let services = Services::new(config, "")?;
        let person = Person {
            name: operator,
            role: Role::Operator,
            via: Via::CommandLine,
        };
        let answer = from_fn_with_state(Arc::new(person), answer);
        Ok(Self {
            router: api_router(&services).layer(answer),
            start: services.connections,
        })
    }

    /// The platforms, as the console knows them.
    pub fn connections(&self) -> &[Connection] {
        self.start.connections()
    }

    /// Answers `request`, whose address is a path with a query.
    pub async fn send(&self, request: Request) -> Response {
        let Ok(response) = self.router.clone().oneshot(request).await;
        response
    }
}

impl fmt::Debug for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CommandLine")
    }
}

/// Gives a request its ID and the person who sends it, and has it answered.
async fn answer(State(person): State<Arc<Person>>, mut request: Request, next: Next) -> Response {
    let record = RequestRecord::new(&mut request);
    request.extensions_mut().insert(Person::clone(&person));
    let answered = catch_panic(next.run(request)).await;
    let mut response = answered.unwrap_or_else(IntoResponse::into_response);
    record.note_id(&mut response);
    response
}
