//! A failure, told in full.

use super::button::button;
use super::dom::{El, el};
use super::icons::{self, icon};
use crate::task::spawn;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What is known about a failure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Details {
    /// What happened, in the words of whoever said so.
    pub(crate) words: String,
    /// What to do.
    pub(crate) advice: String,
    /// The request, as a command line.
    pub(crate) request: Option<String>,
    /// The whole answer as it came.
    pub(crate) answer: Option<String>,
}

/// A failure with what can be done about it. It is read out at once.
pub(crate) fn notice(title: &str, details: Details, actions: Vec<El>) -> El {
    let said = el("div", "")
        .attr("role", "alert")
        .child(el("p", "notice-title").text(title))
        .child(el("p", "").text(&details.words))
        .child(el("p", "advice").text(&details.advice));
    let mut row = el("div", "actions");
    for action in actions {
        row = row.child(action);
    }
    let copied = RwSignal::new("");
    if let Some(request) = details.request.clone() {
        row = row
            .child(button("Copy request", move || {
                copy(request.clone(), copied);
            }))
            .child(
                el("span", "hint")
                    .attr("role", "status")
                    .live_text(move || copied.get().to_owned()),
            );
    }
    let mut text = el("div", "notice-text").child(said).child(row);
    if let Some(answer) = details.answer {
        let answer = match answer.trim() {
            "" => "(nothing)",
            _ => &answer,
        };
        text = text.child(folded("Answer as it came", answer));
    }
    // What was copied, or is to be copied by hand.
    let text = text.live(move || {
        let request = details.request.as_ref()?;
        let shown = copied.with(|outcome| !outcome.is_empty());
        shown.then(|| el("pre", "").attr("tabindex", "0").text(request))
    });
    el("div", "notice").child(icon(icons::ALERT)).child(text)
}

/// A text as it came, folded away.
pub(crate) fn folded(summary: &str, text: &str) -> El {
    el("details", "")
        .child(el("summary", "").text(summary))
        .child(el("pre", "").attr("tabindex", "0").text(text))
}

/// Puts a request on the clipboard and says whether that worked.
fn copy(text: String, outcome: RwSignal<&'static str>) {
    const REFUSED: &str = "The browser did not allow copying: here it is.";
    // Pages that did not come over a safe line have no clipboard, whatever
    // the types say.
    if !window().is_secure_context() {
        outcome.set(REFUSED);
        return;
    }
    let promise = window().navigator().clipboard().write_text(&text);
    spawn(async move {
        let copied = JsFuture::from(promise).await.is_ok();
        outcome.try_set(if copied { "Copied." } else { REFUSED });
    });
}
