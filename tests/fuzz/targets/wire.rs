//! Any answer to every reader of wire, as libFuzzer chooses them.
#![no_main]

#[path = "../check.rs"]
mod check;
#[path = "../counting.rs"]
mod counting;
#[path = "../every_reader.rs"]
mod every_reader;
#[path = "../input.rs"]
mod input;

use every_reader::{Reader, every_reader};
use libfuzzer_sys::fuzz_target;

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

thread_local! {
    static READERS: Vec<Reader> = every_reader();
}

fuzz_target!(|data: &[u8]| {
    READERS.with(|readers| check::check(readers, data));
});
