//! Masks secrets in a body that arrives in chunks.

use super::{SecretMask, write_mask};
use axum::body::Bytes;
use std::sync::Arc;
use wire::secrets::MASK;

/// Masks the secrets in a body chunk by chunk. It only holds back what may be the start
/// of a secret.
#[derive(Debug)]
pub(crate) struct MaskedStream {
    mask: Arc<SecretMask>,
    held: Vec<u8>,
    /// How much of that is the rest of a secret that has been replaced by a mask
    /// already.
    covered: usize,
}

impl MaskedStream {
    pub(crate) const fn new(mask: Arc<SecretMask>) -> Self {
        Self {
            mask,
            held: Vec::new(),
            covered: 0,
        }
    }

    /// The bytes that can be passed on after `piece` has arrived.
    pub(crate) fn push(&mut self, piece: Bytes) -> Bytes {
        if self.held.is_empty() {
            let found = self.mask.find(&piece, false);
            if found.spans.is_empty() && found.settled == piece.len() {
                return piece;
            }
        }
        self.held.extend_from_slice(&piece);
        self.pass_on(false)
    }

    /// The bytes that were held back, at the end of the body.
    pub(crate) fn finish(mut self) -> Bytes {
        self.pass_on(true)
    }

    fn pass_on(&mut self, is_whole: bool) -> Bytes {
        let found = self.mask.find(&self.held, is_whole);
        let mut passed = Vec::with_capacity(self.held.len());
        let mut written = self.covered;
        for span in found.spans {
            if span.start >= found.settled {
                break;
            }
            // A secret that overlaps with the previous one shares its mask.
            if span.start >= written {
                passed.extend_from_slice(&self.held[written..span.start]);
                write_mask(&mut passed, &self.held[span.clone()], MASK);
            }
            written = written.max(span.end);
        }
        if written < found.settled {
            passed.extend_from_slice(&self.held[written..found.settled]);
            written = found.settled;
        }
        self.covered = written - found.settled;
        self.held.drain(..found.settled);
        passed.into()
    }
}
