//! Work that goes on while the page does.

use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Lets `future` run. Boxed, all futures share the code that runs them.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Waits until the browser has done what is more urgent: input, and a frame where one is
/// due. By a message, because a timer waits four milliseconds after the fifth in a row.
pub(crate) async fn next_task() {
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let (port, other) = (channel.port1(), channel.port2());
    let message = Promise::new(&mut |resolve, _| port.set_onmessage(Some(&resolve)));
    if other.post_message(&JsValue::NULL).is_ok() {
        // It is never rejected.
        let _ = JsFuture::from(message).await;
    }
    port.close();
}
