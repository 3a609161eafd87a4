//! Texts as the browser knows them.

use leptos::web_sys::js_sys::JsString;

/// The text in lower case. The standard library's tables would come with the page, the
/// browser has its own.
pub(crate) fn lowercase(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}
