//! A page with all that cutting changes: classes that no script uses, as wasm-streams
//! offers them, functions that are imported from scripts, and code that is fetched on demand.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn log(number: u32);
}

macro_rules! class {
    ($name:ident) => {
        /// Offered, not used.
        #[wasm_bindgen]
        pub struct $name;

        #[wasm_bindgen]
        impl $name {
            /// A method.
            pub fn cancel(&self) -> u32 {
                1
            }
        }
    };
}

class!(IntoUnderlyingByteSource);
class!(IntoUnderlyingSink);
class!(IntoUnderlyingSource);

#[wasm_split_helpers::wasm_split(work)]
fn work() -> u32 {
    7
}

/// What a script calls to start the page.
#[wasm_bindgen(start)]
pub fn start() {
    let mut work = pin!(work());
    let mut context = Context::from_waker(Waker::noop());
    if let Poll::Ready(number) = work.as_mut().poll(&mut context) {
        log(number);
    }
}
