//! Copying a text, and saying whether that worked.

use crate::browser::task::spawn;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What came of copying: a sentence, or an empty text before anything was copied.
pub(crate) type Outcome = RwSignal<&'static str>;

/// Puts `text` on the clipboard and says whether that worked.
fn copy(text: String, outcome: Outcome) {
    const REFUSED: &str = "The browser did not allow copying: here it is.";
    copy_and(&text, move |copied| {
        outcome.try_set(if copied { "Copied." } else { REFUSED });
    });
}

/// Puts `text` on the clipboard, and tells `then` whether that worked.
pub(crate) fn copy_and(text: &str, then: impl FnOnce(bool) + 'static) {
    let then: Box<dyn FnOnce(bool)> = Box::new(then);
    // Pages that were not loaded over a secure channel have no clipboard, whatever
    // the types say.
    if !window().is_secure_context() {
        then(false);
        return;
    }
    let promise = window().navigator().clipboard().write_text(text);
    spawn(async move { then(JsFuture::from(promise).await.is_ok()) });
}

/// A button that copies `text`. [`CopyOutcome`] says what came of it.
#[component]
pub(crate) fn CopyButton(
    /// The button's text.
    #[prop(into)]
    label: String,
    /// Its accessible name, where that is not its text.
    #[prop(optional, into)]
    name: Option<String>,
    /// What is copied.
    text: String,
    outcome: Outcome,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button"
            aria-label=name
            on:click=move |_| copy(text.clone(), outcome)
        >
            {label}
        </button>
    }
}

/// What came of copying, for everyone to read or hear.
#[component]
pub(crate) fn CopyOutcome(outcome: Outcome) -> impl IntoView {
    view! {
        <span class="hint" role="status">
            {outcome}
        </span>
    }
}
