//! A small identity provider that can be made to say anything.

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use test_support::serve;

pub(crate) const CLIENT: &str = "rollcall";
pub(crate) const CLIENT_SECRET: &str = "planted-client-secret";
pub(crate) const ACCESS_TOKEN: &str = "planted-access-token";

/// How the provider signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signing {
    /// As it publishes.
    Good,
    /// With another key of the same number.
    OtherKey,
    /// With that other key, which it publishes in place of the first.
    NewKey,
    /// With a key for Ed25519, which it calls this.
    Ed25519(&'static str),
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
    /// Changes what it publishes of itself, of its keys, and its token response.
    pub(crate) metadata: fn(&mut Value),
    pub(crate) keys: fn(&mut Value),
    pub(crate) tokens: fn(&mut Value),
    /// What its `UserInfo` endpoint says, if it has one.
    pub(crate) user_info: Option<UserInfo>,
}

/// The answer of the `UserInfo` endpoint about the access token's person.
#[derive(Clone)]
pub(crate) enum UserInfo {
    Claims(Value),
    /// The same as a token, signed as it publishes, however the ID token is.
    Signed(Value),
    /// A status, a media type and a body.
    Other(u16, &'static str, &'static str),
}

struct Inner {
    at: Mutex<String>,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
    keys_read: AtomicUsize,
    behaviour: Mutex<Behaviour>,
    /// Nonce and PKCE challenge of each code.
    codes: Mutex<HashMap<String, (String, String)>>,
}

#[derive(Clone)]
pub(crate) struct FakeProvider(Arc<Inner>);

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap()
}

impl FakeProvider {
    pub(crate) async fn start() -> Self {
        let provider = Self(Arc::new(Inner {
            at: Mutex::default(),
            key: key(),
            other: key(),
            ed25519: Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap(),
            keys_read: AtomicUsize::new(0),
            behaviour: Mutex::new(Behaviour {
                signing: Signing::Good,
                claims: |_| (),
                key_id: "one",
                keys_at: None,
                authorize_at: None,
                metadata: |_| (),
                keys: |_| (),
                tokens: |_| (),
                user_info: None,
            }),
            codes: Mutex::default(),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/me", get(user_info))
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

    /// How often its keys were read.
    pub(crate) fn keys_read(&self) -> usize {
        self.0.keys_read.load(Ordering::Relaxed)
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
        sign(&self.0, &behaviour, behaviour.signing, claims)
    }
}

/// A token of these claims.
fn sign(provider: &Inner, behaviour: &Behaviour, signing: Signing, mut claims: Value) -> String {
    let (algorithm, key_id) = match signing {
        Signing::Not => ("none", behaviour.key_id),
        Signing::Shared => ("HS256", behaviour.key_id),
        Signing::UnknownKey => ("ES256", "unknown"),
        Signing::Ed25519(name) => (name, "ed"),
        _ => ("ES256", behaviour.key_id),
    };
    let header = json!({ "alg": algorithm, "typ": "JWT", "kid": key_id });
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let mut text = format!("{}.{}", encode(&header), encode(&claims));
    let by = |key: &EcdsaKeyPair| {
        let signature = key.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
        signature.as_ref().to_vec()
    };
    let signature = match signing {
        Signing::Good | Signing::Before => by(&provider.key),
        Signing::OtherKey | Signing::NewKey | Signing::UnknownKey => by(&provider.other),
        Signing::Ed25519(_) => provider.ed25519.sign(text.as_bytes()).as_ref().to_vec(),
        Signing::Not => Vec::new(),
        Signing::Shared => {
            let key = hmac::Key::new(hmac::HMAC_SHA256, CLIENT_SECRET.as_bytes());
            hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        }
    };
    if signing == Signing::Before {
        claims["email"] = "eve@company.example".into();
        text = format!("{}.{}", encode(&header), encode(&claims));
    }
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn metadata(State(provider): State<FakeProvider>) -> Response {
    let at = provider.issuer();
    let behaviour = provider.0.behaviour.lock().unwrap();
    let (keys_at, authorize_at) = (behaviour.keys_at.clone(), behaviour.authorize_at.clone());
    let mut metadata = json!({
        "issuer": at,
        "authorization_endpoint": authorize_at.unwrap_or_else(|| format!("{at}/authorize")),
        "token_endpoint": format!("{at}/token"),
        "jwks_uri": keys_at.unwrap_or_else(|| format!("{at}/keys")),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // More than anybody should believe.
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
    });
    if behaviour.user_info.is_some() {
        metadata["userinfo_endpoint"] = format!("{at}/me").into();
    }
    (behaviour.metadata)(&mut metadata);
    json_answer(&metadata)
}

async fn keys(State(provider): State<FakeProvider>) -> Response {
    provider.0.keys_read.fetch_add(1, Ordering::Relaxed);
    let behaviour = provider.0.behaviour.lock().unwrap();
    let current = match behaviour.signing {
        Signing::NewKey => &provider.0.other,
        _ => &provider.0.key,
    };
    let public = current.public_key().as_ref();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let mut keys = json!({ "keys": [
        {
            "kty": "EC",
            "crv": "P-256",
            "use": "sig",
            "kid": behaviour.key_id,
            "x": encode(&public[1..33]),
            "y": encode(&public[33..65]),
        },
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "kid": "ed",
            "x": encode(provider.0.ed25519.public_key().as_ref()),
        },
    ] });
    (behaviour.keys)(&mut keys);
    json_answer(&keys)
}

/// Everybody who comes along is ada.
async fn authorize(
    State(provider): State<FakeProvider>,
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
    State(provider): State<FakeProvider>,
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
        Some((nonce, challenge)) if challenge == verifier => {
            let mut tokens = json!({
                "access_token": ACCESS_TOKEN,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": provider.id_token(&nonce),
            });
            (provider.0.behaviour.lock().unwrap().tokens)(&mut tokens);
            json_answer(&tokens)
        }
        _ => (StatusCode::BAD_REQUEST, "{\"error\":\"invalid_grant\"}").into_response(),
    }
}

async fn user_info(State(provider): State<FakeProvider>, headers: HeaderMap) -> Response {
    let bearer = headers.get("authorization");
    if bearer.is_none_or(|bearer| bearer != format!("Bearer {ACCESS_TOKEN}").as_str()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let behaviour = provider.0.behaviour.lock().unwrap();
    match behaviour.user_info.clone() {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(UserInfo::Claims(claims)) => json_answer(&claims),
        Some(UserInfo::Signed(claims)) => {
            let token = sign(&provider.0, &behaviour, Signing::Good, claims);
            ([("content-type", "application/jwt")], token).into_response()
        }
        Some(UserInfo::Other(status, kind, body)) => (
            StatusCode::from_u16(status).unwrap(),
            [("content-type", kind)],
            body,
        )
            .into_response(),
    }
}

fn json_answer(value: &Value) -> Response {
    ([("content-type", "application/json")], value.to_string()).into_response()
}
