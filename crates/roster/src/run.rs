//! Carrying a plan out: read, write, read back; a few users at a time.

mod execute;
mod kind;
mod outcome;
mod verify;

pub use execute::LONGEST_WAIT;
pub use kind::{
    DoneNote, Failure, FailureCause, FailureStateKind, OutcomeKind, Reason, StopReason,
};
pub use outcome::{ChangeError, Done, FailureState, Outcome, StepReport, Tally};

use crate::accounts::Accounts;
use crate::change::Change;
use crate::plan::{Item, Plan};
use crate::platform::{AllAccounts, ChangeSupport, Verdict, change_support};
use crate::record::Record;
use crate::{CallError, Transport};
use futures::StreamExt;
use std::cell::{Ref, RefCell};
use std::collections::HashMap;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// How many users are changed at a time. Browsers open six connections to a
/// server over HTTP/1.1.
pub const CONCURRENCY: usize = 6;

/// From how many users on the whole list is read, before and after, in place of
/// each user alone.
const MANY: usize = 9;

/// How large a part of the list the users must be for that: one in this many.
const OF_ALL: usize = 200;

/// A plan that is carried out. Its progress can be read at any time.
#[derive(Debug)]
pub struct Run {
    /// The changes.
    pub plan: Plan,
    rows: RefCell<Vec<Row>>,
    /// Why no more changes are begun.
    stop_reason: RefCell<Option<StopReason>>,
    /// Woken once no more changes are begun.
    wakers: RefCell<Vec<Waker>>,
}

/// The progress of one item of the plan.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its outcome so far.
    pub outcome: Outcome,
    /// The requests that were made for it.
    pub steps: Vec<StepReport>,
    /// The numbers that the gateway gave to the requests that were made to change
    /// something, in their order: its audit log has them.
    pub request_ids: Vec<String>,
    /// The user just before, read anew.
    pub before: Option<Record>,
    /// The key of a user that was created, where the platform chose it.
    pub created_key: Option<String>,
    /// How many seconds the platform asked to wait, during the wait.
    pub pause: Option<u32>,
}

/// What a run needs from its caller.
pub struct RunContext<'a> {
    /// The current time: RFC 3339 in UTC with milliseconds.
    pub now: &'a str,
    /// Called with the index of an item whenever its row has changed.
    pub on_change: &'a dyn Fn(usize),
}

impl Run {
    /// A run of `plan` that has not begun.
    pub fn new(plan: Plan) -> Self {
        let rows = vec![Row::default(); plan.items.len()];
        Self {
            plan,
            rows: RefCell::new(rows),
            stop_reason: RefCell::new(None),
            wakers: RefCell::default(),
        }
    }

    /// The progress of every item, in the plan's order.
    pub fn rows(&self) -> Ref<'_, Vec<Row>> {
        self.rows.borrow()
    }

    /// How many items have which outcome.
    pub fn tally(&self) -> Tally {
        Tally::count(self.rows().iter().map(|row| row.outcome.kind()))
    }

    /// Begins no more changes. Those in progress are completed and read back.
    pub fn cancel(&self) {
        self.stop(StopReason::Cancelled);
    }

    fn stop(&self, reason: StopReason) {
        self.stop_reason.borrow_mut().get_or_insert(reason);
        for waker in self.wakers.take() {
            waker.wake();
        }
    }

    /// Resolves once no more changes are begun.
    async fn wait_for_stop(&self) {
        poll_fn(|task| {
            if self.stop_reason.borrow().is_some() {
                return Poll::Ready(());
            }
            self.wakers.borrow_mut().push(task.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Whether every item has come to its end.
    pub fn is_over(&self) -> bool {
        let under_way = |row: &Row| row.outcome.is_under_way();
        !self.rows().iter().any(under_way)
    }

    /// Carries the plan out. Once.
    pub async fn execute<T: Transport>(&self, transport: &T, context: &RunContext<'_>) {
        let known = match self.shared_change() {
            None => None,
            Some(change) => match self.read_list(transport, change).await {
                Ok(all) => Some(all),
                Err(error) => {
                    for (index, item) in self.plan.items.iter().enumerate() {
                        let outcome = match item.blocked {
                            Some(reason) => Outcome::Blocked(reason),
                            None => Outcome::Failed(ChangeError::Read(error.clone())),
                        };
                        self.set_outcome(index, outcome, context);
                    }
                    return;
                }
            },
        };
        let mut next = 0;
        // Changes of one account that follow each other are made one after another.
        let accounts = self.plan.items.chunk_by(|one, other| one.key == other.key);
        let accounts = accounts.map(|items| {
            let first = next;
            next += items.len();
            first..next
        });
        futures::stream::iter(accounts)
            .for_each_concurrent(CONCURRENCY, |items| {
                let known = known.as_ref();
                async move {
                    for index in items {
                        self.execute_item(transport, index, known, context).await;
                    }
                }
            })
            .await;
        if let Some(change) = self.shared_change() {
            let accepted = self.indexes(|outcome| *outcome == Outcome::Accepted);
            self.verify(transport, change, &accepted, context).await;
        }
    }

    /// The change, where it is the same for all and reading the whole list is less
    /// work.
    fn shared_change(&self) -> Option<&Change> {
        let count = self.plan.items.len();
        let change = self.plan.change()?;
        let by_itself = matches!(change, Change::Create(_) | Change::Assign { .. });
        (count >= MANY && count * OF_ALL >= self.plan.total && !by_itself).then_some(change)
    }

    fn support(&self) -> &'static dyn ChangeSupport {
        change_support(self.plan.connection.platform)
    }

    async fn read_list<T: Transport>(
        &self,
        transport: &T,
        change: &Change,
    ) -> Result<AllAccounts, CallError> {
        let known: HashMap<&str, &Record> = self
            .plan
            .items
            .iter()
            .filter_map(|item| Some((&*item.key, item.before.as_ref()?)))
            .collect();
        let connection = &self.plan.connection;
        let support = self.support();
        support
            .read_all(transport, connection, change, &known)
            .await
    }

    /// The outcome of an accepted item that was read back.
    fn outcome_of_reading(
        &self,
        item: &Item,
        before: Option<&Record>,
        after: Option<Record>,
    ) -> Outcome {
        match self.support().verify(&item.change, before, after.as_ref()) {
            Verdict::Shown => Outcome::Done(Done {
                after,
                read_back: true,
                ..Done::default()
            }),
            Verdict::Invisible => Outcome::Done(Done {
                after,
                ..Done::default()
            }),
            Verdict::NotShown(found) => Outcome::Failed(ChangeError::NotSeen { found, after }),
        }
    }

    /// Whether the platform shows nothing of a change, so that there is nothing to
    /// read back.
    fn is_invisible(&self, change: &Change) -> bool {
        self.support().verify(change, None, None) == Verdict::Invisible
    }

    fn set_outcome(&self, index: usize, outcome: Outcome, context: &RunContext<'_>) {
        if let Some(row) = self.rows.borrow_mut().get_mut(index) {
            row.outcome = outcome;
        }
        (context.on_change)(index);
    }

    fn update(&self, index: usize, update: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.borrow_mut().get_mut(index) {
            update(row);
        }
    }

    /// What was read back, by key, to be shown in the list: a user, or that it no
    /// longer exists.
    pub fn read_back(&self) -> Vec<(String, Option<Record>)> {
        self.read_back_at(&self.indexes(|_| true))
    }

    /// What was read back of the items at `indexes`.
    fn read_back_at(&self, indexes: &[usize]) -> Vec<(String, Option<Record>)> {
        let rows = self.rows();
        let record = |(item, row): (&Item, &Row)| {
            let after = row.outcome.after()?;
            let key = row.created_key.clone().unwrap_or_else(|| item.key.clone());
            Some((key, after.cloned()))
        };
        let both = |index: &usize| Some((self.plan.items.get(*index)?, rows.get(*index)?));
        indexes.iter().filter_map(both).filter_map(record).collect()
    }

    /// The plan that retries what failed or was not tried; nothing where there is
    /// nothing to retry.
    pub fn retry(&self, accounts: &Accounts) -> Option<Plan> {
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
        (!items.is_empty()).then(|| Plan::from_items(&self.plan.connection, accounts, items))
    }

    /// The plan that undoes what was done; nothing where there is nothing to undo.
    pub fn undo(&self, accounts: &Accounts) -> Option<Plan> {
        let rows = self.rows();
        let platform = self.plan.connection.platform;
        let mut items: Vec<Item> = self
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
                    key: row.created_key.clone().unwrap_or_else(|| item.key.clone()),
                    label: item.label.clone(),
                    change,
                    before: done.after.clone(),
                    blocked: None,
                })
            })
            .collect();
        // The last change of an account is undone first.
        let of_account = items.chunk_by_mut(|one, other| one.key == other.key);
        of_account.for_each(<[Item]>::reverse);
        (!items.is_empty()).then(|| Plan::from_items(&self.plan.connection, accounts, items))
    }
}

#[cfg(test)]
mod tests;
