//! Whether an ID token is for this client and this attempt to sign in (OpenID
//! Connect Core 1.0, 3.1.3.7).
//!
//! What is needed is read leniently and checked strictly. Everything else a
//! provider may say of a person (dates, addresses, languages, in whatever form)
//! is not even read, so that it cannot end a sign-in.

use super::jwt::TokenError;
use super::text;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// What the token has to be for.
pub(super) struct Expected<'e> {
    pub(super) issuer: &'e str,
    pub(super) client_id: &'e str,
    /// Who else it may be for.
    pub(super) trusted_audiences: &'e [String],
    pub(super) nonce: &'e str,
    /// Seconds since 1970.
    pub(super) now: f64,
}

/// Checks the claims of a token whose signature was verified; answers which person they
/// are about.
pub(super) fn validate(
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
) -> Result<String, TokenError> {
    issuer(claims, expected.issuer)?;
    audience(claims, expected)?;
    not_expired(claims, expected.now)?;
    let nonce = claims.get("nonce");
    // Hashes, so that no time tells how much of it is right.
    let is_ours = nonce
        .and_then(Value::as_str)
        .is_some_and(|nonce| Sha256::digest(nonce) == Sha256::digest(expected.nonce));
    if !is_ours {
        let found = match text::kind(nonce) {
            "text" => "that of another sign-in",
            kind => kind,
        };
        return Err(wrong("nonce", found, "that of this sign-in"));
    }
    subject(claims).ok_or_else(|| {
        let found = text::kind(claims.get("sub"));
        wrong("sub", found, "the person's ID as text")
    })
}

/// Who issued it: to the letter (OpenID Connect Discovery 1.0, 4.3).
pub(super) fn issuer(claims: &Map<String, Value>, expected: &str) -> Result<(), TokenError> {
    let issuer = claims.get("iss");
    if issuer.and_then(Value::as_str) == Some(expected) {
        return Ok(());
    }
    let found = text::value(issuer);
    Err(wrong("iss", &found, &text::quoted(expected)))
}

/// Whose ID it is; a number where the provider has numbers.
pub(super) fn subject(claims: &Map<String, Value>) -> Option<String> {
    match claims.get("sub")? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) if !id.is_f64() => Some(id.to_string()),
        _ => None,
    }
}

/// Every client that it is for.
pub(super) fn audiences(claims: &Map<String, Value>) -> Option<Vec<&str>> {
    match claims.get("aud")? {
        Value::String(one) => Some(vec![one]),
        Value::Array(all) => all.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// It is for this client, for others only where they are trusted, and was
/// issued to this client (`azp`), which it has to say where there are others.
fn audience(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenError> {
    let client = expected.client_id;
    let audiences = audiences(claims).unwrap_or_default();
    if !audiences.contains(&client) {
        let found = text::value(claims.get("aud"));
        return Err(wrong("aud", &found, &text::quoted(client)));
    }
    let party = claims.get("azp").filter(|party| !party.is_null());
    if party.is_some_and(|party| party != client) {
        return Err(wrong("azp", &text::value(party), &text::quoted(client)));
    }
    let others = || audiences.iter().copied().filter(|&one| one != client);
    let mut untrusted = others()
        .filter(|one| {
            !expected
                .trusted_audiences
                .iter()
                .any(|trusted| trusted == one)
        })
        .peekable();
    if untrusted.peek().is_some() {
        return Err(TokenError::Audience {
            others: text::quoted_list(untrusted),
        });
    }
    if others().next().is_some() && party.is_none() {
        let wanted = format!("{}, as it is for others too", text::quoted(client));
        return Err(wrong("azp", "missing", &wanted));
    }
    Ok(())
}

/// It has an end, which is in the future.
pub(super) fn not_expired(claims: &Map<String, Value>, now: f64) -> Result<(), TokenError> {
    let end = claims.get("exp");
    match end.and_then(seconds) {
        Some(seconds) if seconds > now => Ok(()),
        Some(_) => {
            let found = text::value(end);
            let expected = format!("a time after now ({now:.0}); compare the clocks");
            Err(wrong("exp", &found, &expected))
        }
        None => Err(wrong("exp", &text::value(end), "a number of seconds")),
    }
}

/// A date of a token: seconds since 1970, as a number or, with some providers,
/// as its digits.
fn seconds(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text
            .trim()
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
            .then(|| text.trim().parse().ok())?,
        _ => None,
    }
    .filter(|seconds: &f64| seconds.is_finite())
}

fn wrong(claim: &'static str, found: &str, expected: &str) -> TokenError {
    TokenError::Claim {
        claim,
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}

#[cfg(test)]
mod tests;
