//! Giving each account its entry, and each entry its person.

use super::address::{UnicodeRules, normalised};
use super::assignment::Assignment;
use super::flags::Flags;
use super::index::{Lists, People};
use super::key::{AccountRef, KeyParts};
use super::slots::NONE;
use super::state::ConnectionEntry;
use crate::accounts::{Account, Accounts};
use crate::record::Field;
use std::borrow::Cow;
use std::collections::HashMap;

impl People {
    /// The entries of the accounts with these keys, where none was added or removed.
    pub(super) fn known_slots(
        &self,
        connection: usize,
        accounts: &Accounts,
        keys: &[String],
    ) -> Option<Vec<u32>> {
        let slots = &self.connections.get(connection)?.slots;
        let mut known = Vec::new();
        for key in keys {
            let (before, hash) = (known.len(), self.groups.hash(key));
            for place in places_of(accounts, key) {
                let slot = *slots.get(place)?;
                known.push((self.slots.hash(slot) == hash).then_some(slot)?);
            }
            if known.len() == before {
                return None;
            }
        }
        (slots.len() == accounts.list.len()).then_some(known)
    }

    /// Has the accounts with a key matched again.
    pub(super) fn enqueue(&mut self, account: &AccountRef, lists: Lists<'_>) {
        let is_it = |entry: &ConnectionEntry| *entry.connection.id == *account.connection;
        let Some(connection) = self.connections.iter().position(is_it) else {
            return;
        };
        if let Some(accounts) = lists.get(connection).copied().flatten() {
            let entry = &mut self.connections[connection];
            let places = places_of(accounts, &account.key);
            entry
                .queue
                .extend(places.filter_map(|place| entry.slots.get(place)));
        }
    }

    /// Gives each account of a list its entry: the one it had, where it was there.
    pub(super) fn align(&mut self, connection: usize, accounts: &Accounts) -> Vec<u32> {
        let Some(entry) = self.connections.get_mut(connection) else {
            return Vec::new();
        };
        let old = std::mem::take(&mut entry.slots);
        let hashes = accounts
            .list
            .iter()
            .map(|account| self.groups.hash(&account.key));
        let hashes: Vec<u64> = hashes.collect();
        let is_same = |(slot, hash): &(&u32, &u64)| self.slots.hash(**slot) == **hash;
        let same = old.iter().zip(&hashes).take_while(is_same).count();
        // The rest by hash; of several with one key the first comes first.
        let mut rest: HashMap<u64, Vec<u32>> = HashMap::new();
        for slot in old[same..].iter().rev() {
            rest.entry(self.slots.hash(*slot)).or_default().push(*slot);
        }
        let number = u16::try_from(connection).unwrap_or(u16::MAX);
        let mut slots = Vec::with_capacity(hashes.len());
        slots.extend_from_slice(&old[..same]);
        self.slots.reserve(hashes.len().saturating_sub(old.len()));
        for hash in &hashes[same..] {
            let known = rest.get_mut(hash).and_then(Vec::pop);
            slots.push(known.unwrap_or_else(|| self.slots.add(number, *hash)));
        }
        for (place, slot) in (0..).zip(&slots) {
            self.slots.set_place(*slot, place);
        }
        for slot in rest.into_values().flatten() {
            self.remove(slot);
        }
        let unmatched = slots
            .iter()
            .filter(|slot| self.slots.person(**slot) == NONE);
        let unmatched = unmatched.count();
        if let Some(entry) = self.connections.get_mut(connection) {
            entry.state.unmatched = unmatched;
            entry.slots.clone_from(&slots);
        }
        slots
    }

    pub(super) fn remove(&mut self, slot: u32) {
        self.leave(slot);
        self.slots.remove(slot);
    }

    /// Takes an account from its person.
    fn leave(&mut self, slot: u32) {
        let person = self.slots.person(slot);
        if person == NONE {
            return;
        }
        if let Some(first) = self.slots.unlink(slot) {
            self.groups.set_first(person, first);
        }
        self.touch(person);
    }

    /// Matches up to `budget` accounts. Returns whether there are more to match.
    pub fn step(&mut self, lists: Lists<'_>, budget: usize) -> bool {
        let mut left = budget;
        for connection in 0..self.connections.len() {
            let Some(accounts) = lists.get(connection).copied().flatten() else {
                continue;
            };
            while let Some(slot) = self.connections[connection].queue.pop() {
                if left == 0 {
                    self.connections[connection].queue.push(slot);
                    return true;
                }
                left -= 1;
                self.match_account(connection, slot, accounts);
            }
        }
        false
    }

    fn match_account(&mut self, connection: usize, slot: u32, accounts: &Accounts) {
        // It may have been removed, and its entry given to another, since it was queued.
        let place = self.slots.place(slot);
        let account = place.and_then(|place| accounts.list.get(place));
        let Some(account) = account.filter(|_| self.slots.connection(slot) == connection) else {
            return;
        };
        let (flags, seen) = Flags::of_account(account);
        let entry = &self.connections[connection];
        let id = &*entry.connection.id;
        let address = address(account, self.rules);
        let own = KeyParts::Account(id, &account.key);
        let said = self.assignments.of_connection(id);
        let (key, reason) = match said.and_then(|said| said.get(&account.key)) {
            Some(Assignment::With(person)) => (person.borrowed(), Flags::LINKED),
            Some(Assignment::Alone) => (own, Flags::ALONE),
            None => match &address {
                Some(address) => (KeyParts::Address(address), Flags::NONE),
                None => (own, Flags::NONE),
            },
        };
        let has_address = if address.is_some() {
            Flags::ADDRESS
        } else {
            Flags::NONE
        };
        self.slots
            .set_state(slot, flags | reason | has_address, seen);
        let before = self.slots.person(slot);
        let is_same = before != NONE && self.groups.key(before).borrowed() == key;
        if is_same {
            self.touch(before);
            return;
        }
        let person = self.groups.find_or_add(key);
        if before == NONE {
            self.connections[connection].state.unmatched -= 1;
        }
        self.leave(slot);
        self.slots.link(slot, person, self.groups.first(person));
        self.groups.set_first(person, slot);
        self.touch(person);
    }
}

/// The places of the accounts with this key; two users of Pivot's can share one.
pub(super) fn places_of<'a>(
    accounts: &'a Accounts,
    key: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let first = accounts.place(key).into_iter();
    first.flat_map(move |first| {
        let rest = accounts.list[first..].iter();
        let same = rest.take_while(move |account| *account.key == *key);
        (first..).zip(same).map(|(place, _)| place)
    })
}

/// The address that an account is matched by: that in its field, or its key where the
/// platform has addresses there.
pub(super) fn address<'a>(account: &'a Account, rules: &dyn UnicodeRules) -> Option<Cow<'a, str>> {
    let in_key = || account.record.address_in_key();
    let in_field = normalised(account.field(Field::Email), rules);
    in_field.or_else(|| normalised(in_key()?, rules))
}
