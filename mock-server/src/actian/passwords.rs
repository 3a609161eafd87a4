//! `/api/auth/auth/{tenant}/user/{user_email}/password`: change and reset.

#[cfg(test)]
mod tests;

use super::links;
use super::parameters::{Parameters, Place};
use super::refusal::Refusal;
use super::scope::Scope;
use super::users::{NOT_A_MEMBER, write_succeeded};
use crate::World;
use crate::endpoint::Endpoints;
use crate::extract::Host;
use crate::password::Password;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use wire::catalogue::actian as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::CHANGE_PASSWORD, change)
        .endpoint(&catalogue::RESET_PASSWORD, reset)
}

async fn change(
    State(world): State<World>,
    scope: Scope,
    request: Request,
) -> Result<Response, Refusal> {
    let mut sent = Parameters::read(request, &world, Place::Documented).await?;
    let old = sent.required("old-password")?;
    let new = sent.required("new-password")?;
    Refusal::check_available(&scope.email)?;
    let mut actian = world.actian_mut();
    let account = actian
        .member_account_mut(&scope.tenant, &scope.email)
        .ok_or(NOT_A_MEMBER)?;
    if !account
        .password
        .as_ref()
        .is_some_and(|password| password.is(&old))
    {
        return Err(sent.refused("old-password", "is not the current password"));
    }
    account.password = Some(Password::new(&new));
    let answer = write_succeeded("User was updated successfully");
    Ok(answer.notes(sent.source_note()).into_response())
}

/// Sends a link. The current password stays valid until the link is used
/// (actian note 10).
async fn reset(State(world): State<World>, scope: Scope, host: Host) -> Result<Response, Refusal> {
    Refusal::check_available(&scope.email)?;
    let now = world.now();
    let mut actian = world.actian_mut();
    if actian.role(&scope.tenant, &scope.email).is_none() {
        return Err(NOT_A_MEMBER);
    }
    let mail = links::reset(&mut actian, &scope.email, &host.0, now);
    drop(actian);
    world.outbox().post(mail);
    Ok(write_succeeded("Password reset email was sent")
        .note("assumed: the words of this message, which the page has lost")
        .note(links::INVENTED)
        .into_response())
}
