//! What reviewers decide.

use super::content::reviewer;
use super::items;
use super::request::{ByReviewer, DecisionsQuery, OneReview};
use super::service::{CountedAs, Service};
use super::validation;
use crate::api::input::Input;
use crate::api::recorder::{unwritable, value};
use crate::api::uncached::{conflict, uncached};
use crate::audit::change::Change;
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::review_store::{DecisionResult, DecisionRow, DecisionWrite, ItemRow};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use wire::console::TrailEvent;
use wire::console::people::{Changed, Changes, Conflict, Conflicts};
use wire::console::reviews::{
    Decision, DecisionChange, DecisionPage, MAX_PAGE, REVIEW_DECISIONS_PATH, ReviewState,
};

/// `GET /api/reviews/{id}/decisions`: some decisions, in the order of the items.
///
/// With `since`, what was decided after a revision.
#[utoipa::path(
    get,
    path = REVIEW_DECISIONS_PATH,
    tag = "reviews",
    operation_id = "listReviewDecisions",
    params(OneReview, DecisionsQuery),
    responses(
        (status = 200, description = "Some decisions, and the `from` of the next page", body = DecisionPage),
        (status = 400, description = "A parameter is unknown, or its value is not accepted."),
        (status = 404, description = "There is no such review."),
        (status = 503, description = "The reviews cannot be read."),
    ),
)]
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    OneReview { id }: OneReview,
    query: DecisionsQuery,
) -> Result<Response, GatewayError> {
    // Before the decisions: what is decided meanwhile is read again the next time.
    let revision = service.row(&id).await?.revision;
    let from = query.from.unwrap_or(0);
    let limit = query.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
    let since = query.since.unwrap_or(0);
    // One too many: there is more.
    let mut decisions = service.decisions(&id, since, from, limit + 1).await?;
    let next = decisions.get(limit).map(|decision| decision.item);
    decisions.truncate(limit);
    Ok(uncached(Json(DecisionPage {
        revision,
        decisions,
        next,
    })))
}

/// `PUT /api/reviews/{id}/decisions`.
///
/// Decides about items, or withdraws decisions. Only reviewers of an open review can.
#[utoipa::path(
    put,
    path = REVIEW_DECISIONS_PATH,
    tag = "reviews",
    operation_id = "decide",
    params(OneReview),
    request_body = Changes<DecisionChange>,
    responses(
        (status = 200, description = "All decisions were made", body = Changed<Decision>),
        (status = 404, description = "There is no such review."),
        (
            status = 409,
            description = "None was made: there are other decisions now than those that were read, or the review is not open.",
            body = Conflicts<Decision>,
        ),
        (status = 400, description = "The body is not JSON."),
        (status = 403, description = "Only the reviewers of the review may decide."),
        (status = 413, description = "The body is larger than this server reads."),
        (status = 422, description = "The body has an invalid value. Nothing was decided."),
        (status = 503, description = "The reviews or the audit log cannot be written."),
    ),
)]
pub(crate) async fn decide(
    State(service): State<Arc<Service>>,
    by_reviewer: ByReviewer,
    Input(Changes { changes }): Input<Changes<DecisionChange>>,
) -> Result<Response, GatewayError> {
    let ByReviewer {
        origin,
        row,
        content,
    } = by_reviewer;
    if row.state != ReviewState::Open {
        return Err(GatewayError::ReviewNotOpen);
    }
    validation::check_decisions(&changes, row.items).map_err(GatewayError::PeopleInput)?;
    let found = service.find(&row.id, &changes).await?;
    let version = |item| {
        let row = found.get(&item).and_then(|row| row.decision.as_ref());
        row.map_or(0, |row| row.version)
    };
    let is_other = |change: &&DecisionChange| version(change.item) != change.version;
    let conflicting: Vec<_> = changes
        .iter()
        .filter(is_other)
        .map(|one| one.item)
        .collect();
    if !conflicting.is_empty() {
        return conflicts(&conflicting, &changes, &found);
    }
    let at = clock::now();
    let decisions: Vec<_> = changes
        .iter()
        .map(|change| decision(change, &at, &origin))
        .collect();
    let writes = writes(&changes, &decisions, &origin)?;
    let entry = entry(&row.id, &content.name, &changes, &found, origin)?;
    let storing = service.clone();
    let work = async move {
        match storing.store.decide(row.id.clone(), writes).await? {
            DecisionResult::Done(revision) => Ok(made(decisions, revision)),
            DecisionResult::NotOpen => Err(GatewayError::ReviewNotOpen),
            DecisionResult::Full => Err(GatewayError::PeopleFull),
            DecisionResult::Conflict(conflicting) => {
                let now = storing.find(&row.id, &changes).await?;
                conflicts(&conflicting, &changes, &now)
            }
        }
    };
    service.recorder.carry_out(entry, work).await
}

impl Service {
    /// At most so many decisions of a review about items from this number on, with higher
    /// versions than `since`.
    pub(super) async fn decisions(
        &self,
        id: &str,
        since: u64,
        from: usize,
        limit: usize,
    ) -> Result<Vec<Decision>, GatewayError> {
        let rows = self.store.decisions(id.to_owned(), since, from, limit);
        rows.await?.iter().map(read).collect()
    }

    /// The items that `changes` are about.
    async fn find(
        &self,
        id: &str,
        changes: &[DecisionChange],
    ) -> Result<HashMap<usize, ItemRow>, GatewayError> {
        let items = changes.iter().map(|change| change.item).collect();
        let rows = self.store.find(id.to_owned(), items).await?;
        Ok(rows.into_iter().map(|row| (row.item, row)).collect())
    }
}

/// What a decision of the store says.
fn read(row: &DecisionRow) -> Result<Decision, GatewayError> {
    let decision: Decision = serde_json::from_str(&row.content).map_err(|_| {
        let item = row.item;
        GatewayError::PeopleAway(format!("the decision about item {item} cannot be read"))
    })?;
    Ok(Decision {
        item: row.item,
        version: row.version,
        ..decision
    })
}

/// The decision that comes of `change`; its version is known once it is stored.
fn decision(change: &DecisionChange, at: &str, origin: &Origin) -> Decision {
    let value = change.value.as_ref();
    Decision {
        item: change.item,
        decision: value.map(|value| value.decision),
        comment: value.map_or_else(String::new, |value| value.comment.clone()),
        version: 0,
        at: at.to_owned(),
        by: origin.actor.who.clone(),
        via: origin.actor.via.clone(),
    }
}

fn writes(
    changes: &[DecisionChange],
    decisions: &[Decision],
    origin: &Origin,
) -> Result<Vec<DecisionWrite>, GatewayError> {
    let reviewer = reviewer(&origin.actor);
    let writes = changes.iter().zip(decisions).map(|(change, decision)| {
        let counted = CountedAs {
            decision: decision.decision,
            reviewer: reviewer.clone(),
        };
        Ok(DecisionWrite {
            item: change.item,
            version: change.version,
            tally: serde_json::to_string(&counted)?,
            content: serde_json::to_string(decision)?,
        })
    });
    writes.collect::<Result<_, _>>().map_err(unwritable)
}

/// What `changes` are in the audit log: with what is there before them, and the accounts
/// and people that they are about.
fn entry(
    id: &str,
    name: &str,
    changes: &[DecisionChange],
    found: &HashMap<usize, ItemRow>,
    origin: Origin,
) -> Result<Change, GatewayError> {
    let mut target = vec![name.to_owned(), id.to_owned()];
    let mut known = HashSet::new();
    let mut before = Vec::with_capacity(changes.len());
    for change in changes {
        let row = found.get(&change.item);
        if let Some(row) = row {
            let item = items::read(&row.content)?;
            let account = format!("{}/{}", item.account.connection, item.account.key);
            let texts = [account, item.person].into_iter();
            target.extend(texts.filter(|text| known.insert(text.clone())));
        }
        let decision = row.and_then(|row| row.decision.as_ref()).map(read);
        before.push(decision.transpose()?);
    }
    let body = json!({ "changes": value(changes)?, "before": value(&before)? });
    Ok(Change::of_console(
        TrailEvent::ReviewDecided,
        target,
        body,
        origin,
    ))
}

/// The answer where decisions were made, as the change with this number.
fn made(decisions: Vec<Decision>, revision: u64) -> Response {
    let decisions = decisions.into_iter().map(|decision| {
        Some(Decision {
            version: revision,
            ..decision
        })
    });
    uncached(Json(Changed {
        revision,
        rows: decisions.collect(),
    }))
}

/// The answer where none was made, because those about the items in `conflicting` are not
/// as they were read. `now` has those that there are.
fn conflicts(
    conflicting: &[usize],
    changes: &[DecisionChange],
    now: &HashMap<usize, ItemRow>,
) -> Result<Response, GatewayError> {
    let changes = changes.iter().enumerate();
    let changes = changes.filter(|(_, change)| conflicting.contains(&change.item));
    let conflicts = changes.map(|(index, change)| {
        let row = now.get(&change.item).and_then(|row| row.decision.as_ref());
        let current = row.map(read).transpose()?;
        Ok(Conflict { index, current })
    });
    let answer = Conflicts {
        error: "nothing was decided, because someone else decided about the same in the meantime"
            .to_owned(),
        conflicts: conflicts.collect::<Result<Vec<_>, GatewayError>>()?,
    };
    Ok(conflict(answer))
}
