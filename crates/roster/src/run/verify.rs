//! Reading back what was accepted: at the end of a run, and again after the
//! network was away.

use super::outcome::{ChangeError, Done, Left, Outcome};
use super::{CONCURRENCY, Run, Surroundings, looked_at};
use crate::change::Change;
use crate::plan::Item;
use crate::platform::Seen;
use crate::record::Record;
use crate::{CallError, Transport, platform};
use futures::StreamExt;

impl Run {
    /// How many changes may have been made and could not be read back.
    pub fn unverified(&self) -> usize {
        self.unverified_places().len()
    }

    /// Reads back what was accepted and could not be read back, and what may or
    /// may not have happened. Sends no change; gives what was read, as [`Run::news`].
    pub async fn verify_again<T: Transport>(
        &self,
        transport: &T,
        around: &Surroundings<'_>,
    ) -> Vec<(String, Option<Record>)> {
        let places = self.unverified_places();
        match self.together() {
            Some(change) if places.len() >= super::MANY => {
                self.verify(transport, change, &places, around).await;
            }
            _ => self.verify_each(transport, &places, around).await,
        }
        self.news_of(&places)
    }

    /// The places of the items for which only reading again can tell what
    /// became of them. Those of which the platform shows nothing are left out.
    fn unverified_places(&self) -> Vec<usize> {
        let rows = self.rows();
        let items = (0..).zip(self.plan.items.iter().zip(rows.iter()));
        items
            .filter(|(_, (item, row))| {
                let before = row.before.as_ref();
                is_unverified(&row.outcome)
                    && platform::seen(&item.change, before, before) != Seen::CannotTell
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// The places of the items whose outcome is of a kind.
    pub(super) fn places(&self, is: impl Fn(&Outcome) -> bool) -> Vec<usize> {
        let rows = self.rows();
        let of_kind = (0..).zip(rows.iter()).filter(|(_, row)| is(&row.outcome));
        of_kind.map(|(at, _)| at).collect()
    }

    /// Reads everybody once more and looks for what was accepted.
    pub(super) async fn verify<T: Transport>(
        &self,
        transport: &T,
        change: &Change,
        places: &[usize],
        around: &Surroundings<'_>,
    ) {
        if places.is_empty() {
            return;
        }
        let everybody = match self.read(transport, change).await {
            Ok(everybody) => everybody,
            Err(error) => {
                for at in places {
                    self.could_not_read(*at, error.clone(), around);
                }
                return;
            }
        };
        let mut rest = Vec::new();
        for at in places {
            let Some(item) = self.plan.items.get(*at) else {
                continue;
            };
            match everybody.find(&item.key) {
                Ok(after) => self.was_read(*at, item, after.cloned(), around),
                // The list has gaps: that it is not there means nothing.
                Err(_) => rest.push(*at),
            }
        }
        self.verify_each(transport, &rest, around).await;
    }

    async fn verify_each<T: Transport>(
        &self,
        transport: &T,
        places: &[usize],
        around: &Surroundings<'_>,
    ) {
        futures::stream::iter(places)
            .for_each_concurrent(CONCURRENCY, |at| async move {
                let Some(item) = self.plan.items.get(*at) else {
                    return;
                };
                let made = self.rows().get(*at).and_then(|row| row.made.clone());
                let key = made.as_deref().unwrap_or(&item.key);
                match self.read_item(transport, item, key).await {
                    Ok(after) => self.was_read(*at, item, after, around),
                    Err(error) => self.could_not_read(*at, error, around),
                }
            })
            .await;
    }

    /// Item `at` was read back.
    fn was_read(&self, at: usize, item: &Item, after: Option<Record>, around: &Surroundings<'_>) {
        let (before, known) = match self.rows().get(at) {
            Some(row) => (row.before.clone(), row.outcome.clone()),
            None => return,
        };
        let outcome = match known {
            Outcome::Failed(ChangeError::Step {
                step, done, call, ..
            }) => match platform::seen(&item.change, before.as_ref(), after.as_ref()) {
                Seen::Yes => Outcome::Done(Done {
                    after,
                    read_back: true,
                    ..Done::default()
                }),
                _ => Outcome::Failed(ChangeError::Step {
                    step,
                    done,
                    call,
                    left: Left::Known(after),
                }),
            },
            _ => looked_at(item, before.as_ref(), after),
        };
        self.set(at, outcome, around);
    }

    /// Item `at` could not be read back, for this reason.
    fn could_not_read(&self, at: usize, error: CallError, around: &Surroundings<'_>) {
        let is_failed = matches!(
            self.rows().get(at).map(|row| &row.outcome),
            Some(Outcome::Failed(_))
        );
        if !is_failed {
            self.set(at, Outcome::Unverified(error), around);
        }
    }
}

/// Whether only reading again can tell what became of a change.
fn is_unverified(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Unverified(_)
            | Outcome::Failed(ChangeError::Step {
                left: Left::Unknown,
                ..
            })
    )
}
