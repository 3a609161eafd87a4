//! One identity provider: what it publishes, and what it says of a person.

mod http;
mod id_token;
mod jwt;
mod keys;
mod metadata;
mod report;
mod tokens;
mod user_info;

use super::access_policy::AccessPolicy;
use super::attempt::Attempt;
use super::identity::{Identity, UserInfo};
use super::provider_error::ProviderError;
use super::settings::{OpenId, Report, SettingsError};
use super::text;
use gateway::NoRandomness;
use http::Http;
use jwt::{Jwt, TokenError};
use metadata::{Metadata, is_safe};
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokens::{Tokens, TokensError};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::Instant;
use url::Url;
use user_info::UserInfoError;

/// How long what the provider publishes is taken to be current.
const KEPT: Duration = Duration::from_secs(3600);
/// How soon it is asked again at the earliest after it could not be reached:
/// strangers can make this server ask.
const AGAIN: Duration = Duration::from_secs(5);
/// How soon its keys are read again at the earliest because a token does not fit
/// them, so that bad tokens do not become a burden to it.
const KEYS_AGAIN: Duration = Duration::from_secs(60);
/// How many returns are looked at at once; further ones wait.
const AT_ONCE: usize = 8;

/// Why people cannot sign in there, or why what it answered does not count. No
/// secret and no name.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum SignInError {
    #[error("what the provider publishes at {issuer} cannot be used: {why}")]
    Metadata { issuer: String, why: String },
    #[error("the provider's answer names the issuer {found}; expected {expected}")]
    OtherIssuer { found: String, expected: String },
    #[error(transparent)]
    Tokens(#[from] TokensError),
    #[error("the provider's ID token is invalid: {0}")]
    IdToken(#[from] TokenError),
    #[error("the ID token lacks a claim that is needed, and UserInfo does not give it: {0}")]
    UserInfo(#[from] UserInfoError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl SignInError {
    /// What the person who signs in is told. How this server reaches the
    /// provider is only for its log.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Metadata { .. }
            | Self::Tokens(TokensError::NoAnswer(_))
            | Self::UserInfo(UserInfoError::NoAnswer(_)) => {
                "the provider cannot be reached, or does not answer as it should".to_owned()
            }
            why => why.to_string(),
        }
    }
}

/// The provider, which is asked what it publishes once a person wants to sign in.
pub struct Provider {
    settings: OpenId,
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
struct Published {
    metadata: Result<Arc<Metadata>, SignInError>,
    at: Instant,
    /// When it was last read before its time, for a key.
    for_a_key: Option<Instant>,
}

impl Published {
    fn is_current(&self) -> bool {
        let kept = if self.metadata.is_err() { AGAIN } else { KEPT };
        self.at.elapsed() < kept
    }

    /// What is known once it was read at `now` before its time, for a key. Where
    /// that failed, what was read before is kept, and is as old as it was: a key
    /// that was withdrawn is not trusted for longer because its provider is away.
    fn read_for_a_key(
        known: Option<Self>,
        metadata: Result<Arc<Metadata>, SignInError>,
        now: Instant,
    ) -> Self {
        let (metadata, at) = match (metadata, known) {
            (Err(_), Some(known)) => (known.metadata, known.at),
            (metadata, _) => (metadata, now),
        };
        Self {
            metadata,
            at,
            for_a_key: Some(now),
        }
    }
}

impl Provider {
    /// The provider that `settings` describe. It is not asked anything yet.
    ///
    /// # Errors
    /// When it cannot be used as it is described.
    pub fn new(settings: OpenId) -> Result<Self, SettingsError> {
        let wrong = SettingsError;
        let url = |name, url: &str| {
            let parsed = Url::parse(url).map_err(|_| wrong(format!("its {name} is no URL")))?;
            if is_safe(&parsed) {
                Ok(parsed)
            } else {
                Err(wrong(format!("its {name} does not begin with https://")))
            }
        };
        let issuer = url("issuer", &settings.issuer)?;
        url("console_url", &settings.return_url())?;
        let secure = issuer.scheme() == "https";
        Ok(Self {
            http: Http::new(settings.ca.as_deref(), secure).map_err(wrong)?,
            settings,
            published: Mutex::default(),
            places: Semaphore::new(AT_ONCE),
        })
    }

    /// How it is described.
    pub const fn settings(&self) -> &OpenId {
        &self.settings
    }

    pub(super) const fn access(&self) -> &AccessPolicy {
        &self.settings.access
    }

    /// Asks what it publishes, without which no one can sign in there.
    pub async fn probe(&self) -> Report {
        match self.metadata().await {
            Ok(metadata) => Report {
                trouble: None,
                warnings: report::warnings(&self.settings, &metadata),
            },
            Err(why) => Report {
                trouble: Some(why.to_string()),
                warnings: Vec::new(),
            },
        }
    }

    /// Where a person signs in, and what the browser has to keep meanwhile.
    pub(super) async fn begin_attempt(&self) -> Result<(String, Attempt), SignInError> {
        let metadata = self.metadata().await?;
        let attempt = Attempt::new()?;
        let mut scopes = vec!["openid"];
        let further = self.settings.scopes.iter().map(String::as_str);
        scopes.extend(further.filter(|&scope| scope != "openid"));
        let mut url = metadata.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.return_url())
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &attempt.challenge())
            .append_pair("code_challenge_method", "S256");
        Ok((url.into(), attempt))
    }

    /// Whether an answer that names this issuer, or none, can be the provider's
    /// (RFC 9207): else it may be to a question that was put to another.
    pub(super) async fn is_by_it(&self, issuer: &str) -> Result<(), SignInError> {
        let expected = &self.settings.issuer;
        if issuer == expected || issuer.is_empty() && !self.metadata().await?.names_itself {
            return Ok(());
        }
        Err(SignInError::OtherIssuer {
            found: match issuer {
                "" => "not at all (“iss” is missing)".to_owned(),
                other => text::quoted(other),
            },
            expected: text::quoted(expected),
        })
    }

    /// What the provider says of the person who came back with `code`.
    pub(super) async fn redeem(
        &self,
        code: String,
        attempt: Attempt,
    ) -> Result<Identity, SignInError> {
        let _place = self.places.acquire().await;
        let metadata = self.metadata().await?;
        let verifier = &attempt.verifier;
        let tokens = tokens::redeem(&self.http, &metadata, &self.settings, &code, verifier).await?;
        let (claims, metadata) = self.verified(&tokens.id_token, metadata).await?;
        let expected = id_token::Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            trusted_audiences: &self.settings.trusted_audiences,
            nonce: &attempt.nonce,
            now: now(),
        };
        let subject = id_token::validate(&claims, &expected)?;
        let mut identity = Identity {
            id_token: claims,
            user_info: UserInfo::NotAsked,
        };
        if self.settings.access.misses_any(&identity) {
            identity.user_info = self.user_info(&metadata, tokens, &subject).await?;
        }
        Ok(identity)
    }

    /// The claims of a token by one of the provider's keys, which may have changed
    /// since they were read.
    async fn verified(
        &self,
        token: &str,
        metadata: Arc<Metadata>,
    ) -> Result<(Map<String, Value>, Arc<Metadata>), SignInError> {
        let jwt = Jwt::parse(token)?;
        match jwt.verify(&metadata.keys) {
            Err(TokenError::Signature(_)) => {
                let metadata = self.newer_than(&metadata).await?;
                Ok((jwt.verify(&metadata.keys)?.clone(), metadata))
            }
            claims => Ok((claims?.clone(), metadata)),
        }
    }

    async fn user_info(
        &self,
        metadata: &Arc<Metadata>,
        tokens: Tokens,
        subject: &str,
    ) -> Result<UserInfo, SignInError> {
        let Some(endpoint) = &metadata.user_info_endpoint else {
            return Ok(UserInfo::NoEndpoint);
        };
        let token = tokens.access_token.map_err(UserInfoError::NoAccessToken)?;
        let answer = self.http.get_with_token(endpoint, &token).await;
        let answer = answer.map_err(UserInfoError::NoAnswer)?;
        let expected = user_info::Expected {
            token: &token,
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            subject,
            now: now(),
        };
        let claims = match user_info::read(&answer, &metadata.keys, &expected) {
            Err(UserInfoError::Token(TokenError::Signature(_))) => {
                let metadata = self.newer_than(metadata).await?;
                user_info::read(&answer, &metadata.keys, &expected)
            }
            claims => claims,
        };
        Ok(UserInfo::Claims(claims?))
    }

    /// What the provider publishes, as it was read lately. One asks at a time,
    /// the others wait.
    async fn metadata(&self) -> Result<Arc<Metadata>, SignInError> {
        let mut published = self.published.lock().await;
        if let Some(known) = published.as_ref().filter(|known| known.is_current()) {
            return known.metadata.clone();
        }
        let metadata = self.fetch().await;
        *published = Some(Published {
            metadata: metadata.clone(),
            at: Instant::now(),
            for_a_key: published.as_ref().and_then(|known| known.for_a_key),
        });
        metadata
    }

    /// The same as it is now, where a token does not fit what was read. What was
    /// read lately for the same reason is answered again.
    async fn newer_than(&self, read: &Arc<Metadata>) -> Result<Arc<Metadata>, SignInError> {
        let mut published = self.published.lock().await;
        let for_a_key = published.as_ref().and_then(|known| known.for_a_key);
        if let Some(known) = published.as_ref()
            && let Ok(metadata) = &known.metadata
            && (!Arc::ptr_eq(metadata, read)
                || for_a_key.is_some_and(|at| at.elapsed() < KEYS_AGAIN))
        {
            return Ok(metadata.clone());
        }
        let now = Instant::now();
        let metadata = self.fetch().await;
        let known = published.take();
        *published = Some(Published::read_for_a_key(known, metadata.clone(), now));
        metadata
    }

    async fn fetch(&self) -> Result<Arc<Metadata>, SignInError> {
        let issuer = &self.settings.issuer;
        let metadata = Metadata::fetch(&self.http, issuer).await;
        metadata.map(Arc::new).map_err(|why| SignInError::Metadata {
            issuer: issuer.clone(),
            why,
        })
    }
}

/// Seconds since 1970.
fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(why: &str) -> Result<Arc<Metadata>, SignInError> {
        Err(SignInError::Metadata {
            issuer: "https://login.example.com".to_owned(),
            why: why.to_owned(),
        })
    }

    #[tokio::test(start_paused = true)]
    async fn what_could_not_be_read_again_is_not_as_good_as_new() {
        let read = Instant::now();
        let known = Published {
            metadata: failure("before"),
            at: read,
            for_a_key: None,
        };
        tokio::time::advance(KEPT / 2).await;
        let now = Instant::now();
        let known = Published::read_for_a_key(Some(known), failure("now"), now);
        assert_eq!((known.at, known.for_a_key), (read, Some(now)));
        let words = known.metadata.err().map(|error| error.to_string());
        assert!(words.is_some_and(|words| words.contains("before")));
        let first = Published::read_for_a_key(None, failure("now"), now);
        assert_eq!(first.at, now);
    }
}
