//! What the pages of Activity share: their head, and tables of what happened.

use crate::routes;
use crate::ui::dom::{El, Item, el};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The head of a way to look at what happened: the others, and what it shows.
pub(crate) fn titled(what: &str) -> El {
    el("div", "page-head")
        .child(
            el("div", "title-row")
                .child(el("h1", "").attr("tabindex", "-1").text("Activity"))
                .child(views()),
        )
        .child(el("p", "lead").text(what))
}

/// The ways to look at what happened.
fn views() -> El {
    let path = use_location().pathname;
    let link = move |label: &str, url: String| {
        el("a", "button")
            .attr("href", &url)
            .live_attr("aria-current", move || {
                let is_here = path.with(|path| *path == url);
                if is_here { "page" } else { "false" }.to_owned()
            })
            .text(label)
    };
    el("nav", "segments")
        .attr("aria-label", "Activity")
        .child(link("This browser", routes::activity()))
        .child(link("Audit trail", routes::trail()))
}

/// A table of the class `class` of what happened, called `caption`, in its frame.
pub(crate) fn log(
    class: &str,
    caption: &str,
    columns: &[&str],
    items: impl Fn() -> Vec<Item> + 'static,
) -> El {
    let head = columns
        .iter()
        .fold(el("tr", "").attr("role", "row"), |row, title| {
            row.child(
                el("th", "")
                    .attr("role", "columnheader")
                    .attr("scope", "col")
                    .text(title),
            )
        });
    let body = el("tbody", "").attr("role", "rowgroup").keyed(items);
    // The roles repeat what the elements say: narrow pages show rows as cards.
    let table = el("table", class)
        .attr("role", "table")
        .child(el("caption", "hidden").text(caption))
        .child(el("thead", "").attr("role", "rowgroup").child(head))
        .child(body);
    el("div", "log-frame").child(table)
}
