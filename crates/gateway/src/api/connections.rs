//! `GET /api/connections`: what the console needs to start.

use crate::auth::session_id::session_id;
use crate::person::Person;
use crate::proxy::upstream::{Credential, Upstream};
use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use std::collections::BTreeMap;
use std::sync::Arc;
use wire::console::{CONNECTIONS_PATH, Connection, Session, Start, early_paths};

/// What the console needs to start, apart from the session.
pub(crate) struct ConsoleStart {
    connections: Vec<Connection>,
    /// The first requests of each connection's page.
    early: BTreeMap<String, Vec<String>>,
    /// Whether people sign out at this server, and not at a proxy in front of it.
    sign_out: bool,
}

impl ConsoleStart {
    /// Describes these platforms. `sign_out`: whether people sign in at this server.
    pub(crate) fn new(upstreams: &[Upstream], sign_out: bool) -> Self {
        let connections = list(upstreams);
        let early = connections
            .iter()
            .map(|connection| (connection.id.clone(), early_paths(connection)))
            .filter(|(_, paths)| !paths.is_empty())
            .collect();
        Self {
            connections,
            early,
            sign_out,
        }
    }

    /// The platforms, as the console knows them.
    pub(crate) fn connections(&self) -> &[Connection] {
        &self.connections
    }
}

fn list(upstreams: &[Upstream]) -> Vec<Connection> {
    upstreams
        .iter()
        .map(|upstream| Connection {
            token_tail: tail(upstream),
            ask: matches!(upstream.credential, Credential::Asked),
            approval: upstream.approval.is_some(),
            ..upstream.connection.clone()
        })
        .collect()
}

/// How many characters of a token are shown, and how long it must be: at most a
/// quarter is revealed.
const SHOWN: usize = 4;
const AT_LEAST: usize = 16;

/// The end of the token of `upstream`; empty if it has none or a short one.
fn tail(upstream: &Upstream) -> String {
    let Credential::Secret(secret) = &upstream.credential else {
        return String::new();
    };
    let secret = secret.expose();
    match secret.chars().count() {
        count if count >= AT_LEAST => secret.chars().skip(count - SHOWN).collect(),
        _ => String::new(),
    }
}

/// The connections, and who is signed in.
///
/// What the console needs to start.
#[utoipa::path(
    get,
    path = CONNECTIONS_PATH,
    tag = "console",
    operation_id = "listConnections",
    responses((status = 200, description = "The connections and the session", body = Start)),
)]
pub(crate) async fn answer(
    State(start): State<Arc<ConsoleStart>>,
    person: Option<Person>,
) -> impl IntoResponse {
    let session = person.map(|person| Session {
        id: session_id(&person),
        name: person.name,
        role: person.role,
        via: person.via.to_string(),
        sign_out: start.sign_out,
    });
    let answer = Start {
        connections: start.connections.clone(),
        session,
        early: start.early.clone(),
    };
    ([(CACHE_CONTROL, "no-store")], Json(answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Platform;
    use wire::console::{Environment, SignIn};
    use wire::secrets::Secret;

    fn listed(sign_in: SignIn, secret: &str) -> String {
        let connection = Connection {
            id: "pivot".into(),
            platform: Platform::Pivot,
            label: "Pivot".into(),
            environment: Environment::Demo,
            sign_in,
            token_tail: String::new(),
            ask: false,
            generation: wire::pivot::Generation::V2023_01,
            tenant: String::new(),
            parameters: wire::actian::Parameters::Query,
            public_url: String::new(),
            outbox: String::new(),
            approval: false,
        };
        let upstream = Upstream::new(connection, "http://x".into(), Secret::new(secret.into()));
        list(&[upstream])[0].token_tail.clone()
    }

    #[test]
    fn only_the_end_of_a_long_token_is_shown() {
        for (sign_in, secret, tail) in [
            (SignIn::ApiToken, "0123456789abcdef", "cdef"),
            (SignIn::ApiKey, "mb_kälteschutz-brücke", "ücke"),
            (SignIn::Bearer, "0123456789abcde", ""),
            (SignIn::ApiToken, "demo", ""),
        ] {
            assert_eq!(listed(sign_in, secret), tail, "{secret}");
        }
    }
}
