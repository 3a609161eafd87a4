//! Moves from page to page, and keeps the address bar exactly as the link had it.
//!
//! The router matches addresses, but links and history entries are handled here,
//! because `leptos_router` 0.8.17 gets two things wrong that open another page
//! than the one the link was for:
//!
//! - `handle_anchor_click` (`src/location/mod.rs`) decodes the path of a link
//!   before it is put into the address bar: `/pivot/users/100%2525`, the user
//!   `100%25`, became `/pivot/users/100%25`, the user `100%`, at the next reload.
//! - `BrowserUrl::complete_navigation` (`src/location/history.rs`) adds no entry
//!   to the history where the new address equals the last one that it has added
//!   itself, even if Back and Forward have led elsewhere since.
//!
//! So a click on a link is taken here, before the router sees it; the browser's
//! history gets the address as it is, and the router is told what the browser
//! then says.

use crate::browser::events::on_document;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

/// What happens to the current entry of the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HistoryEntry {
    /// It stays: Back returns to it.
    Keep,
    /// The new address takes its place.
    Replace,
}

/// Changes the address. All clones are the same.
#[derive(Clone)]
pub(crate) struct Navigation(BrowserUrl);

/// The navigation. Only available below the router.
pub(crate) fn use_navigation() -> Navigation {
    Navigation(expect_context::<BrowserUrl>())
}

/// Handles clicks on links. Call it once, below the router.
pub(crate) fn follow_links() {
    let navigation = use_navigation();
    // The router listens on the window, which gets the event after the document.
    on_document("click", move |event| {
        if let Some(url) = link_target(&event) {
            event.prevent_default();
            navigation.open(&url);
        }
    });
}

impl Navigation {
    /// Opens the page at `url`, at its top.
    pub(crate) fn open(&self, url: &str) {
        match self.change(url, HistoryEntry::Keep) {
            Ok(()) => window().scroll_to_with_x_and_y(0.0, 0.0),
            // Then the browser loads it. That fails only where it is not a URL.
            Err(_) => drop(window().location().assign(url)),
        }
    }

    /// Gives the current page the address `url`. It stays where it is scrolled to.
    pub(crate) fn update(&self, url: &str, entry: HistoryEntry) {
        // A browser that limits how often the address changes keeps the old one for a
        // while: the next change brings it up to date.
        let _ = self.change(url, entry);
    }

    fn change(&self, url: &str, entry: HistoryEntry) -> Result<(), JsValue> {
        let history = window().history()?;
        match entry {
            HistoryEntry::Keep if !is_current(url)? => {
                history.push_state_with_url(&JsValue::NULL, "", Some(url))?;
            }
            _ => history.replace_state_with_url(&JsValue::NULL, "", Some(url))?,
        }
        self.0.as_url().set(BrowserUrl::current()?);
        Ok(())
    }
}

/// Whether `url` is the current address. As with any link, opening it again adds no
/// entry to the history.
fn is_current(url: &str) -> Result<bool, JsValue> {
    let href = window().location().href()?;
    Ok(web_sys::Url::new_with_base(url, &href)?.href() == href)
}

/// The address that a click leads to, if that is a page of this console, and not to
/// be opened in another tab or window or to be downloaded.
fn link_target(event: &Event) -> Option<String> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let is_plain = click.button() == 0
        && !(click.meta_key() || click.ctrl_key() || click.shift_key() || click.alt_key());
    if !is_plain || click.default_prevented() {
        return None;
    }
    let clicked = click.target()?.dyn_into::<Element>().ok()?;
    let link = clicked.closest("a[href]").ok()??;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let is_external = link
        .rel()
        .split_ascii_whitespace()
        .any(|kind| kind == "external");
    let is_ours = window().location().origin().ok()? == link.origin();
    let is_page = is_ours && !is_external && link.target().is_empty();
    (is_page && !link.has_attribute("download")).then(|| link.href())
}
