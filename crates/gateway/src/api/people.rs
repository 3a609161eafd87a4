//! `/api/people/…`: what is kept about people.

mod answer;
mod kind;
pub(crate) mod receipts;
mod record;
pub(crate) mod service;
mod validation;

use crate::api::described::ChangeRefusals;
use crate::api::input::{ByOperator, Input};
use crate::http::error::GatewayError;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::IF_NONE_MATCH;
use axum::response::Response;
use kind::{Assignments, Departures, Dismissals, Profiles, Settings};
use service::Service;
use std::sync::Arc;
use wire::console::people::{
    ASSIGNMENTS_PATH, Assignment, AssignmentChange, Changed, Changes, Conflicts, DEPARTED_PATH,
    DISMISSALS_PATH, Departed, DepartedChange, Dismissal, DismissalChange, PEOPLE_PATH,
    PROFILES_PATH, People, PeopleSettings, Profile, ProfileChange, SETTINGS_PATH, SettingsChange,
};

/// `GET /api/people`: all rows.
///
/// Which accounts were assigned by hand, who has departed, which findings were
/// dismissed, the access profiles, and the settings. With `If-None-Match` they are only
/// sent if any changed.
#[utoipa::path(
    get,
    path = PEOPLE_PATH,
    tag = "people",
    operation_id = "getPeople",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer"),
    ),
    responses(
        (
            status = 200,
            description = "All rows, as they were at one moment",
            body = People,
            headers(("etag" = String, description = "The version of the rows, for `If-None-Match`")),
        ),
        (
            status = 304,
            description = "No row changed",
            headers(("etag" = String, description = "The version of the rows, for `If-None-Match`")),
        ),
        (status = 503, description = "The people data cannot be read."),
    ),
)]
pub(crate) async fn all(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, GatewayError> {
    let tag = service.tag().await?;
    if knows(&headers, &tag) {
        return Ok(answer::not_modified(&tag));
    }
    let (tag, people) = service.people().await?;
    Ok(answer::tagged(&tag, people))
}

/// Whether who asks has what is called `tag` (RFC 9110, 13.1.2).
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter();
    known
        .filter_map(|tags| tags.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// `PUT /api/people/assignments`.
///
/// Assigns accounts to people by hand, or lets their addresses decide again.
#[utoipa::path(
    put,
    path = ASSIGNMENTS_PATH,
    tag = "people",
    operation_id = "changeAssignments",
    request_body = Changes<AssignmentChange>,
    responses(
        (status = 200, description = "All changes were made", body = Changed<Assignment>),
        (
            status = 409,
            description = "None was made: there are other rows now than those that were read.",
            body = Conflicts<Assignment>,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn change_assignments(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(changes): Input<Changes<AssignmentChange>>,
) -> Result<Response, GatewayError> {
    service.change::<Assignments>(origin, changes.changes).await
}

/// `PUT /api/people/departed`.
///
/// Puts people on record as departed, or takes them off it.
#[utoipa::path(
    put,
    path = DEPARTED_PATH,
    tag = "people",
    operation_id = "changeDeparted",
    request_body = Changes<DepartedChange>,
    responses(
        (status = 200, description = "All changes were made", body = Changed<Departed>),
        (
            status = 409,
            description = "None was made: there are other rows now than those that were read.",
            body = Conflicts<Departed>,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn change_departed(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(changes): Input<Changes<DepartedChange>>,
) -> Result<Response, GatewayError> {
    service.change::<Departures>(origin, changes.changes).await
}

/// `PUT /api/people/dismissals`.
///
/// Dismisses findings until a day, or shows them again.
#[utoipa::path(
    put,
    path = DISMISSALS_PATH,
    tag = "people",
    operation_id = "changeDismissals",
    request_body = Changes<DismissalChange>,
    responses(
        (status = 200, description = "All changes were made", body = Changed<Dismissal>),
        (
            status = 409,
            description = "None was made: there are other rows now than those that were read.",
            body = Conflicts<Dismissal>,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn change_dismissals(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(changes): Input<Changes<DismissalChange>>,
) -> Result<Response, GatewayError> {
    service.change::<Dismissals>(origin, changes.changes).await
}

/// `PUT /api/people/profiles`.
///
/// Saves access profiles, or removes them. No account is changed by that.
#[utoipa::path(
    put,
    path = PROFILES_PATH,
    tag = "people",
    operation_id = "changeProfiles",
    request_body = Changes<ProfileChange>,
    responses(
        (status = 200, description = "All changes were made", body = Changed<Profile>),
        (
            status = 409,
            description = "None was made: there are other rows now than those that were read.",
            body = Conflicts<Profile>,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn change_profiles(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(changes): Input<Changes<ProfileChange>>,
) -> Result<Response, GatewayError> {
    service.change::<Profiles>(origin, changes.changes).await
}

/// `PUT /api/people/settings`.
///
/// Sets what counts as drift.
#[utoipa::path(
    put,
    path = SETTINGS_PATH,
    tag = "people",
    operation_id = "changePeopleSettings",
    request_body = SettingsChange,
    responses(
        (status = 200, description = "All changes were made", body = Changed<PeopleSettings>),
        (
            status = 409,
            description = "None was made: there are other rows now than those that were read.",
            body = Conflicts<PeopleSettings>,
        ),
        ChangeRefusals,
    ),
)]
pub(crate) async fn change_settings(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(change): Input<SettingsChange>,
) -> Result<Response, GatewayError> {
    service.change::<Settings>(origin, vec![change]).await
}
