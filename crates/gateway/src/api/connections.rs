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

/// What is answered to the console.
pub(crate) struct Known {
    connections: Vec<Connection>,
    /// What the page of each asks for first.
    early: BTreeMap<String, Vec<String>>,
    /// Whether people sign out here, and not with a proxy in front.
    sign_out: bool,
}

impl Known {
    /// What is known of these platforms, where people sign in here or do not.
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
}

fn list(upstreams: &[Upstream]) -> Vec<Connection> {
    upstreams
        .iter()
        .map(|upstream| Connection {
            token_tail: tail(upstream),
            ask: matches!(upstream.credential, Credential::Asked),
            ..upstream.connection.clone()
        })
        .collect()
}

/// How many characters of a token are shown, and of how many at least: no more
/// than a quarter is given away.
const SHOWN: usize = 4;
const AT_LEAST: usize = 16;

/// How the token of `upstream` ends, where it has one that is long enough.
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
    responses((status = 200, description = "What there is", body = Start)),
)]
pub(crate) async fn answer(
    State(known): State<Arc<Known>>,
    person: Option<Person>,
) -> impl IntoResponse {
    let session = person.map(|person| Session {
        id: session_id(&person),
        name: person.name,
        role: person.role,
        via: person.via.to_string(),
        sign_out: known.sign_out,
    });
    let start = Start {
        connections: known.connections.clone(),
        session,
        early: known.early.clone(),
    };
    ([(CACHE_CONTROL, "no-store")], Json(start))
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
        };
        let upstream = Upstream::new(connection, "http://x".into(), Secret::new(secret.into()));
        list(&[upstream])[0].token_tail.clone()
    }

    #[test]
    fn a_long_token_is_told_by_its_end_and_nothing_else_is() {
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
