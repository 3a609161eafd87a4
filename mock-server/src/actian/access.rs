//! Who may call, and whom a call is from.
//!
//! The page says `Authentication: Bearer`, everything else of the vendor says
//! `Authorization: Bearer` or `X-TLM-Key` (actian note 2).

use super::refusal::Refusal;
use crate::sentinel::{self, TokenSentinel};
use crate::{TOKEN, World};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Whom a call is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caller {
    /// Whoever has the well-known key: may do everything everywhere.
    Key,
    /// Whoever holds a token of this account.
    Account(String),
}

/// Answers 401 before anything else happens, where no good token or key came.
pub(super) async fn check(
    State(world): State<World>,
    mut request: Request,
    next: Next,
) -> Response {
    let sent = sent(request.headers(), world.options().as_observed);
    // Clients send two headers with one token, so one good one is enough.
    let caller = sent
        .iter()
        .find_map(|credential| known(&world, credential, request.method()));
    match caller {
        Some(Ok(caller)) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Some(Err(refusal)) => refusal.into_response(),
        None => Refusal::unauthorized().into_response(),
    }
}

/// The tokens and keys that came, none of them empty.
fn sent(headers: &HeaderMap, as_observed: bool) -> Vec<&[u8]> {
    let bearer = |name| {
        let value = headers.get(name).map_or(&b""[..], |value| value.as_bytes());
        let (scheme, token) = value.split_at_checked("Bearer ".len()).unwrap_or_default();
        if scheme.eq_ignore_ascii_case(b"Bearer ") {
            token.trim_ascii()
        } else {
            b""
        }
    };
    let key = headers.get("x-tlm-key");
    [
        key.map_or(&b""[..], |value| value.as_bytes()),
        bearer("authorization"),
        // The source knows no such header.
        if as_observed {
            b""
        } else {
            bearer("authentication")
        },
    ]
    .into_iter()
    .filter(|credential| !credential.is_empty())
    .collect()
}

fn known(world: &World, credential: &[u8], method: &Method) -> Option<Result<Caller, Refusal>> {
    match sentinel::token(credential) {
        Some(TokenSentinel::Expired) => return Some(Err(Refusal::unauthorized())),
        Some(TokenSentinel::ReadOnly) if method != Method::GET => {
            return Some(Err(Refusal::forbidden(
                "assumed: no document shows an answer to a token that may not write",
            )));
        }
        Some(TokenSentinel::ReadOnly) => return Some(Ok(Caller::Key)),
        None => {}
    }
    if credential == TOKEN.as_bytes() {
        return Some(Ok(Caller::Key));
    }
    let token = std::str::from_utf8(credential).ok();
    let whose = token.and_then(|token| world.actian().tokens.whose(token, world.now()));
    whose
        .map(Caller::Account)
        .or(world.options().any_token.then_some(Caller::Key))
        .map(Ok)
}
