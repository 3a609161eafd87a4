//! `/api/v1/users`

mod answers;
#[cfg(test)]
mod tests;
mod welcome;

use super::User;
use crate::World;
use crate::answer::{Answer, Refusal};
use crate::endpoint::Endpoints;
use crate::extract::{Fields, Host, JsonBody, Name};
use crate::streaming::UNCHUNKED;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use welcome::Welcome;
use wire::catalogue::pivot as catalogue;
use wire::pivot::Generation;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::LIST_USERS, list)
        .endpoint(&catalogue::GET_USER, get)
        .endpoint(&catalogue::SET_USER, set)
        .endpoint(&catalogue::CREATE_USER, create)
        .endpoint(&catalogue::DELETE_USER, delete)
}

async fn list(State(world): State<World>) -> Response {
    let generation = world.options().generation;
    let store = world.pivot();
    if store.users.len() > UNCHUNKED {
        return answers::long_list(store.users.snapshot(), generation);
    }
    let mut written = world.pivot_users();
    if let Some(body) = &*written {
        return Answer::written(body.clone()).into_response();
    }
    let answer = answers::list(store.users.values(), generation);
    *written = Some(answer.body());
    answer.into_response()
}

async fn get(State(world): State<World>, Name(name): Name) -> Result<Answer, Refusal> {
    let generation = world.options().generation;
    let pivot = world.pivot();
    let user = pivot.users.get(&name);
    user.map(|user| answers::one(user, generation))
        .ok_or_else(|| answers::not_found(generation))
}

/// Creates the user, or replaces all of it (pivot note 5).
async fn set(
    State(world): State<World>,
    Name(name): Name,
    host: Host,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let generation = world.options().generation;
    let write = read(body, generation)?;
    if write.user.name != name {
        return Err(answers::not_found(generation)
            .note("assumed: not found means that the name in the body is not the path's"));
    }
    let (answer, _) = store(&world, write, &host);
    Ok(answer.notes(match generation {
        Generation::V2023_01 => None,
        Generation::Current => Some("assumed: the current page's answer to this has not been read"),
    }))
}

/// Creates a user as the current page documents it (pivot note 2).
async fn create(
    State(world): State<World>,
    host: Host,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let generation = world.options().generation;
    let (answer, existed) = store(&world, read(body, generation)?, &host);
    Ok(answer
        .notes(match generation {
            Generation::V2023_01 => Some("assumed: the 2023.01 page has no POST without a name"),
            Generation::Current => None,
        })
        .notes(existed.then_some("assumed: creating a user that exists replaces it")))
}

async fn delete(State(world): State<World>, Name(name): Name) -> Result<Answer, Refusal> {
    let generation = world.options().generation;
    let mut pivot = world.pivot_mut();
    let removed = pivot.users.shift_remove(&name);
    if removed.is_some() {
        pivot.passwords.shift_remove(&name);
        pivot.links.revoke(&name);
    }
    removed
        .map(|_| answers::deleted())
        .ok_or_else(|| answers::not_found(generation))
}

/// A parsed request to write a user.
struct Write {
    user: User,
    welcome: Welcome,
    notes: Vec<&'static str>,
}

fn read(body: Value, generation: Generation) -> Result<Write, Refusal> {
    let mut body = Fields::of_body(body, "user")?;
    let user = body.object("user")?;
    let mut notes = Vec::new();
    if user.has("users") && user.has("roles") {
        notes.push("assumed: of users and roles the one that this page documents counts");
    }
    if user.has("sendWelcomeEmail") || user.has("clientUrl") {
        notes.push("assumed: sendWelcomeEmail and clientUrl inside user mean nothing");
    }
    Ok(Write {
        user: User::read(user, generation)?,
        welcome: Welcome::read(&mut body)?,
        notes,
    })
}

/// Stores a user, and sends a new one the welcome email. Returns the answer,
/// and whether the user existed.
fn store(world: &World, write: Write, host: &Host) -> (Answer, bool) {
    let Write {
        user,
        welcome,
        notes,
    } = write;
    let now = world.now();
    let mut pivot = world.pivot_mut();
    let existed = pivot.users.contains_key(&user.name);
    let message = if existed {
        "Updated successfully"
    } else {
        "Created successfully"
    };
    let mail = welcome.is_due(existed).then(|| {
        let token = pivot.links.issue("pivot", &user.name, now);
        welcome.mail(&user, &host.0, &token)
    });
    let answer = answers::written(&user, message, world.options().generation)
        .notes(notes)
        .notes(welcome.notes(existed, mail.as_ref()));
    pivot.users.insert(user.name.clone(), user);
    drop(pivot);
    if let Some(mail) = mail {
        world.outbox().post(mail);
    }
    (answer, existed)
}
