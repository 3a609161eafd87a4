//! The console: a single-page app in WebAssembly.

mod actions;
mod activity;
mod announce;
mod asked;
mod carry_out;
mod command;
mod connections;
mod desk;
mod directory;
mod dock;
mod later;
mod navigation;
mod pages;
mod pieces;
mod receipt;
mod server;
mod session;
mod shell;
mod task;
mod theme;
mod time;
mod title;
mod trail;
mod transport;
mod ui;
mod urls;
mod words;

use leptos::prelude::document;

fn main() {
    if let Some(base) = document()
        .document_element()
        .and_then(|page| page.get_attribute("data-base"))
    {
        urls::set_base(base);
    }
    // What index.html shows until here.
    if let Some(placeholder) = document().get_element_by_id("start") {
        placeholder.remove();
    }
    leptos::mount::mount_to_body(shell::shell);
}
