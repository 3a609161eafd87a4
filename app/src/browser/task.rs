//! Work that goes on while the page does.

use std::future::Future;
use std::pin::Pin;

/// Lets `future` run. Boxed, all futures share the code that runs them.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}
