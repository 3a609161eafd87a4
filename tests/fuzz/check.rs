//! What holds for every answer: a value or an error comes out, never a panic,
//! and never more than ten times the answer stands in memory.

use crate::counting::peak_of;
use crate::input;
use wire_readers::Reader;

/// The most that reading may hold, in times the body.
const TIMES: usize = 10;

/// What reading may hold besides, in bytes: a body of some bytes also gives a
/// message of some sentences.
const BESIDES: usize = 16 * 1024;

/// Reads the answer that `data` stands for with every one of `readers`; how
/// many times the body was held at most, 16 KiB left aside.
///
/// # Panics
/// When that is too often, or when a reader takes a refusal for a success.
pub fn check(readers: &[Reader], data: &[u8]) -> f64 {
    let mut worst = 0.0_f64;
    let Some(response) = input::response(data) else {
        return worst;
    };
    let size = response.body.len();
    for reader in readers {
        let (peak, read) = peak_of(|| reader.answer(&response));
        if let Err(error) = read {
            // Showing it must not panic either.
            let _ = error.to_string();
            let _ = error.is_not_found();
        } else {
            assert!(response.is_success(), "{} is no success", response.status);
        }
        let times = ratio(peak.saturating_sub(BESIDES), size);
        assert!(
            peak <= TIMES * size + BESIDES,
            "reading {size} bytes as the answer to {} took {peak} bytes, {times:.1} times as many",
            reader.route.id,
        );
        worst = worst.max(times);
    }
    worst
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn ratio(peak: usize, size: usize) -> f64 {
    peak as f64 / size.max(1) as f64
}
