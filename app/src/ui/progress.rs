//! How far something is that takes a while.

use crate::browser::time::number;
use leptos::prelude::*;

/// How far something is, and a way to stop it.
#[component]
pub(crate) fn ProgressBar(
    #[prop(into)] label: String,
    /// How many steps there are.
    all: usize,
    /// How many of them are done.
    #[prop(into)]
    done: Signal<usize>,
    /// What else there is to say, in a word or two.
    #[prop(into)]
    note: Signal<String>,
    #[prop(into)] on_cancel: UnsyncCallback<()>,
) -> impl IntoView {
    let whole = number(all);
    let words = move || {
        let note = note.get();
        let separator = if note.is_empty() { "" } else { " · " };
        format!("{} of {whole}{separator}{note}", number(done.get()))
    };
    view! {
        <div class="progress">
            <p class="progress-label">{label.clone()}</p>
            <progress aria-label=label max=all value=move || done.get()></progress>
            <p class="progress-said">{words}</p>
            <button type="button" class="button" on:click=move |_| on_cancel.run(())>
                "Cancel"
            </button>
        </div>
    }
}
