//! Any answer to every reader of wire: a value or an error comes out, never a
//! panic, and never more than ten times the answer stands in memory.
#![no_main]

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

/// The most that reading may hold, in times the body.
const TIMES: usize = 10;

/// What reading may hold besides, in bytes: a body of some bytes also gives a
/// message of some sentences.
const BESIDES: usize = 16 * 1024;

thread_local! {
    static READERS: Vec<Reader> = every_reader();
}

fuzz_target!(|data: &[u8]| {
    let Some(response) = input::response(data) else {
        return;
    };
    READERS.with(|readers| {
        for reader in readers {
            let (peak, read) = counting::peak_of(|| reader.answer(&response));
            if let Err(error) = read {
                // Showing it must not panic either.
                let _ = error.to_string();
                let _ = error.is_not_found();
            } else {
                assert!(response.is_success(), "{} is no success", response.status);
            }
            let size = response.body.len();
            assert!(
                peak <= TIMES * size + BESIDES,
                "reading {size} bytes as the answer to {} took {peak} bytes, {:.1} times as many",
                reader.route.id,
                ratio(peak, size)
            );
        }
    });
});

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn ratio(peak: usize, size: usize) -> f64 {
    peak as f64 / size.max(1) as f64
}
