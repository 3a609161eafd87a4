//! Any answer to every reader of wire, as libFuzzer chooses them.
#![no_main]

use fuzz::check;
use fuzz::counting::Counting;
use libfuzzer_sys::fuzz_target;
use wire_readers::{Reader, every_reader};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    static READERS: Vec<Reader> = every_reader();
}

fuzz_target!(|data: &[u8]| {
    READERS.with(|readers| check(readers, data));
});
