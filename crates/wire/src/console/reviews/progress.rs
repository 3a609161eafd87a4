//! How many accounts of a review were decided about, and who decided.

use super::{Decision, DecisionKind, Reviewer};
use serde::{Deserialize, Serialize};

/// How many accounts were decided about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewProgress {
    /// How many keep their access.
    pub kept: usize,
    /// How many lose it.
    pub revoked: usize,
    /// The same by who decided, in the order of their names.
    pub by: Vec<ReviewerProgress>,
}

/// How many accounts one person decided about last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewerProgress {
    /// Who. `null` if it is unknown.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub reviewer: Option<Reviewer>,
    /// How many of them keep their access.
    pub kept: usize,
    /// How many lose it.
    pub revoked: usize,
}

impl ReviewProgress {
    /// How many accounts were decided about.
    pub const fn decided(&self) -> usize {
        self.kept + self.revoked
    }

    /// Adds so many decisions of one person.
    pub fn add(&mut self, reviewer: Option<&Reviewer>, decision: DecisionKind, count: usize) {
        let place = self
            .by
            .binary_search_by(|one| one.reviewer.as_ref().cmp(&reviewer));
        let place = place.unwrap_or_else(|place| {
            let new = ReviewerProgress {
                reviewer: reviewer.cloned(),
                kept: 0,
                revoked: 0,
            };
            self.by.insert(place, new);
            place
        });
        let (all, own) = match decision {
            DecisionKind::Keep => (&mut self.kept, &mut self.by[place].kept),
            DecisionKind::Revoke => (&mut self.revoked, &mut self.by[place].revoked),
        };
        *all += count;
        *own += count;
    }

    /// Adds a decision, unless it was withdrawn.
    pub fn add_decision(&mut self, decision: &Decision) {
        let reviewer = decision.by.as_ref().map(|name| Reviewer {
            name: name.clone(),
            via: decision.via.clone().unwrap_or_default(),
        });
        if let Some(kind) = decision.decision {
            self.add(reviewer.as_ref(), kind, 1);
        }
    }
}

impl<'a> FromIterator<&'a Decision> for ReviewProgress {
    fn from_iter<I: IntoIterator<Item = &'a Decision>>(decisions: I) -> Self {
        let mut progress = Self::default();
        for decision in decisions {
            progress.add_decision(decision);
        }
        progress
    }
}
