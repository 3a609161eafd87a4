//! A sign-in by name and password: done when it is needed, once for however
//! many requests wait for it, and not again and again where it is refused.

mod backoff;
mod sign_in;

use super::auth_headers::Headers;
use super::client::Client;
use crate::http::error::GatewayError;
use crate::redact::SecretMask;
use backoff::{Backoff, Setback};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use wire::secrets::Secret;

/// How long something new may be refused before that is a sign of trouble
/// rather than of age.
const REFUSED_EARLY: Duration = Duration::from_secs(60);

/// What a platform gave for a name and a password.
pub(crate) struct Grant {
    pub(super) headers: Headers,
    /// Masks everything secret of this sign-in, the password included.
    pub(super) mask: Arc<SecretMask>,
    /// What asks for the next one, without the password.
    refresh: Option<Secret>,
    since: Instant,
    /// From when on it is better renewed, and from when on it is void, where
    /// the platform said so.
    ends: Option<(Instant, Instant)>,
    /// Whether any request was let in with it.
    accepted: AtomicBool,
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant").finish_non_exhaustive()
    }
}

impl Grant {
    fn is_fresh(&self, now: Instant) -> bool {
        self.ends.is_none_or(|(renew, _)| now < renew)
    }

    fn is_good(&self, now: Instant) -> bool {
        self.ends.is_none_or(|(_, void)| now < void)
    }
}

/// The sign-in of one connection.
#[derive(Debug)]
pub(crate) struct LoginSession {
    client: Arc<Client>,
    user: String,
    password: Secret,
    state: StdMutex<SessionState>,
    /// The request that has it signs in, and the others wait.
    turn: Mutex<()>,
}

#[derive(Debug, Default)]
struct SessionState {
    grant: Option<Arc<Grant>>,
    /// What asks for the next one once that is void.
    refresh: Option<Secret>,
    backoff: Backoff,
}

impl LoginSession {
    pub(super) fn new(client: Arc<Client>, user: String, password: Secret) -> Self {
        Self {
            client,
            user,
            password,
            state: StdMutex::default(),
            turn: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, SessionState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<Arc<Grant>> {
        let now = Instant::now();
        let state = self.state();
        state.grant.clone().filter(|grant| grant.is_fresh(now))
    }

    /// What lets in now.
    pub(super) async fn current(self: &Arc<Self>) -> Result<Arc<Grant>, GatewayError> {
        if let Some(grant) = self.fresh() {
            return Ok(grant);
        }
        let renewed = self.renew().await;
        if renewed.is_err() {
            // What is not void yet is better than nothing.
            let now = Instant::now();
            if let Some(grant) = self
                .state()
                .grant
                .clone()
                .filter(|grant| grant.is_good(now))
            {
                return Ok(grant);
            }
        }
        renewed
    }

    /// What lets in, now that `refused` does not.
    pub(super) async fn replace(
        self: &Arc<Self>,
        refused: &Arc<Grant>,
    ) -> Result<Arc<Grant>, GatewayError> {
        self.discard(refused);
        if let Some(grant) = self.fresh() {
            return Ok(grant);
        }
        self.renew().await
    }

    fn discard(&self, refused: &Arc<Grant>) {
        let now = Instant::now();
        let mut state = self.state();
        if !state
            .grant
            .as_ref()
            .is_some_and(|grant| Arc::ptr_eq(grant, refused))
        {
            return;
        }
        state.grant = None;
        let is_young = now.saturating_duration_since(refused.since) < REFUSED_EARLY;
        if is_young && !refused.accepted.load(Ordering::Relaxed) {
            // Signing in again would come to the same, request after request.
            state.refresh = None;
            state.backoff.record_failure(
                Setback::refused("it signs this server in, and then lets nothing in"),
                now,
            );
        }
    }

    /// Notes that a request was let in.
    pub(super) fn was_accepted(&self, grant: &Grant) {
        if !grant.accepted.load(Ordering::Relaxed) {
            grant.accepted.store(true, Ordering::Relaxed);
            self.state().backoff = Backoff::default();
        }
    }

    /// Signs in, or waits while another request does.
    ///
    /// In a task of its own: a browser that hangs up must not end an attempt
    /// halfway, which the platform may count, and others wait for.
    async fn renew(self: &Arc<Self>) -> Result<Arc<Grant>, GatewayError> {
        let session = self.clone();
        tokio::spawn(async move { session.attempt().await })
            .await
            .unwrap_or(Err(GatewayError::Lost))
    }

    /// One attempt, unless another's has just succeeded.
    async fn attempt(&self) -> Result<Arc<Grant>, GatewayError> {
        let _turn = self.turn.lock().await;
        if let Some(grant) = self.fresh() {
            return Ok(grant);
        }
        let refresh = {
            let state = self.state();
            if let Some(error) = state
                .backoff
                .too_soon(self.client.platform(), Instant::now())
            {
                return Err(error);
            }
            state.refresh.clone()
        };
        let outcome = self.sign_in(refresh).await;
        let now = Instant::now();
        let mut state = self.state();
        let connection = &self.client.connection.id;
        match outcome {
            Ok(grant) => {
                tracing::info!(connection, "signed in");
                let grant = Arc::new(grant);
                state.refresh.clone_from(&grant.refresh);
                state.grant = Some(grant.clone());
                Ok(grant)
            }
            Err(setback) => {
                tracing::warn!(connection, why = setback.why, "not signed in");
                if !setback.transient {
                    state.refresh = None;
                }
                state.backoff.record_failure(setback, now);
                let words = state.backoff.too_soon(self.client.platform(), now);
                Err(words.unwrap_or(GatewayError::Lost))
            }
        }
    }
}
