//! One platform behind the gateway, ready to be forwarded to.

use super::auth_headers::MaskedHeaders;
use super::client::Client;
use super::credential::{ConnectionAuth, RequestAuth};
use super::upstream::Upstream;
use crate::config_error::ConfigError;
use crate::http::error::GatewayError;
use axum::http::{HeaderValue, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use wire::console::secret_of_header;

/// A platform: its client, its credential, and how many requests may be under
/// way.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) client: Arc<Client>,
    pub(crate) access: ConnectionAuth,
    permits: Arc<Semaphore>,
    /// How many requests wait for a permit.
    waiting: AtomicUsize,
}

impl Target {
    pub(crate) fn new(upstream: &Upstream) -> Result<Self, ConfigError> {
        let client = Arc::new(Client::new(upstream)?);
        Ok(Self {
            access: ConnectionAuth::new(upstream, &client)?,
            permits: Arc::new(Semaphore::new(client.limits.concurrency)),
            waiting: AtomicUsize::new(0),
            client,
        })
    }

    /// Waits for a permit to send a request.
    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, GatewayError> {
        if let Ok(permit) = self.permits.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let limits = &self.client.limits;
        let _waits = WaitingCount::new(&self.waiting);
        match timeout(limits.queue, self.permits.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(GatewayError::Busy {
                platform: self.client.platform(),
                under_way: limits.concurrency,
            }),
        }
    }

    /// How many requests have a permit.
    pub(super) fn under_way(&self) -> usize {
        let free = self.permits.available_permits();
        self.client.limits.concurrency.saturating_sub(free)
    }

    /// How many requests wait for a permit.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// The authorization for the next request. Signs in first if that was not done
    /// yet. `given` is the secret that came with the request, which is used only if
    /// the connection asks for it.
    pub(super) async fn authorize(
        &self,
        given: Option<&HeaderValue>,
    ) -> Result<RequestAuth<'_>, GatewayError> {
        match &self.access {
            ConnectionAuth::Fixed(headers) => Ok(RequestAuth::Fixed(headers)),
            ConnectionAuth::Renewed(renewed) => renewed.current().await.map(RequestAuth::Granted),
            ConnectionAuth::Asked => self.given(given).map(RequestAuth::Given),
        }
    }

    fn given(&self, given: Option<&HeaderValue>) -> Result<MaskedHeaders, GatewayError> {
        let given = given.ok_or_else(|| GatewayError::SecretMissing(self.client.platform()))?;
        let secret = given.to_str().ok().and_then(secret_of_header);
        let how = self.client.connection.sign_in;
        secret
            .and_then(|secret| MaskedHeaders::new(how, self.client.connection.platform, &secret))
            .ok_or(GatewayError::SecretUnfit)
    }

    /// Another authorization after `auth` was refused with `status`; nothing if it
    /// was not refused, or if there is no other.
    ///
    /// The request may be sent once more, whatever it changes: 401 says that it
    /// “has not been applied” (RFC 9110, 15.5.2), and Metabase checks the session
    /// or key before anything else (metabase note 1).
    pub(super) async fn reauthorize(
        &self,
        auth: &RequestAuth<'_>,
        status: StatusCode,
    ) -> Result<Option<RequestAuth<'_>>, GatewayError> {
        let (ConnectionAuth::Renewed(renewed), RequestAuth::Granted(grant)) = (&self.access, auth)
        else {
            return Ok(None);
        };
        if status != StatusCode::UNAUTHORIZED {
            self.was_let_in(auth, status);
            return Ok(None);
        }
        let other = renewed.replace(grant).await?;
        Ok(Some(RequestAuth::Granted(other)))
    }

    /// Notes that `auth` was accepted, if the answer's `status` says so.
    pub(super) fn was_let_in(&self, auth: &RequestAuth<'_>, status: StatusCode) {
        if let (ConnectionAuth::Renewed(renewed), RequestAuth::Granted(grant)) =
            (&self.access, auth)
            && status != StatusCode::UNAUTHORIZED
        {
            renewed.was_accepted(grant);
        }
    }

    /// Ends the session at the platform, if there is one.
    pub(super) async fn sign_out(&self) {
        if let ConnectionAuth::Renewed(renewed) = &self.access {
            renewed.end().await;
        }
    }
}

/// Counts a request as waiting until it is dropped.
struct WaitingCount<'a>(&'a AtomicUsize);

impl<'a> WaitingCount<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for WaitingCount<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
