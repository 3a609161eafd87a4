//! How far something is that takes a while.

use super::button::button;
use super::dom::{El, el};
use crate::browser::time::number;
use leptos::prelude::*;
use std::rc::Rc;

/// How far `label` is: how many of `all` are `done`, what else there is to say
/// in a word or two, and a way to stop.
pub(crate) fn progress(
    label: &str,
    all: usize,
    done: Rc<dyn Fn() -> usize>,
    note: impl Fn() -> String + 'static,
    cancel: impl FnMut() + 'static,
) -> El {
    let whole = number(all);
    let counted = done.clone();
    let said = move || {
        let note = note();
        let dot = if note.is_empty() { "" } else { " · " };
        [&*number(counted()), " of ", &*whole, dot, &*note].concat()
    };
    el("div", "progress")
        .child(el("p", "progress-label").text(label))
        .child(
            el("progress", "")
                .attr("aria-label", label)
                .attr("max", &all.to_string())
                .live_attr("value", move || done().to_string()),
        )
        .child(el("p", "progress-said").live_text(said))
        .child(button("Cancel", cancel))
}

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
