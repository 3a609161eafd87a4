//! Reading back what was accepted: at the end of a run, and again after the
//! network was away.

use super::outcome::{ChangeError, Done, FailureState, Outcome};
use super::{CONCURRENCY, Run, RunContext};
use crate::change::Change;
use crate::plan::Item;
use crate::platform::Verdict;
use crate::record::Record;
use crate::{CallError, Transport};
use futures::StreamExt;

impl Run {
    /// How many changes may have been made and could not be read back.
    pub fn unverified(&self) -> usize {
        self.unverified_indexes().len()
    }

    /// Reads back what was accepted and could not be read back, and what may or
    /// may not have been made. Sends no change; returns what was read, as
    /// [`Run::read_back`].
    pub async fn verify_again<T: Transport>(
        &self,
        transport: &T,
        context: &RunContext<'_>,
    ) -> Vec<(String, Option<Record>)> {
        let indexes = self.unverified_indexes();
        match self.shared_change() {
            Some(change) if indexes.len() >= super::MANY => {
                self.verify(transport, change, &indexes, context).await;
            }
            _ => self.verify_each(transport, &indexes, context).await,
        }
        self.read_back_at(&indexes)
    }

    /// The items whose outcome only reading again can tell. Those of which the
    /// platform shows nothing are left out.
    fn unverified_indexes(&self) -> Vec<usize> {
        let rows = self.rows();
        let items = (0..).zip(self.plan.items.iter().zip(rows.iter()));
        items
            .filter(|(_, (item, row))| {
                let before = row.before.as_ref();
                is_unverified(&row.outcome)
                    && self.support().verify(&item.change, before, before) != Verdict::Invisible
            })
            .map(|(index, _)| index)
            .collect()
    }

    /// The items whose outcome `matches`.
    pub(super) fn indexes(&self, matches: impl Fn(&Outcome) -> bool) -> Vec<usize> {
        let rows = self.rows();
        let of_kind = (0..)
            .zip(rows.iter())
            .filter(|(_, row)| matches(&row.outcome));
        of_kind.map(|(index, _)| index).collect()
    }

    /// Reads the whole list once more and looks for what was accepted.
    pub(super) async fn verify<T: Transport>(
        &self,
        transport: &T,
        change: &Change,
        indexes: &[usize],
        context: &RunContext<'_>,
    ) {
        if indexes.is_empty() {
            return;
        }
        let list = match self.read_list(transport, change).await {
            Ok(list) => list,
            Err(error) => {
                for index in indexes {
                    self.set_unread(*index, error.clone(), context);
                }
                return;
            }
        };
        let mut rest = Vec::new();
        for index in indexes {
            let Some(item) = self.plan.items.get(*index) else {
                continue;
            };
            match list.find(&item.key) {
                Ok(after) => self.set_read(*index, item, after.cloned(), context),
                // The list has gaps: that it is missing there means nothing.
                Err(_) => rest.push(*index),
            }
        }
        self.verify_each(transport, &rest, context).await;
    }

    async fn verify_each<T: Transport>(
        &self,
        transport: &T,
        indexes: &[usize],
        context: &RunContext<'_>,
    ) {
        futures::stream::iter(indexes)
            .for_each_concurrent(CONCURRENCY, |index| async move {
                let Some(item) = self.plan.items.get(*index) else {
                    return;
                };
                let created_key = self
                    .rows()
                    .get(*index)
                    .and_then(|row| row.created_key.clone());
                let key = created_key.as_deref().unwrap_or(&item.key);
                match self.read_item(transport, item, key).await {
                    Ok(after) => self.set_read(*index, item, after, context),
                    Err(error) => self.set_unread(*index, error, context),
                }
            })
            .await;
    }

    /// Sets the outcome of an item that was read back.
    fn set_read(&self, index: usize, item: &Item, after: Option<Record>, context: &RunContext<'_>) {
        let (before, known) = match self.rows().get(index) {
            Some(row) => (row.before.clone(), row.outcome.clone()),
            None => return,
        };
        let outcome = match known {
            Outcome::Failed(ChangeError::Step {
                step, done, call, ..
            }) => match self
                .support()
                .verify(&item.change, before.as_ref(), after.as_ref())
            {
                Verdict::Shown => Outcome::Done(Done {
                    after,
                    read_back: true,
                    ..Done::default()
                }),
                _ => Outcome::Failed(ChangeError::Step {
                    step,
                    done,
                    call,
                    state: FailureState::Known(after),
                }),
            },
            _ => self.outcome_of_reading(item, before.as_ref(), after),
        };
        self.set_outcome(index, outcome, context);
    }

    /// Sets the outcome of an item that could not be read back.
    fn set_unread(&self, index: usize, error: CallError, context: &RunContext<'_>) {
        let is_failed = matches!(
            self.rows().get(index).map(|row| &row.outcome),
            Some(Outcome::Failed(_))
        );
        if !is_failed {
            self.set_outcome(index, Outcome::Unverified(error), context);
        }
    }
}

/// Whether only reading again can tell whether a change was made.
fn is_unverified(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Unverified(_)
            | Outcome::Failed(ChangeError::Step {
                state: FailureState::Unknown,
                ..
            })
    )
}
