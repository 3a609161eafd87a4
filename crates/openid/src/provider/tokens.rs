//! What the provider gives for a code (RFC 6749, 4.1.3 to 5.2; OpenID Connect
//! Core 1.0, 3.1.3).

use super::http::{Answer, Http, NoAnswer};
use super::metadata::Metadata;
use super::{OpenId, ProviderError, text};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gateway::SecretMask;
use serde_json::{Map, Value};
use url::form_urlencoded::{Serializer, byte_serialize};

/// What credentials in a header begin with.
const BASIC: &str = "Basic ";

/// Why there are none. The answer itself, which may hold some, is not quoted.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum TokensError {
    #[error("the provider did not answer the request for tokens: {0}")]
    NoAnswer(#[from] NoAnswer),
    #[error("the provider gave no tokens; it answered {0}")]
    Refused(ProviderError),
    #[error("the provider's token response is invalid: {0}")]
    Invalid(String),
}

/// The two that are used.
pub(super) struct Tokens {
    pub(super) id_token: String,
    /// What `UserInfo` can be asked with, or what there is instead.
    pub(super) access_token: Result<String, String>,
}

/// Redeems `code`, which the provider gave for the challenge of `verifier`.
pub(super) async fn redeem(
    http: &Http,
    metadata: &Metadata,
    settings: &OpenId,
    code: &str,
    verifier: &str,
) -> Result<Tokens, TokensError> {
    let (credentials, form) = request(metadata, settings, code, verifier);
    let url = &metadata.token_endpoint;
    let answer = http.post_form(url, credentials.as_deref(), form).await?;
    let secret = settings.client_secret.expose();
    let credentials = credentials.as_deref().unwrap_or_default();
    let mask = SecretMask::new([
        secret,
        credentials.trim_start_matches(BASIC),
        code,
        verifier,
    ]);
    read(&answer, &mask)
}

/// The client's credentials for a header, unless they are in the form; and the
/// form.
fn request(
    metadata: &Metadata,
    settings: &OpenId,
    code: &str,
    verifier: &str,
) -> (Option<String>, String) {
    let (id, secret) = (&settings.client_id, settings.client_secret.expose());
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", &settings.return_url())
        .append_pair("code_verifier", verifier);
    let credentials = if metadata.takes_secret_in_form {
        form.append_pair("client_id", id)
            .append_pair("client_secret", secret);
        None
    } else {
        // Each is encoded for itself first (RFC 6749, 2.3.1).
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(id), encoded(secret));
        Some(format!("{BASIC}{}", STANDARD.encode(pair)))
    };
    (credentials, form.finish())
}

fn read(answer: &Answer, mask: &SecretMask) -> Result<Tokens, TokensError> {
    let object = answer.object();
    // Some answer 200 to what they refuse.
    let said = object
        .as_ref()
        .and_then(|object| ProviderError::in_object(object, mask));
    if let Some(said) = said {
        return Err(TokensError::Refused(said));
    }
    let object = object
        .filter(|_| answer.status == StatusCode::OK)
        .ok_or_else(|| {
            let found = answer.kind();
            TokensError::Invalid(format!("{found}; expected status 200 and a JSON object"))
        })?;
    let id_token = object.get("id_token");
    let Some(id_token) = id_token.and_then(Value::as_str) else {
        let found = text::kind(id_token);
        let why = format!("“id_token” is {found}; expected text. Is the scope openid allowed?");
        return Err(TokensError::Invalid(why));
    };
    Ok(Tokens {
        id_token: id_token.to_owned(),
        access_token: access_token(&object),
    })
}

/// A token that anyone who holds it may use (RFC 6750); others are of no use here.
fn access_token(object: &Map<String, Value>) -> Result<String, String> {
    let kind = object.get("token_type").filter(|kind| !kind.is_null());
    let is_bearer = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"))
    };
    if !kind.is_none_or(is_bearer) {
        return Err(format!("“token_type” {}", text::value(kind)));
    }
    let token = object.get("access_token");
    match token
        .and_then(Value::as_str)
        .filter(|token| !token.is_empty())
    {
        Some(token) => Ok(token.to_owned()),
        None => Err(format!("no access token (it is {})", text::kind(token))),
    }
}
