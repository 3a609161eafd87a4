//! A small identity provider that can be made to say anything.

use crate::support::serve;
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) const CLIENT: &str = "rollcall";
pub(crate) const CLIENT_SECRET: &str = "planted-client-secret";

/// How the provider signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signing {
    /// As it publishes.
    Good,
    /// With another key of the same number.
    OtherKey,
    /// With a key that it does not publish.
    UnknownKey,
    /// Not at all.
    Not,
    /// With the client's secret.
    Shared,
    /// Well, and then the claims are changed.
    Before,
}

/// Does what it is told.
pub(crate) struct Behaviour {
    pub(crate) signing: Signing,
    /// Changes the claims before they are signed.
    pub(crate) claims: fn(&mut Value),
    /// The number of its key.
    pub(crate) key_id: &'static str,
    /// Where it says that its keys are, if elsewhere.
    pub(crate) keys_at: Option<String>,
    /// Where it says that people sign in, if elsewhere.
    pub(crate) authorize_at: Option<String>,
}

struct Inner {
    at: Mutex<String>,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    behaviour: Mutex<Behaviour>,
    /// Nonce and PKCE challenge of each code.
    codes: Mutex<HashMap<String, (String, String)>>,
}

#[derive(Clone)]
pub(crate) struct IdentityProvider(Arc<Inner>);

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap()
}

impl IdentityProvider {
    pub(crate) async fn start() -> Self {
        let provider = Self(Arc::new(Inner {
            at: Mutex::default(),
            key: key(),
            other: key(),
            behaviour: Mutex::new(Behaviour {
                signing: Signing::Good,
                claims: |_| (),
                key_id: "one",
                keys_at: None,
                authorize_at: None,
            }),
            codes: Mutex::default(),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(provider.clone());
        let at: SocketAddr = serve(router).await;
        *provider.0.at.lock().unwrap() = format!("http://{at}");
        provider
    }

    pub(crate) fn issuer(&self) -> String {
        self.0.at.lock().unwrap().clone()
    }

    /// Calls it by another address.
    pub(crate) fn call(&self, issuer: String) {
        *self.0.at.lock().unwrap() = issuer;
    }

    pub(crate) fn behave(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.0.behaviour.lock().unwrap());
    }

    fn id_token(&self, nonce: &str) -> String {
        let behaviour = self.0.behaviour.lock().unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let mut claims = json!({
            "iss": self.issuer(),
            "sub": "4711",
            "aud": CLIENT,
            "exp": now.as_secs() + 300,
            "iat": now.as_secs(),
            "nonce": nonce,
            "email": "ada@company.example",
            "email_verified": true,
            "groups": ["staff", "admins"],
        });
        (behaviour.claims)(&mut claims);
        let (algorithm, key_id) = match behaviour.signing {
            Signing::Not => ("none", behaviour.key_id),
            Signing::Shared => ("HS256", behaviour.key_id),
            Signing::UnknownKey => ("ES256", "unknown"),
            _ => ("ES256", behaviour.key_id),
        };
        let header = json!({ "alg": algorithm, "typ": "JWT", "kid": key_id });
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", encode(&header), encode(&claims));
        let sign = |key: &EcdsaKeyPair| {
            let signature = key.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
            signature.as_ref().to_vec()
        };
        let signature = match behaviour.signing {
            Signing::Good | Signing::Before => sign(&self.0.key),
            Signing::OtherKey | Signing::UnknownKey => sign(&self.0.other),
            Signing::Not => Vec::new(),
            Signing::Shared => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, CLIENT_SECRET.as_bytes());
                hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
            }
        };
        let mut text = text;
        if behaviour.signing == Signing::Before {
            claims["email"] = "eve@company.example".into();
            text = format!("{}.{}", encode(&header), encode(&claims));
        }
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn metadata(State(provider): State<IdentityProvider>) -> Response {
    let at = provider.issuer();
    let behaviour = provider.0.behaviour.lock().unwrap();
    let (keys_at, authorize_at) = (behaviour.keys_at.clone(), behaviour.authorize_at.clone());
    json_answer(&json!({
        "issuer": at,
        "authorization_endpoint": authorize_at.unwrap_or_else(|| format!("{at}/authorize")),
        "token_endpoint": format!("{at}/token"),
        "jwks_uri": keys_at.unwrap_or_else(|| format!("{at}/keys")),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // More than anybody should believe.
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
    }))
}

async fn keys(State(provider): State<IdentityProvider>) -> Response {
    let public = provider.0.key.public_key().as_ref();
    let part = |range| URL_SAFE_NO_PAD.encode(&public[range]);
    let key_id = provider.0.behaviour.lock().unwrap().key_id;
    json_answer(&json!({ "keys": [{
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "kid": key_id,
        "x": part(1..33),
        "y": part(33..65),
    }] }))
}

/// Everybody who comes along is ada.
async fn authorize(
    State(provider): State<IdentityProvider>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    assert_eq!(query["response_type"], "code");
    assert_eq!(query["client_id"], CLIENT);
    assert_eq!(query["code_challenge_method"], "S256");
    assert_eq!(query["scope"], "openid email");
    let mut codes = provider.0.codes.lock().unwrap();
    let code = format!("code{}", codes.len());
    let begun = (query["nonce"].clone(), query["code_challenge"].clone());
    codes.insert(code.clone(), begun);
    let (to, state) = (&query["redirect_uri"], &query["state"]);
    Redirect::to(&format!("{to}?code={code}&state={state}")).into_response()
}

async fn token(
    State(provider): State<IdentityProvider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let credentials = STANDARD.encode(format!("{CLIENT}:{CLIENT_SECRET}"));
    if headers["authorization"] != format!("Basic {credentials}").as_str() {
        return (StatusCode::UNAUTHORIZED, "{\"error\":\"invalid_client\"}").into_response();
    }
    let begun = provider.0.codes.lock().unwrap().remove(&form["code"]);
    let verifier = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    match begun {
        Some((nonce, challenge)) if challenge == verifier => json_answer(&json!({
            "access_token": "planted-access-token",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": provider.id_token(&nonce),
        })),
        _ => (StatusCode::BAD_REQUEST, "{\"error\":\"invalid_grant\"}").into_response(),
    }
}

fn json_answer(value: &Value) -> Response {
    ([("content-type", "application/json")], value.to_string()).into_response()
}
