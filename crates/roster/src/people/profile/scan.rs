//! Who has which profile, for all people, in slices.

use super::{Profile, ProfileEntry, Standing, Tally, is_certain};
use crate::accounts::Accounts;
use crate::people::index::{Lists, People, PersonId, Revision};
use crate::people::person::PersonAccount;
use crate::platform::common_role;

const STANDINGS: usize = Standing::ALL.len();

/// How everyone stands to each of some profiles. It keeps no differences: those of one
/// person are worked out when they are shown ([`Profile::compare`]).
#[derive(Debug)]
pub struct ProfileScan {
    profiles: Vec<Profile>,
    /// For each profile, the standing of each person; [`ABSENT`] of those who are not there.
    standings: Vec<Vec<u8>>,
    counts: Vec<[usize; STANDINGS]>,
    /// The profiles as they were looked up in the lists, and how many roles each list had
    /// then.
    lookup: Vec<Vec<EntryLookup>>,
    roles: Vec<usize>,
    revision: Revision,
    /// The next person to look at, where all are looked at.
    next: Option<u32>,
}

/// What is kept of someone who has no account and has not left.
const ABSENT: u8 = u8::MAX;

/// An entry of a profile, by places.
#[derive(Debug)]
struct EntryLookup {
    /// The place of the connection; nothing where there is none with that id.
    connection: Option<usize>,
    /// Whether there is to be access.
    is_access: bool,
    /// How many roles or groups are wanted.
    wanted: usize,
    /// Their places in the list of the connection, as far as it has them.
    places: Vec<u32>,
    /// The place of the group that everyone is in.
    common: Option<u32>,
}

impl ProfileScan {
    /// For these profiles. Others need another scan.
    pub fn new(profiles: Vec<Profile>) -> Self {
        let count = profiles.len();
        Self {
            profiles,
            standings: vec![Vec::new(); count],
            counts: vec![[0; STANDINGS]; count],
            lookup: Vec::new(),
            roles: Vec::new(),
            revision: Revision::default(),
            next: None,
        }
    }

    /// The profiles, in the order of their numbers.
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// Looks at up to `budget` people. Returns whether there are more to look at.
    pub fn step(&mut self, people: &People, lists: Lists<'_>, budget: usize) -> bool {
        let (changed, now) = people.changed_since(self.revision);
        self.look_up(people, lists, changed.is_none());
        match (changed, self.next) {
            (None, _) => {
                // All may have changed: everyone is looked at, from the start.
                self.revision = now;
                self.next = Some(0);
            }
            (Some(changed), None) => {
                let some = changed.get(..budget).unwrap_or(changed);
                for person in some {
                    self.look(people, lists, *person);
                }
                self.revision = self.revision.plus(some.len());
            }
            (Some(_), Some(_)) => {}
        }
        if let Some(next) = self.next {
            let all = u32::try_from(people.groups.len()).unwrap_or(u32::MAX);
            let end = all.min(next.saturating_add(u32::try_from(budget).unwrap_or(u32::MAX)));
            for person in (next..end).map(PersonId) {
                self.look(people, lists, person);
            }
            self.next = (end < all).then_some(end);
        }
        self.next.is_some() || self.revision != people.changed_since(self.revision).1
    }

    /// Looks the profiles up, where the lists are others or have more roles.
    fn look_up(&mut self, people: &People, lists: Lists<'_>, are_others: bool) {
        let count = |accounts: Option<&Accounts>| accounts.map_or(0, |one| one.roles.len());
        let roles: Vec<usize> = lists.iter().copied().map(count).collect();
        if are_others || roles != self.roles {
            let lookup = |profile: &Profile| {
                let entries = profile.entries.iter();
                let entries = entries.map(|(id, entry)| EntryLookup::new(people, lists, id, entry));
                entries.collect()
            };
            self.lookup = self.profiles.iter().map(lookup).collect();
            self.roles = roles;
        }
    }

    fn look(&mut self, people: &People, lists: Lists<'_>, id: PersonId) {
        let at = id.0 as usize;
        let exists = people.exists(id);
        let accounts = if exists {
            people.person(id, lists).accounts()
        } else {
            Vec::new()
        };
        let profiles = self.lookup.iter().zip(&mut self.standings);
        for ((entries, standings), counts) in profiles.zip(&mut self.counts) {
            if standings.len() <= at {
                standings.resize(at + 1, ABSENT);
            }
            let standing = if exists {
                standing(people, entries, &accounts) as u8
            } else {
                ABSENT
            };
            if let Some(count) = counts.get_mut(usize::from(standings[at])) {
                *count -= 1;
            }
            if let Some(count) = counts.get_mut(usize::from(standing)) {
                *count += 1;
            }
            standings[at] = standing;
        }
    }

    /// How many of the people who were looked at stand like this to a profile.
    pub fn count(&self, profile: usize, standing: Standing) -> usize {
        let counts = self.counts.get(profile);
        counts.map_or(0, |counts| counts[standing as usize])
    }

    /// The people who stand like this to a profile.
    pub fn people(&self, profile: usize, standing: Standing) -> Vec<PersonId> {
        let standings = self.standings.get(profile).map_or(&[][..], Vec::as_slice);
        let is_it = |(_, one): &(u32, &u8)| **one == standing as u8;
        let found = (0..).zip(standings).filter(is_it);
        found.map(|(person, _)| PersonId(person)).collect()
    }
}

impl EntryLookup {
    fn new(people: &People, lists: Lists<'_>, id: &str, entry: &ProfileEntry) -> Self {
        let mut connections = people.connections();
        let connection = connections.position(|one| one.id == id);
        let accounts = connection.and_then(|at| lists.get(at).copied().flatten());
        let place = |role: &str| {
            let mut roles = accounts.map_or(&[][..], |one| &one.roles).iter();
            let place = roles.position(|one| *one.id == *role)?;
            u32::try_from(place).ok()
        };
        let wanted = match entry {
            ProfileEntry::NoAccess => &[][..],
            ProfileEntry::Access(roles) => roles,
        };
        let platform = accounts.map(|accounts| accounts.platform);
        Self {
            connection,
            is_access: matches!(entry, ProfileEntry::Access(_)),
            wanted: wanted.len(),
            places: wanted.iter().filter_map(|role| place(role)).collect(),
            common: platform.and_then(common_role).and_then(|role| place(&role)),
        }
    }
}

/// How someone with these accounts stands to a profile.
fn standing(people: &People, entries: &[EntryLookup], all: &[PersonAccount<'_>]) -> Standing {
    let mut tally = Tally::default();
    for entry in entries {
        let Some(at) = entry.connection else {
            return Standing::Unknown;
        };
        let here: Vec<&PersonAccount<'_>> = super::accounts_on(all, at);
        if !is_certain(people, at, &here) {
            return Standing::Unknown;
        }
        let mut roles: Vec<u32> = Vec::new();
        let mut has_access = false;
        for one in here.into_iter().filter(|one| one.is_enabled()) {
            has_access = true;
            roles.extend_from_slice(&one.account.roles);
        }
        roles.retain(|role| Some(*role) != entry.common);
        roles.sort_unstable();
        roles.dedup();
        if entry.is_access {
            tally.wanted += 1 + entry.wanted;
        }
        if has_access {
            tally.had += 1 + roles.len();
        }
        if entry.is_access && has_access {
            let is_wanted = |role: &&u32| entry.places.contains(*role);
            tally.shared += 1 + roles.iter().filter(is_wanted).count();
        }
    }
    tally.standing()
}
