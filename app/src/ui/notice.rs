//! The notice of a failure: what happened, in whose words, what to do.

use super::clipboard::{CopyButton, CopyOutcome, Outcome};
use super::code_block::{FoldedText, Verbatim};
use super::icons::{self, Icon};
use leptos::prelude::*;

/// A failure with what can be done about it. It is read out at once.
#[component]
pub(crate) fn Notice(
    #[prop(into)] title: String,
    /// What happened, in the words of the platform or server that reported it.
    #[prop(into)]
    words: String,
    /// What to do.
    #[prop(into)]
    advice: String,
    /// The request, as a command line.
    #[prop(optional_no_strip)]
    request: Option<String>,
    /// The whole answer as it came.
    #[prop(optional_no_strip)]
    answer: Option<String>,
    /// Buttons for what can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let copied = Outcome::new("");
    let copy = request.clone().map(|request| {
        view! {
            <CopyButton label="Copy request" text=request outcome=copied />
            <CopyOutcome outcome=copied />
        }
    });
    let answer = answer.map(|answer| {
        let text = match answer.trim() {
            "" => "(nothing)".to_owned(),
            _ => answer,
        };
        view! { <FoldedText summary="Answer as it came" text=text /> }
    });
    // Shown once copying was tried: where it failed, it is copied by hand.
    let request = move || {
        let is_shown = copied.with(|outcome| !outcome.is_empty());
        let request = request.clone().filter(|_| is_shown)?;
        Some(view! { <Verbatim text=request /> })
    };
    view! {
        <div class="notice">
            <Icon strokes=icons::ALERT />
            <div class="notice-text">
                <div role="alert">
                    <p class="notice-title">{title}</p>
                    <p>{words}</p>
                    <p class="advice">{advice}</p>
                </div>
                <div class="actions">{children.map(|children| children())} {copy}</div>
                {answer}
                {request}
            </div>
        </div>
    }
}
