//! What keys and pointers do in the rows of a table.

use super::body::Body;
use crate::browser::events::listen;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

/// Listens to `rows`, once for all of them, as long as the owner lives.
pub(super) fn listen_to(rows: &Element, body: &Rc<Body>) {
    let handler = body.clone();
    listen(rows, "click", move |event| {
        if let (Some(target), Some(event)) = (target(&event), event.dyn_ref::<MouseEvent>()) {
            handler.press(&target, event);
        }
    });
    let handler = body.clone();
    listen(rows, "pointerdown", move |event| {
        if let Some(target) = target(&event) {
            handler.press_begins(&target);
        }
    });
    let handler = body.clone();
    listen(rows, "keydown", move |event| {
        if let (Some(target), Some(event)) = (target(&event), event.dyn_ref::<KeyboardEvent>())
            && move_focus(&handler, &target, event) == Some(())
        {
            event.prevent_default();
        }
    });
    let handler = body.clone();
    listen(rows, "focusin", move |event| {
        handler.pin(target(&event).as_ref());
    });
    let handler = body.clone();
    listen(rows, "focusout", move |_| handler.pin(None));
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Moves the focus to another row, in the same column. Nothing where the key
/// does something else.
fn move_focus(body: &Body, target: &Element, event: &KeyboardEvent) -> Option<()> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let (count, in_sight) = body.extent();
    let at = body.with_row_view(target, |row| row.index).flatten()?;
    let last = count.checked_sub(1)?;
    let to = match &*event.key() {
        "ArrowDown" => at + 1,
        "ArrowUp" => at.saturating_sub(1),
        "PageDown" => at + in_sight.saturating_sub(1).max(1),
        "PageUp" => at.saturating_sub(in_sight.saturating_sub(1).max(1)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    let cell = target.closest("[aria-colindex]").ok().flatten()?;
    body.focus(to.min(last), cell.get_attribute("aria-colindex").as_deref());
    Some(())
}
