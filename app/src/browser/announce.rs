//! What a screen reader is told without moving the focus.

use leptos::prelude::document;

/// The live region's id. It stands in index.html, so that it exists before
/// there is anything to say: one that is added together with its text is often
/// not read out.
const REGION: &str = "announcements";

/// Says `text` once the reader is done with what it says now.
pub(crate) fn announce(text: &str) {
    let Some(region) = document().get_element_by_id(REGION) else {
        return;
    };
    // The same text again would be no change, and so not be read out.
    if region.text_content().as_deref() == Some(text) {
        region.set_text_content(Some(&format!("{text}\u{a0}")));
    } else {
        region.set_text_content(Some(text));
    }
}
