//! Values of attributes.

use std::cell::Cell;

/// `true` or `false` as ARIA attributes have it.
pub(crate) const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// An id that no other element has.
pub(crate) fn new_id() -> String {
    thread_local! {
        // IDs are unique in the document, whichever part of the page makes them.
        static LAST: Cell<u32> = const { Cell::new(0) };
    }
    let id = LAST.get() + 1;
    LAST.set(id);
    format!("x{id}")
}
