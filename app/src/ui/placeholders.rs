//! The faces of a list that has nothing to list.

use super::dom::{El, el};

/// How many bars stand in for rows that are still to come.
const BARS: usize = 12;

/// Quiet bars in place of rows.
pub(crate) fn bars() -> El {
    (0..BARS).fold(el("div", "bars").attr("aria-hidden", "true"), |all, _| {
        all.child(el("div", "").child(el("span", "bar")))
    })
}

/// A sentence in place of a list, and the one thing to do.
pub(crate) fn instead(
    title: impl FnMut() -> String + 'static,
    text: impl FnMut() -> String + 'static,
    action: El,
) -> El {
    el("div", "instead")
        .child(el("p", "instead-title").live_text(title))
        .child(el("p", "").live_text(text))
        .child(el("div", "actions").child(action))
}
