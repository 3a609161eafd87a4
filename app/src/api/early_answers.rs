//! The answers to requests that a script in `index.html` has sent while this code was
//! still being loaded. Each is used once. Those that are left when the first list is
//! loaded are dropped: used later, they would be out of date.

use js_sys::{Map, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// An answer that is on its way, or here.
pub(crate) struct EarlyAnswer {
    /// It becomes a `Response`.
    pub(crate) answer: Promise,
    /// When the request was sent, in milliseconds since 1970.
    pub(crate) started: f64,
}

/// Takes the answer for `path` (path and query, below the console's own path), if
/// it was requested.
pub(crate) fn take(path: &str) -> Option<EarlyAnswer> {
    let all = Reflect::get(&window(), &"rollcallEarly".into()).ok()?;
    let all = all.dyn_into::<Map>().ok()?;
    let path = JsValue::from_str(path);
    let early = all.get(&path);
    all.delete(&path);
    let answer = Reflect::get(&early, &"answer".into()).ok()?;
    let started = Reflect::get(&early, &"started".into()).ok()?;
    Some(EarlyAnswer {
        answer: answer.dyn_into().ok()?,
        started: started.as_f64()?,
    })
}

/// Drops those that nothing has taken.
pub(crate) fn drop_rest() {
    // Fails only for what cannot be changed.
    let _ = Reflect::delete_property(&window(), &"rollcallEarly".into());
}
