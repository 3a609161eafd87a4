//! Text to the letter: requests, answers, raw records.

use super::clipboard::{copy_button, outcome};
use super::dom::{El, el};

/// `text` as it is, called `label`, with a button that copies it.
pub(crate) fn code_block(label: &str, text: &str) -> El {
    let [copy, said] = copy_button("Copy", text.to_owned(), outcome());
    let head = el("div", "code-head")
        .child(el("span", "code-label").text(label))
        .child(said)
        .child(copy.attr("aria-label", &["Copy ", label].concat()));
    el("div", "code").child(head).child(letters(text))
}

/// A text as it came, folded away.
pub(crate) fn folded(summary: &str, text: &str) -> El {
    el("details", "")
        .child(el("summary", "").text(summary))
        .child(letters(text))
}

/// A text to the letter. It can be scrolled, so it can be reached.
pub(crate) fn letters(text: &str) -> El {
    el("pre", "").attr("tabindex", "0").text(text)
}
