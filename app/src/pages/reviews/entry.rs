//! A review in the list.

use crate::components::review_progress::{Due, ReviewProgressBar, ReviewStateMark};
use crate::messages::{counted, reviews as words};
use crate::routes;
use leptos::prelude::*;
use wire::console::reviews::{Review, ReviewState};

/// What it is called, how far it is, when it is due, and who decides.
#[component]
pub(super) fn ReviewEntry(review: Review) -> impl IntoView {
    let url = routes::review(&review.id);
    let accounts = counted(review.items, "account", "accounts");
    let who = format!("{accounts} · {}", words::reviewers(&review.reviewers));
    let progress = review.progress.clone();
    let bar = (review.state != ReviewState::Draft).then(|| {
        view! { <ReviewProgressBar items=review.items progress=Signal::stored(progress) /> }
    });
    view! {
        <li class="review-entry">
            <div class="review-what">
                <p class="review-name">
                    <a href=url>
                        <bdi>{review.name}</bdi>
                    </a>
                    <ReviewStateMark state=review.state />
                </p>
                <p class="hint">{who}</p>
            </div>
            <Due due=review.due state=review.state />
            {bar}
        </li>
    }
}
