//! A document of somebody else's, shown on paper of its own: nothing in it can
//! run, load, be sent or lead away.

use super::dom::{El, el, set_property};
use crate::browser::reactive::watch;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

/// Scripts, forms, pop-ups and leaving are all forbidden. Same origin, because
/// otherwise this page could neither measure the document nor style it: inline
/// styles are against the Content-Security-Policy that the document inherits.
/// Without scripts being allowed it gains nothing from that.
const SANDBOX: &str = "allow-same-origin";

/// How it looks where it does not say so itself.
const LOOK: &str = "margin: 16px; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere";

/// The tallest it is shown, in pixels. Beyond it scrolls.
const TALLEST: i32 = 480;

/// `html`, which has to be harmless already, called `label`. Each `style` stands
/// in the attribute `style_attribute`.
pub(crate) fn paper(
    label: &str,
    style_attribute: &'static str,
    html: impl Fn() -> String + 'static,
) -> El {
    let frame = el("iframe", "paper")
        .attr("sandbox", SANDBOX)
        .attr("title", label);
    let element = frame.element().clone();
    let shown = element.clone();
    let frame = frame.on("load", move || {
        // Nothing is there to dress where the browser shows no frame.
        let _ = dress(&element, style_attribute);
    });
    watch(move || {
        let document = [
            "<!doctype html><html lang=\"\"><title>Preview</title><body>",
            &*html(),
        ];
        set_property(&shown, "srcdoc", &document.concat().into());
    });
    frame
}

/// Gives the document its styles, and the frame its height.
fn dress(frame: &Element, style_attribute: &str) -> Option<()> {
    let document = Reflect::get(frame, &"contentDocument".into()).ok()?;
    // Another window's document is no instance of this one's class.
    let document: Document = document.unchecked_into();
    let body = document.query_selector("body").ok()??;
    style(&body, LOOK);
    let selector = ["[", style_attribute, "]"].concat();
    while let Ok(Some(element)) = document.query_selector(&selector) {
        style(&element, &element.get_attribute(style_attribute)?);
        element.remove_attribute(style_attribute).ok()?;
    }
    let height = body.scroll_height() + 32;
    style(
        frame,
        &["height: ", &height.min(TALLEST).to_string(), "px"].concat(),
    );
    Some(())
}

fn style(element: &Element, declarations: &str) {
    if let Ok(style) = Reflect::get(element, &"style".into()) {
        // Fails only for elements without a style, which none here is.
        let _ = Reflect::set(&style, &"cssText".into(), &declarations.into());
    }
}
