//! `rollcall licenses`: the licences of everything that is built into this program
//! and the console in it (THIRD-PARTY.txt, which build.rs compresses).

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use std::io::{ErrorKind, Write, copy, stdout};

const COMPRESSED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/licenses.gz"));

/// Prints all texts. A reader that stops early (`rollcall licenses | head`) is no error.
pub(crate) fn print() -> Result<()> {
    let mut out = stdout().lock();
    match copy(&mut GzDecoder::new(COMPRESSED), &mut out).and_then(|_| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.context("the licences cannot be printed"),
    }
}
