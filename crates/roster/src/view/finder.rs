//! Finding a word in a long text: the rarest byte of the word is looked for,
//! eight bytes at a time, and the rest compared where it stands. A fraction of
//! the size of a general searcher, and fast enough: the rarest byte is known,
//! not guessed.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// A word made ready for looking for.
pub(super) struct Finder<'a> {
    word: &'a [u8],
    /// Where its rarest byte stands.
    rare: usize,
    /// That byte, eight times.
    pattern: u64,
}

impl<'a> Finder<'a> {
    /// Makes a word that is not empty ready; `counts` says how often each byte
    /// occurs in the text.
    pub(super) fn new(word: &'a str, counts: &[u32; 256]) -> Self {
        let word = word.as_bytes();
        let count = |at: &usize| counts[usize::from(word[*at])];
        let rare = (0..word.len()).min_by_key(count).unwrap_or(0);
        let byte = word.get(rare).copied().unwrap_or(0);
        Self {
            word,
            rare,
            pattern: u64::from(byte) * LOW,
        }
    }

    /// The first occurrence of the word in `text`, from `from` on.
    pub(super) fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        let start = from + self.rare;
        let (chunks, rest) = text.get(start..)?.as_chunks::<8>();
        let mut place = start;
        for chunk in chunks {
            let different = u64::from_le_bytes(*chunk) ^ self.pattern;
            let mut equal = different.wrapping_sub(LOW) & !different & HIGH;
            // A byte after an equal one may pass for equal: `is_at` knows.
            while equal != 0 {
                let here = place + (equal.trailing_zeros() / 8) as usize - self.rare;
                if self.is_at(text, here) {
                    return Some(here);
                }
                equal &= equal - 1;
            }
            place += 8;
        }
        (0..rest.len())
            .map(|more| place + more - self.rare)
            .find(|here| self.is_at(text, *here))
    }

    fn is_at(&self, text: &[u8], place: usize) -> bool {
        text.get(place..place + self.word.len()) == Some(self.word)
    }
}
