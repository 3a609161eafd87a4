//! Accounts that look like the same person's. They are shown with the reason and never
//! joined by themselves.

use super::address::NormalisedAddress;
use super::index::{Lists, People, PersonId};
use super::key::PersonKey;
use super::matching::address;
use super::person::{MatchReason, Person};
use super::slots::index;
use crate::view::fold;

/// Shorter names differ by one letter too often.
const SHORTEST_NAME: usize = 6;

/// Someone who looks like the same person, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reason: SuggestionReason,
}

/// Why two people look like one, the likeliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionReason {
    /// An account of one has the other's address, and an administrator has linked it.
    LinkedAddress,
    /// Their addresses differ by a tag (`ana+test@`).
    SameWithoutTag,
    /// They have the same full name, and addresses in different domains.
    SameNameOtherDomain,
    /// They have the same full name, and no connection in common. One of them has no
    /// address, or both are in one domain.
    SameName,
    /// Their full names differ by one letter that is missing, added, another or swapped
    /// with its neighbour, and they have no connection in common.
    NameOneEdit,
}

/// A search for those who look like one person, in slices.
#[derive(Debug)]
pub struct SuggestionSearch {
    person: PersonId,
    looks: Looks,
    next: u32,
    found: Vec<Suggestion>,
}

impl SuggestionSearch {
    /// A search for those who look like `person`.
    pub fn new(people: &People, lists: Lists<'_>, person: PersonId) -> Self {
        Self {
            person,
            looks: Looks::new(people, &people.person(person, lists)),
            next: 0,
            found: Vec::new(),
        }
    }

    /// Compares with up to `budget` people. Addresses count only where their domains are
    /// among the organisation's `domains`, if there are any. Returns whether there are more
    /// to compare with.
    pub fn step(
        &mut self,
        people: &People,
        lists: Lists<'_>,
        domains: &[String],
        budget: usize,
    ) -> bool {
        let all = index(people.groups.len());
        let end = all.min(self.next.saturating_add(index(budget)));
        for other in (self.next..end).map(PersonId) {
            if other == self.person || !people.groups.has_accounts(other.0) {
                continue;
            }
            let looks = Looks::new(people, &people.person(other, lists));
            if let Some(reason) = self.looks.likeness(&looks, domains) {
                self.found.push(Suggestion {
                    person: other,
                    reason,
                });
            }
        }
        self.next = end;
        end < all
    }

    /// Who was found so far, the likeliest first.
    pub fn found(&self) -> Vec<Suggestion> {
        let mut found = self.found.clone();
        found.sort_by_key(|one| one.reason);
        found
    }
}

/// What people are compared by.
#[derive(Debug)]
struct Looks {
    key: PersonKey,
    /// Of accounts that were not taken apart.
    addresses: Vec<NormalisedAddress>,
    /// Of accounts that were linked.
    linked: Vec<NormalisedAddress>,
    /// Full names, folded.
    names: Vec<String>,
    connections: Vec<usize>,
}

impl Looks {
    fn new(people: &People, person: &Person<'_>) -> Self {
        let mut looks = Self {
            key: person.key().clone(),
            addresses: Vec::new(),
            linked: Vec::new(),
            names: person.names().iter().map(|name| fold(name)).collect(),
            connections: Vec::new(),
        };
        for one in person.accounts() {
            looks.connections.push(one.connection);
            let address = address(one.account, people.rules);
            let address = address.map(|address| NormalisedAddress::from_normalised(&address));
            match one.reason {
                MatchReason::Alone => {}
                MatchReason::Linked => looks.linked.extend(address),
                MatchReason::Address | MatchReason::NoAddress => looks.addresses.extend(address),
            }
        }
        looks
    }

    fn likeness(&self, other: &Self, domains: &[String]) -> Option<SuggestionReason> {
        let links = |one: &Self, other: &Self| {
            let address = other.key.address();
            address.is_some_and(|address| one.linked.contains(address))
        };
        if links(self, other) || links(other, self) {
            return Some(SuggestionReason::LinkedAddress);
        }
        let any = |is_it: &dyn Fn(&NormalisedAddress, &NormalisedAddress) -> bool| {
            let others = |one| other.addresses.iter().any(|other| is_it(one, other));
            self.addresses.iter().any(others)
        };
        if any(&|one, other| one != other && without_tag(one) == without_tag(other)) {
            return Some(SuggestionReason::SameWithoutTag);
        }
        let apart = !self
            .connections
            .iter()
            .any(|one| other.connections.contains(one));
        let any_name = |is_it: &dyn Fn(&str, &str) -> bool| {
            let others = |one: &String| other.names.iter().any(|other| is_it(one, other));
            self.names.iter().any(others)
        };
        if any_name(&|one, other| one == other && one.contains(' ')) {
            let is_ours = |domain: &str| {
                domains.is_empty() || domains.iter().any(|one| one.eq_ignore_ascii_case(domain))
            };
            let other_domain = any(&|one, other| {
                let domains = [one.domain(), other.domain()];
                domains[0] != domains[1] && domains.into_iter().all(is_ours)
            });
            if other_domain {
                return Some(SuggestionReason::SameNameOtherDomain);
            }
            let is_one_without = self.addresses.is_empty() || other.addresses.is_empty();
            let same_domain = any(&|one, other| one.domain() == other.domain());
            return (apart && (is_one_without || same_domain))
                .then_some(SuggestionReason::SameName);
        }
        (apart && any_name(&is_one_edit)).then_some(SuggestionReason::NameOneEdit)
    }
}

/// The parts of an address, the first without its tag.
fn without_tag(address: &NormalisedAddress) -> (&str, &str) {
    let local = address.local();
    let name = local.split('+').next().unwrap_or_default();
    let name = if name.is_empty() { local } else { name };
    (name, address.domain())
}

/// Whether two full names differ by one letter that is missing, added, another or
/// swapped with its neighbour.
fn is_one_edit(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > 4 || !one.contains(' ') || !other.contains(' ') {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() < SHORTEST_NAME || long.len() - short.len() > 1 {
        return false;
    }
    let same = short
        .iter()
        .zip(&long)
        .take_while(|(one, other)| one == other)
        .count();
    let (short, long) = (&short[same..], &long[same..]);
    match (short, long) {
        (short, [_, rest @ ..]) if short.len() == rest.len() => short == rest,
        ([a, b, short @ ..], [c, d, long @ ..]) if (a, b) == (d, c) && short == long => true,
        ([_, short @ ..], [_, long @ ..]) => short == long,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_by_one_letter_are_told_from_others() {
        for (one, other, is_close) in [
            ("ana sato", "anna sato", true),
            ("ana sato", "an sato", true),
            ("ana sato", "ana satu", true),
            ("ana sato", "naa sato", true),
            ("ana sato", "ana saot", true),
            ("ana sato", "ana sato", false),
            ("ana sato", "anna satto", false),
            ("ana sato", "ane satu", false),
            ("ana sato", "ana-sato", false),
            ("jo ito", "jo ino", true),
            ("jo it", "jo in", false),
            ("ünal 東京", "ünal 東亰", true),
        ] {
            assert_eq!(is_one_edit(one, other), is_close, "{one}, {other}");
            assert_eq!(is_one_edit(other, one), is_close, "{other}, {one}");
        }
    }
}
