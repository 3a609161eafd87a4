//! The provider as the gateway asks it: where an attempt leads, and who came back.

use crate::access_policy::AccessPolicy;
use crate::attempt::Attempt;
use crate::identity::Identity;
use crate::provider::{Provider, SignInError};
use crate::provider_error::ProviderError;
use axum::http::StatusCode;
use gateway::{
    Attempt as Begun, IdentityProvider, ProviderFailure, ProviderFuture, Role, SignInRefused,
};
use url::form_urlencoded;

impl IdentityProvider for Provider {
    fn label(&self) -> &str {
        &self.settings().label
    }

    fn issuer(&self) -> &str {
        &self.settings().issuer
    }

    fn rules(&self) -> Vec<String> {
        let AccessPolicy {
            name_claim,
            role_claim,
            viewers,
            operators,
            default_role,
            ..
        } = self.access();
        let rules =
            format!("{name_claim:?} {role_claim:?} {viewers:?} {operators:?} {default_role:?}");
        vec![self.settings().client_id.clone(), rules]
    }

    fn admits(&self, name: &str) -> bool {
        self.access().lists(name)
    }

    fn begin(&self) -> ProviderFuture<'_, Result<Begun, String>> {
        Box::pin(async move {
            let (url, attempt) = self.begin_attempt().await.map_err(|why| why.to_string())?;
            let kept = attempt.to_string();
            Ok(Begun { url, kept })
        })
    }

    fn finish<'a>(
        &'a self,
        kept: Option<&'a str>,
        query: &'a str,
    ) -> ProviderFuture<'a, Result<(String, Role), SignInRefused>> {
        Box::pin(finish(self, kept, query))
    }
}

async fn finish(
    provider: &Provider,
    kept: Option<&str>,
    query: &str,
) -> Result<(String, Role), SignInRefused> {
    let attempt = kept
        .and_then(Attempt::parse)
        .filter(|attempt| attempt.is_answered_by(&field(query, "state")))
        .ok_or_else(|| SignInRefused {
            status: StatusCode::BAD_REQUEST,
            words: "This was not begun in this browser, or too long ago. Sign in once more."
                .to_owned(),
            failure: ProviderFailure::NotBegun,
        })?;
    let identity = identify(provider, attempt, query).await?;
    let access = provider.access();
    access.admit(&identity).map_err(|why| {
        tracing::warn!(%why, "a person with an account at the identity provider may not use this console");
        let label = &provider.settings().label;
        SignInRefused {
            status: StatusCode::FORBIDDEN,
            words: format!(
                "{label} knows you, but you may not use this console: {why}. The administrator \
                 of this console or of {label} can change that."
            ),
            failure: ProviderFailure::NotAdmitted {
                name: access.name(&identity).ok().map(str::to_owned),
                why: why.to_string(),
            },
        }
    })
}

/// The field of this name in a query; empty where there is none.
fn field(query: &str, name: &str) -> String {
    form_urlencoded::parse(query.as_bytes())
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// The person that the provider's answer is about.
async fn identify(
    provider: &Provider,
    attempt: Attempt,
    query: &str,
) -> Result<Identity, SignInRefused> {
    let label = &provider.settings().label;
    let issuer = field(query, "iss");
    let said = ProviderError::new(|name| Some(field(query, name)));
    // An error without an issuer does no harm, from any issuer.
    if said.is_none() || !issuer.is_empty() {
        provider
            .is_by_it(&issuer)
            .await
            .map_err(|why| invalid(label, &why))?;
    }
    if let Some(said) = said {
        tracing::warn!(%said, "the identity provider refused to sign a person in");
        return Err(refused_by_provider(label, &said));
    }
    let code = field(query, "code");
    if code.is_empty() {
        tracing::warn!("the identity provider answered with neither a code nor an error");
        let words = format!(
            "{label} answered with neither a code nor an error. Sign in again; if that does not \
             help, tell the administrator of {label}."
        );
        return Err(SignInRefused {
            status: StatusCode::BAD_GATEWAY,
            words,
            failure: ProviderFailure::Refused("neither a code nor an error".to_owned()),
        });
    }
    provider
        .redeem(code, attempt)
        .await
        .map_err(|why| invalid(label, &why))
}

/// What the provider answered cannot be believed.
fn invalid(label: &str, why: &SignInError) -> SignInRefused {
    tracing::error!(%why, "signing in at the identity provider failed");
    let why = why.shown();
    SignInRefused {
        status: StatusCode::BAD_GATEWAY,
        words: format!(
            "Signing in with {label} did not work: {why}. Sign in again; if that does not \
                 help, show this to the administrator of this console."
        ),
        failure: ProviderFailure::Invalid(why),
    }
}

/// The provider itself refused, in its own words.
fn refused_by_provider(label: &str, said: &ProviderError) -> SignInRefused {
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
    SignInRefused {
        status,
        words: format!("{label} did not let you in; it answered {said}. {advice}."),
        failure: ProviderFailure::Refused(said.code.clone()),
    }
}
