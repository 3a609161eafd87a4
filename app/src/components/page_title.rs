//! The page's title, and what a navigation does for those who cannot see it.

use crate::browser::announce::announce;
use crate::browser::focus::focus;
use leptos::prelude::*;
use roster::input::isolated;
use std::cell::Cell;

thread_local! {
    /// Whether a page has been shown. The first one leaves the focus alone.
    static SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Names the page that is being shown. On a navigation the focus goes to its
/// `<h1 tabindex="-1">` and its name is announced.
pub(crate) fn show_page(parts: &[&str]) {
    let name = joined(parts);
    document().set_title(&[&*name, " · Rollcall"].concat());
    if SHOWN.replace(true) {
        // The heading is in the document only after this page is built.
        request_animation_frame(move || {
            focus("main h1");
            announce(&name);
        });
    }
}

/// Names what is being shown beside a page, which keeps its place. What is
/// shown takes the focus itself.
pub(crate) fn name_page(parts: &[&str]) {
    document().set_title(&[&*joined(parts), " · Rollcall"].concat());
}

/// Each part as it is, whichever way it is written.
fn joined(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().map(|part| isolated(part)).collect();
    parts.join(" · ")
}
