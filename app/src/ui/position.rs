//! The position of a menu or a popover on the page.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// The gap between a float and its anchor, in pixels.
const GAP: f64 = 4.0;

/// The distance it keeps from the window's edges.
const MARGIN: f64 = 8.0;

/// Puts `float`, which is shown and fixed, below `anchor`, or above where there
/// is no room; its edge on the side of the anchor that is nearer to the window's.
pub(super) fn place(float: &HtmlElement, anchor: &HtmlElement) {
    let (width, height) = (
        number(window().inner_width()),
        number(window().inner_height()),
    );
    let at = anchor.get_bounding_client_rect();
    let own = float.get_bounding_client_rect();
    let below = at.bottom() + GAP;
    let above = at.top() - GAP - own.height();
    let top = if below + own.height() <= height - MARGIN || above < MARGIN {
        below.min(height - MARGIN - own.height())
    } else {
        above
    };
    let left = if at.left() + own.width() <= width - MARGIN {
        at.left()
    } else {
        at.right() - own.width()
    };
    set(float, "top", top.max(MARGIN));
    set(
        float,
        "left",
        left.min(width - MARGIN - own.width()).max(MARGIN),
    );
}

fn number(value: Result<JsValue, JsValue>) -> f64 {
    value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
}

fn set(float: &HtmlElement, side: &str, pixels: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "no window is that large")]
    let pixels = (pixels.round() as i32).to_string();
    // Fails only for what is no property.
    let _ = float.style().set_property(side, &format!("{pixels}px"));
}
