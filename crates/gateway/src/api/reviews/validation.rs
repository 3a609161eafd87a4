//! What a review, its items and its decisions may say.

use super::content::Content;
use crate::api::checks::{check_account, check_text, is_id};
use crate::people::clock;
use crate::person::Via;
use std::collections::{BTreeSet, HashSet};
use wire::console::people::{MAX_KEY, MAX_NAME};
use wire::console::reviews::{
    DecisionChange, LastSignInThen, MAX_COMMENT, MAX_ITEM_ROLES, MAX_REVIEWERS, MAX_SCOPE,
    MAX_TOGETHER, NewReview, ReviewChange, ReviewFilter, ReviewItem, ReviewScope, ReviewSuggestion,
    Reviewer,
};

/// How many days a filter or a suggestion is about at most.
const MAX_DAYS: u32 = 3650;
/// How many characters a time has at most.
const MAX_TIME: usize = 64;

/// What is wrong with a new review. `signs_in` is whether people sign in here.
pub(super) fn check_new(
    new: &NewReview,
    connections: &BTreeSet<String>,
    signs_in: bool,
) -> Result<(), String> {
    check_text("name", &new.name, MAX_NAME)?;
    check_due(&new.due)?;
    check_reviewers(&new.reviewers, signs_in)?;
    check_scope(&new.scope, connections)?;
    check_count("incomplete", new.incomplete.len(), MAX_SCOPE)?;
    let is_in_scope = |id: &String| new.scope.connections.contains(id);
    match new.incomplete.iter().find(|id| !is_in_scope(id)) {
        Some(id) => Err(format!("incomplete: “{id}” is not in the scope")),
        None => Ok(()),
    }
}

/// What is wrong with a change of the review that says `content`.
pub(super) fn check_change(
    change: &ReviewChange,
    content: &Content,
    signs_in: bool,
) -> Result<(), String> {
    check_text("name", &change.name, MAX_NAME)?;
    if change.due != content.due {
        check_due(&change.due)?;
    }
    check_reviewers(&change.reviewers, signs_in)
}

fn check_due(due: &str) -> Result<(), String> {
    if clock::is_near_future(due) {
        Ok(())
    } else {
        Err("due is not a day like 2026-11-26 within the next two years".to_owned())
    }
}

fn check_count(name: &str, count: usize, most: usize) -> Result<(), String> {
    if count > most {
        Err(format!("{name} has more than {most} entries"))
    } else {
        Ok(())
    }
}

fn check_reviewers(reviewers: &[Reviewer], signs_in: bool) -> Result<(), String> {
    check_count("reviewers", reviewers.len(), MAX_REVIEWERS)?;
    if signs_in && reviewers.is_empty() {
        return Err("reviewers is empty: no one could decide".to_owned());
    }
    let mut known = HashSet::new();
    for (index, reviewer) in reviewers.iter().enumerate() {
        check_text(
            &format!("reviewers[{index}].name"),
            &reviewer.name,
            MAX_NAME,
        )?;
        check_text(&format!("reviewers[{index}].via"), &reviewer.via, MAX_NAME)?;
        if Via::parse(&reviewer.via).is_none() {
            return Err(format!(
                "reviewers[{index}].via is not “local”, “proxy”, or “openid:” and an issuer"
            ));
        }
        if !known.insert(reviewer) {
            return Err(format!("reviewers[{index}] is there twice"));
        }
    }
    Ok(())
}

fn check_scope(scope: &ReviewScope, connections: &BTreeSet<String>) -> Result<(), String> {
    if scope.connections.is_empty() {
        return Err("scope.connections is empty".to_owned());
    }
    check_count("scope.connections", scope.connections.len(), MAX_SCOPE)?;
    check_count("scope.roles", scope.roles.len(), MAX_SCOPE)?;
    check_count("scope.filters", scope.filters.len(), MAX_SCOPE)?;
    let of_roles = scope.roles.iter().map(|role| &*role.connection);
    let of_filters = scope.filters.iter().filter_map(ReviewFilter::connection);
    let named = scope.connections.iter().map(|id| &**id);
    for id in named.chain(of_roles).chain(of_filters) {
        if !connections.contains(id) {
            return Err(format!("scope: there is no connection “{id}”"));
        }
    }
    let mut known = HashSet::new();
    if let Some(id) = scope.connections.iter().find(|id| !known.insert(*id)) {
        return Err(format!("scope.connections has “{id}” twice"));
    }
    for (index, role) in scope.roles.iter().enumerate() {
        check_text(&format!("scope.roles[{index}].role"), &role.role, MAX_NAME)?;
    }
    let days = scope.filters.iter().filter_map(|filter| match filter {
        ReviewFilter::NotSignedInFor(days) => Some(*days),
        _ => None,
    });
    check_days("scope.filters", days)
}

fn check_days(name: &str, mut days: impl Iterator<Item = u32>) -> Result<(), String> {
    if days.all(|days| (1..=MAX_DAYS).contains(&days)) {
        Ok(())
    } else {
        Err(format!(
            "{name}: the number of days is not between 1 and {MAX_DAYS}"
        ))
    }
}

/// What is wrong with items that are to be added to the review that says `content`.
pub(super) fn check_items(items: &[ReviewItem], content: &Content) -> Result<(), String> {
    check_together("items", items.len())?;
    let mut known = HashSet::new();
    for (index, item) in items.iter().enumerate() {
        let located = |why| format!("items[{index}]: {why}");
        check_item(item, content).map_err(located)?;
        if !known.insert(&item.account) {
            return Err(located(
                "it is about the same account as one before".to_owned(),
            ));
        }
    }
    Ok(())
}

fn check_together(name: &str, count: usize) -> Result<(), String> {
    if count == 0 {
        return Err(format!("{name} is empty"));
    }
    check_count(name, count, MAX_TOGETHER)
}

fn check_item(item: &ReviewItem, content: &Content) -> Result<(), String> {
    check_account("account", &item.account)?;
    if !content.scope.connections.contains(&item.account.connection) {
        return Err("its connection is not in the scope".to_owned());
    }
    check_text("person", &item.person, MAX_KEY)?;
    check_text("name", &item.name, MAX_NAME)?;
    if !item.address.is_empty() {
        check_text("address", &item.address, MAX_NAME)?;
    }
    check_count("roles", item.roles.len(), MAX_ITEM_ROLES)?;
    for (index, role) in item.roles.iter().enumerate() {
        check_text(&format!("roles[{index}].id"), &role.id, MAX_NAME)?;
        check_text(&format!("roles[{index}].title"), &role.title, MAX_NAME)?;
    }
    if let LastSignInThen::At(time) = &item.last_sign_in {
        check_text("last_sign_in", time, MAX_TIME)?;
    }
    let mut known = Vec::new();
    for suggestion in &item.suggestions {
        if known.contains(suggestion) {
            return Err("it has the same suggestion twice".to_owned());
        }
        known.push(*suggestion);
    }
    let days = item.suggestions.iter().filter_map(|one| match one {
        ReviewSuggestion::NotSignedInFor(days) => Some(*days),
        _ => None,
    });
    check_days("suggestions", days)
}

/// What is wrong with decisions in a review with so many items.
pub(super) fn check_decisions(changes: &[DecisionChange], items: usize) -> Result<(), String> {
    check_together("changes", changes.len())?;
    let mut known = HashSet::new();
    for (index, change) in changes.iter().enumerate() {
        let located = |why: &str| format!("changes[{index}]: {why}");
        if change.item >= items {
            return Err(located("the review has no such item"));
        }
        match &change.value {
            None if change.version == 0 => return Err(located("there is nothing to withdraw")),
            Some(value) if !value.comment.is_empty() => {
                check_text("comment", &value.comment, MAX_COMMENT).map_err(|why| located(&why))?;
            }
            _ => {}
        }
        if !known.insert(change.item) {
            return Err(located("it is about the same item as one before"));
        }
    }
    Ok(())
}

/// What is wrong with the IDs of receipts.
pub(super) fn check_receipts(receipts: &[String]) -> Result<(), String> {
    check_together("receipts", receipts.len())?;
    match receipts.iter().position(|id| !is_id(id)) {
        Some(index) => Err(format!("receipts[{index}] is not the ID of a receipt")),
        None => Ok(()),
    }
}
