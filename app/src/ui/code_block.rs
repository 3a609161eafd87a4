//! Text to the letter: requests, answers, raw records.

use super::clipboard::{CopyButton, CopyOutcome, Outcome};
use leptos::prelude::*;

/// `text` to the letter, with a button that copies it.
#[component]
pub(crate) fn CodeBlock(
    /// What it is called.
    #[prop(into)]
    label: String,
    #[prop(into)] text: String,
) -> impl IntoView {
    let name = format!("Copy {label}");
    let copied = Outcome::new("");
    view! {
        <div class="code">
            <div class="code-head">
                <span class="code-label">{label}</span>
                <CopyOutcome outcome=copied />
                <CopyButton label="Copy" name=name text=text.clone() outcome=copied />
            </div>
            <Verbatim text=text />
        </div>
    }
}

/// A text to the letter, folded away.
#[component]
pub(crate) fn FoldedText(
    /// What it is called.
    #[prop(into)]
    summary: String,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <details>
            <summary>{summary}</summary>
            <Verbatim text=text />
        </details>
    }
}

/// A text to the letter. It can be scrolled, so it can be reached.
#[component]
pub(crate) fn Verbatim(#[prop(into)] text: String) -> impl IntoView {
    view! { <pre tabindex="0">{text}</pre> }
}
