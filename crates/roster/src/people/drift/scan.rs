//! Which kinds of drift concern whom, for all people, in slices.

use super::{Drift, DriftContext, DriftKind, connection_drift, person_drift};
use crate::people::index::{Lists, People, PersonId, Revision};

/// Which kinds of drift concern whom. It keeps no findings: those of one person are
/// worked out when they are shown ([`person_drift`]).
#[derive(Debug, Default)]
pub struct DriftScan {
    /// For each person, a bit for each kind.
    kinds: Vec<u16>,
    counts: [usize; DriftKind::ALL.len()],
    /// What concerns connections, as it was at the last step.
    connections: Vec<Drift>,
    revision: Revision,
    /// The next person to look at, where all are looked at.
    next: Option<u32>,
}

impl DriftScan {
    /// Looks at up to `budget` people. Returns whether there are more to look at. Another
    /// context needs another scan.
    pub fn step(
        &mut self,
        people: &People,
        lists: Lists<'_>,
        context: &DriftContext,
        budget: usize,
    ) -> bool {
        let (changed, now) = people.changed_since(self.revision);
        match (changed, self.next) {
            (None, _) => {
                // All may have changed: everyone is looked at, from the start.
                self.revision = now;
                self.next = Some(0);
            }
            (Some(changed), None) => {
                let some = changed.get(..budget).unwrap_or(changed);
                for person in some {
                    self.look(people, lists, context, *person);
                }
                self.revision = self.revision.plus(some.len());
            }
            (Some(_), Some(_)) => {}
        }
        if let Some(next) = self.next {
            let all = u32::try_from(people.groups.len()).unwrap_or(u32::MAX);
            let end = all.min(next.saturating_add(u32::try_from(budget).unwrap_or(u32::MAX)));
            for person in (next..end).map(PersonId) {
                self.look(people, lists, context, person);
            }
            self.next = (end < all).then_some(end);
        }
        let is_behind =
            self.next.is_some() || self.revision != people.changed_since(self.revision).1;
        if !is_behind {
            let connections = 0..people.connections().len();
            let found = connections.flat_map(|at| connection_drift(people, lists, at, context));
            self.connections = found.filter(|one| one.dismissed.is_none()).collect();
        }
        is_behind
    }

    fn look(&mut self, people: &People, lists: Lists<'_>, context: &DriftContext, id: PersonId) {
        let at = id.0 as usize;
        if self.kinds.len() <= at {
            self.kinds.resize(at + 1, 0);
        }
        let found = person_drift(people, &people.person(id, lists), context);
        let active = found.iter().filter(|one| one.dismissed.is_none());
        let bits = active.fold(0, |bits, one| bits | 1 << one.id.kind as u16);
        for (kind, count) in self.counts.iter_mut().enumerate() {
            *count -= usize::from(self.kinds[at] >> kind & 1);
            *count += usize::from(bits >> kind & 1);
        }
        self.kinds[at] = bits;
    }

    /// How many people, or connections or statuses, a kind concerns that were looked at.
    /// What was dismissed does not count.
    pub fn count(&self, kind: DriftKind) -> usize {
        let connections = self.connections.iter().filter(|one| one.id.kind == kind);
        self.counts[kind as usize] + connections.count()
    }

    /// How many findings there are of all kinds.
    pub fn total(&self) -> usize {
        DriftKind::ALL.iter().map(|kind| self.count(*kind)).sum()
    }

    /// The people whom a kind concerns.
    pub fn people(&self, kind: DriftKind) -> Vec<PersonId> {
        let is_it = |(_, bits): &(u32, &u16)| **bits >> kind as u16 & 1 == 1;
        let found = (0..).zip(&self.kinds).filter(is_it);
        found.map(|(person, _)| PersonId(person)).collect()
    }

    /// What concerns connections and statuses.
    pub fn connections(&self) -> &[Drift] {
        &self.connections
    }
}
