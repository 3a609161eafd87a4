//! What a provider publishes of itself (OpenID Connect Discovery 1.0), with its
//! keys. Of it all only what is used here is read.

use super::http::{Answer, Http};
use super::keys::KeySet;
use super::text;
use serde_json::{Map, Value};
use url::Url;

const PATH: &str = ".well-known/openid-configuration";

/// Where everything is at the provider, and what it can do.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) user_info_endpoint: Option<Url>,
    pub(super) keys: KeySet,
    /// Whether it takes the client's secret in a form only, and in no header.
    pub(super) takes_secret_in_form: bool,
    /// Whether it says with every answer that it is its own (RFC 9207).
    pub(super) names_itself: bool,
    /// The scopes that it knows and the claims that it may give, where it says.
    pub(super) scopes: Option<Vec<String>>,
    pub(super) claims: Option<Vec<String>>,
}

impl Metadata {
    /// Reads what the provider at `issuer` publishes, or says why it is of no use.
    pub(super) async fn fetch(http: &Http, issuer: &str) -> Result<Self, String> {
        let address = format!("{}/{PATH}", issuer.strip_suffix('/').unwrap_or(issuer));
        let address = Url::parse(&address).map_err(|error| error.to_string())?;
        let published = get(http, &address).await?;
        if published.get("issuer").and_then(Value::as_str) != Some(issuer) {
            let found = text::value(published.get("issuer"));
            let expected = text::quoted(issuer);
            return Err(format!(
                "“issuer” is {found}; expected {expected}, to the letter as the setting issuer has it"
            ));
        }
        let authorization_endpoint = required_url(&published, "authorization_endpoint")?;
        if !is_safe(&authorization_endpoint) {
            return Err(
                "its authorization_endpoint does not begin with https://, so others could \
                 read along where people sign in"
                    .to_owned(),
            );
        }
        let address = required_url(&published, "jwks_uri")?;
        let keys = KeySet::read(&get(http, &address).await?)
            .map_err(|why| format!("the keys at {address}: {why}"))?;
        // Basic is what every provider takes that does not say otherwise
        // (OpenID Connect Discovery 1.0, section 3).
        let methods = texts(&published, "token_endpoint_auth_methods_supported");
        let takes = |method: &str| methods.iter().flatten().any(|one| one == method);
        Ok(Self {
            authorization_endpoint,
            token_endpoint: required_url(&published, "token_endpoint")?,
            user_info_endpoint: url(&published, "userinfo_endpoint"),
            keys,
            takes_secret_in_form: takes("client_secret_post") && !takes("client_secret_basic"),
            names_itself: published.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
            scopes: texts(&published, "scopes_supported"),
            claims: texts(&published, "claims_supported"),
        })
    }
}

async fn get(http: &Http, address: &Url) -> Result<Map<String, Value>, String> {
    let answer = http.get(address).await.map_err(|why| why.to_string())?;
    let is_ok = answer.status == axum::http::StatusCode::OK;
    let object = answer.object().filter(|_| is_ok);
    object.ok_or_else(|| unexpected(address, &answer))
}

fn unexpected(address: &Url, answer: &Answer) -> String {
    let found = answer.kind();
    format!("{address} answered with {found}; expected status 200 and a JSON object")
}

fn url(published: &Map<String, Value>, name: &str) -> Option<Url> {
    Url::parse(published.get(name)?.as_str()?).ok()
}

fn required_url(published: &Map<String, Value>, name: &str) -> Result<Url, String> {
    url(published, name).ok_or_else(|| {
        let found = text::value(published.get(name));
        format!("“{name}” is {found}; expected a URL")
    })
}

/// The words of a list; what is no text in it is left out.
fn texts(published: &Map<String, Value>, name: &str) -> Option<Vec<String>> {
    let list = published.get(name)?.as_array()?;
    let words = list.iter().filter_map(Value::as_str);
    Some(words.map(str::to_owned).collect())
}

/// Whether no one on the way can read along: TLS, or this machine.
pub(super) fn is_safe(url: &Url) -> bool {
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || url.scheme() == "http" && is_here
}
