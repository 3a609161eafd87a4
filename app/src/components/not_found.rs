//! There is nothing here.

use crate::components::page_title::show_page;
use crate::routes;
use crate::ui::dom::{El, el};

/// No connection has this id.
pub(crate) fn connection(id: &str) -> El {
    not_found(&["There is no connection called “", id, "”."])
}

/// A page that says `what` is not there.
pub(crate) fn not_found(what: &[&str]) -> El {
    show_page(&["Not found"]);
    el("div", "instead")
        .child(el("h1", "").attr("tabindex", "-1").text("Not found"))
        .child(el("p", "").text(&what.concat()))
        .child(
            el("p", "").text("It may have been renamed or removed, or the address was mistyped."),
        )
        .child(
            el("a", "")
                .attr("href", &routes::home())
                .text("Go to the connections"),
        )
}
