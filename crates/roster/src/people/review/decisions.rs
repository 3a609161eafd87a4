//! The decisions of a review as one reviewer has them in front of them: those that the
//! server has, and those that were made here and are not saved yet.

use std::collections::BTreeMap;
use wire::console::reviews::{
    Decision, DecisionChange, DecisionKind, DecisionValue, MAX_TOGETHER, ReviewProgress, Reviewer,
};

/// The decisions of a review, with those that are not saved yet. A decision shows at once,
/// and is saved afterwards; nothing that another reviewer decided meanwhile is overwritten.
///
/// Who uses it sends each [`batch`](Self::batch), and says what came of it:
/// [`saved`](Self::saved), or [`failed`](Self::failed), after which what the server has is
/// read and [`received`](Self::received).
#[derive(Debug, Clone)]
pub struct ReviewDecisions {
    /// What the server has about each item, as far as is known here.
    known: Vec<Option<Decision>>,
    unsaved: BTreeMap<usize, Unsaved>,
    /// Up to which change of the review the decisions are known.
    revision: u64,
}

/// A decision that was made here and is not saved yet.
#[derive(Debug, Clone)]
struct Unsaved {
    /// What was decided; nothing where a decision was withdrawn.
    value: Option<DecisionValue>,
    /// The version of the decision that was shown when it was made; 0 where there was none.
    version: u64,
    /// What is on its way to the server, if anything is.
    sent: Option<Sent>,
}

/// A decision that is on its way to the server; nothing where one is withdrawn.
#[derive(Debug, Clone)]
struct Sent(Option<DecisionValue>);

/// What is shown of the decision about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownDecision<'a> {
    /// What was decided; nothing where nothing was, or where that was withdrawn.
    pub decision: Option<DecisionKind>,
    /// The comment on it.
    pub comment: &'a str,
    /// The decision that the server has, where it is this one: who made it and when.
    pub known: Option<&'a Decision>,
    /// Whether it was made here and is not saved yet.
    pub is_unsaved: bool,
}

/// A decision that was made here and is not saved, because someone else decided otherwise
/// about the same item in the meantime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    /// The decision that was made here; nothing where one was to be withdrawn.
    pub here: Option<DecisionValue>,
    /// What the server has.
    pub there: Decision,
}

impl ReviewDecisions {
    /// No decisions yet about so many items.
    pub fn new(items: usize) -> Self {
        Self {
            known: vec![None; items],
            unsaved: BTreeMap::new(),
            revision: 0,
        }
    }

    /// Up to which change of the review the decisions are known.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// How many decisions are not saved yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// What is shown of the decision about an item.
    pub fn get(&self, item: usize) -> ShownDecision<'_> {
        let known = self.known.get(item).and_then(Option::as_ref);
        if let Some(unsaved) = self.unsaved.get(&item) {
            let value = unsaved.value.as_ref();
            return ShownDecision {
                decision: value.map(|value| value.decision),
                comment: value.map_or("", |value| &value.comment),
                known: None,
                is_unsaved: true,
            };
        }
        ShownDecision {
            decision: known.and_then(|known| known.decision),
            comment: known.map_or("", |known| &known.comment),
            known,
            is_unsaved: false,
        }
    }

    /// Decides about items, or withdraws the decisions about them.
    pub fn decide(&mut self, items: &[usize], value: Option<&DecisionValue>) {
        for item in items
            .iter()
            .copied()
            .filter(|item| *item < self.known.len())
        {
            let version = self.version(item);
            let is_known = self.known_value(item).as_ref() == value;
            match self.unsaved.get_mut(&item) {
                Some(unsaved) if unsaved.sent.is_some() => unsaved.value = value.cloned(),
                // It is what the server has already.
                _ if is_known => {
                    self.unsaved.remove(&item);
                }
                _ => {
                    let unsaved = Unsaved {
                        value: value.cloned(),
                        version,
                        sent: None,
                    };
                    self.unsaved.insert(item, unsaved);
                }
            }
        }
    }

    /// The next decisions to be sent to the server, at most 1,000; nothing where there are
    /// none, and while some are on their way.
    pub fn batch(&mut self) -> Vec<DecisionChange> {
        if self.is_sending() {
            return Vec::new();
        }
        let next = self.unsaved.iter_mut().take(MAX_TOGETHER);
        let changes = next.map(|(item, unsaved)| {
            unsaved.sent = Some(Sent(unsaved.value.clone()));
            DecisionChange {
                item: *item,
                version: unsaved.version,
                value: unsaved.value.clone(),
            }
        });
        changes.collect()
    }

    /// Whether decisions are on their way to the server.
    pub fn is_sending(&self) -> bool {
        self.unsaved.values().any(|unsaved| unsaved.sent.is_some())
    }

    /// The server has made the decisions that were on their way, as it answers them.
    pub fn saved(&mut self, decisions: Vec<Decision>) {
        for decision in decisions {
            let item = decision.item;
            if let Some(unsaved) = self.unsaved.get_mut(&item) {
                let sent = unsaved.sent.take();
                if sent.is_some_and(|Sent(value)| value == unsaved.value) {
                    self.unsaved.remove(&item);
                } else {
                    // Decided otherwise while it was on its way.
                    unsaved.version = decision.version;
                }
            }
            self.set_known(decision);
        }
    }

    /// The decisions that were on their way were not made, or it is not known whether they
    /// were: they are still to be saved.
    pub fn failed(&mut self) {
        for unsaved in self.unsaved.values_mut() {
            unsaved.sent = None;
        }
    }

    /// Takes in what the server has: decisions that are newer than those known here, up to
    /// this change of the review. Answers which decisions that were made here are given up,
    /// because someone else decided otherwise. Nothing is taken in while decisions are on
    /// their way: they would be taken for those of others.
    pub fn received(&mut self, decisions: Vec<Decision>, revision: u64) -> Vec<Overruled> {
        if self.is_sending() {
            return Vec::new();
        }
        self.revision = self.revision.max(revision);
        let mut overruled = Vec::new();
        for decision in decisions {
            let item = decision.item;
            if decision.version <= self.version(item) {
                continue;
            }
            let unsaved = self.unsaved.remove(&item);
            // The same decision, or the own one whose answer was lost, is no conflict.
            if let Some(Unsaved { value: here, .. }) = unsaved
                && value(&decision) != here
            {
                let there = decision.clone();
                overruled.push(Overruled { here, there });
            }
            self.set_known(decision);
        }
        overruled
    }

    /// How many accounts each reviewer decided about: what is not saved yet counts as
    /// `me`.
    pub fn progress(&self, me: Option<&Reviewer>) -> ReviewProgress {
        let mut progress = ReviewProgress::default();
        for (item, known) in self.known.iter().enumerate() {
            match (self.unsaved.get(&item), known) {
                (Some(unsaved), _) => {
                    if let Some(value) = &unsaved.value {
                        progress.add(me, value.decision, 1);
                    }
                }
                (None, Some(known)) => progress.add_decision(known),
                (None, None) => {}
            }
        }
        progress
    }

    fn version(&self, item: usize) -> u64 {
        let known = self.known.get(item).and_then(Option::as_ref);
        known.map_or(0, |known| known.version)
    }

    /// What the server has about an item, as it would be decided here.
    fn known_value(&self, item: usize) -> Option<DecisionValue> {
        let known = self.known.get(item).and_then(Option::as_ref);
        known.and_then(value)
    }

    fn set_known(&mut self, decision: Decision) {
        if let Some(known) = self.known.get_mut(decision.item) {
            *known = Some(decision);
        }
    }
}

fn value(decision: &Decision) -> Option<DecisionValue> {
    let kind = decision.decision?;
    Some(DecisionValue {
        decision: kind,
        comment: decision.comment.clone(),
    })
}
