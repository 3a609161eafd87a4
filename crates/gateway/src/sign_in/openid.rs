//! Signing in at an identity provider (OpenID Connect Core 1.0, the
//! authorisation code flow with PKCE).
//!
//! What an attempt begins with is kept by the browser, in a cookie of its own:
//! so the server keeps nothing for strangers, and any of several servers can
//! end what another began.

mod admission;
mod attempt;
mod identity;
#[cfg(feature = "openid")]
mod provider;
#[cfg(not(feature = "openid"))]
#[path = "openid/absent.rs"]
mod provider;
mod said;
mod text;

pub use admission::Admission;
pub(crate) use provider::Provider;

use super::cookie::{ATTEMPT, SESSION};
use super::journal::Failure;
use super::{Door, Via, field, page, see_other};
use crate::Secret;
use crate::trail::Origin;
use attempt::Attempt;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use identity::Identity;
use provider::SignInError;
use said::ProviderError;
use std::sync::Arc;

/// What leads to the provider.
pub(crate) const BEGIN: &str = "/sign-in/openid";
/// Where the provider leads back to.
pub(crate) const RETURN: &str = "/sign-in/openid/return";

/// An identity provider that vouches for people.
#[derive(Debug, Clone)]
pub struct OpenId {
    /// What people call it: they “Sign in with …”.
    pub label: String,
    /// Its address, to the letter as it gives it itself.
    pub issuer: String,
    /// What it calls this server.
    pub client_id: String,
    /// How this server proves that it is that.
    pub client_secret: Secret,
    /// Whom to trust for its certificate (PEM), in place of whom this machine
    /// trusts.
    pub ca: Option<Vec<u8>>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Which other clients an ID token may be for besides this one.
    pub trusted_audiences: Vec<String>,
    /// Where browsers open this console: `https://rollcall.example.com`.
    pub console_url: String,
    /// Whom it lets in here, and as what.
    pub admission: Admission,
}

impl OpenId {
    /// Where the provider is told to lead back to, which has to be registered
    /// there.
    pub fn return_url(&self) -> String {
        format!("{}{RETURN}", self.console_url.trim_end_matches('/'))
    }
}

/// What is known of a provider before anybody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIdReport {
    /// Why nobody can, if so.
    pub trouble: Option<String>,
    /// What may keep people out; the provider does not say for certain.
    pub warnings: Vec<String>,
}

/// `GET /sign-in/openid`
pub(crate) async fn begin(State(door): State<Arc<Door>>) -> Response {
    let Some(provider) = &door.provider else {
        return see_other(super::SIGN_IN);
    };
    match provider.begin().await {
        Ok((url, attempt)) => {
            let mut response = see_other(url);
            ATTEMPT.set(&mut response, &attempt.to_string());
            response
        }
        Err(why) => {
            tracing::error!(%why, "the identity provider cannot be used");
            let words = format!(
                "{} cannot be reached now, or does not answer as it should. Try again in a moment.",
                provider.label()
            );
            door.form(StatusCode::BAD_GATEWAY, &words)
        }
    }
}

/// `GET /sign-in/openid/return`
pub(crate) async fn finish(
    State(door): State<Arc<Door>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    origin: Origin,
) -> Response {
    let attempt = ATTEMPT.read(&headers).and_then(Attempt::parse);
    let query = query.unwrap_or_default();
    let mut response = returned(&door, attempt, &query, &origin).await;
    // One attempt, one return.
    ATTEMPT.clear(&mut response);
    response
}

async fn returned(door: &Door, attempt: Option<Attempt>, query: &str, origin: &Origin) -> Response {
    let Some(provider) = &door.provider else {
        return see_other(super::SIGN_IN);
    };
    let label = provider.label();
    let via = Via::issuer(provider.issuer());
    let Some(attempt) = attempt.filter(|attempt| attempt.is_answered_by(&field(query, "state")))
    else {
        door.not_let_in(&Failure::NotBegun, &via, origin).await;
        let words = "This was not begun in this browser, or too long ago. Sign in once more.";
        return door.form(StatusCode::BAD_REQUEST, words);
    };
    let identity = match identify(provider, attempt, query).await {
        Ok(identity) => identity,
        Err(refused) => {
            door.not_let_in(&refused.failure, &via, origin).await;
            return door.form(refused.status, &refused.words);
        }
    };
    let person = match provider.admission().admit(&identity) {
        Ok((name, role)) => super::Person { name, role, via },
        Err(why) => {
            tracing::warn!(%why, "a person with an account at the identity provider may not use this console");
            let name = provider.admission().name(&identity).ok();
            let failure = Failure::NotAdmitted {
                name: name.map(str::to_owned),
                why: why.to_string(),
            };
            door.not_let_in(&failure, &via, origin).await;
            let words = format!(
                "{label} knows you, but you may not use this console: {why}. The administrator \
                 of this console or of {label} can change that."
            );
            return door.form(StatusCode::FORBIDDEN, &words);
        }
    };
    match door.begin(person, origin).await {
        Ok(token) => {
            let mut response = page::arrived();
            SESSION.set(&mut response, &token);
            response
        }
        Err(why) => door.nobody_now(&why),
    }
}

/// What is answered to a person who does not come in.
struct Refused {
    status: StatusCode,
    words: String,
    failure: Failure,
}

/// Whom the provider's answer is about.
async fn identify(provider: &Provider, attempt: Attempt, query: &str) -> Result<Identity, Refused> {
    let label = provider.label();
    let issuer = field(query, "iss");
    let said = ProviderError::new(|name| Some(field(query, name)));
    // An error without an issuer does no harm, whoever it is by.
    if said.is_none() || !issuer.is_empty() {
        provider
            .is_by_it(&issuer)
            .await
            .map_err(|why| Refused::invalid(label, &why))?;
    }
    if let Some(said) = said {
        tracing::warn!(%said, "the identity provider refused to sign a person in");
        return Err(Refused::by_provider(label, &said));
    }
    let code = field(query, "code");
    if code.is_empty() {
        tracing::warn!("the identity provider answered with neither a code nor an error");
        let words = format!(
            "{label} answered with neither a code nor an error. Sign in again; if that does not \
             help, tell the administrator of {label}."
        );
        return Err(Refused {
            status: StatusCode::BAD_GATEWAY,
            words,
            failure: Failure::Provider("neither a code nor an error".to_owned()),
        });
    }
    provider
        .finish(code, attempt)
        .await
        .map_err(|why| Refused::invalid(label, &why))
}

impl Refused {
    /// What the provider answered cannot be believed.
    fn invalid(label: &str, why: &SignInError) -> Self {
        tracing::error!(%why, "signing in at the identity provider failed");
        let why = why.shown();
        Self {
            status: StatusCode::BAD_GATEWAY,
            words: format!(
                "Signing in with {label} did not work: {why}. Sign in again; if that does not \
                 help, show this to the administrator of this console."
            ),
            failure: Failure::Unverified(why),
        }
    }

    /// The provider itself refused, in its own words.
    fn by_provider(label: &str, said: &ProviderError) -> Self {
        let (status, advice) = match said.code.as_str() {
            "access_denied" => (
                StatusCode::FORBIDDEN,
                "Sign in again, or ask its administrator for access".to_owned(),
            ),
            "login_required"
            | "interaction_required"
            | "consent_required"
            | "account_selection_required" => (StatusCode::FORBIDDEN, "Sign in again".to_owned()),
            "server_error" | "temporarily_unavailable" => {
                (StatusCode::BAD_GATEWAY, "Try again in a moment".to_owned())
            }
            // Something is not set up as the provider wants it.
            _ => (
                StatusCode::BAD_GATEWAY,
                format!("Show this to the administrator of this console or of {label}"),
            ),
        };
        Self {
            status,
            words: format!("{label} did not let you in; it answered {said}. {advice}."),
            failure: Failure::Provider(said.code.clone()),
        }
    }
}
