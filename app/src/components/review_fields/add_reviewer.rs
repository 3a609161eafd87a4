//! Adds a reviewer, with the names that the console knows as suggestions, and says which of
//! the names it does not know.

use super::reviewer_lines::{others, unknown, with_line};
use crate::api::console_api::ConsoleApi;
use crate::browser::announce::announce;
use crate::browser::reactive::watch_later;
use crate::browser::task::spawn;
use crate::messages::reviews as words;
use crate::state::reviews::{KnownReviewers, known_reviewers};
use crate::ui::field::Field;
use crate::ui::fields::TextField;
use leptos::ev::KeyboardEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// How long the names stay the same before it is said which of them are not known: a name
/// that is being typed is not yet the one that is meant.
const PAUSE: Duration = Duration::from_millis(600);

#[component]
pub(super) fn AddReviewer(
    /// The reviewers, one per line.
    reviewers: Field,
    /// The name that is typed here.
    added: Field,
    /// What confirms a name, unless its line says something else.
    via: StoredValue<String>,
    api: ConsoleApi,
) -> impl IntoView {
    let known = RwSignal::new(KnownReviewers::default());
    spawn(async move {
        let found = known_reviewers(api).await;
        // The page may have been left.
        known.try_set(found);
    });
    let suggestions = Signal::derive(move || {
        let text = reviewers.text();
        known.with(|known| via.with_value(|via| others(&known.people, &text, via)))
    });
    let add = move || {
        let typed = untrack(|| added.text());
        let name = typed.trim();
        if name.is_empty() {
            return;
        }
        let text = untrack(|| reviewers.text());
        match via.with_value(|via| with_line(&text, name, via)) {
            Some(text) => {
                reviewers.set_text(&text);
                announce(&words::reviewer_added(name));
            }
            None => announce(&words::is_reviewer_already(name)),
        }
        added.set_text("");
    };
    // Not the form: it would be sent without the name.
    let enter = move |event: KeyboardEvent| {
        let target = event.target();
        let is_input = target.is_some_and(|target| target.has_type::<HtmlInputElement>());
        let is_typed = untrack(|| !added.text().trim().is_empty());
        if event.key() == "Enter" && !event.is_composing() && is_input && is_typed {
            event.prevent_default();
            add();
        }
    };
    view! {
        <div class="review-add" on:keydown=enter>
            <TextField
                field=added
                suggestions=suggestions
                hint="Suggested are people who have signed in here, changed something or are \
                      reviewers. Any other name can be added too."
            />
            <button type="button" class="button" on:click=move |_| add()>
                "Add"
            </button>
            <UnknownReviewers reviewers=reviewers via=via known=known />
        </div>
    }
}

/// Which of the names are not known, once no more is typed. None before it is known who is.
#[component]
fn UnknownReviewers(
    reviewers: Field,
    via: StoredValue<String>,
    known: RwSignal<KnownReviewers>,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_get_value().flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    watch_later(move || {
        let text = reviewers.text();
        let names = known.with(|known| {
            let names = via.with_value(|via| unknown(&known.people, &text, via));
            known.is_complete.then_some(names)
        });
        let news = words::unknown_reviewers(&names.unwrap_or_default());
        stop();
        let say = move || {
            said.try_set(news);
        };
        waiting.set_value(set_timeout_with_handle(say, PAUSE).ok());
    });
    view! {
        <p class="hint" role="status">
            {said}
        </p>
    }
}
