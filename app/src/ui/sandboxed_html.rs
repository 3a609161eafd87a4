//! HTML from elsewhere, shown in a frame of its own: nothing in it can run, load,
//! submit or navigate.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlIFrameElement};

/// Scripts, forms, pop-ups and navigation are all forbidden. Same origin, because
/// otherwise this page could neither measure the document nor style it: inline
/// styles are against the Content-Security-Policy that the document inherits.
/// Without scripts being allowed it gains nothing from that.
const SANDBOX: &str = "allow-same-origin";

/// How the document looks where it does not say so itself.
const DEFAULT_STYLE: &str =
    "margin: 16px; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere";

/// The tallest that it is shown, in pixels. Beyond that it scrolls.
const MAX_HEIGHT: i32 = 480;

/// HTML in a sandbox.
#[component]
pub(crate) fn SandboxedHtml(
    /// The frame's accessible name.
    label: &'static str,
    /// The attribute that has each element's styles, in place of `style`.
    style_attribute: &'static str,
    /// The document's body. It has to be free of scripts already.
    #[prop(into)]
    html: Signal<String>,
) -> impl IntoView {
    let document = move || {
        let body = html.read();
        format!("<!doctype html><html lang=\"\"><title>Preview</title><body>{body}")
    };
    view! {
        <iframe
            class="paper"
            sandbox=SANDBOX
            title=label
            srcdoc=document
            on:load:target=move |event| {
                // There is nothing to style where the browser shows no frame.
                let _ = apply_styles(&event.target(), style_attribute);
            }
        ></iframe>
    }
}

/// Gives the document its styles, and the frame its height.
fn apply_styles(frame: &HtmlIFrameElement, style_attribute: &str) -> Option<()> {
    let document = frame.content_document()?;
    let body = document.query_selector("body").ok()??;
    set_style(&body, DEFAULT_STYLE);
    let selector = format!("[{style_attribute}]");
    while let Ok(Some(element)) = document.query_selector(&selector) {
        set_style(&element, &element.get_attribute(style_attribute)?);
        element.remove_attribute(style_attribute).ok()?;
    }
    let height = (body.scroll_height() + 32).min(MAX_HEIGHT);
    set_style(frame, &format!("height: {height}px"));
    Some(())
}

fn set_style(element: &Element, declarations: &str) {
    // Every element of HTML, SVG and MathML has a style. An element of another
    // window is no instance of this one's classes, so there is nothing to check.
    let element: &HtmlElement = element.unchecked_ref();
    element.style().set_css_text(declarations);
}
