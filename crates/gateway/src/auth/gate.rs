//! Decides who may use this server: people with a name and password here, and
//! people who sign in at an identity provider.

use super::cookie::SESSION;
use super::people::{Passwords, People};
use super::provider::IdentityProvider;
use super::sessions::{CurrentRights, End, Ended, Lookup, Sessions};
use super::sign_in_events::{SignInEvents, SignInFailure};
use super::signing::SigningKey;
use super::store::{SessionStore, StoreError};
use super::{page, require_https, return_to};
use crate::audit::log::{AuditLog, NotRecorded};
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::http::pages::accepts_html;
use crate::http::paths::{PROVIDER_PATH, PROVIDER_RETURN_PATH, SIGN_IN_PATH, SIGN_OUT_PATH};
use crate::http::request_log::DatabaseAway;
use crate::http::site::{Security, Site};
use crate::person::{Person, Role, Via};
use crate::repeated_failure::RepeatedFailure;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::future::join_all;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{MissedTickBehavior, interval};

/// How often expired sessions are ended.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(60);

/// Failures while the database cannot be reached.
static SWEEP_FAILED: RepeatedFailure = RepeatedFailure::new();
static SESSIONS_UNAVAILABLE: RepeatedFailure = RepeatedFailure::new();

/// Who may sign in, and for how long.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The roles of the people with a password here, by name; there may be none.
    pub people: HashMap<String, Role>,
    /// Verifies their passwords.
    pub passwords: Arc<dyn Passwords>,
    /// The identity provider, if there is one.
    pub provider: Option<Arc<dyn IdentityProvider>>,
    /// How long a session lasts without a request.
    pub idle: Duration,
    /// How long a session lasts at most.
    pub longest: Duration,
}

/// Signs people in and looks up their sessions.
#[derive(Debug)]
pub(crate) struct AuthGate {
    pub(super) people: People,
    pub(super) provider: Option<Arc<dyn IdentityProvider>>,
    /// The credential of sessions that begin at the provider.
    provider_credential: Option<ProviderCredential>,
    pub(super) sessions: Sessions,
    pub(super) sign_in_events: SignInEvents,
}

/// The origin and credential of a session that begins at the identity provider.
#[derive(Debug)]
struct ProviderCredential {
    via: Via,
    credential: Vec<u8>,
}

impl ProviderCredential {
    /// After a change of the issuer or of the rules for roles people have to sign
    /// in again: only the provider can say what they may do then.
    fn new(provider: &dyn IdentityProvider, key: &SigningKey) -> Self {
        let issuer = provider.issuer();
        let rules = provider.rules();
        let parts = [b"openid", issuer.as_bytes()].into_iter();
        let parts: Vec<&[u8]> = parts.chain(rules.iter().map(String::as_bytes)).collect();
        Self {
            via: Via::issuer(issuer),
            credential: key.fingerprint(&parts),
        }
    }
}

impl AuthGate {
    pub(crate) fn new(
        sign_in: SignIn,
        sessions: Arc<dyn SessionStore>,
        key: SigningKey,
        audit_log: Option<Arc<dyn AuditLog>>,
    ) -> Self {
        let provider = sign_in.provider;
        Self {
            people: People::new(&sign_in.people, sign_in.passwords, &key),
            provider_credential: provider
                .as_deref()
                .map(|known| ProviderCredential::new(known, &key)),
            sessions: Sessions::new(sessions, key, sign_in.idle, sign_in.longest),
            sign_in_events: SignInEvents::new(audit_log),
            provider,
        }
    }

    /// Whether there is an identity provider.
    pub(crate) fn has_provider(&self) -> bool {
        self.provider.is_some()
    }

    /// The person whose session a request belongs to. A session outlives the
    /// process, so the current configuration decides what they may do, and not the
    /// one at their sign-in.
    pub(super) async fn person(
        &self,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Option<Person>, StoreError> {
        let Some(token) = SESSION.read(headers) else {
            return Ok(None);
        };
        let found = self
            .sessions
            .find(token, |person| self.current_rights(person))
            .await?;
        Ok(match found {
            Lookup::Found(person) => Some(person),
            Lookup::Unknown => None,
            Lookup::Ended(ended) => {
                self.sign_in_events
                    .ended(ended, &Origin::of(extensions))
                    .await;
                None
            }
        })
    }

    /// The current role and credential of `person`; nothing if they may not sign in
    /// (any more).
    fn current_rights(&self, person: &Person) -> Option<CurrentRights> {
        match &person.via {
            Via::Local => self.people.current_rights(&person.name),
            // Their role is the one that the provider gave at the sign-in.
            via @ Via::OpenId(_) => {
                let provider_credential = self
                    .provider_credential
                    .as_ref()
                    .filter(|known| known.via == *via)?;
                let provider = self.provider.as_ref()?;
                provider.admits(&person.name).then(|| CurrentRights {
                    role: person.role,
                    credential: provider_credential.credential.clone(),
                })
            }
            Via::Proxy | Via::CommandLine => None,
        }
    }

    /// Begins a session for `person` and returns its token. If the sign-in cannot
    /// be recorded, no session begins.
    pub(super) async fn begin(
        &self,
        person: Person,
        origin: &Origin,
    ) -> Result<String, StoreError> {
        let Some(CurrentRights { credential, .. }) = self.current_rights(&person) else {
            return Err(StoreError(
                "this way of signing in is not configured".to_owned(),
            ));
        };
        if self.sessions.is_full() {
            self.sweep().await?;
        }
        let begun = self.sessions.begin(person.clone(), credential).await?;
        if let Err(NotRecorded(reason)) = self.sign_in_events.signed_in(&person, origin).await {
            if let Err(StoreError(why)) = self.sessions.end(&begun.token).await {
                tracing::error!(
                    why,
                    "a session whose sign-in was refused could not be ended"
                );
            }
            let why = End::Unrecorded;
            self.sign_in_events
                .ended(Ended { person, why }, origin)
                .await;
            return Err(StoreError(format!("it cannot be recorded: {reason}")));
        }
        for ended in begun.ended {
            self.sign_in_events.ended(ended, origin).await;
        }
        Ok(begun.token)
    }

    /// Ends expired sessions at intervals as long as `gate` exists.
    pub(crate) fn sweep_regularly(gate: &Arc<Self>) {
        // Without a runtime nothing is served, so there are no sessions to end.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let gate = Arc::downgrade(gate);
        runtime.spawn(async move {
            let mut ticks = interval(BETWEEN_SWEEPS);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                let Some(gate) = gate.upgrade() else {
                    return;
                };
                if let Err(StoreError(why)) = gate.sweep().await {
                    if let Some(besides) = SWEEP_FAILED.occurred() {
                        tracing::warn!(why, besides, "sessions that are over cannot be ended now");
                    }
                } else {
                    SWEEP_FAILED.ended();
                }
                gate.sign_in_events.summarise().await;
            }
        });
    }

    /// Ends the expired sessions.
    async fn sweep(&self) -> Result<(), StoreError> {
        loop {
            let ended = self.sessions.sweep().await?;
            if ended.is_empty() {
                return Ok(());
            }
            // No request is the cause.
            let origin = Origin::default();
            let recorded = ended
                .into_iter()
                .map(|ended| self.sign_in_events.ended(ended, &origin));
            // All at once, so that they share a wait for the disk.
            join_all(recorded).await;
        }
    }

    /// Records a failed sign-in.
    pub(super) async fn record_failure(&self, failure: &SignInFailure, via: &Via, origin: &Origin) {
        tracing::warn!(id = origin.id, %via, reason = failure.kind(), "a sign-in failed");
        self.sign_in_events.failed(failure, via, origin).await;
    }

    /// The sign-in page, with a message about the last attempt.
    pub(super) fn sign_in_page(&self, status: StatusCode, words: &str) -> Response {
        let label = self.provider.as_deref().map(IdentityProvider::label);
        page::sign_in_form(status, words, !self.people.is_empty(), label)
    }

    /// The sign-in page while sessions cannot be stored. The reason is for the log
    /// only.
    pub(super) fn sessions_unavailable(&self, StoreError(why): &StoreError) -> Response {
        if let Some(besides) = SESSIONS_UNAVAILABLE.occurred() {
            tracing::error!(
                why,
                besides,
                "sessions cannot be stored: no one can sign in"
            );
        }
        let mut response = self.sign_in_page(
            StatusCode::SERVICE_UNAVAILABLE,
            "Sign-in is unavailable at the moment. Try again shortly.",
        );
        response.extensions_mut().insert(DatabaseAway);
        response
    }

    /// Whether `path` is open to people who are not signed in.
    fn is_open(&self, path: &str) -> bool {
        matches!(path, SIGN_IN_PATH | SIGN_OUT_PATH)
            || self.has_provider() && matches!(path, PROVIDER_PATH | PROVIDER_RETURN_PATH)
    }

    /// Adds the person who is signed in to `request`; an error is the answer to a
    /// request without a session. `from_proxy` says whether a trusted proxy
    /// forwarded the request.
    pub(crate) async fn authenticate(
        &self,
        request: &mut Request,
        site: &Site,
        from_proxy: bool,
    ) -> Result<(), Response> {
        let path = request.uri().path();
        if self.is_open(path) {
            return require_https::refuse(request, site, from_proxy).map_or(Ok(()), Err);
        }
        let person = self.person(request.headers(), request.extensions()).await;
        match person {
            Ok(Some(person)) => {
                let wanted_page =
                    return_to::wanted_page(request.method(), request.uri(), request.headers());
                if let Some(wanted_page) = wanted_page {
                    return Err(wanted_page);
                }
                request.extensions_mut().insert(person);
                return Ok(());
            }
            Ok(None) => {}
            Err(StoreError(why)) => return Err(GatewayError::NoSessions(why).into_response()),
        }
        let is_page = request.method() == Method::GET
            && !path.starts_with("/api/")
            && !path.starts_with("/via/")
            && accepts_html(request.headers());
        Err(if !is_page {
            GatewayError::NotSignedIn.into_response()
        } else if site.security(request.headers(), from_proxy) == Security::Plain {
            require_https::use_https(site)
        } else {
            return_to::to_sign_in(request.uri(), request.headers())
        })
    }
}
