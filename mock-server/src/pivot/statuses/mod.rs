//! `/api/v1/user-statuses`

#[cfg(test)]
mod tests;

use super::Status;
use crate::answer::{Answer, JSON, Refusal};
use crate::endpoint::Endpoints;
use crate::extract::{Fields, JsonBody, Name};
use crate::streaming::UNCHUNKED;
use crate::{World, sentinel, streaming};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wire::catalogue::pivot as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::LIST_STATUSES, list)
        .endpoint(&catalogue::GET_STATUS, get)
        .endpoint(&catalogue::SET_STATUS, set)
        .endpoint(&catalogue::CREATE_STATUS, create)
        .endpoint(&catalogue::DELETE_STATUS, delete)
}

/// A list; also the answer for a single one (pivot note 7).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'a> {
    user_statuses: Vec<&'a Status>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    status: &'static str,
    message: &'static str,
    user_status: &'a Status,
}

async fn list(State(world): State<World>) -> Response {
    let store = world.pivot();
    if store.statuses.len() <= UNCHUNKED {
        let user_statuses = store.statuses.values().collect();
        return Answer::ok(&Listed { user_statuses }).into_response();
    }
    let statuses = store.statuses.snapshot();
    let before = "{\"userStatuses\":[";
    let body = streaming::list(
        before,
        statuses.len(),
        "]}".to_owned(),
        move |index, chunk| {
            if let Some((_, status)) = statuses.get_index(index) {
                streaming::write(status, chunk);
            }
        },
    );
    ([(CONTENT_TYPE, JSON)], body).into_response()
}

async fn get(State(world): State<World>, Name(name): Name) -> Result<Answer, Refusal> {
    let pivot = world.pivot();
    let status = pivot.statuses.get(&name).ok_or(Refusal::documented(
        StatusCode::NOT_FOUND,
        "This user status does not exist.",
    ))?;
    Ok(Answer::ok(&Listed {
        user_statuses: vec![status],
    }))
}

/// Replaces the status of a name that has one (pivot note 9).
async fn set(
    State(world): State<World>,
    Name(name): Name,
    JsonBody(body): JsonBody,
) -> Result<Response, Refusal> {
    const NO_MATCH: Refusal =
        Refusal::documented(StatusCode::NOT_FOUND, "the name you entered does not match");
    let status = read(body)?;
    if status.name != name {
        return Err(NO_MATCH);
    }
    if let Some(failure) = sentinel::status_write(&name) {
        return Ok(failure);
    }
    let mut pivot = world.pivot_mut();
    let record = pivot
        .statuses
        .get_mut(&name)
        .ok_or(NO_MATCH.note("assumed: a name without a status record does not match either"))?;
    *record = status;
    Ok(Answer::ok(&Written {
        status: "ok",
        message: "Updated successfully",
        user_status: record,
    })
    .into_response())
}

/// Creates a status for any name, whether or not there is such a user.
async fn create(State(world): State<World>, JsonBody(body): JsonBody) -> Result<Response, Refusal> {
    let status = read(body)?;
    if let Some(failure) = sentinel::status_write(&status.name) {
        return Ok(failure);
    }
    let answer = Answer::ok(&Written {
        status: "ok",
        message: "Created successfully",
        user_status: &status,
    })
    .note("assumed: no document shows the answer to creating a status");
    let before = world
        .pivot_mut()
        .statuses
        .insert(status.name.clone(), status);
    Ok(answer
        .notes(before.map(|_| "assumed: creating a status that exists replaces it"))
        .into_response())
}

async fn delete(State(world): State<World>, Name(name): Name) -> Result<Answer, Refusal> {
    #[derive(Serialize)]
    struct Deleted {
        status: &'static str,
        message: &'static str,
    }
    world
        .pivot_mut()
        .statuses
        .shift_remove(&name)
        .ok_or(Refusal::documented(
            StatusCode::NOT_FOUND,
            "This user status does not exist. Please check the name again",
        ))?;
    Ok(Answer::ok(&Deleted {
        status: "ok",
        message: "Deleted successfully",
    }))
}

fn read(body: serde_json::Value) -> Result<Status, Refusal> {
    Status::read(Fields::of_body(body, "userStatus")?.object("userStatus")?)
}
