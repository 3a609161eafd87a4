//! Masking secrets in a body that comes in pieces.

use super::{SecretMask, write_mask};
use axum::body::Bytes;
use std::sync::Arc;
use wire::secrets::MASK;

/// A body whose secrets are masked piece by piece. Of what came it holds back
/// only what may be the beginning of a secret.
#[derive(Debug)]
pub(crate) struct MaskedStream {
    mask: Arc<SecretMask>,
    held: Vec<u8>,
    /// How much of that is the rest of a secret in whose place a mask was
    /// written already.
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

    /// What can be passed on now that `piece` came.
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

    /// What was held back, now that nothing more comes.
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
            // One that overlaps with a secret before it shares its mask.
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
