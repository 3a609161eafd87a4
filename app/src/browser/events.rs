//! Listening to the window and the document for as long as an owner lives.

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Element, Event, EventTarget, ResizeObserver};

/// Calls `action` at every `event` of the window, as long as the owner lives.
pub(crate) fn on_window(event: &'static str, action: impl FnMut(Event) + 'static) {
    on_window_phase(event, false, Box::new(action));
}

/// As [`on_window`], but also at events that do not bubble, such as the
/// scrolling of a part of the page.
pub(crate) fn on_window_first(event: &'static str, action: impl FnMut(Event) + 'static) {
    on_window_phase(event, true, Box::new(action));
}

/// Calls `action` at every `event` that reaches the document, before those who
/// listen on the window.
pub(crate) fn on_document(event: &'static str, action: impl FnMut(Event) + 'static) {
    listen(&document(), event, Box::new(action));
}

fn on_window_phase(event: &'static str, capture: bool, action: Box<dyn FnMut(Event)>) {
    let function = callback(action);
    window()
        .add_event_listener_with_callback_and_bool(event, &function, capture)
        .unwrap_throw();
    // The window outlives every page.
    let function = StoredValue::new_local(function);
    on_cleanup(move || {
        function.with_value(|function| {
            // Fails only for what was never added.
            let _ = window().remove_event_listener_with_callback_and_bool(event, function, capture);
        });
    });
}

/// Calls `action` now and when one of `elements` changes its size, as long as
/// the owner lives.
pub(crate) fn on_resize(elements: &[&Element], mut action: impl FnMut() + 'static) {
    let function = callback(Box::new(move |_| action()));
    let observer = ResizeObserver::new(&function).unwrap_throw();
    for element in elements {
        observer.observe(element);
    }
    let observer = StoredValue::new_local(observer);
    on_cleanup(move || {
        observer.with_value(ResizeObserver::disconnect);
    });
}

/// Calls `action` at every `event` of `target`, as long as the owner lives.
pub(crate) fn listen(
    target: &EventTarget,
    event: &'static str,
    action: impl FnMut(Event) + 'static,
) {
    listen_boxed(target, event, Box::new(action));
}

fn listen_boxed(target: &EventTarget, event: &'static str, action: Box<dyn FnMut(Event)>) {
    let function = callback(action);
    target
        .add_event_listener_with_callback(event, &function)
        .unwrap_throw();
    // What listens is dropped before its element leaves the page, and a field that
    // leaves with something typed in it still tells of a change.
    let listening = StoredValue::new_local((target.clone(), function));
    on_cleanup(move || {
        listening.with_value(|(target, function)| {
            // Fails only for what was never added.
            let _ = target.remove_event_listener_with_callback(event, function);
        });
    });
}

/// `action` for the browser to call, as long as the owner lives.
fn callback(action: Box<dyn FnMut(Event)>) -> Function {
    let closure = Closure::wrap(action);
    let function: Function = closure.as_ref().unchecked_ref::<Function>().clone();
    StoredValue::new_local(closure);
    function
}
