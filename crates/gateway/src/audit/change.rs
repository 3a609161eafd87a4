//! A change, as it is recorded before it is forwarded, and what came of it.

use super::masking;
use super::origin::{Actor, Origin};
use axum::body::Bytes;
use serde::Serialize;
use serde_json::Value;
use wire::catalogue::Route;
use wire::console::TrailEvent;

/// A change, without the secrets in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The request's number, as in the log.
    pub id: String,
    /// Who asked for it, as far as that is known.
    pub who: Option<String>,
    /// Who vouches for that name ([`Via`](crate::person::Via)).
    pub via: Option<String>,
    /// The address that the request came from.
    pub address: Option<String>,
    /// Through which connection; empty where it is this console's own.
    pub connection: String,
    /// Which endpoint of the platform, or which [`TrailEvent`].
    pub action: String,
    /// What it is about: the names and IDs in its path.
    pub target: Vec<String>,
    /// Its query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// Its body; text that is no JSON is not kept.
    pub body: Option<Value>,
    /// The ID of the approval that covers it, if it needed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The platform answered with this status.
    Status(u16),
    /// There was no answer, or none that could be passed on.
    Failed(String),
}

/// What a request asks a platform to change.
#[derive(Debug)]
pub(crate) struct Requested<'a> {
    /// The connection's ID.
    pub(crate) connection: &'a str,
    pub(crate) route: &'static Route,
    /// The names and IDs in its path, decoded.
    pub(crate) target: &'a [String],
    pub(crate) query: &'a str,
    pub(crate) body: &'a Bytes,
}

impl Change {
    /// What `requested` is in the log, as the request with this number by `actor`.
    pub(crate) fn new(requested: &Requested<'_>, id: String, actor: Actor) -> Self {
        let route = requested.route;
        Self {
            id,
            who: actor.who,
            via: actor.via,
            address: actor.address,
            connection: requested.connection.to_owned(),
            action: route.id.to_owned(),
            target: requested.target.to_vec(),
            query: masking::pairs(route, requested.query),
            body: masking::body(route, requested.body),
            approval: None,
        }
    }

    /// A change of what this console keeps itself, as the request of `origin`: there
    /// are no secrets in it.
    pub(crate) fn of_console(
        event: TrailEvent,
        target: Vec<String>,
        body: Value,
        origin: Origin,
    ) -> Self {
        let Origin { id, actor, .. } = origin;
        Self {
            id,
            who: actor.who,
            via: actor.via,
            address: actor.address,
            connection: String::new(),
            action: event.name().to_owned(),
            target,
            query: Vec::new(),
            body: Some(body),
            approval: None,
        }
    }
}
