//! Carrying a plan out: read, write, read back; a few logins at a time.

mod one;
mod outcome;
mod verify;

pub use outcome::{ChangeError, Done, Left, Outcome, StepReport, Tally};

use crate::change::Change;
use crate::people::People;
use crate::plan::{Item, Plan};
use crate::platform::{self, Everybody, Seen, read_all, seen};
use crate::record::Record;
use crate::{CallError, Transport};
use futures::StreamExt;
use std::cell::{Ref, RefCell};
use std::collections::HashMap;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// How many logins are changed at a time. Browsers open six connections to a
/// server over HTTP/1.1.
pub const CONCURRENCY: usize = 6;

/// From how many logins on everybody is read at once, before and after, in
/// place of each login by itself.
const MANY: usize = 9;

/// How many of everybody the logins must be for that: one in this many.
const OF_ALL: usize = 200;

/// A plan being carried out. What is known of it so far can be looked at at any
/// time.
#[derive(Debug)]
pub struct Run {
    /// What is to be done.
    pub plan: Plan,
    rows: RefCell<Vec<Row>>,
    /// Why nothing more is to be begun.
    stopped: RefCell<Option<String>>,
    /// Those to be told once nothing more is to be begun.
    waiting: RefCell<Vec<Waker>>,
}

/// What has become of one item of the plan.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// How it stands.
    pub outcome: Outcome,
    /// The requests that were made for it.
    pub steps: Vec<StepReport>,
    /// What the login was just before, read anew.
    pub before: Option<Record>,
    /// The key of a login that was made, where the platform chose it.
    pub made: Option<String>,
    /// How many seconds the platform asked to wait, while it is being waited.
    pub pause: Option<u32>,
}

/// What goes on around a run.
pub struct Surroundings<'a> {
    /// The current time: RFC 3339 in UTC with milliseconds.
    pub now: &'a str,
    /// Told whenever something has become of an item; its number.
    pub changed: &'a dyn Fn(usize),
}

impl Run {
    /// Nothing done yet.
    pub fn new(plan: Plan) -> Self {
        let rows = vec![Row::default(); plan.items.len()];
        Self {
            plan,
            rows: RefCell::new(rows),
            stopped: RefCell::new(None),
            waiting: RefCell::default(),
        }
    }

    /// How every item stands, in the plan's order.
    pub fn rows(&self) -> Ref<'_, Vec<Row>> {
        self.rows.borrow()
    }

    /// How many stand how.
    pub fn tally(&self) -> Tally {
        Tally::of(self.rows().iter().map(|row| &row.outcome))
    }

    /// Begins nothing more. What is under way is finished and read back.
    pub fn cancel(&self) {
        self.stop("Cancelled before it was begun.");
    }

    fn stop(&self, why: &str) {
        let mut stopped = self.stopped.borrow_mut();
        stopped.get_or_insert_with(|| why.to_owned());
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Ends once nothing more is to be begun.
    async fn stopped(&self) {
        poll_fn(|context| {
            if self.stopped.borrow().is_some() {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Whether everything has come to its end.
    pub fn is_over(&self) -> bool {
        let under_way = |row: &Row| row.outcome.is_under_way();
        !self.rows().iter().any(under_way)
    }

    /// Carries the plan out. Once.
    pub async fn go<T: Transport>(&self, transport: &T, around: &Surroundings<'_>) {
        let known = match self.together() {
            None => None,
            Some(change) => match self.read(transport, change).await {
                Ok(all) => Some(all),
                Err(error) => {
                    for at in 0..self.plan.items.len() {
                        let outcome = match self.plan.items.get(at).and_then(|i| i.blocked.clone())
                        {
                            Some(why) => Outcome::Blocked(why),
                            None => Outcome::Failed(ChangeError::Read(error.clone())),
                        };
                        self.set(at, outcome, around);
                    }
                    return;
                }
            },
        };
        futures::stream::iter(0..self.plan.items.len())
            .for_each_concurrent(CONCURRENCY, |at| {
                self.one(transport, at, known.as_ref(), around)
            })
            .await;
        if let Some(change) = self.together() {
            let accepted = self.places(|outcome| *outcome == Outcome::Accepted);
            self.verify(transport, change, &accepted, around).await;
        }
    }

    /// The change, where it is one and reading everybody at once is less work.
    fn together(&self) -> Option<&Change> {
        let count = self.plan.items.len();
        let change = self.plan.change()?;
        let by_itself = matches!(change, Change::Create(_) | Change::Assign { .. });
        (count >= MANY && count * OF_ALL >= self.plan.total && !by_itself).then_some(change)
    }

    async fn read<T: Transport>(
        &self,
        transport: &T,
        change: &Change,
    ) -> Result<Everybody, CallError> {
        let known: HashMap<&str, &Record> = self
            .plan
            .items
            .iter()
            .filter_map(|item| Some((&*item.key, item.before.as_ref()?)))
            .collect();
        read_all(transport, &self.plan.connection, change, &known).await
    }

    fn set(&self, at: usize, outcome: Outcome, around: &Surroundings<'_>) {
        if let Some(row) = self.rows.borrow_mut().get_mut(at) {
            row.outcome = outcome;
        }
        (around.changed)(at);
    }

    fn update(&self, at: usize, update: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.borrow_mut().get_mut(at) {
            update(row);
        }
    }

    /// What was read back, by key, for whoever shows the list: a login, or that
    /// it is gone.
    pub fn news(&self) -> Vec<(String, Option<Record>)> {
        self.news_of(&self.places(|_| true))
    }

    /// What was read back of the items at `places`.
    fn news_of(&self, places: &[usize]) -> Vec<(String, Option<Record>)> {
        let rows = self.rows();
        let news = |(item, row): (&Item, &Row)| {
            let after = row.outcome.after()?;
            let key = row.made.clone().unwrap_or_else(|| item.key.clone());
            Some((key, after.cloned()))
        };
        let both = |at: &usize| Some((self.plan.items.get(*at)?, rows.get(*at)?));
        places.iter().filter_map(both).filter_map(news).collect()
    }

    /// The plan that does again what failed or was not tried; none where
    /// nothing did.
    pub fn retry(&self, people: &People) -> Option<Plan> {
        let rows = self.rows();
        let items: Vec<Item> = self
            .plan
            .items
            .iter()
            .zip(rows.iter())
            .filter(|(_, row)| row.outcome.can_be_retried())
            .map(|(item, _)| Item {
                blocked: None,
                ..item.clone()
            })
            .collect();
        (!items.is_empty()).then(|| Plan::of(&self.plan.connection, people, items))
    }

    /// The plan that takes back what was done; none where nothing can be.
    pub fn undo(&self, people: &People) -> Option<Plan> {
        let rows = self.rows();
        let platform = self.plan.connection.platform;
        let items: Vec<Item> = self
            .plan
            .items
            .iter()
            .zip(rows.iter())
            .filter_map(|(item, row)| {
                let Outcome::Done(done) = &row.outcome else {
                    return None;
                };
                let change =
                    item.change
                        .inverse(row.before.as_ref(), done.after.as_ref(), platform)?;
                Some(Item {
                    key: row.made.clone().unwrap_or_else(|| item.key.clone()),
                    label: item.label.clone(),
                    change,
                    before: done.after.clone(),
                    blocked: None,
                })
            })
            .collect();
        (!items.is_empty()).then(|| Plan::of(&self.plan.connection, people, items))
    }
}

/// What reading back says about an item that was accepted.
fn looked_at(item: &Item, before: Option<&Record>, after: Option<Record>) -> Outcome {
    match seen(&item.change, before, after.as_ref()) {
        Seen::Yes => Outcome::Done(Done {
            after,
            read_back: true,
            ..Done::default()
        }),
        Seen::CannotTell => Outcome::Done(Done {
            after,
            ..Done::default()
        }),
        Seen::No(found) => Outcome::Failed(ChangeError::NotSeen { found, after }),
    }
}

/// Whether the platform shows nothing of a change, so that there is nothing to
/// read back.
fn is_invisible(change: &Change) -> bool {
    platform::seen(change, None, None) == Seen::CannotTell
}

#[cfg(test)]
mod tests;
