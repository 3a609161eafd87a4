//! How far an access review is: in all, and by reviewer.

use crate::browser::time::{self, number};
use crate::messages::reviews as words;
use crate::state::reviews::Started;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use wire::console::reviews::{Review, ReviewProgress, ReviewState};

/// How many of all accounts were decided about.
#[component]
pub(crate) fn ReviewProgressBar(
    /// How many accounts there are.
    items: usize,
    #[prop(into)] progress: Signal<ReviewProgress>,
) -> impl IntoView {
    let decided = move || progress.with(ReviewProgress::decided);
    let said = move || words::decided(decided(), items);
    let split = move || {
        let (kept, revoked) = progress.with(|one| (one.kept, one.revoked));
        format!(" · {}", words::kept_and_revoked(kept, revoked))
    };
    view! {
        <div class="review-progress">
            <progress aria-label="Decided accounts" max=items value=decided></progress>
            <p class="progress-said">{said}<span class="progress-split">{split}</span></p>
        </div>
    }
}

/// When decisions are due: with a mark where that day is over and the review is open.
#[component]
pub(crate) fn Due(due: String, state: ReviewState) -> impl IntoView {
    let is_overdue = state == ReviewState::Open && is_over(&due);
    let day = time::write(&due).map_or_else(|| due.clone(), |written| written.day);
    let mark = is_overdue.then(|| {
        view! {
            <span class="review-overdue">
                <Icon strokes=icons::ALERT />
                "Overdue"
            </span>
        }
    });
    view! {
        <span class="review-due">
            "Due " <time datetime=due.clone()>{day}</time> " " {mark}
        </span>
    }
}

/// Whether a day in UTC (`2026-01-31`) is over.
fn is_over(day: &str) -> bool {
    time::now_rfc3339()
        .get(..10)
        .is_some_and(|today| today > day)
}

/// How far a review is, in a word.
#[component]
pub(crate) fn ReviewStateMark(state: ReviewState) -> impl IntoView {
    view! {
        <span class="review-state" data-review=state.name()>
            {words::state(state)}
        </span>
    }
}

/// What each reviewer has decided, also those who have decided nothing yet.
pub(crate) fn by_reviewer(review: &Review, progress: &ReviewProgress) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = progress
        .by
        .iter()
        .map(|one| {
            let name = words::reviewer(one.reviewer.as_ref());
            (name, words::kept_and_revoked(one.kept, one.revoked))
        })
        .collect();
    let has_decided = |reviewer| {
        let mut all = progress.by.iter();
        all.any(|one| one.reviewer.as_ref() == Some(reviewer))
    };
    let idle = review.reviewers.iter().filter(|one| !has_decided(one));
    all.extend(idle.map(|one| (one.name.clone(), "nothing decided yet".to_owned())));
    all
}

/// How far the start of a review is, while it is under way.
#[component]
pub(crate) fn UnderWay(progress: RwSignal<Option<Started>>) -> impl IntoView {
    let words = move || {
        progress.get().map(|progress| match progress {
            Started::Collecting => "Collecting the accounts…".to_owned(),
            Started::Storing(done, all) => {
                format!("Storing the accounts: {} of {}…", number(done), number(all))
            }
        })
    };
    view! { <p role="status">{words}</p> }
}
