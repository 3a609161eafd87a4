//! The head of the page: what the review is called, how far it is, and what an operator
//! does with it.

use super::ReviewPage;
use super::{close, edit, save_file};
use crate::browser::time::number;
use crate::components::navigation::use_navigation;
use crate::components::page_actions::action;
use crate::components::review_progress::{Due, ReviewProgressBar, ReviewStateMark};
use crate::messages;
use crate::routes;
use crate::state::reviews::ReviewStore;
use crate::ui::attributes::boolean;
use crate::ui::button::GuardedButton;
use crate::ui::menu::{Choice, MenuButton};
use leptos::prelude::*;
use wire::console::reviews::ReviewState;

/// Why this user cannot change the review itself; nothing if they can.
pub(super) fn view_only(store: ReviewStore) -> Option<&'static str> {
    (!store.is_operator()).then_some(messages::VIEW_ONLY)
}

#[component]
pub(super) fn Head(page: ReviewPage) -> impl IntoView {
    let store = page.store;
    let title = move || store.review().map(|review| review.name.clone());
    let marks = move || {
        let review = store.review()?;
        Some(view! {
            <ReviewStateMark state=review.state />
            <Due due=review.due.clone() state=review.state />
        })
    };
    let progress = Signal::derive(move || store.progress());
    let items = untrack(|| store.found()).map_or(0, |found| found.items.len());
    offer_actions(page);
    view! {
        <div class="page-head review-head">
            <div class="title-row">
                <h1 tabindex="-1">
                    <bdi>{title}</bdi>
                </h1>
                <div class="actions">
                    <MainButton page=page />
                    <MenuButton label="More" choices=move |()| choices(page) />
                </div>
            </div>
            <div class="review-status">
                {marks}
                <ReviewProgressBar items=items progress=progress />
                <SavingState store=store />
            </div>
        </div>
    }
}

/// Closes the review while it is open; leads to what it has revoked afterwards.
#[component]
fn MainButton(page: ReviewPage) -> impl IntoView {
    let store = page.store;
    let state = Memo::new(move |_| store.state());
    move || {
        if state.get() == Some(ReviewState::Open) {
            let reason = Signal::derive(move || {
                let reason = view_only(store).map(str::to_owned);
                let is_busy = page.saving.is_busy();
                reason.or_else(|| is_busy.then(|| "Being saved…".to_owned()))
            });
            return view! {
                <GuardedButton
                    label="Close the review…"
                    reason=reason
                    class="button primary"
                    on_press=move |()| close::ask(page)
                />
            }
            .into_any();
        }
        let revoked = untrack(|| store.progress()).revoked;
        if revoked == 0 {
            return view! { <p class="hint">"Nothing was revoked."</p> }.into_any();
        }
        let url = routes::revocation(&store.id());
        view! {
            <a class="button primary" href=url>
                {format!("Remove what was revoked ({})", number(revoked))}
            </a>
        }
        .into_any()
    }
}

/// Whether every decision is saved. Nothing in a closed review. A phone has room for it
/// only where something is not saved.
#[component]
fn SavingState(store: ReviewStore) -> impl IntoView {
    let has_failed = move || {
        store.track_decisions();
        store.unsaved() > 0 && !store.is_saving()
    };
    let words = move || {
        store.track_decisions();
        if store.state() != Some(ReviewState::Open) {
            return String::new();
        }
        let unsaved = store.unsaved();
        match (unsaved, store.is_saving()) {
            (0, _) => "All decisions are saved".to_owned(),
            (count, true) => {
                format!(
                    "Saving {}…",
                    messages::counted(count, "decision", "decisions")
                )
            }
            (count, false) => {
                messages::counted(count, "decision is", "decisions are") + " not saved"
            }
        }
    };
    view! {
        <p class="review-saving" data-failed=move || boolean(has_failed())>
            {words}
        </p>
    }
}

/// What the menu offers.
fn choices(page: ReviewPage) -> Vec<Choice> {
    let store = page.store;
    let is_open = untrack(|| store.state()) == Some(ReviewState::Open);
    let reason = view_only(store).unwrap_or_default();
    let mut choices = vec![
        Choice::new("Save as CSV", move || save_file::csv(page)),
        Choice::new("Save as JSON", move || save_file::json(page)),
        Choice::new("Print", move || save_file::print(page)),
    ];
    if is_open {
        choices.push(Choice::new("Edit…", move || edit::open(page)).unless(reason));
        let navigation = page.navigation.get_value();
        let delete = Choice::new("Delete…", move || edit::ask_to_delete(page, &navigation));
        choices.push(delete.unless(reason).dangerous());
    }
    choices
}

fn offer_actions(page: ReviewPage) {
    action("Save the review as CSV", "", move || save_file::csv(page));
    action("Save the review as JSON", "", move || save_file::json(page));
    action("Print the review", "", move || save_file::print(page));
    let navigation = use_navigation();
    action("All access reviews", "", move || {
        navigation.open(&routes::reviews());
    });
}
