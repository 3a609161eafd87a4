//! `/api/people/receipts`: what was done about people, with what the audit log has of
//! it.

use super::service::Service;
use crate::api::checks::{check_text, is_hexadecimal, is_id, new_id};
use crate::api::described::ChangeRefusals;
use crate::api::input::{ByOperator, Input};
use crate::api::recorder::unwritable;
use crate::api::uncached::uncached;
use crate::audit::change::Change;
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::fingerprint::receipt_fingerprint;
use crate::people::receipt_entry::{asked_row, receipt_entry};
use crate::people::store::ReceiptRow;
use crate::people::store_key::store_key;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use utoipa::IntoParams;
use wire::console::people::{
    MAX_KEY, MAX_RECEIPT_BYTES, MAX_RECEIPT_PEOPLE, MAX_RECEIPT_REQUESTS, NewReceipt, RECEIPT_PATH,
    RECEIPTS_PATH, ReceiptPage, ReceiptSummary, StoredReceipt,
};
use wire::console::{TrailChange, TrailEvent};

/// How many receipts are listed at once, where a request does not say, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;
/// How many digits the number of a request has.
const REQUEST_DIGITS: usize = 16;

/// Which receipts are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceiptsQuery {
    /// Only those that are about the person with this key.
    person: Option<String>,
    /// Only those with a lower number.
    before: Option<u64>,
    /// How many at most. More than 200 count as 200, and 0 as 1.
    #[param(default = 50)]
    limit: Option<usize>,
}

impl<S: Sync> FromRequestParts<S> for ReceiptsQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        let query = Query::<Self>::try_from_uri(&parts.uri);
        let Query(query) =
            query.map_err(|rejection| GatewayError::ReceiptsQuery(rejection.body_text()))?;
        if query
            .before
            .is_some_and(|before| i64::try_from(before).is_err())
        {
            let why = "before is larger than the number of any receipt".to_owned();
            return Err(GatewayError::ReceiptsQuery(why));
        }
        if let Some(person) = &query.person {
            check_text("person", person, MAX_KEY).map_err(GatewayError::ReceiptsQuery)?;
        }
        Ok(query)
    }
}

/// `GET /api/people/receipts`: some receipts, newest first.
#[utoipa::path(
    get,
    path = RECEIPTS_PATH,
    tag = "people",
    operation_id = "listReceipts",
    params(ReceiptsQuery),
    responses(
        (status = 200, description = "Some receipts, and the `before` of the next page", body = ReceiptPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 503, description = "The people data cannot be read."),
    ),
)]
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    query: ReceiptsQuery,
) -> Result<Response, GatewayError> {
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    // One too many: there is more.
    let person = query.person.map(|person| store_key(&person).into_owned());
    let found = service
        .store
        .receipts(person, query.before, limit + 1)
        .await?;
    let has_more = found.len() > limit;
    let receipts = found.into_iter().take(limit).map(|(number, summary)| {
        let summary: Result<ReceiptSummary, _> = serde_json::from_str(&summary);
        let summary = summary.map_err(|_| unreadable(number))?;
        Ok(ReceiptSummary { number, ..summary })
    });
    let receipts: Vec<_> = receipts.collect::<Result<_, GatewayError>>()?;
    let last = receipts.last().map(|last| last.number);
    let next = last.filter(|_| has_more);
    Ok(uncached(Json(ReceiptPage { receipts, next })))
}

fn unreadable(number: u64) -> GatewayError {
    GatewayError::PeopleAway(format!("the receipt of number {number} cannot be read"))
}

/// `GET /api/people/receipts/{id}`: one receipt, as it was stored.
#[utoipa::path(
    get,
    path = RECEIPT_PATH,
    tag = "people",
    operation_id = "getReceipt",
    params(("id" = String, Path, description = "The receipt's ID")),
    responses(
        (status = 200, description = "The receipt", body = StoredReceipt),
        (status = 404, description = "There is no such receipt."),
        (status = 503, description = "The people data cannot be read."),
    ),
)]
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, GatewayError> {
    let id = id.ok().map(|Path(id)| id);
    let id = id.filter(|id| is_id(id));
    let found = match id {
        Some(id) => service.store.receipt(id).await?,
        None => None,
    };
    let receipt = found.ok_or(GatewayError::NoReceipt)?;
    let json = [(CONTENT_TYPE, "application/json")];
    Ok(uncached((json, receipt)))
}

/// `POST /api/people/receipts`: stores what was done, with what the audit log has of
/// it, and answers the receipt.
#[utoipa::path(
    post,
    path = RECEIPTS_PATH,
    tag = "people",
    operation_id = "storeReceipt",
    request_body = NewReceipt,
    responses(
        (status = 201, description = "The receipt as it was stored", body = StoredReceipt),
        ChangeRefusals,
    ),
)]
pub(crate) async fn store(
    State(service): State<Arc<Service>>,
    ByOperator(origin): ByOperator,
    Input(new): Input<NewReceipt, MAX_RECEIPT_BYTES>,
) -> Result<Response, GatewayError> {
    let new = checked(new).map_err(GatewayError::PeopleInput)?;
    let entries = service.recorder.entries(&new.requests).await?;
    let receipt = receipt(new, &entries, &origin)?;
    let fingerprint = receipt_fingerprint(&receipt).map_err(unwritable)?;
    let body = json!({ "receipt": receipt.id, "sha256": fingerprint });
    let target = receipt.people.clone();
    let entry = Change::of_console(TrailEvent::ReceiptStored, target, body, origin);
    let own = entry.id.clone();
    let storing = service.clone();
    let work = async move { add(&storing, receipt, own).await };
    service.recorder.carry_out(entry, work).await
}

/// Adds `receipt`, whose storing is recorded as the request `own`.
async fn add(
    service: &Service,
    mut receipt: StoredReceipt,
    own: String,
) -> Result<Response, GatewayError> {
    let own = service.recorder.entries(&[own]).await?;
    receipt.recorded = own.first().and_then(asked_row);
    let summary = ReceiptSummary {
        // Known once it is stored.
        number: 0,
        id: receipt.id.clone(),
        people: receipt.people.clone(),
        at: receipt.at.clone(),
        by: receipt.by.clone(),
        via: receipt.via.clone(),
        entries: receipt.entries.len(),
        missing: receipt.missing.len(),
    };
    let keys = receipt.people.iter();
    let keys = keys.map(|person| store_key(person).into_owned());
    let row = ReceiptRow {
        id: receipt.id.clone(),
        people: keys.collect(),
        summary: serde_json::to_string(&summary).map_err(unwritable)?,
        content: serde_json::to_string(&receipt).map_err(unwritable)?,
    };
    let added = service.store.add_receipt(receipt.at.clone(), row).await?;
    added.ok_or(GatewayError::PeopleFull)?;
    Ok(uncached((StatusCode::CREATED, Json(receipt))))
}

/// `new` with each person and request once, or what is wrong with it.
fn checked(mut new: NewReceipt) -> Result<NewReceipt, String> {
    if new.people.is_empty() {
        return Err("people is empty".to_owned());
    }
    if new.people.len() > MAX_RECEIPT_PEOPLE {
        return Err(format!("people has more than {MAX_RECEIPT_PEOPLE} names"));
    }
    if new.requests.len() > MAX_RECEIPT_REQUESTS {
        return Err(format!(
            "requests has more than {MAX_RECEIPT_REQUESTS} numbers"
        ));
    }
    for (index, person) in new.people.iter().enumerate() {
        check_text(&format!("people[{index}]"), person, MAX_KEY)?;
    }
    let is_number = |request: &String| is_hexadecimal(request, REQUEST_DIGITS);
    if let Some(index) = new.requests.iter().position(|request| !is_number(request)) {
        return Err(format!("requests[{index}] is not the number of a request"));
    }
    if !new.body.get().starts_with('{') {
        return Err("body is not an object".to_owned());
    }
    for texts in [&mut new.people, &mut new.requests] {
        let mut known = HashSet::new();
        texts.retain(|text| known.insert(text.clone()));
    }
    Ok(new)
}

/// The receipt that `new` becomes, handed in by `origin`.
fn receipt(
    new: NewReceipt,
    entries: &[TrailChange],
    origin: &Origin,
) -> Result<StoredReceipt, GatewayError> {
    let entries: Vec<_> = entries.iter().filter_map(receipt_entry).collect();
    let known: HashSet<_> = entries.iter().map(|entry| &*entry.request).collect();
    let missing = new.requests.into_iter();
    let missing = missing.filter(|request| !known.contains(&**request));
    let missing = missing.collect();
    Ok(StoredReceipt {
        id: new_id()?,
        people: new.people,
        at: clock::now(),
        by: origin.actor.who.clone(),
        via: origin.actor.via.clone(),
        entries,
        missing,
        recorded: None,
        body: new.body,
    })
}
