//! Samples a long text to find where patterns may be.
//!
//! Every pattern is at least as long as the distance between two samples, so it covers
//! one of them, and the four bytes there occur in a pattern.
//! `docs/decisions/secret-mask.md` says how much this saves.

use std::ops::Range;

/// How many bytes a sample has.
const GRAM: usize = 4;
/// How many bits the hash of a sample has.
const BITS: u32 = 16;
/// How many words have a bit for each hash.
const WORDS: usize = 1 << (BITS - u64::BITS.ilog2());
/// With a shorter distance, searching all of the text is as fast.
const SHORTEST_STEP: usize = 8;

/// Finds where patterns may be.
pub(super) struct Sampler {
    /// The distance between two samples.
    step: usize,
    /// The length of the longest pattern.
    longest: usize,
    /// A bit for the hash of each gram (four bytes) that occurs in a pattern.
    grams: Box<[u64; WORDS]>,
}

impl Sampler {
    /// A sampler for `patterns`; `None` if one of them is too short to save anything.
    pub(super) fn new(patterns: &[Vec<u8>]) -> Option<Self> {
        let shortest = patterns.iter().map(Vec::len).min()?;
        let longest = patterns.iter().map(Vec::len).max()?;
        let step = (shortest + 1).checked_sub(GRAM)?;
        if step < SHORTEST_STEP {
            return None;
        }
        let mut grams = Box::new([0; WORDS]);
        for pattern in patterns {
            for at in 0..pattern.len() {
                if let Some(gram) = pattern[at..].first_chunk() {
                    let (word, bit) = place(*gram);
                    grams[word] |= bit;
                }
            }
        }
        Some(Self {
            step,
            longest,
            grams,
        })
    }

    /// The parts of `text` that may contain patterns, sorted and not overlapping.
    pub(super) fn parts(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while let Some(gram) = text.get(at..).and_then(<[u8]>::first_chunk) {
            let (word, bit) = place(*gram);
            if self.grams[word] & bit != 0 {
                let start = (at + GRAM).saturating_sub(self.longest);
                let end = (at + self.longest).min(text.len());
                match parts.last_mut() {
                    Some(last) if start <= last.end => last.end = end,
                    _ => parts.push(start..end),
                }
            }
            at += self.step;
        }
        parts
    }
}

/// The word and the bit for a gram.
fn place(gram: [u8; GRAM]) -> (usize, u64) {
    // After multiplication by a large odd number, the highest bits depend on all of
    // them.
    let hash = u32::from_le_bytes(gram).wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS);
    ((hash / u64::BITS) as usize, 1 << (hash % u64::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_patterns_are_not_sampled() {
        assert!(Sampler::new(&[]).is_none());
        assert!(Sampler::new(&[b"0123456789".to_vec(), vec![7; 40]]).is_none());
        assert!(Sampler::new(&[b"0123456789a".to_vec()]).is_some());
    }

    #[test]
    fn text_without_a_pattern_is_hardly_looked_at() {
        let sampler = Sampler::new(&[b"abcdefghijklmnopqrstuvwxyz".to_vec()]).unwrap();
        let text = br#"{"name":"ADA","firstName":"LOVELACE"},"#.repeat(300);
        let looked_at: usize = sampler.parts(&text).iter().map(Range::len).sum();
        assert!(looked_at < text.len() / 50, "{looked_at}");
    }

    proptest! {
        #[test]
        fn wherever_a_pattern_is_is_looked_at(
            patterns in prop::collection::vec(prop::collection::vec(0_u8..4, 11..40), 1..5),
            which: prop::sample::Index,
            before in prop::collection::vec(0_u8..6, 0..200),
            after in prop::collection::vec(0_u8..6, 0..200),
        ) {
            let sampler = Sampler::new(&patterns).unwrap();
            let pattern = which.get(&patterns);
            let text = [&before[..], pattern, &after[..]].concat();
            let (start, end) = (before.len(), before.len() + pattern.len());
            let parts = sampler.parts(&text);
            prop_assert!(parts.iter().any(|part| part.start <= start && part.end >= end));
            prop_assert!(parts.is_sorted_by(|one, next| one.end < next.start));
        }
    }
}
