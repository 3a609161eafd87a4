//! Saving a text or bytes as a file.

use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves `text` as a file called `name` of the type `kind`.
pub(crate) fn download(name: &str, kind: &str, text: &str) {
    save(name, kind, &text.into());
}

/// Saves `bytes` as a file called `name` of the type `kind`.
pub(crate) fn download_bytes(name: &str, kind: &str, bytes: &[u8]) {
    save(name, kind, &Uint8Array::from(bytes));
}

/// Saves what a `Blob` can be made of.
fn save(name: &str, kind: &str, content: &JsValue) {
    let options = BlobPropertyBag::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&options, &"type".into(), &kind.into());
    let Ok(blob) = Blob::new_with_blob_sequence_and_options(&Array::of1(content), &options) else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has read it by then.
    let _ = Url::revoke_object_url(&url);
}
