//! Effects, and the owner of what belongs to no page.

use js_sys::Promise;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Runs `effect` now and whenever the signals it reads change, as long as the
/// owner lives.
pub(crate) fn watch(effect: impl FnMut() + 'static) {
    watch_boxed(Box::new(effect));
}

/// As [`watch`], but after the page is built.
pub(crate) fn watch_later(effect: impl FnMut() + 'static) {
    let mut effect: Box<dyn FnMut()> = Box::new(effect);
    Effect::new(move |_: Option<()>| effect());
}

fn watch_boxed(mut effect: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_: Option<()>| effect()));
}

thread_local! {
    // Not in context: it is what gives an event handler an owner, and so a context.
    static ROOT: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

/// Makes the owner of now the one of what belongs to no page: dialogs and the
/// like outlive the row or the panel that opened them. Once, by the shell.
pub(crate) fn root_here() {
    ROOT.set(Owner::current());
}

/// An owner of its own, below the page's. What happens on an event has no other.
pub(crate) fn owner_below_root() -> Owner {
    ROOT.with_borrow(|root| root.as_ref().map(Owner::child))
        .unwrap_or_default()
}

/// Calls `make` where what it owns lives as long as the page: the context of the app is
/// there, and what it provides is there for every page.
pub(crate) fn in_root<T>(make: impl FnOnce() -> T) -> T {
    match ROOT.with_borrow(Clone::clone) {
        Some(root) => root.with(make),
        None => make(),
    }
}

/// Waits until `is_so`, which is read again when a signal that it reads changes.
pub(crate) async fn wait_until(is_so: impl Fn() -> bool + 'static) {
    let owner = owner_below_root();
    let mut is_so = Some(is_so);
    let promise = Promise::new(&mut |resolve, _| {
        let Some(is_so) = is_so.take() else {
            return;
        };
        owner.with(|| {
            watch(move || {
                if is_so() {
                    // Fails only where it throws, which it does not.
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                }
            });
        });
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
    owner.cleanup();
}
