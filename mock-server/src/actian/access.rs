//! Authentication: who sent a request, by its token or key.
//!
//! The page says `Authentication: Bearer`; the vendor's other documents say
//! `Authorization: Bearer` or `X-TLM-Key` (actian note 2).

use super::refusal::Refusal;
use crate::sentinel::{self, TokenSentinel};
use crate::{TOKEN, World};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The sender of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caller {
    /// The holder of the well-known key, who may do everything in every tenant.
    Key,
    /// The holder of a token of this account.
    Account(String),
}

/// Answers 401 before anything else happens if the request has no valid token
/// or key.
pub(super) async fn check(
    State(world): State<World>,
    mut request: Request,
    next: Next,
) -> Response {
    let sent = sent(request.headers(), world.options().as_observed);
    // Clients may send one token in two headers, so one valid header is enough.
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

/// The tokens and keys in the request's headers; empty ones are left out.
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
        // The source does not read this header.
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
