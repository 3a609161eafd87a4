//! How each row of a table keeps its key while others come and go.

use std::collections::HashMap;

/// No place, or no number.
const NONE: u32 = u32::MAX;

/// The rows of a table. A row's place is that among all rows, its number that in the
/// order shown, and its key is its own for as long as the table is there.
#[derive(Default)]
pub(crate) struct RowKeys {
    /// What tells rows apart, by place.
    identities: Vec<u64>,
    /// The key of each row, by place.
    keys: Vec<u32>,
    /// The place of each row, by key.
    places: Vec<u32>,
    /// The places of what is shown, by number.
    shown: Vec<u32>,
    /// The number of each row, by place.
    numbers: Vec<u32>,
    next: u32,
}

impl RowKeys {
    /// Gives every row its key: the one it had, where it was there. `identities` has
    /// what tells each row from others, by place.
    pub(crate) fn assign(&mut self, identities: Vec<u64>) {
        if identities == self.identities {
            return;
        }
        let mut before: HashMap<u64, Vec<u32>> = HashMap::new();
        for (identity, key) in self.identities.iter().zip(&self.keys).rev() {
            before.entry(*identity).or_default().push(*key);
        }
        let next = &mut self.next;
        self.keys = identities
            .iter()
            .map(|identity| {
                let key = before.get_mut(identity).and_then(Vec::pop);
                key.unwrap_or_else(|| {
                    *next += 1;
                    *next - 1
                })
            })
            .collect();
        self.identities = identities;
        self.places = vec![NONE; *next as usize];
        for (place, key) in (0..).zip(&self.keys) {
            self.places[*key as usize] = place;
        }
    }

    /// Makes room for rows that are never replaced: `count` of them, whose key is their
    /// place.
    pub(crate) fn extend_to(&mut self, count: u32) {
        for key in self.next..count {
            self.identities.push(u64::from(key));
            self.keys.push(key);
            self.places.push(key);
            self.numbers.push(NONE);
        }
        self.next = self.next.max(count);
    }

    /// How many rows there are, shown or not.
    pub(crate) const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether the row at a place is the one with this identity.
    pub(crate) fn has(&self, place: usize, identity: u64) -> bool {
        self.identities.get(place) == Some(&identity)
    }

    /// Shows the rows at these places, in this order.
    pub(crate) fn show(&mut self, places: Vec<u32>) {
        self.shown = places;
        self.numbers.clear();
        self.numbers.resize(self.keys.len(), NONE);
        for (number, place) in (0..).zip(&self.shown) {
            self.numbers[*place as usize] = number;
        }
    }

    /// How many are shown.
    pub(crate) const fn count(&self) -> usize {
        self.shown.len()
    }

    /// The key of a row by its number.
    pub(crate) fn key(&self, number: u32) -> u32 {
        let place = self.shown.get(number as usize);
        place
            .and_then(|place| self.keys.get(*place as usize).copied())
            .unwrap_or(NONE)
    }

    /// The number of a row by its key, where it is shown.
    pub(crate) fn number(&self, key: u32) -> Option<u32> {
        self.number_at(self.place(key)?)
    }

    /// The number of the row at a place, where it is shown.
    pub(crate) fn number_at(&self, place: usize) -> Option<u32> {
        let number = self.numbers.get(place).copied()?;
        (number != NONE).then_some(number)
    }

    /// The place of a row by its key, where it is there, shown or not.
    pub(crate) fn place(&self, key: u32) -> Option<usize> {
        let place = self.places.get(key as usize).copied()?;
        (place != NONE).then_some(place as usize)
    }

    /// The keys of what is shown, in order.
    pub(crate) fn shown(&self) -> Vec<u32> {
        self.keys_between(0, index(self.count()))
    }

    /// The keys of what is shown, in order, from one number to the one before
    /// another.
    pub(crate) fn keys_between(&self, from: u32, to: u32) -> Vec<u32> {
        let places = self.shown.get(from as usize..to as usize);
        let places = places.unwrap_or_default().iter();
        places.map(|place| self.keys[*place as usize]).collect()
    }
}

/// Lists are shorter than 32 bits can say: on wasm nothing is longer.
pub(crate) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(identities: &[u64]) -> RowKeys {
        let mut rows = RowKeys::default();
        rows.assign(identities.to_vec());
        rows
    }

    fn keys(rows: &RowKeys) -> Vec<u32> {
        (0..rows.count()).map(|at| rows.key(index(at))).collect()
    }

    #[test]
    fn rows_keep_their_keys_while_others_come_and_go() {
        let mut rows = rows(&[10, 20, 30]);
        rows.show(vec![0, 1, 2]);
        assert_eq!(keys(&rows), [0, 1, 2]);
        rows.assign(vec![5, 30, 10]);
        rows.show(vec![0, 1, 2]);
        assert_eq!(keys(&rows), [3, 2, 0]);
        assert_eq!(rows.place(1), None);
        assert_eq!(rows.place(2), Some(1));
        // The key of a row that is gone belongs to no other row.
        rows.assign(vec![20]);
        rows.show(vec![0]);
        assert_eq!(keys(&rows), [4]);
        assert_eq!(rows.place(0), None);
    }

    #[test]
    fn rows_that_nothing_tells_apart_keep_their_keys_in_their_order() {
        let mut rows = rows(&[7, 7, 8]);
        rows.assign(vec![8, 7, 7, 7]);
        rows.show(vec![0, 1, 2, 3]);
        assert_eq!(keys(&rows), [2, 0, 1, 3]);
    }

    #[test]
    fn rows_that_are_never_replaced_have_their_place_as_key() {
        let mut rows = RowKeys::default();
        rows.extend_to(2);
        rows.show(vec![1, 0]);
        assert_eq!(keys(&rows), [1, 0]);
        rows.extend_to(4);
        rows.extend_to(3);
        rows.show(vec![3, 1]);
        assert_eq!(keys(&rows), [3, 1]);
        assert_eq!(
            (rows.len(), rows.place(2), rows.number(2)),
            (4, Some(2), None)
        );
    }

    #[test]
    fn a_row_has_a_number_only_while_it_is_shown() {
        let mut rows = rows(&[10, 20, 30, 40]);
        rows.show(vec![3, 1]);
        assert_eq!((rows.len(), rows.count()), (4, 2));
        assert_eq!(rows.number(3), Some(0));
        assert_eq!(rows.number(0), None);
        assert_eq!(rows.number_at(1), Some(1));
        assert_eq!(rows.number(99), None);
        assert_eq!(rows.shown(), [3, 1]);
        assert_eq!(rows.keys_between(1, 2), [1]);
        assert!(rows.keys_between(1, 9).is_empty());
        assert!(rows.has(1, 20) && !rows.has(1, 10) && !rows.has(9, 10));
    }
}
