//! How far something is that takes a while.

use super::button::button;
use super::dom::{El, el};
use crate::browser::time::number;
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
