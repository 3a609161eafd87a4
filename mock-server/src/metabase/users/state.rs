//! Deactivating and reactivating users, passwords, and seen introductions.

use crate::World;
use crate::metabase::answer::{Reply, Result};
use crate::metabase::caller::Caller;
use crate::metabase::records::User;
use crate::metabase::request::{Fields, Id, Modal, SiteUrl};
use crate::metabase::shapes::Full;
use crate::metabase::store::{ADMINISTRATORS, INTERNAL_USER, LAST_ADMINISTRATOR, Store};
use crate::metabase::{mail, now, properties, session, strength};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

/// Deactivates a user; repeating it changes nothing (metabase note 12).
pub(super) async fn deactivate(State(world): State<World>, caller: Caller, Id(id): Id) -> Result {
    let mut store = world.metabase_mut();
    let user = user_to_switch(&store, &caller, id)?;
    if user.is_active {
        if store.is_last_administrator(id) {
            return Err(Reply::refused(LAST_ADMINISTRATOR));
        }
        let now = now(&world);
        store.edit(id, |user| {
            user.is_active = false;
            user.updated_at = now;
        });
        store.close_sessions(id);
    }
    Ok(Reply::success())
}

/// Reactivates a user, never as an administrator (metabase note 14).
pub(super) async fn reactivate(State(world): State<World>, caller: Caller, Id(id): Id) -> Result {
    let mut store = world.metabase_mut();
    let user = user_to_switch(&store, &caller, id)?;
    if user.is_active {
        return Err(Reply::exception(
            StatusCode::BAD_REQUEST,
            "Not able to reactivate an active user",
        ));
    }
    let now = now(&world);
    store.leave(id, ADMINISTRATORS, now);
    store.edit(id, |user| {
        user.is_active = true;
        user.updated_at = now;
        // The user's single sign-on may be disabled now.
        user.sso_source.take_if(|sso| !properties::signs_in(sso));
    });
    let user = store.person(id).ok_or_else(Reply::not_found)?;
    Ok(Reply::ok(&Full::of(user)))
}

/// Sets a password; only an administrator may omit the old one
/// (metabase note 15).
pub(super) async fn set_password(
    State(world): State<World>,
    caller: Caller,
    Id(id): Id,
    fields: Fields,
) -> Result {
    let mut schema = fields.schema();
    let password = schema.password();
    let old = schema.raw("old_password").and_then(|old| old.as_str());
    schema.done()?;
    let mut store = world.metabase_mut();
    caller.require_self_or_superuser(id, &store)?;
    let user = store
        .person(id)
        .filter(|user| user.is_active)
        .ok_or_else(Reply::not_found)?;
    Reply::check_available(&user.email)?;
    let now = now(&world);
    if !caller.is_superuser(&store) {
        let held = user.password.as_ref();
        let fits = held.zip(old).is_some_and(|(held, old)| held.is(old));
        if let Some(words) = store.old_passwords.wait(&id.to_string(), now) {
            return Err(Reply::bad_field("old_password", &words)
                .note("assumed: which field says that there were too many attempts"));
        }
        if !fits {
            store.old_passwords.failed(&id.to_string(), now);
            return Err(Reply::bad_field("old_password", "Invalid password"));
        }
        store.old_passwords.forget(&id.to_string());
    }
    store.edit(id, |user| user.set_password(&password, now));
    store.close_sessions(id);
    if caller.id != id {
        return Ok(Reply::nothing().note(strength::TAKEN));
    }
    Ok(session::changed(&mut store, id, now).note(strength::TAKEN))
}

/// Creates a link with which a user can set a password without an email
/// (metabase note 18).
pub(super) async fn create_reset_link(
    State(world): State<World>,
    caller: Caller,
    Id(id): Id,
    site: SiteUrl,
) -> Result {
    let mut store = world.metabase_mut();
    caller.require_superuser(&store)?;
    let user = store.person(id).filter(|user| user.is_active);
    Reply::check_available(&user.ok_or_else(Reply::not_found)?.email)?;
    let token = store.issue_reset(id, now(&world));
    Ok(Reply::ok(
        &json!({ "password_reset_url": mail::link(&site.0, &token) }),
    ))
}

/// Marks an introduction as seen, for deactivated users too (metabase note 17).
pub(super) async fn mark_seen(
    State(world): State<World>,
    caller: Caller,
    Id(id): Id,
    Modal(modal): Modal,
) -> Result {
    if !matches!(modal.as_str(), "qbnewb" | "datasetnewb") {
        return Err(Reply::bad_field("modal", "enum of :qbnewb, :datasetnewb")
            .note("assumed: these words have not been confirmed"));
    }
    let mut store = world.metabase_mut();
    caller.require_self_or_superuser(id, &store)?;
    if store.person(id).is_none() {
        return Err(if world.options().as_observed {
            Reply::exception(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error.")
        } else {
            Reply::not_found().note("servers have been observed to answer 500 here")
        });
    }
    let now = now(&world);
    store.edit(id, |user| {
        if user.is_qbnewb {
            user.is_qbnewb = false;
            user.updated_at = now;
        }
    });
    Ok(Reply::success())
}

/// The user that `caller`, an administrator, deactivates or reactivates.
fn user_to_switch<'a>(store: &'a Store, caller: &Caller, id: u64) -> Result<&'a User> {
    caller.require_superuser(store)?;
    not_internal(id)?;
    let user = store.person(id).ok_or_else(Reply::not_found)?;
    Reply::check_available(&user.email)?;
    Ok(user)
}

/// Refuses to change Metabase's own user.
pub(super) fn not_internal(id: u64) -> Result<()> {
    if id == INTERNAL_USER {
        Err(Reply::refused("Not able to modify the internal user"))
    } else {
        Ok(())
    }
}
