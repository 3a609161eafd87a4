//! Whose accounts are whose: a hash join of the lists of all connections, in slices and
//! again for what changed only.

use super::address::UnicodeRules;
use super::assignment::{Assignment, Assignments};
use super::departed::Departed;
use super::groups::Groups;
use super::key::{AccountRef, PersonKey};
use super::matching::places_of;
use super::person::Person;
use super::slots::{NONE, Slots, index};
use super::state::{ConnectionEntry, ConnectionState};
use crate::CallError;
use crate::accounts::Accounts;
use std::collections::HashMap;
use std::fmt;
use wire::console::Connection;

/// What the connections hold now, in the order that [`People::new`] was given.
pub type Lists<'a> = &'a [Option<&'a Accounts>];

/// A person by number. It is theirs for as long as the [`People`] exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub(super) u32);

impl PersonId {
    /// The number, for rows of a table.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A state of the people: how often all may have changed, and how many changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision(u32, usize);

impl Default for Revision {
    fn default() -> Self {
        Self::BEFORE_ALL
    }
}

impl Revision {
    /// That of one who knows nothing yet.
    pub(super) const BEFORE_ALL: Self = Self(u32::MAX, 0);

    /// The revision after so many more changes.
    pub(super) const fn plus(self, changes: usize) -> Self {
        Self(self.0, self.1 + changes)
    }
}

/// Everyone who has an account on any of some connections.
///
/// It keeps no account itself: what it is given as [`Lists`] must be what it was told
/// of last, by [`People::loaded`] and [`People::changed`].
///
/// ```
/// use roster::accounts::Accounts;
/// use roster::people::{LibraryRules, Lists, People};
/// # use wire::console::Connection;
/// # fn match_all(connection: Connection, accounts: &Accounts) -> usize {
/// let mut people = People::new(vec![connection], &LibraryRules);
/// people.loaded(0, accounts);
/// let lists: Lists = &[Some(accounts)];
/// while people.step(lists, 1000) {
///     // The page can draw here.
/// }
/// people.ids().count()
/// # }
/// ```
pub struct People {
    pub(super) connections: Vec<ConnectionEntry>,
    pub(super) slots: Slots,
    pub(super) groups: Groups,
    pub(super) rules: &'static dyn UnicodeRules,
    pub(super) assignments: Assignments,
    departed: HashMap<u32, Departed>,
    /// The people who changed since they all may have, in the order of their changes.
    log: Vec<PersonId>,
    epoch: u32,
}

impl fmt::Debug for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("People")
            .field("connections", &self.connections.len())
            .field("people", &self.groups.len())
            .finish_non_exhaustive()
    }
}

impl People {
    /// Nobody yet, on these connections.
    pub fn new(connections: Vec<Connection>, rules: &'static dyn UnicodeRules) -> Self {
        Self {
            connections: connections.into_iter().map(ConnectionEntry::new).collect(),
            slots: Slots::default(),
            groups: Groups::default(),
            rules,
            assignments: Assignments::default(),
            departed: HashMap::new(),
            log: Vec::new(),
            epoch: 0,
        }
    }

    /// The connections, in their order.
    pub fn connections(&self) -> impl ExactSizeIterator<Item = &Connection> {
        self.connections.iter().map(|entry| &entry.connection)
    }

    /// How far the accounts of a connection are known.
    pub fn state(&self, connection: usize) -> Option<&ConnectionState> {
        self.connections.get(connection).map(|entry| &entry.state)
    }

    /// Whether it is known who has an account on a connection, and who has none.
    pub fn is_known(&self, connection: usize) -> bool {
        let reason = self.state(connection).map(ConnectionState::unknown_reason);
        reason == Some(None)
    }

    /// What administrators have said about accounts.
    pub const fn assignments(&self) -> &Assignments {
        &self.assignments
    }

    /// Everyone who has an account or has left, in no order that means anything.
    pub fn ids(&self) -> impl Iterator<Item = PersonId> {
        (0..index(self.groups.len()))
            .map(PersonId)
            .filter(|person| self.exists(*person))
    }

    /// Whether a person has an account or has left.
    pub fn exists(&self, person: PersonId) -> bool {
        self.groups.has_accounts(person.0) || self.departed.contains_key(&person.0)
    }

    /// The person called `key`, where there is one.
    pub fn find(&self, key: &PersonKey) -> Option<PersonId> {
        let person = PersonId(self.groups.find(key.borrowed())?);
        self.exists(person).then_some(person)
    }

    /// The person with this number, where they have an account or have left.
    pub fn numbered(&self, number: u32) -> Option<PersonId> {
        let person = PersonId(number);
        let is_known = (number as usize) < self.groups.len();
        (is_known && self.exists(person)).then_some(person)
    }

    /// Whose the account at a place in the list of a connection is; nothing before it
    /// was matched.
    pub fn person_at(&self, connection: usize, place: usize) -> Option<PersonId> {
        let slot = self.connections.get(connection)?.slots.get(place)?;
        let person = self.slots.person(*slot);
        (person != NONE).then_some(PersonId(person))
    }

    /// A person with what the lists say about them.
    pub const fn person<'a>(&'a self, id: PersonId, lists: Lists<'a>) -> Person<'a> {
        Person::new(self, lists, id)
    }

    /// The people who changed since `revision`, some more than once, and the revision
    /// of now; nothing where all may have changed.
    pub fn changed_since(&self, revision: Revision) -> (Option<&[PersonId]>, Revision) {
        let changed = self.log.get(revision.1..);
        let now = Revision(self.epoch, self.log.len());
        (changed.filter(|_| revision.0 == self.epoch), now)
    }

    pub(super) fn touch(&mut self, person: u32) {
        // Going through so many is not less work than going through all.
        if self.log.len() > 1000 + self.groups.len() / 8 {
            self.touch_all();
        } else {
            self.log.push(PersonId(person));
        }
    }

    fn touch_all(&mut self) {
        self.epoch += 1;
        self.log.clear();
    }

    /// The accounts of a connection were loaded, for the first time or again.
    pub fn loaded(&mut self, connection: usize, accounts: &Accounts) {
        let slots = self.align(connection, accounts);
        if let Some(entry) = self.connections.get_mut(connection) {
            entry.queue = slots.into_iter().rev().collect();
            entry.state.has_list = true;
            entry.state.is_complete = accounts.is_complete();
            entry.state.problem = None;
            self.touch_all();
        }
    }

    /// Accounts with these keys were changed, added or removed.
    pub fn changed(&mut self, connection: usize, accounts: &Accounts, keys: &[String]) {
        let queue = self.known_slots(connection, accounts, keys);
        let queue = queue.unwrap_or_else(|| {
            let slots = self.align(connection, accounts);
            let places = keys.iter().flat_map(|key| places_of(accounts, key));
            let changed = places.filter_map(|place| slots.get(place));
            let is_new = |slot: &&u32| self.slots.person(**slot) == NONE;
            changed
                .chain(slots.iter().filter(is_new))
                .copied()
                .collect()
        });
        if let Some(entry) = self.connections.get_mut(connection) {
            entry.state.is_complete = accounts.is_complete();
            entry.queue.extend(queue);
        }
    }

    /// The accounts of a connection could not be loaded. What was loaded before stays.
    pub fn failed(&mut self, connection: usize, problem: CallError) {
        if let Some(entry) = self.connections.get_mut(connection) {
            entry.state.problem = Some(problem);
            self.touch_all();
        }
    }

    /// What was known of a connection was forgotten.
    pub fn cleared(&mut self, connection: usize) {
        let Some(entry) = self.connections.get_mut(connection) else {
            return;
        };
        entry.state = ConnectionState::default();
        entry.queue.clear();
        for slot in std::mem::take(&mut entry.slots) {
            self.remove(slot);
        }
        self.touch_all();
    }

    /// Everything that administrators have said, as the server has it now.
    pub fn set_assignments(&mut self, assignments: Assignments, lists: Lists<'_>) {
        let differing = self.assignments.differing(&assignments);
        self.assignments = assignments;
        for account in differing {
            self.enqueue(&account, lists);
        }
    }

    /// An administrator says something about an account, or takes it back.
    pub fn assign(
        &mut self,
        account: &AccountRef,
        assignment: Option<Assignment>,
        lists: Lists<'_>,
    ) {
        self.assignments.set(account.clone(), assignment);
        self.enqueue(account, lists);
    }

    /// Who has left, as the server has it now. They stay on record without accounts.
    pub fn set_departed(&mut self, departed: Vec<Departed>) {
        self.departed = departed
            .into_iter()
            .map(|one| (self.groups.find_or_add(one.person.borrowed()), one))
            .collect();
        self.touch_all();
    }

    pub(super) fn departed(&self, person: PersonId) -> Option<&Departed> {
        self.departed.get(&person.0)
    }
}
