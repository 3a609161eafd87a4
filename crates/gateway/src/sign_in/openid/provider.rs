//! One identity provider: what it publishes, and what it says of somebody.

use super::http::{Http, NoAnswer};
use super::{Admission, OpenId};
use crate::ConfigError;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId,
    ClientSecret, CsrfToken, DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::Instant;

/// How long what the provider publishes is taken to hold.
const KEPT: Duration = Duration::from_secs(3600);
/// How soon it is asked again at the earliest, for a key that was not there or
/// after it could not be reached: strangers can make this server ask.
const AGAIN: Duration = Duration::from_secs(5);
/// How many returns are looked at at once; further ones wait.
const AT_ONCE: usize = 8;

/// What its ID tokens may be signed with: by a key of its own. A shared secret
/// or nothing at all (“none”) is not among them, whatever it offers.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims that no standard names.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Others(Map<String, Value>);

impl AdditionalClaims for Others {}

/// The client of `openidconnect`, for ID tokens with [`Others`].
type Relying = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<
        IdTokenFields<
            Others,
            EmptyExtraTokenFields,
            CoreGenderClaim,
            CoreJweContentEncryptionAlgorithm,
            CoreJwsSigningAlgorithm,
        >,
        CoreTokenType,
    >,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why a provider cannot be used, or believed. No secret and no name.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("what it publishes at {issuer} cannot be read: {why}")]
    Unpublished { issuer: String, why: String },
    #[error("it gave no token: {0}")]
    NoToken(String),
    #[error("its ID token does not hold: {0}")]
    Token(String),
}

/// What one attempt to sign in began with.
pub(super) struct Attempt {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

impl Attempt {
    /// What [`Attempt`]'s text says; nothing where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let attempt = Self {
            state: CsrfToken::new(parts.next()?),
            nonce: Nonce::new(parts.next()?),
            verifier: PkceCodeVerifier::new(parts.next()?),
        };
        parts.next().is_none().then_some(attempt)
    }

    /// Whether the provider's answer with this state is the one to it.
    pub(super) fn is_answered_by(&self, state: &str) -> bool {
        !state.is_empty() && self.state.secret() == state
    }
}

/// As the browser keeps it: all three are base64url, which has no full stop.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, nonce) = (self.state.secret(), self.nonce.secret());
        write!(f, "{state}.{nonce}.{}", self.verifier.secret())
    }
}

/// The provider, which is asked what it publishes once somebody wants to sign in.
pub(crate) struct Provider {
    settings: OpenId,
    issuer: IssuerUrl,
    return_url: RedirectUrl,
    http: Http,
    published: Mutex<Option<Published>>,
    places: Semaphore,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.settings).finish()
    }
}

/// What it published, or why that could not be read, and when that was.
#[derive(Clone)]
struct Published {
    client: Result<Arc<Relying>, Trouble>,
    at: Instant,
}

impl Published {
    /// Whether it need not be asked again; `renew` where something is missing.
    fn holds(&self, renew: bool) -> bool {
        let kept = if renew || self.client.is_err() {
            AGAIN
        } else {
            KEPT
        };
        self.at.elapsed() < kept
    }
}

impl Provider {
    pub(crate) fn new(settings: OpenId) -> Result<Self, ConfigError> {
        let wrong = |why: String| ConfigError::OpenId { why };
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .map_err(|_| wrong(format!("its issuer, {}, is no URL", settings.issuer)))?;
        let return_url = RedirectUrl::new(settings.return_url())
            .map_err(|_| wrong(format!("console_url, {}, is no URL", settings.console_url)))?;
        for (name, url) in [("issuer", issuer.url()), ("console_url", return_url.url())] {
            if !is_safe(url) {
                return Err(wrong(format!("its {name} does not begin with https://")));
            }
        }
        let secure = issuer.url().scheme() == "https";
        Ok(Self {
            http: Http::new(settings.ca.as_deref(), secure).map_err(wrong)?,
            settings,
            issuer,
            return_url,
            published: Mutex::default(),
            places: Semaphore::new(AT_ONCE),
        })
    }

    pub(crate) fn label(&self) -> &str {
        &self.settings.label
    }

    pub(super) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    pub(super) const fn admission(&self) -> &Admission {
        &self.settings.admission
    }

    /// Whether somebody of this name may come in.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.settings.admission.lists(name)
    }

    /// Why nobody can sign in there now, if so.
    pub(crate) async fn probe(&self) -> Option<String> {
        let client = self.client(false).await;
        client.err().map(|why| why.to_string())
    }

    /// Where somebody signs in, and what the browser has to keep meanwhile.
    pub(super) async fn begin(&self) -> Result<(String, Attempt), Trouble> {
        let client = self.client(false).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scopes(scopes)
            .set_pkce_challenge(challenge)
            .url();
        let attempt = Attempt {
            state,
            nonce,
            verifier,
        };
        Ok((url.into(), attempt))
    }

    /// What the provider says of somebody who came back with `code`.
    pub(super) async fn finish(
        &self,
        code: String,
        attempt: Attempt,
    ) -> Result<Map<String, Value>, Trouble> {
        let _place = self.places.acquire().await;
        let client = self.client(false).await?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| Trouble::NoToken(error.to_string()))?
            .set_pkce_verifier(attempt.verifier)
            .request_async(&self.http)
            .await
            .map_err(|error| Trouble::NoToken(why_no_token(&error)))?;
        let token = tokens
            .id_token()
            .ok_or_else(|| Trouble::NoToken("there is no ID token in its answer".to_owned()))?;
        let check = |client: &Relying| {
            let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
            token.claims(&verifier, &attempt.nonce).cloned()
        };
        let checked = match check(&client) {
            // It may have a new key since it was asked for them.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => check(&*self.client(true).await?),
            checked => checked,
        };
        let claims = checked.map_err(|error| Trouble::Token(chain(&error)))?;
        match serde_json::to_value(claims) {
            Ok(Value::Object(claims)) => Ok(claims),
            _ => Err(Trouble::Token("its claims are no object".to_owned())),
        }
    }

    /// The client for what the provider publishes, as it was read lately, or
    /// just now where `renew` says so. One asks at a time, the others wait.
    async fn client(&self, renew: bool) -> Result<Arc<Relying>, Trouble> {
        let mut published = self.published.lock().await;
        if let Some(known) = published.as_ref().filter(|known| known.holds(renew)) {
            return known.client.clone();
        }
        let client = self.discover().await.map(Arc::new);
        *published = Some(Published {
            client: client.clone(),
            at: Instant::now(),
        });
        client
    }

    fn unpublished(&self, why: String) -> Trouble {
        let issuer = self.settings.issuer.clone();
        Trouble::Unpublished { issuer, why }
    }

    async fn discover(&self) -> Result<Relying, Trouble> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| self.unpublished(why_unpublished(&error)))?;
        if !is_safe(metadata.authorization_endpoint().url()) {
            let why = "it has people sign in where others can read along, without https://";
            return Err(self.unpublished(why.to_owned()));
        }
        // Basic is what every provider takes that does not say otherwise
        // (OpenID Connect Discovery 1.0, section 3).
        let methods = metadata.token_endpoint_auth_methods_supported();
        let in_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let secret = self.settings.client_secret.expose().to_owned();
        let client = Relying::from_provider_metadata(
            metadata,
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(secret)),
        )
        .set_redirect_uri(self.return_url.clone());
        Ok(if in_body {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        })
    }
}

/// Whether nobody on the way can read along: TLS, or this machine.
fn is_safe(url: &openidconnect::url::Url) -> bool {
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || url.scheme() == "http" && is_here
}

/// An error with what caused it. Only for errors that repeat nothing secret.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn why_unpublished(error: &DiscoveryError<NoAnswer>) -> String {
    match error {
        DiscoveryError::Request(why) => why.to_string(),
        error => chain(error),
    }
}

/// Without the answer itself, in which the tokens stand.
fn why_no_token(
    error: &RequestTokenError<NoAnswer, StandardErrorResponse<CoreErrorResponseType>>,
) -> String {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            format!("it answered “{}”", answer.error())
        }
        RequestTokenError::Request(why) => why.to_string(),
        RequestTokenError::Parse(..) => "its answer is none that the standard describes".into(),
        RequestTokenError::Other(_) => "its answer is empty or of another kind".into(),
    }
}
