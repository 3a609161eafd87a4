//! What the review is about, who decides, and once it is closed what vouches for it.

use super::ReviewPage;
use super::receipts::Receipts;
use crate::browser::time;
use crate::components::review_progress::by_reviewer;
use crate::messages::reviews as words;
use crate::ui::key_values::{Exact, KeyValues, Plain};
use leptos::prelude::*;
use wire::console::Stamp;
use wire::console::reviews::{Review, ReviewProgress, ReviewState};

/// The facts, folded away. Opened, they take a line of their own.
#[component]
pub(super) fn Facts(page: ReviewPage) -> impl IntoView {
    let store = page.store;
    let pairs = move || {
        let review = store.review()?;
        let pairs = facts(page, &review, &store.progress());
        Some(view! { <KeyValues pairs=pairs /> })
    };
    let is_closed = Memo::new(move |_| store.state() == Some(ReviewState::Closed));
    let receipts = move || {
        is_closed
            .get()
            .then(|| untrack(|| view! { <Receipts page=page /> }))
    };
    view! {
        <details class="review-facts">
            <summary>
                "Details"<span class="review-facts-what">": scope, reviewers and record"</span>
            </summary>
            {pairs}
            {receipts}
        </details>
    }
}

/// All of them, the scope first.
pub(super) fn facts(
    page: ReviewPage,
    review: &Review,
    progress: &ReviewProgress,
) -> Vec<(&'static str, AnyView)> {
    let mut pairs = vec![("Scope", plain(&scope(page, review)))];
    if !review.incomplete.is_empty() {
        let labels: Vec<String> = review.incomplete.iter().map(|id| page.label(id)).collect();
        let text = format!(
            "{}: not known completely when the review began, so that accounts may be missing",
            labels.join(", ")
        );
        pairs.push(("Incomplete", plain(&text)));
    }
    let mut by: Vec<String> = by_reviewer(review, progress)
        .into_iter()
        .map(|(name, decided)| format!("{name}: {decided}"))
        .collect();
    if review.reviewers.is_empty() {
        by.insert(
            0,
            "Everyone decides, because no sign-in is needed".to_owned(),
        );
    }
    pairs.push(("Reviewers", plain(&by.join(" · "))));
    pairs.push(("Due", plain(&day(&review.due))));
    pairs.push(("Created", plain(&stamp(&review.created))));
    if let Some(opened) = &review.opened {
        pairs.push(("Opened", plain(&stamp(opened))));
    }
    if let Some(closed) = &review.closed {
        pairs.push(("Closed", plain(&stamp(closed))));
    }
    if let Some(hash) = &review.sha256 {
        pairs.push(("SHA-256", view! { <Exact text=hash.clone() /> }.into_any()));
    }
    if let Some(row) = &review.recorded {
        pairs.push(("Audit log", plain(&format!("Row #{}", row.number))));
    }
    pairs.push((
        "Review",
        view! { <Exact text=review.id.clone() /> }.into_any(),
    ));
    pairs
}

fn plain(text: &str) -> AnyView {
    view! { <Plain text=text.to_owned() /> }.into_any()
}

fn day(text: &str) -> String {
    time::write(text).map_or_else(|| text.to_owned(), |written| written.day)
}

/// When something was done, and who did it.
pub(super) fn stamp(stamp: &Stamp) -> String {
    let at = time::write(&stamp.at).map_or_else(|| stamp.at.clone(), |at| at.absolute);
    let by = stamp.by.clone().unwrap_or_else(words::unknown_person);
    format!("{at}, by {by}")
}

/// Which accounts the review is about.
fn scope(page: ReviewPage, review: &Review) -> String {
    let label = |id: &str| page.label(id);
    let role = |connection: &str, role: &str| {
        let title = page.people.read(|people, lists| {
            let at = people.connections().position(|one| one.id == connection)?;
            let accounts = lists.get(at).copied().flatten()?;
            let found = accounts.roles.iter().find(|one| *one.id == *role)?;
            Some(found.title.to_string())
        });
        let title = title.unwrap_or_else(|| role.to_owned());
        format!("{} on {}", title, page.label(connection))
    };
    words::scope(&review.scope, label, role)
}
