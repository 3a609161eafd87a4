//! The title of the page, and the announcement of a page change to screen readers.

use crate::browser::announce::announce;
use crate::browser::focus::focus;
use leptos::prelude::*;
use roster::input::isolated;
use std::cell::Cell;

thread_local! {
    /// Whether a page has been shown. The first page does not take the focus.
    // Not in context: like the title, it belongs to the document.
    static HAS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Sets the title of the page that is being shown. After a navigation its
/// `<h1 tabindex="-1">` gets the focus and the title is announced.
pub(crate) fn show_page(parts: &[&str]) {
    let title = join(parts);
    set_title(&title);
    if HAS_SHOWN.replace(true) {
        // The heading is in the document only after this page is built.
        request_animation_frame(move || {
            focus("main h1");
            announce(&title);
        });
    }
}

/// Sets the title for what is opened beside a page, such as a panel. The page stays
/// and nothing is announced: the panel takes the focus itself.
pub(crate) fn name_page(parts: &[&str]) {
    set_title(&join(parts));
}

fn set_title(title: &str) {
    document().set_title(&format!("{title} · Rollcall"));
}

/// The parts in one line, each in its own direction of writing.
fn join(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().map(|part| isolated(part)).collect();
    parts.join(" · ")
}
