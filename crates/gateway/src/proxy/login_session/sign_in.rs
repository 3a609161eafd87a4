//! What is said to a platform to sign in, to renew that, and to end it.

use super::backoff::Setback;
use super::{Grant, LoginSession};
use crate::http::error::GatewayError;
use crate::proxy::auth_headers::{Headers, headers};
use crate::redact::SecretMask;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use wire::actian::{Grant as Way, RequestToken, Token};
use wire::console::SignIn as How;
use wire::metabase::{Credentials, SignIn, SignOut};
use wire::secrets::Secret;
use wire::{ApiError, Endpoint, Platform, secrets};

/// How long a platform may take to begin its answer to a sign-in, and how long
/// to end it: a person waits for what comes after.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);
/// How large an answer to a sign-in may be, in bytes.
const LARGEST_ANSWER: usize = 64 * 1024;
/// How long the end of a session may take: nothing waits for it but the end of
/// this process.
const SIGN_OUT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long before its end something is renewed, in seconds.
const RENEW_EARLY: u32 = 60;
/// How long it is used at least, in seconds, however soon it is said to end.
const SHORTEST_USE: u32 = 10;

impl LoginSession {
    /// Signs in: with `refresh` where there is one and it is still good,
    /// otherwise with name and password.
    pub(super) async fn sign_in(&self, refresh: Option<Secret>) -> Result<Grant, Setback> {
        let since = Instant::now();
        let (key, refresh, expires) = if self.client.connection.platform == Platform::Metabase {
            (self.session().await?, None, None)
        } else {
            let token = self.token(refresh.as_ref()).await?;
            // Where no other came, the one before goes on.
            let next = token.refresh_token.map(Secret::new).or(refresh);
            (token.access_token, next, token.expires)
        };
        let headers = headers(How::Password, self.client.connection.platform, &key)
            .ok_or_else(|| Setback::refused("what it gave for them cannot be sent back to it"))?;
        let secrets = [Some(self.password.expose()), Some(&key)];
        let secrets = secrets
            .into_iter()
            .chain([refresh.as_ref().map(Secret::expose)]);
        Ok(Grant {
            mask: Arc::new(SecretMask::new(secrets.flatten())),
            headers,
            refresh,
            since,
            ends: expires.and_then(|seconds| ends(since, seconds)),
            accepted: AtomicBool::new(false),
        })
    }

    /// Asks Metabase for a session.
    async fn session(&self) -> Result<String, Setback> {
        let credentials = Credentials {
            username: self.user.clone(),
            password: self.password.expose().to_owned(),
        };
        let session = self.ask(&SignIn { credentials }).await?;
        Ok(session.0)
    }

    /// Asks Actian for a token.
    async fn token(&self, refresh: Option<&Secret>) -> Result<Token, Setback> {
        if let Some(refresh) = refresh {
            let grant = Way::Refresh {
                refresh_token: refresh.expose().to_owned(),
            };
            match self.ask(&RequestToken { grant }).await {
                Err(setback) if !setback.transient => {}
                outcome => return outcome,
            }
        }
        let grant = Way::Password {
            username: self.user.clone(),
            password: self.password.expose().to_owned(),
        };
        self.ask(&RequestToken { grant }).await
    }

    async fn ask<E: Endpoint>(&self, endpoint: &E) -> Result<E::Output, Setback> {
        let impossible = |_| Setback::refused("its path cannot be sent");
        let request = endpoint.request().map_err(impossible)?;
        let within = self.client.limits.answer.min(ANSWER_TIMEOUT);
        let none = Headers::new();
        let answer = self.client.send(&request, &none, within).await;
        let answer = match answer {
            Ok(answer) => self.client.read(answer, LARGEST_ANSWER, within).await,
            Err(error) => Err(error),
        };
        let mut response = answer.map_err(Setback::unanswered)?;
        if !response.is_success() {
            // Some platforms repeat what they refuse.
            let hidden = endpoint.secrets();
            let mask = SecretMask::new(hidden.iter().map(String::as_str));
            response.body = mask.text(response.body);
            // Who signs in is no secret, and still none of the browser's business.
            response.body = secrets::mask(&response.body, std::slice::from_ref(&self.user));
        }
        endpoint.answer(&response).map_err(Setback::answered)
    }

    /// Ends the session, if there is one. Actian knows no such thing.
    pub(in crate::proxy) async fn end(&self) {
        let grant = self.state().grant.take();
        let (Some(grant), Platform::Metabase) = (grant, self.client.connection.platform) else {
            return;
        };
        let Ok(request) = SignOut.request() else {
            return;
        };
        if let Err(error) = self
            .client
            .send(&request, &grant.headers, SIGN_OUT_TIMEOUT)
            .await
        {
            tracing::debug!(%error, "a session was not ended");
        }
    }
}

/// From when on something that was given at `since` for so many `seconds` is
/// better renewed, and from when on it is void. Nothing that ends at once could
/// be used: then its end is not told.
fn ends(since: Instant, seconds: u32) -> Option<(Instant, Instant)> {
    let after = |seconds: u32| since.checked_add(Duration::from_secs(seconds.into()));
    if seconds == 0 {
        return None;
    }
    let early = RENEW_EARLY.min(seconds / 5);
    let renew = after((seconds - early).max(SHORTEST_USE))?;
    Some((renew, after(seconds)?.max(renew)))
}

impl Setback {
    pub(super) fn refused(why: &str) -> Self {
        Self {
            why: why.to_owned(),
            reached: true,
            transient: false,
        }
    }

    /// Nothing came back, or nothing whole.
    fn unanswered(error: GatewayError) -> Self {
        let (why, reached) = match error {
            GatewayError::Unreachable { why, .. } => {
                (format!("it cannot be reached ({why})"), false)
            }
            GatewayError::TimedOut { after, .. } => (
                format!("it did not answer within {} seconds", after.as_secs()),
                false,
            ),
            GatewayError::TooLong(_) => ("its answer is too large for one".to_owned(), true),
            other => (other.to_string(), true),
        };
        Self {
            why,
            reached,
            transient: true,
        }
    }

    /// Something else than a session or a token came back.
    fn answered(error: ApiError) -> Self {
        let ApiError::Refused(refusal) = error else {
            return Self::refused("it answered with something else than a session or a token");
        };
        let why = match (refusal.status, refusal.words) {
            (300..=399, _) => {
                let answer = refusal.instead.unwrap_or_else(|| "a redirect".to_owned());
                format!(
                    "it answered with {answer}: is base_url right, or is a sign-in page in front of it?"
                )
            }
            (400 | 401 | 403, Some(words)) => {
                format!("it does not accept the user name and the password (“{words}”)")
            }
            (400 | 401 | 403, None) => {
                "it does not accept the user name and the password".to_owned()
            }
            (status, _) => format!("it answered with status {status}"),
        };
        Self {
            why,
            reached: true,
            transient: refusal.status >= 500,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_before_it_ends_and_never_all_the_time() {
        let since = Instant::now();
        let seconds = |moment: Instant| moment.duration_since(since).as_secs();
        for (lasts, renewed) in [
            (0, None),
            (1, Some((10, 10))),
            (30, Some((24, 30))),
            (3600, Some((3540, 3600))),
        ] {
            let ends = ends(since, lasts).map(|(renew, void)| (seconds(renew), seconds(void)));
            assert_eq!(ends, renewed, "{lasts}");
        }
        // However long that is.
        assert_ne!(ends(since, u32::MAX), Some((since, since)));
    }
}
