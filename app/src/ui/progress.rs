//! How far something is that takes a while.

use super::button::button;
use super::dom::{El, el};
use crate::time::number;

/// How far `label` is: how many of `all` are `done`, how many a second (0 says
/// nothing), and a way to stop.
pub(crate) fn progress(
    label: &str,
    all: usize,
    done: impl Fn() -> usize + Clone + 'static,
    rate: impl Fn() -> usize + 'static,
    cancel: impl FnMut() + 'static,
) -> El {
    let whole = number(all);
    let counted = done.clone();
    let said = move || match rate() {
        0 => [&*number(counted()), " of ", &*whole].concat(),
        rate => [
            &*number(counted()),
            " of ",
            &*whole,
            " · ",
            &*number(rate),
            " a second",
        ]
        .concat(),
    };
    el("div", "progress")
        .child(el("p", "progress-label").text(label))
        .child(
            el("progress", "")
                .attr("aria-label", label)
                .attr("max", &all.to_string())
                .live_attr("value", move || done().to_string()),
        )
        .child(el("p", "meta").live_text(said))
        .child(button("Cancel", cancel))
}
