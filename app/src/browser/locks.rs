//! Locks that the pages of one browser share. The browser releases them when their
//! page is gone, however that happened: closed, crashed, or replaced by another.

use super::task::spawn;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`. `web-sys` has it only with its unstable interfaces.
    type LockManager;

    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &JsValue) -> Promise;
}

/// A lock of this page, until this is dropped.
pub(crate) struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Whether there are locks. A page that did not come over a secure connection has
/// none.
pub(crate) fn are_available() -> bool {
    manager().is_some()
}

fn manager() -> Option<LockManager> {
    let manager = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    (!manager.is_undefined()).then(|| manager.unchecked_into())
}

/// Locks `name` for this page, and calls `on_held` once that is so; nothing where there
/// are no locks.
pub(crate) fn hold(name: &str, on_held: impl FnOnce() + 'static) -> Option<Lock> {
    let manager = manager()?;
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let granted = Closure::once_into_js(move |_: JsValue| {
        on_held();
        held
    });
    let released = manager.request(name, &Object::new(), &granted);
    spawn(async move {
        // Refused only for a page that is about to go.
        let _ = JsFuture::from(released).await;
    });
    Some(Lock { release })
}

/// Waits until no page has locked `name`. Whether that is known now: it is not where
/// there are no locks.
pub(crate) async fn wait_until_free(name: &str) -> bool {
    let Some(manager) = manager() else {
        return false;
    };
    let options = Object::new();
    // Pages that wait do not keep each other waiting. Setting a property of a fresh
    // object cannot fail.
    let _ = Reflect::set(&options, &"mode".into(), &"shared".into());
    let granted = Closure::once_into_js(|_: JsValue| JsValue::UNDEFINED);
    let released = manager.request(name, &options, &granted);
    JsFuture::from(released).await.is_ok()
}
