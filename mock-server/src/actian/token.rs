//! `POST /api/auth/auth/token` (actian note 3).

#[cfg(test)]
mod tests;

use super::parameters::{Parameters, Place};
use super::refusal::Refusal;
use super::store::{Store, fold};
use crate::World;
use crate::answer::Answer;
use crate::endpoint::Endpoints;
use crate::password::hex_sha256;
use axum::Router;
use axum::extract::{Request, State};
use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::catalogue::actian as catalogue;

/// How long an access token is valid, in seconds, as documented.
const ACCESS_TOKEN_SECONDS: i64 = 3600;

/// How long a refresh token is valid: a day, in seconds. Not documented.
const REFRESH_TOKEN_SECONDS: i64 = 24 * 3600;

pub(super) fn router() -> Router<World> {
    Router::new().endpoint(&catalogue::TOKEN, token)
}

/// The issued tokens. Only their hashes are stored.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Tokens {
    access: IndexMap<String, Issued>,
    refresh: IndexMap<String, Issued>,
    issued: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Issued {
    /// The account's folded address.
    to: String,
    until: Timestamp,
}

impl Tokens {
    /// The folded address of the account that this access token belongs to.
    pub(super) fn whose(&self, token: &str, now: Timestamp) -> Option<String> {
        good(&self.access, token, now)
    }

    /// A new access token for `to`.
    fn access(&mut self, to: &str, now: Timestamp) -> String {
        self.issued += 1;
        issue(
            &mut self.access,
            ("access", self.issued),
            to,
            now,
            ACCESS_TOKEN_SECONDS,
        )
    }

    /// A new refresh token for `to`.
    fn refresh(&mut self, to: &str, now: Timestamp) -> String {
        self.issued += 1;
        let kind = ("refresh", self.issued);
        issue(&mut self.refresh, kind, to, now, REFRESH_TOKEN_SECONDS)
    }
}

fn good(tokens: &IndexMap<String, Issued>, token: &str, now: Timestamp) -> Option<String> {
    let issued = tokens.get(&hex_sha256(&["token", token]))?;
    (now < issued.until).then(|| issued.to.clone())
}

fn issue(
    tokens: &mut IndexMap<String, Issued>,
    (kind, number): (&str, u64),
    to: &str,
    now: Timestamp,
    lasts: i64,
) -> String {
    tokens.retain(|_, issued| now < issued.until);
    let token = hex_sha256(&[kind, to, &number.to_string()]);
    let issued = Issued {
        to: to.to_owned(),
        until: now
            .saturating_add(SignedDuration::from_secs(lasts))
            .unwrap_or(Timestamp::MAX),
    };
    tokens.insert(hex_sha256(&["token", &token]), issued);
    token
}

/// The answer to a sign-in.
#[derive(Serialize, ToSchema)]
pub(super) struct Granted {
    expires: i64,
    access_token: String,
    refresh_token: String,
    token_type: &'static str,
}

/// Signs in with a password, or renews with a refresh token.
async fn token(State(world): State<World>, request: Request) -> Result<Answer, Refusal> {
    let mut sent = Parameters::read(request, &world, Place::Anywhere).await?;
    let grant = sent.any_of(&["grantType", "grant_type"])?;
    let tenant = sent.optional("tenant")?;
    let now = world.now();
    let (who, refresh_token) = match grant.as_deref() {
        None => return Err(sent.refused("grantType", "is missing")),
        Some("password") => {
            let username = sent.required("username")?;
            let password = sent.required("password")?;
            (signed_in(&world.actian(), &username, &password)?, None)
        }
        Some("refresh_token") => {
            let token = sent.any_of(&["refreshToken", "refresh_token"])?;
            let token = token.ok_or_else(|| sent.refused("refreshToken", "is missing"))?;
            let who = good(&world.actian().tokens.refresh, &token, now);
            (who.ok_or(Refusal::unauthorized())?, Some(token))
        }
        Some(_) => return Err(sent.refused("grantType", "must be password or refresh_token")),
    };
    let mut actian = world.actian_mut();
    if let Some(tenant) = tenant
        && actian.role(&tenant, &who).is_none()
    {
        return Err(Refusal::forbidden(
            "assumed: the tenant has to be one of the account's",
        ));
    }
    let renewed = refresh_token.is_some();
    let granted = Granted {
        expires: ACCESS_TOKEN_SECONDS,
        access_token: actian.tokens.access(&who, now),
        refresh_token: refresh_token.unwrap_or_else(|| actian.tokens.refresh(&who, now)),
        token_type: "Bearer",
    };
    Ok(Answer::ok(&granted)
        .notes(sent.source_note())
        .notes(renewed.then_some("assumed: a refresh token may be used again, for a day")))
}

/// The folded address of the account with this name and password.
fn signed_in(actian: &Store, username: &str, password: &str) -> Result<String, Refusal> {
    let account = actian.account(username);
    let held = account.and_then(|account| account.password.as_ref());
    if held.is_some_and(|held| held.is(password)) {
        Ok(fold(username))
    } else {
        Err(Refusal::unauthorized())
    }
}
