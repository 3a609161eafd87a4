//! Setting a password with the token in an email (metabase note 20).

#[cfg(test)]
mod tests;

use super::answer::{Reply, Result};
use super::request::{Fields, Query, SiteUrl};
use super::store::Store;
use super::{mail, now, session, strength};
use crate::World;
use crate::endpoint::Endpoints;
use crate::links::LinkError;
use axum::Router;
use axum::extract::State;
use jiff::Timestamp;
use serde_json::json;
use wire::catalogue::metabase as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::FORGOT_PASSWORD, forgot)
        .endpoint(&catalogue::RESET_PASSWORD, reset)
        .endpoint(&catalogue::RESET_TOKEN_VALID, is_valid)
        .endpoint(&catalogue::PASSWORD_CHECK, check)
}

/// The email address of the user whose password this link's token sets.
///
/// # Errors
/// If the link does not work (any more).
pub(crate) fn reader_of(world: &World, token: &str) -> std::result::Result<String, LinkError> {
    let store = world.metabase();
    store
        .reset_of(token, now(world))
        .map(|user| user.email.clone())
}

/// Sets a password with the link in an email, uses the link up and ends the
/// user's sessions. Returns the user's address.
///
/// # Errors
/// If the link does not work (any more), or the password is too weak.
pub(crate) fn set_password(
    world: &World,
    token: &str,
    password: &str,
) -> std::result::Result<String, LinkError> {
    let mut store = world.metabase_mut();
    let user = store.reset_of(token, now(world))?;
    let (id, email) = (user.id, user.email.clone());
    if !strength::is_good(password) {
        return Err(LinkError::Weak);
    }
    set(&mut store, id, password, now(world));
    Ok(email)
}

fn set(store: &mut Store, id: u64, password: &str, now: Timestamp) {
    store.edit(id, |user| user.set_password(password, now));
    store.close_sessions(id);
}

/// The answer is always the same, so that callers cannot find out who has an
/// account.
async fn forgot(State(world): State<World>, site: SiteUrl, fields: Fields) -> Result {
    let mut schema = fields.schema();
    let email = schema.email("email");
    schema.done()?;
    let mut store = world.metabase_mut();
    let user = store
        .by_email(&email)
        .filter(|user| user.is_active_person() && mail::is_configured(&world));
    if let Some(user) = user {
        if user.sso_source.is_some() {
            mail::no_reset(&world, user);
        } else {
            let id = user.id;
            let token = store.issue_reset(id, now(&world));
            if let Some(user) = store.person(id) {
                mail::reset(&world, user, &site.0, &token);
            }
        }
    }
    Ok(Reply::nothing())
}

async fn reset(State(world): State<World>, fields: Fields) -> Result {
    let mut schema = fields.schema();
    let token = schema.text("token");
    let password = schema.password();
    schema.done()?;
    let mut store = world.metabase_mut();
    let now = now(&world);
    let id = store
        .reset_of(&token, now)
        .map(|user| user.id)
        .map_err(|_| Reply::bad_field("password", "Invalid reset token"))?;
    set(&mut store, id, &password, now);
    Ok(session::changed(&mut store, id, now).note(strength::TAKEN))
}

async fn is_valid(State(world): State<World>, query: Query) -> Reply {
    let token = query.get("token").unwrap_or_default();
    Reply::ok(&json!({ "valid": reader_of(&world, token).is_ok() }))
}

async fn check(fields: Fields) -> Result {
    let mut schema = fields.schema();
    schema.password();
    schema.done()?;
    Ok(Reply::ok(&json!({ "valid": true })).note(strength::TAKEN))
}
