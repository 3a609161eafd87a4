//! The console: a single-page app in WebAssembly.

// `#[component]` makes the props of a component `pub`, in modules that are not.
#![allow(unreachable_pub)]

mod api;
mod app;
mod browser;
mod components;
mod lazy;
mod messages;
mod pages;
mod routes;
mod state;
mod ui;

use leptos::prelude::document;

fn main() {
    if let Some(base) = document()
        .document_element()
        .and_then(|page| page.get_attribute("data-base"))
    {
        routes::set_base(base);
    }
    // What index.html shows until here.
    if let Some(placeholder) = document().get_element_by_id("start") {
        placeholder.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
