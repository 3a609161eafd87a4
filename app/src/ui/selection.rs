//! Which rows of a list are selected.

/// How much of something is selected, as a checkbox says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Nothing,
    Some,
    All,
}

/// A set of row keys, small numbers that say the same row for as long as the
/// list is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// One bit a key: all of 100,000 rows are 12 kB.
    bits: Vec<u64>,
    count: usize,
    /// The row that a range starts at.
    anchor: Option<u32>,
}

const fn place(key: u32) -> (usize, u64) {
    ((key / 64) as usize, 1 << (key % 64))
}

impl Selection {
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Where a range starts: at the row that was last (un)selected by itself.
    pub(crate) const fn anchor(&self) -> Option<u32> {
        self.anchor
    }

    pub(crate) fn contains(&self, key: u32) -> bool {
        let (word, bit) = place(key);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Selects or unselects one row, and starts ranges there.
    pub(crate) fn set(&mut self, key: u32, selected: bool) {
        self.set_one(key, selected);
        self.anchor = Some(key);
    }

    /// Selects or unselects many.
    pub(crate) fn set_all(&mut self, keys: &[u32], selected: bool) {
        for key in keys {
            self.set_one(*key, selected);
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// What is selected, in the order of the keys.
    pub(crate) fn keys(&self) -> Vec<u32> {
        let mut keys = Vec::with_capacity(self.count);
        let mut first = 0;
        for bits in &self.bits {
            let mut rest = *bits;
            while rest != 0 {
                keys.push(first + rest.trailing_zeros());
                rest &= rest - 1;
            }
            first += 64;
        }
        keys
    }

    /// How many of `keys` are selected.
    pub(crate) fn count_of(&self, keys: &[u32]) -> usize {
        if self.is_empty() {
            return 0;
        }
        keys.iter().filter(|key| self.contains(**key)).count()
    }

    /// How much of `keys` is selected.
    pub(crate) fn extent_of(&self, keys: &[u32]) -> Extent {
        match self.count_of(keys) {
            0 => Extent::Nothing,
            count if count == keys.len() => Extent::All,
            _ => Extent::Some,
        }
    }

    fn set_one(&mut self, key: u32, selected: bool) {
        let (word, bit) = place(key);
        if word >= self.bits.len() {
            if !selected {
                return;
            }
            self.bits.resize(word + 1, 0);
        }
        let before = self.bits[word] & bit != 0;
        match (before, selected) {
            (false, true) => {
                self.bits[word] |= bit;
                self.count += 1;
            }
            (true, false) => {
                self.bits[word] &= !bit;
                self.count -= 1;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_selected_one_by_one_and_together() {
        let mut selection = Selection::default();
        assert!(selection.is_empty());
        selection.set(100_000, true);
        selection.set_all(&[0, 63, 64, 63], true);
        assert_eq!(selection.keys(), [0, 63, 64, 100_000]);
        assert_eq!(selection.count(), 4);
        assert_eq!(selection.anchor(), Some(100_000));
        selection.set(63, false);
        selection.set(5, false);
        selection.set(900_000, false);
        assert_eq!(selection.keys(), [0, 64, 100_000]);
        assert_eq!(selection.count(), 3);
        assert!(selection.contains(64) && !selection.contains(63));
        selection.clear();
        assert_eq!(selection, Selection::default());
    }

    #[test]
    fn the_extent_is_that_of_what_is_shown() {
        let mut selection = Selection::default();
        assert_eq!(selection.extent_of(&[]), Extent::Nothing);
        selection.set_all(&[1, 2, 3], true);
        assert_eq!(selection.extent_of(&[2, 3]), Extent::All);
        assert_eq!(selection.extent_of(&[3, 4]), Extent::Some);
        assert_eq!(selection.extent_of(&[4]), Extent::Nothing);
        assert_eq!(selection.extent_of(&[]), Extent::Nothing);
    }
}
