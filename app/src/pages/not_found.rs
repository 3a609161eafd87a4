//! There is nothing here.

use crate::title::show_page;
use crate::ui::dom::{El, el};
use crate::ui::view::{Built, built};
use crate::urls;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// No page has this address.
pub(crate) fn address() -> Built {
    let path = use_location().pathname;
    built(move || el("div", "page").live(move || Some(page_at(&path.read()))))
}

/// No page is at `path`.
pub(crate) fn page_at(path: &str) -> El {
    page(&["There is no page at ", path, "."])
}

/// No connection has this id.
pub(crate) fn connection(id: &str) -> El {
    page(&["There is no connection called “", id, "”."])
}

fn page(what: &[&str]) -> El {
    show_page(&["Not found"]);
    el("div", "instead")
        .child(el("h1", "").attr("tabindex", "-1").text("Not found"))
        .child(el("p", "").text(&what.concat()))
        .child(
            el("p", "").text("It may have been renamed or removed, or the address was mistyped."),
        )
        .child(
            el("a", "")
                .attr("href", &urls::home())
                .text("Go to the connections"),
        )
}
