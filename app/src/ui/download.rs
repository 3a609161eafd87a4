//! Handing a text to the person as a file.

use super::dom::el;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Saves `text` as a file called `name` of the type `kind`.
pub(crate) fn download(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&options, &"type".into(), &kind.into());
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
    else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    let link = el("a", "").attr("href", &url).attr("download", name);
    if let Some(link) = link.element().dyn_ref::<HtmlElement>() {
        link.click();
    }
    // The browser has taken the text over by then.
    let _ = Url::revoke_object_url(&url);
}
