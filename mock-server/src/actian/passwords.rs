//! `/api/auth/auth/{tenant}/user/{user_email}/password`: change and reset.

#[cfg(test)]
mod tests;

use super::links;
use super::parameters::{Parameters, Place};
use super::refusal::Refusal;
use super::scope::Scope;
use super::users::{NOBODY, done};
use crate::World;
use crate::endpoint::Endpoints;
use crate::password::Password;
use crate::reading::Host;
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
        .ok_or(NOBODY)?;
    if !account
        .password
        .as_ref()
        .is_some_and(|password| password.is(&old))
    {
        return Err(sent.refused("old-password", "is not the current password"));
    }
    account.password = Some(Password::new(&new));
    let answer = done("User was updated successfully");
    Ok(answer.notes(sent.came()).into_response())
}

/// Sends a link; until it is used the present password stays valid
/// (actian note 10).
async fn reset(State(world): State<World>, scope: Scope, host: Host) -> Result<Response, Refusal> {
    Refusal::check_available(&scope.email)?;
    let now = world.now();
    let mut actian = world.actian_mut();
    if actian.role(&scope.tenant, &scope.email).is_none() {
        return Err(NOBODY);
    }
    let mail = links::reset(&mut actian, &scope.email, &host.0, now);
    drop(actian);
    world.outbox().post(mail);
    Ok(done("Password reset email was sent")
        .note("assumed: the words of this message, which the page has lost")
        .note(links::INVENTED)
        .into_response())
}
