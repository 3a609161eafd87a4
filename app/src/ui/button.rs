//! A button with its text.

use super::dom::{El, boolean, el};

/// A button for what is done at once.
pub(crate) fn button(label: &str, press: impl FnMut() + 'static) -> El {
    el("button", "button")
        .attr("type", "button")
        .text(label)
        .on("click", press)
}

/// A button for what takes time. While it is `busy` it keeps the focus; what a
/// press does then is its owner's business.
pub(crate) fn busy_button(
    label: &str,
    busy: impl Fn() -> bool + 'static,
    press: impl FnMut() + 'static,
) -> El {
    button(label, press).live_attr("aria-busy", move || boolean(busy()))
}
