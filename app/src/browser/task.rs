//! Work that goes on while the page does.

use crate::browser::time;
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

/// How long work may keep the browser from other work, in milliseconds: a frame has 16, and
/// the browser needs some of them.
const SLICE: f64 = 8.0;

/// A part of some work, after which the browser gets its turn.
pub(crate) struct Slice {
    /// When it is over, in milliseconds since 1970.
    until: f64,
}

impl Slice {
    /// One that begins now.
    pub(crate) fn begin() -> Self {
        Self {
            until: time::now() + SLICE,
        }
    }

    /// Whether its time is used up.
    pub(crate) fn is_over(&self) -> bool {
        time::now() >= self.until
    }
}

/// Calls `step` until it answers that there is no more to do. The browser gets its turn
/// before the first call and whenever a slice is over.
pub(crate) async fn in_slices(mut step: impl FnMut() -> bool) {
    loop {
        next_task().await;
        let slice = Slice::begin();
        while !slice.is_over() {
            if !step() {
                return;
            }
        }
    }
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
