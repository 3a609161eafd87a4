//! The people there are: their keys, and the first account of each.

use super::key::{KeyParts, PersonKey};
use super::slots::{NONE, index};
use hashbrown::HashTable;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Everyone who has or had an account, by number. A number is never given to another
/// person.
#[derive(Debug, Default)]
pub(super) struct Groups {
    keys: Vec<PersonKey>,
    /// The hashes of the keys, so that a table that grows need not read the keys.
    hashes: Vec<u64>,
    /// The first account of each; the others follow it ([`Slots`](super::slots::Slots)).
    first: Vec<u32>,
    /// Numbers, found by the hash of their keys.
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Groups {
    /// How many numbers were given.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The hash of any text, such as an account's key.
    pub(super) fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }

    pub(super) fn key(&self, person: u32) -> &PersonKey {
        &self.keys[person as usize]
    }

    pub(super) fn first(&self, person: u32) -> u32 {
        self.first[person as usize]
    }

    pub(super) fn set_first(&mut self, person: u32, slot: u32) {
        self.first[person as usize] = slot;
    }

    pub(super) fn has_accounts(&self, person: u32) -> bool {
        self.first(person) != NONE
    }

    pub(super) fn find(&self, key: KeyParts<'_>) -> Option<u32> {
        let hash = self.hasher.hash_one(key);
        let is_it = |person: &u32| self.key(*person).borrowed() == key;
        self.table.find(hash, is_it).copied()
    }

    /// The number of the person called `key`, a new one where there is none.
    pub(super) fn find_or_add(&mut self, key: KeyParts<'_>) -> u32 {
        let hash = self.hasher.hash_one(key);
        let Self {
            keys,
            hashes,
            table,
            ..
        } = self;
        let is_it = |person: &u32| {
            let at = *person as usize;
            hashes[at] == hash && keys[at].borrowed() == key
        };
        let entry = table.entry(hash, is_it, |person| hashes[*person as usize]);
        match entry {
            hashbrown::hash_table::Entry::Occupied(known) => *known.get(),
            hashbrown::hash_table::Entry::Vacant(place) => {
                let person = index(keys.len());
                place.insert(person);
                self.keys.push(key.to_owned());
                self.hashes.push(hash);
                self.first.push(NONE);
                person
            }
        }
    }
}
