//! `/api/auth/auth/{tenant}/users`, and `…/user/{user_email}` to update one.

#[cfg(test)]
mod tests;

use super::links;
use super::parameters::{Parameters, Place};
use super::refusal::Refusal;
use super::scope::Scope;
use super::store::{Account, Role};
use crate::World;
use crate::answer::{Answer, JSON};
use crate::endpoint::Endpoints;
use crate::extract::Host;
use crate::password::Password;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use wire::catalogue::actian as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::LIST_USERS, list)
        .endpoint(&catalogue::GET_USER, get)
        .endpoint(&catalogue::CREATE_USER, create)
        .endpoint(&catalogue::UPDATE_USER, update)
        .endpoint(&catalogue::DELETE_USER, delete)
        .endpoint(&catalogue::ASSIGN_USER, assign)
}

/// The answer to every write.
#[derive(Serialize, ToSchema)]
pub(super) struct Done {
    message: &'static str,
}

/// The answer that a write succeeded.
pub(super) fn write_succeeded(message: &'static str) -> Answer {
    Answer::ok(&Done { message })
}

/// 404: this tenant has no member with that address.
pub(super) const NOT_A_MEMBER: Refusal =
    Refusal::not_found("assumed: no document shows an answer to an unknown user");

const INVENTED: &str = "assumed: the words of this message, which the page has lost";

async fn list(State(world): State<World>, scope: Scope) -> Response {
    let actian = world.actian();
    match actian.many_members(&scope.tenant) {
        Some(body) => ([(CONTENT_TYPE, JSON)], body).into_response(),
        None => Answer::ok(&actian.members(&scope.tenant)).into_response(),
    }
}

async fn get(State(world): State<World>, scope: Scope) -> Result<Answer, Refusal> {
    let actian = world.actian();
    let member = actian.member(&scope.tenant, &scope.email);
    member.map(|member| Answer::ok(&member)).ok_or(NOT_A_MEMBER)
}

async fn create(
    State(world): State<World>,
    scope: Scope,
    host: Host,
    request: Request,
) -> Result<Response, Refusal> {
    let mut sent = Parameters::read(request, &world, Place::Documented).await?;
    let email = address(&mut sent)?;
    let (first_name, last_name) = (sent.required("first_name")?, sent.required("last_name")?);
    let role = Role::read(&sent.required("role")?)?;
    let password = match sent.optional("password")? {
        Some(text) if text.is_empty() => {
            return Err(sent.refused("password", "must not be empty"));
        }
        text => text.map(|text| Password::new(&text)),
    };
    Refusal::check_available(&email)?;
    let now = world.now();
    let mut actian = world.actian_mut();
    if actian.role(&scope.tenant, &email).is_some() {
        return Err(Refusal::taken("A user with this email already exists"));
    }
    let activate = password.is_none();
    let added = actian.add(Account {
        email: email.clone(),
        first_name,
        last_name,
        password,
        id: String::new(),
    });
    if !added {
        return Err(Refusal::taken(
            "An account with this email already exists in another tenant: assign it to this one",
        ));
    }
    actian.join(&scope.tenant, &email, role);
    let mail = activate.then(|| links::activation(&mut actian, &email, &host.0, now));
    drop(actian);
    let answer = write_succeeded("User was added successfully")
        .notes(sent.source_note())
        .notes(mail.is_some().then_some(links::INVENTED));
    if let Some(mail) = mail {
        world.outbox().post(mail);
    }
    Ok(answer.into_response())
}

/// An address that fits in a path and can receive email.
fn address(sent: &mut Parameters) -> Result<String, Refusal> {
    let email = sent.required("email")?;
    let parts = email.rsplit_once('@');
    let whole = parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let spaced = |letter: char| letter.is_whitespace() || letter.is_control();
    if !whole || email.contains(spaced) {
        return Err(sent.refused("email", "must be an email address"));
    }
    Ok(email)
}

async fn update(
    State(world): State<World>,
    scope: Scope,
    request: Request,
) -> Result<Response, Refusal> {
    let mut sent = Parameters::read(request, &world, Place::Documented).await?;
    let (first_name, last_name) = (sent.required("first_name")?, sent.required("last_name")?);
    let role = Role::read(&sent.required("role")?)?;
    Refusal::check_available(&scope.email)?;
    let mut actian = world.actian_mut();
    let account = actian
        .member_account_mut(&scope.tenant, &scope.email)
        .ok_or(NOT_A_MEMBER)?;
    account.first_name = first_name;
    account.last_name = last_name;
    actian.join(&scope.tenant, &scope.email, role);
    let answer = write_succeeded("User was updated successfully");
    Ok(answer.notes(sent.source_note()).into_response())
}

/// Ends the membership; the account stays (actian note 11).
async fn delete(State(world): State<World>, scope: Scope) -> Result<Response, Refusal> {
    Refusal::check_available(&scope.email)?;
    if !world.actian_mut().leave(&scope.tenant, &scope.email) {
        return Err(NOT_A_MEMBER);
    }
    Ok(write_succeeded("User was deleted successfully")
        .note(INVENTED)
        .note("assumed: the user leaves this tenant, and the account stays")
        .into_response())
}

/// Gives an existing account a role in this tenant (actian note 9).
async fn assign(
    State(world): State<World>,
    scope: Scope,
    request: Request,
) -> Result<Response, Refusal> {
    let mut sent = Parameters::read(request, &world, Place::Body).await?;
    let role = Role::read(&sent.required("role")?)?;
    Refusal::check_available(&scope.email)?;
    let mut actian = world.actian_mut();
    if actian.account(&scope.email).is_none() {
        return Err(NOT_A_MEMBER);
    }
    let before = actian.join(&scope.tenant, &scope.email, role);
    Ok(write_succeeded("User was assigned successfully")
        .notes(sent.source_note())
        .note(INVENTED)
        .notes(before.map(|_| "assumed: assigning a member of this tenant changes its role"))
        .into_response())
}
