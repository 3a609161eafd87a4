//! JSON Web Tokens (RFC 7519) that are signed (RFC 7515).

use super::keys::{Algorithm, BASE64URL, KeySet, SignatureError};
use super::text;
use base64::Engine;
use serde_json::{Map, Value};

/// The types (`typ`) that a token of a provider about a person may have. An
/// access token (`at+jwt`) or a logout token is signed with the same keys.
const TYPES: [&str; 2] = ["jwt", "jose"];

/// Why a token does not count. What it says is quoted where it is about the
/// provider or this client, and never where it is about a person or secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("it is not a signed token: {0}")]
    Malformed(String),
    #[error("“{name}” in its header is {found}; expected {expected}")]
    Header {
        name: &'static str,
        found: String,
        expected: String,
    },
    #[error(transparent)]
    Signature(#[from] SignatureError),
    #[error("its claim “{claim}” is {found}; expected {expected}")]
    Claim {
        claim: &'static str,
        found: String,
        expected: String,
    },
    #[error(
        "its claim “aud” names {others} besides this client; if that is right, list it in \
         trusted_audiences"
    )]
    Audience { others: String },
}

/// A token as it came, its signature not checked yet.
pub(super) struct Jwt<'t> {
    algorithm: Algorithm,
    key_id: Option<String>,
    signed: &'t str,
    signature: Vec<u8>,
    claims: Map<String, Value>,
}

impl<'t> Jwt<'t> {
    pub(super) fn parse(token: &'t str) -> Result<Self, TokenError> {
        let token = token.trim();
        let malformed = |why: &str| TokenError::Malformed(why.to_owned());
        let parts: Vec<_> = token.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(malformed(match parts.len() {
                5 => "it is encrypted; have the provider sign tokens for this client only",
                _ => "expected three parts with full stops between them",
            }));
        };
        let object = |part: &str, name: &str| {
            BASE64URL
                .decode(part)
                .ok()
                .and_then(|json| serde_json::from_slice::<Map<_, _>>(&json).ok())
                .ok_or_else(|| malformed(&format!("its {name} is not a JSON object in base64url")))
        };
        let header = object(header, "header")?;
        let algorithm = algorithm(&header)?;
        let signed = token.len() - signature.len() - 1;
        Ok(Self {
            algorithm,
            key_id: header.get("kid").and_then(Value::as_str).map(str::to_owned),
            signed: token.get(..signed).unwrap_or_default(),
            signature: BASE64URL
                .decode(signature)
                .map_err(|_| malformed("its signature is not base64url"))?,
            claims: object(payload, "payload")?,
        })
    }

    /// Its claims, if one of `keys` signed it.
    pub(super) fn verify(&self, keys: &KeySet) -> Result<&Map<String, Value>, TokenError> {
        let (message, id) = (self.signed.as_bytes(), self.key_id.as_deref());
        keys.verify(self.algorithm, id, message, &self.signature)?;
        Ok(&self.claims)
    }
}

/// What the header says of the signature, if it says nothing that this cannot
/// honour.
fn algorithm(header: &Map<String, Value>) -> Result<Algorithm, TokenError> {
    let wrong = |name, expected: &str| TokenError::Header {
        name,
        found: text::value(header.get(name)),
        expected: expected.to_owned(),
    };
    if let Some(kind) = header.get("typ").filter(|kind| !kind.is_null()) {
        let kind = kind.as_str().unwrap_or_default().to_ascii_lowercase();
        let kind = kind.strip_prefix("application/").unwrap_or(&kind);
        if !TYPES.contains(&kind) {
            return Err(wrong("typ", "“JWT”"));
        }
    }
    // Extensions that must be understood, and tokens within tokens.
    for name in ["crit", "cty"] {
        if header.get(name).is_some_and(|value| !value.is_null()) {
            return Err(wrong(name, "nothing"));
        }
    }
    header
        .get("alg")
        .and_then(Value::as_str)
        .and_then(Algorithm::parse)
        .ok_or_else(|| wrong("alg", &format!("one of {}", Algorithm::names())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(header: &Value) -> Result<(), TokenError> {
        let token = format!("{}.e30.AA", BASE64URL.encode(header.to_string()));
        Jwt::parse(&token).map(|_| ())
    }

    #[test]
    fn only_tokens_about_a_person_count() {
        for kind in ["JWT", "jwt", "application/jwt", "Application/JWT", "JOSE"] {
            assert_eq!(
                parse(&json!({ "alg": "ES256", "typ": kind })),
                Ok(()),
                "{kind}"
            );
        }
        assert_eq!(
            parse(&json!({ "alg": "ES256", "typ": null, "kid": 7 })),
            Ok(())
        );
        for header in [
            json!({ "alg": "ES256", "typ": "at+jwt" }),
            json!({ "alg": "ES256", "typ": "application/logout+jwt" }),
            json!({ "alg": "ES256", "typ": "" }),
            json!({ "alg": "ES256", "typ": ["JWT"] }),
            json!({ "alg": "ES256", "cty": "JWT" }),
            json!({ "alg": "ES256", "crit": ["b64"], "b64": false }),
            json!({ "alg": "none" }),
            json!({ "alg": "HS256" }),
            json!({ "alg": ["ES256"] }),
            json!({}),
        ] {
            let error = parse(&header).unwrap_err();
            assert!(
                matches!(error, TokenError::Header { .. }),
                "{header}: {error}"
            );
        }
    }

    #[test]
    fn what_is_no_signed_token_is_named() {
        for (token, why) in [
            ("", "three parts"),
            ("e30", "three parts"),
            ("a.b.c.d", "three parts"),
            ("a.b.c.d.e", "it is encrypted"),
            ("e30.e30.", "“alg” in its header is missing"),
            ("x.e30.AA", "its header is not a JSON object"),
            ("W10.e30.AA", "its header is not a JSON object"),
            (
                "eyJhbGciOiJFUzI1NiJ9.W10.AA",
                "its payload is not a JSON object",
            ),
            (
                "eyJhbGciOiJFUzI1NiJ9.e30.%",
                "its signature is not base64url",
            ),
        ] {
            let error = Jwt::parse(token).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(why), "{token}: {error}");
        }
    }
}
