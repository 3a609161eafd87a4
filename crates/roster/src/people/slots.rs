//! What is known of each account, in columns: numbers and flags only. Texts stay where
//! they are, in the lists of the connections.

use super::flags::Flags;

/// No person, no other account, no time.
pub(super) const NONE: u32 = u32::MAX;
const NO_TIME: i64 = i64::MIN;

/// One entry for each account of each connection. An account keeps its entry while
/// others come and go.
#[derive(Debug, Default)]
pub(super) struct Slots {
    connections: Vec<u16>,
    places: Vec<u32>,
    /// What tells keys apart.
    hashes: Vec<u64>,
    persons: Vec<u32>,
    /// The next and the previous account of the same person.
    next: Vec<u32>,
    previous: Vec<u32>,
    flags: Vec<Flags>,
    seen: Vec<i64>,
    free: Vec<u32>,
}

impl Slots {
    /// An entry for an account that belongs to no person yet.
    pub(super) fn add(&mut self, connection: u16, hash: u64) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.connections.push(0);
            self.places.push(NONE);
            self.hashes.push(0);
            self.persons.push(NONE);
            self.next.push(NONE);
            self.previous.push(NONE);
            self.flags.push(Flags::NONE);
            self.seen.push(NO_TIME);
            index(self.places.len() - 1)
        });
        let at = slot as usize;
        self.connections[at] = connection;
        self.hashes[at] = hash;
        slot
    }

    /// Makes room for so many more, so that adding them copies nothing.
    pub(super) fn reserve(&mut self, more: usize) {
        self.connections.reserve(more);
        self.places.reserve(more);
        self.hashes.reserve(more);
        self.persons.reserve(more);
        self.next.reserve(more);
        self.previous.reserve(more);
        self.flags.reserve(more);
        self.seen.reserve(more);
    }

    /// Frees an entry that belongs to no person any more.
    pub(super) fn remove(&mut self, slot: u32) {
        let at = slot as usize;
        self.places[at] = NONE;
        self.flags[at] = Flags::NONE;
        self.seen[at] = NO_TIME;
        self.free.push(slot);
    }

    pub(super) fn connection(&self, slot: u32) -> usize {
        usize::from(self.connections[slot as usize])
    }

    /// Its place in the list of its connection; nothing where the entry is free.
    pub(super) fn place(&self, slot: u32) -> Option<usize> {
        let place = self.places[slot as usize];
        (place != NONE).then_some(place as usize)
    }

    pub(super) fn set_place(&mut self, slot: u32, place: u32) {
        self.places[slot as usize] = place;
    }

    pub(super) fn hash(&self, slot: u32) -> u64 {
        self.hashes[slot as usize]
    }

    /// The number of its person; [`NONE`] before it was matched.
    pub(super) fn person(&self, slot: u32) -> u32 {
        self.persons[slot as usize]
    }

    pub(super) fn flags(&self, slot: u32) -> Flags {
        self.flags[slot as usize]
    }

    /// When it was last used, or made if it never was, in milliseconds since 1970.
    pub(super) fn seen(&self, slot: u32) -> Option<i64> {
        let seen = self.seen[slot as usize];
        (seen != NO_TIME).then_some(seen)
    }

    pub(super) fn set_state(&mut self, slot: u32, flags: Flags, seen: Option<i64>) {
        self.flags[slot as usize] = flags;
        self.seen[slot as usize] = seen.unwrap_or(NO_TIME);
    }

    /// The accounts of a person whose first is `first`.
    pub(super) fn chain(&self, first: u32) -> impl Iterator<Item = u32> {
        let some = |slot: u32| (slot != NONE).then_some(slot);
        std::iter::successors(some(first), move |slot| some(self.next[*slot as usize]))
    }

    /// Puts an account before the first of a person; it is the first one now.
    pub(super) fn link(&mut self, slot: u32, person: u32, first: u32) {
        self.persons[slot as usize] = person;
        self.next[slot as usize] = first;
        self.previous[slot as usize] = NONE;
        if first != NONE {
            self.previous[first as usize] = slot;
        }
    }

    /// Takes an account from its person. Returns the first account that is left, where
    /// the first one was taken.
    pub(super) fn unlink(&mut self, slot: u32) -> Option<u32> {
        let at = slot as usize;
        let (next, previous) = (self.next[at], self.previous[at]);
        self.persons[at] = NONE;
        self.next[at] = NONE;
        self.previous[at] = NONE;
        if next != NONE {
            self.previous[next as usize] = previous;
        }
        if previous == NONE {
            return Some(next);
        }
        self.next[previous as usize] = next;
        None
    }
}

/// Lists are shorter than 32 bits can say: in a browser nothing is longer.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}
