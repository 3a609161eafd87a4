//! The `UserInfo` endpoint (OpenID Connect Core 1.0, 5.3): claims about the person
//! that an ID token names, for an access token.

use super::http::{Answer, NoAnswer};
use super::id_token;
use super::jwt::{Jwt, TokenError};
use super::keys::KeySet;
use super::{ProviderError, text};
use axum::http::StatusCode;
use gateway::SecretMask;
use serde_json::{Map, Value};

/// Why there are no claims.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum UserInfoError {
    #[error("{0}")]
    NoAnswer(#[from] NoAnswer),
    #[error("the token response has {0}, so it cannot be asked")]
    NoAccessToken(String),
    #[error("it answered with {0}")]
    Refused(String),
    #[error("its answer is {0}; expected status 200 and a JSON object or a signed token")]
    Unexpected(String),
    #[error("its signed answer is invalid: {0}")]
    Token(#[from] TokenError),
    #[error("its claim “sub” is {0}; expected the same as in the ID token")]
    Subject(&'static str),
}

/// Which person and what the answer has to be about, where it says so.
pub(super) struct Expected<'e> {
    /// What it was asked with, which an error may repeat.
    pub(super) token: &'e str,
    pub(super) issuer: &'e str,
    pub(super) client_id: &'e str,
    pub(super) subject: &'e str,
    pub(super) now: f64,
}

/// The claims in an answer, if they are about the same person.
pub(super) fn read(
    answer: &Answer,
    keys: &KeySet,
    expected: &Expected<'_>,
) -> Result<Map<String, Value>, UserInfoError> {
    if answer.status != StatusCode::OK {
        return Err(refused(answer, &SecretMask::new([expected.token])));
    }
    let claims = if let Some(claims) = answer.object() {
        claims
    } else {
        let token = str::from_utf8(&answer.body).ok();
        let token = token.filter(|token| token.contains('.') && !token.contains('<'));
        let token = token.ok_or_else(|| UserInfoError::Unexpected(answer.kind()))?;
        let jwt = Jwt::parse(token)?;
        let claims = jwt.verify(keys)?;
        is_for(claims, expected)?;
        claims.clone()
    };
    match id_token::subject(&claims) {
        Some(subject) if subject == expected.subject => Ok(claims),
        Some(_) => Err(UserInfoError::Subject("that of another person")),
        None => Err(UserInfoError::Subject(text::kind(claims.get("sub")))),
    }
}

/// A signed answer should say who issued it and for which client, and need not.
fn is_for(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenError> {
    if claims.contains_key("iss") {
        id_token::issuer(claims, expected.issuer)?;
    }
    if claims.contains_key("aud") {
        let audiences = id_token::audiences(claims).unwrap_or_default();
        if !audiences.contains(&expected.client_id) {
            return Err(TokenError::Claim {
                claim: "aud",
                found: text::value(claims.get("aud")),
                expected: text::quoted(expected.client_id),
            });
        }
    }
    if claims.contains_key("exp") {
        id_token::not_expired(claims, expected.now)?;
    }
    Ok(())
}

/// In the provider's own words, if it has any.
fn refused(answer: &Answer, mask: &SecretMask) -> UserInfoError {
    let status = answer.status.as_u16();
    let said = answer
        .object()
        .and_then(|object| ProviderError::in_object(&object, mask));
    UserInfoError::Refused(match (said, answer.challenge()) {
        (Some(said), _) => format!("HTTP status {status}, {said}"),
        (None, Some(challenge)) => {
            let challenge = mask.text(challenge.to_owned());
            format!("HTTP status {status}, {}", text::quoted(&challenge))
        }
        (None, None) => answer.kind(),
    })
}
