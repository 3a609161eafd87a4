//! There is nothing here.

use crate::components::not_found::not_found;
use crate::ui::dom::{El, el};
use crate::ui::view::{Built, built};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// No page has this address.
pub(crate) fn address() -> Built {
    let path = use_location().pathname;
    built(move || el("div", "page").live(move || Some(page_at(&path.read()))))
}

/// No page is at `path`.
pub(crate) fn page_at(path: &str) -> El {
    not_found(&["There is no page at ", path, "."])
}
