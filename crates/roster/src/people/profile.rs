//! Access profiles: what someone in a certain role is to have on each connection.
//!
//! A profile says nothing about connections that it does not name. How a person stands to
//! one is compared element by element: an element is access to a connection, or one of its
//! roles or groups. The group that everyone on a platform is in counts on neither side.

mod scan;

pub use scan::ProfileScan;

use super::index::People;
use super::person::{Person, PersonAccount};
use crate::kinds::kinds;
use crate::platform::{change_support, common_role};
use std::collections::BTreeMap;
use wire::Platform;

/// A named set of access.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name, which tells it from others.
    pub name: String,
    /// What to have, by the id of the connection.
    pub entries: BTreeMap<Box<str>, ProfileEntry>,
}

/// What to have on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileEntry {
    /// No account that can sign in.
    NoAccess,
    /// An account with exactly these roles or groups, by alphabet; with none, just access.
    Access(Vec<String>),
}

kinds! {
    /// How a person stands to a profile.
    pub enum Standing {
        /// They have exactly what it names.
        Exactly,
        /// All of it, and more on the connections that it names.
        More,
        /// Some of it, and nothing else there.
        Less,
        /// Some of it, and something else there.
        Other,
        /// Nothing of it.
        Nothing,
        /// It is not known, as a connection that it names is not.
        Unknown,
    }
}

/// How a person stands to a profile, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileComparison {
    /// How they stand to it.
    pub standing: Standing,
    /// The connections on which they differ from it, in its order.
    pub differences: Vec<ProfileDifference>,
}

/// How a person differs from a profile on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileDifference {
    /// The connection's id.
    pub connection: Box<str>,
    /// What differs.
    pub kind: DifferenceKind,
}

/// What differs from a profile on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is not known: the connection is not loaded, or not completely, or not there, or a
    /// platform does not say enough.
    Unknown,
    /// They cannot sign in, and are to.
    AccessMissing {
        /// The roles or groups that they are to have.
        roles: Vec<String>,
    },
    /// They can sign in, and are not to.
    AccessSurplus,
    /// They have other roles or groups.
    Roles {
        /// Those that are missing.
        missing: Vec<String>,
        /// Those that are not in the profile.
        surplus: Vec<String>,
    },
}

impl ProfileEntry {
    /// Access with these roles or groups.
    pub fn access(platform: Platform, roles: Vec<String>) -> Self {
        Self::Access(without_common(platform, roles))
    }
}

impl Profile {
    /// What a person has: the roles or groups of their accounts that can sign in. It names
    /// no connection on which they have none, or may have others.
    pub fn of_person(name: &str, people: &People, person: &Person<'_>) -> Self {
        let all = person.accounts();
        let connections = (0..).zip(people.connections());
        let entries = connections.filter_map(|(at, connection)| {
            let here = accounts_on(&all, at);
            match Known::new(people, at, &here) {
                Known::Access(roles) => {
                    let entry = ProfileEntry::access(connection.platform, roles);
                    Some((connection.id.as_str().into(), entry))
                }
                Known::None | Known::Uncertain => None,
            }
        });
        Self {
            name: name.to_owned(),
            entries: entries.collect(),
        }
    }

    /// How a person stands to it, with the differences.
    pub fn compare(&self, people: &People, person: &Person<'_>) -> ProfileComparison {
        let all = person.accounts();
        let mut tally = Tally::default();
        let mut differences = Vec::new();
        for (id, entry) in &self.entries {
            let place = people.connections().position(|one| one.id == **id);
            let kind = match place {
                None => {
                    tally.is_unknown = true;
                    Some(DifferenceKind::Unknown)
                }
                Some(at) => {
                    let known = Known::new(people, at, &accounts_on(&all, at));
                    let platform = people.connections().nth(at).map(|one| one.platform);
                    compare_entry(entry, known, platform, &mut tally)
                }
            };
            differences.extend(kind.map(|kind| ProfileDifference {
                connection: id.clone(),
                kind,
            }));
        }
        ProfileComparison {
            standing: tally.standing(),
            differences,
        }
    }
}

fn compare_entry(
    entry: &ProfileEntry,
    known: Known,
    platform: Option<Platform>,
    tally: &mut Tally,
) -> Option<DifferenceKind> {
    let has = match (known, platform) {
        (Known::Uncertain, _) | (_, None) => {
            tally.is_unknown = true;
            return Some(DifferenceKind::Unknown);
        }
        (Known::None, _) => None,
        (Known::Access(roles), Some(platform)) => Some(without_common(platform, roles)),
    };
    match (entry, has) {
        (ProfileEntry::NoAccess, None) => None,
        (ProfileEntry::NoAccess, Some(roles)) => {
            tally.had += 1 + roles.len();
            Some(DifferenceKind::AccessSurplus)
        }
        (ProfileEntry::Access(roles), None) => {
            tally.wanted += 1 + roles.len();
            Some(DifferenceKind::AccessMissing {
                roles: roles.clone(),
            })
        }
        (ProfileEntry::Access(wanted), Some(has)) => {
            let [missing, surplus] = crate::merge::difference(&has, wanted);
            tally.wanted += 1 + wanted.len();
            tally.had += 1 + has.len();
            tally.shared += 1 + wanted.len() - missing.len();
            let is_same = missing.is_empty() && surplus.is_empty();
            (!is_same).then_some(DifferenceKind::Roles { missing, surplus })
        }
    }
}

/// How many elements a profile names, a person has on its connections, and both have.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    wanted: usize,
    had: usize,
    shared: usize,
    is_unknown: bool,
}

impl Tally {
    const fn standing(self) -> Standing {
        let Self {
            wanted,
            had,
            shared,
            is_unknown,
        } = self;
        match (shared == wanted, shared == had) {
            _ if is_unknown => Standing::Unknown,
            (true, true) => Standing::Exactly,
            (true, false) => Standing::More,
            _ if shared == 0 => Standing::Nothing,
            (false, true) => Standing::Less,
            (false, false) => Standing::Other,
        }
    }
}

/// What a person has on a connection.
enum Known {
    /// No account that can sign in, for sure.
    None,
    /// Access, with these roles or groups.
    Access(Vec<String>),
    /// It is not certain.
    Uncertain,
}

impl Known {
    /// By the accounts that they have there.
    fn new(people: &People, at: usize, here: &[&PersonAccount<'_>]) -> Self {
        if !is_certain(people, at, here) {
            return Self::Uncertain;
        }
        let mut enabled = here.iter().filter(|one| one.is_enabled()).peekable();
        if enabled.peek().is_none() {
            return Self::None;
        }
        Self::Access(
            enabled
                .flat_map(|one| one.account.record.role_ids())
                .collect(),
        )
    }
}

/// Whether what a person has on a connection is known: whether they can sign in, and with
/// which roles.
fn is_certain(people: &People, at: usize, here: &[&PersonAccount<'_>]) -> bool {
    let is_known = |one: &&PersonAccount<'_>| {
        let record = &one.account.record;
        one.is_disabled()
            || one.is_enabled() && change_support(record.platform()).knows_roles(record)
    };
    if !here.iter().all(is_known) {
        return false;
    }
    here.iter().any(|one| one.is_enabled()) || people.is_known(at)
}

fn accounts_on<'a, 'b>(all: &'b [PersonAccount<'a>], at: usize) -> Vec<&'b PersonAccount<'a>> {
    all.iter().filter(|one| one.connection == at).collect()
}

/// Roles or groups by alphabet, each once, without the one that everyone is in.
pub(super) fn without_common(platform: Platform, mut roles: Vec<String>) -> Vec<String> {
    if let Some(common) = common_role(platform) {
        roles.retain(|role| *role != common);
    }
    roles.sort_unstable();
    roles.dedup();
    roles
}

#[cfg(test)]
mod tests;
