//! The operator's template, kept in this browser for each connection.

use crate::routes;
use leptos::prelude::*;
use roster::template::Template;

/// Where it is kept, before the connection's id.
const KEY: &str = "rollcall.invite.";

fn key(connection: &str) -> String {
    [&*routes::stored(KEY), connection].concat()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The template kept for a connection, or the documented one.
pub(super) fn template(connection: &str) -> Template {
    storage()
        .and_then(|storage| storage.get_item(&key(connection)).ok().flatten())
        .and_then(|kept| Template::from_yaml(&kept).ok())
        .unwrap_or_default()
}

/// Keeps a template. The documented one need not be kept.
pub(super) fn keep(connection: &str, template: &Template) {
    let Some(storage) = storage() else { return };
    let key = key(connection);
    // Fails where storage is full; then it lasts as long as the page.
    let _ = if *template == Template::default() {
        storage.remove_item(&key)
    } else {
        storage.set_item(&key, &template.to_yaml())
    };
}
