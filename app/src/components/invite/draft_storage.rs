//! The operator's email template, stored in this browser for each connection.

use crate::routes;
use leptos::prelude::*;
use roster::template::Template;

/// The key in the browser's storage, before the connection's ID.
const KEY: &str = "rollcall.invite.";

fn key(connection: &str) -> String {
    format!("{}{connection}", routes::stored(KEY))
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The template stored for a connection, or the documented one.
pub(super) fn load(connection: &str) -> Template {
    storage()
        .and_then(|storage| storage.get_item(&key(connection)).ok().flatten())
        .and_then(|stored| Template::from_yaml(&stored).ok())
        .unwrap_or_default()
}

/// Stores a template. The documented one need not be stored.
pub(super) fn save(connection: &str, template: &Template) {
    let Some(storage) = storage() else { return };
    let key = key(connection);
    // Fails where the storage is full; then the template lasts as long as the page.
    let _ = if *template == Template::default() {
        storage.remove_item(&key)
    } else {
        storage.set_item(&key, &template.to_yaml())
    };
}
