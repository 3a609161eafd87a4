//! What keys and pointers do in the rows of a table.

use super::body::Body;
use crate::ui::dom::El;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

/// `rows` with listeners: one of each kind for all rows.
pub(super) fn listening(rows: El, body: &Rc<Body>) -> El {
    let [clicked, pressed, keyed, focused, left] = [(); 5].map(|()| body.clone());
    rows.on_event("click", move |event| {
        if let (Some(target), Some(event)) = (target(&event), event.dyn_ref::<MouseEvent>()) {
            clicked.press(&target, event);
        }
    })
    .on_event("pointerdown", move |event| {
        if let Some(target) = target(&event) {
            pressed.press_begins(&target);
        }
    })
    .on_event("keydown", move |event| {
        if let (Some(target), Some(event)) = (target(&event), event.dyn_ref::<KeyboardEvent>())
            && go(&keyed, &target, event) == Some(())
        {
            event.prevent_default();
        }
    })
    .on_event("focusin", move |event| focused.pin(target(&event).as_ref()))
    .on_event("focusout", move |_| left.pin(None))
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Moves the focus to another row, in the same column. Nothing where the key
/// does something else.
fn go(body: &Body, target: &Element, event: &KeyboardEvent) -> Option<()> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let (count, in_sight) = body.extent();
    let at = body.with_slot(target, |slot| slot.index).flatten()?;
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
