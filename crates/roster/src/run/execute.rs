//! One change to one user: read, write, read back.

use super::kind::{DoneNote, StopReason};
use super::outcome::{ChangeError, Done, FailureState, Outcome, StepReport};
use super::{Run, RunContext};
use crate::Change;
use crate::merge::merge;
use crate::plan::Item;
use crate::platform::{AllAccounts, Steps, Verdict, steps, writes_back};
use crate::record::Record;
use crate::step::{Answer, Call, Step, StepKind};
use crate::{CallError, Transport, TransportError};
use futures::future::{Either, select};
use std::pin::pin;
use wire::ApiError;

/// How often a request is sent that the platform has no time for.
const MAX_ATTEMPTS: u32 = 5;

/// The longest wait for a platform that says how long, in seconds. A change that
/// is asked to wait longer is not tried.
pub const LONGEST_WAIT: u32 = 15 * 60;

impl Run {
    /// Carries out one item. `known` is the whole list, where it was read.
    pub(super) async fn execute_item<T: Transport>(
        &self,
        transport: &T,
        index: usize,
        known: Option<&AllAccounts>,
        context: &RunContext<'_>,
    ) {
        let Some(item) = self.plan.items.get(index) else {
            return;
        };
        let stop_reason = *self.stop_reason.borrow();
        let outcome = if let Some(reason) = item.blocked {
            Outcome::Blocked(reason)
        } else if let Some(reason) = stop_reason {
            Outcome::NotTried(reason)
        } else {
            self.set_outcome(index, Outcome::Running, context);
            self.change_item(transport, index, item, known, context)
                .await
        };
        if let Some(reason) = stop_reason_after(&outcome) {
            self.stop(reason);
        }
        self.set_outcome(index, outcome, context);
    }

    /// Makes a step's request.
    async fn make_step<T: Transport>(
        &self,
        transport: &T,
        index: usize,
        step: &Step,
        context: &RunContext<'_>,
    ) -> Result<Answer, CallError> {
        match self.send(transport, index, step.call(), context).await {
            Err(error) if error.is_not_found() => match step.otherwise() {
                Some(other) => self.send(transport, index, other, context).await,
                None if step.is_missing_fine() => Ok(Answer::default()),
                None => Err(error),
            },
            outcome => outcome,
        }
    }

    /// Makes a request, again where the platform says that it had no time for
    /// it: then it has done nothing.
    async fn send<T: Transport>(
        &self,
        transport: &T,
        index: usize,
        call: &dyn Call,
        context: &RunContext<'_>,
    ) -> Result<Answer, CallError> {
        let request = call.request()?;
        let mut attempts = 0;
        loop {
            let response = transport.send(&request).await?;
            attempts += 1;
            if request.route.writes() && !response.request_id.is_empty() {
                let id = response.request_id.clone();
                self.update(index, |row| row.request_ids.push(id));
            }
            if response.status != 429 || attempts == MAX_ATTEMPTS {
                return Ok(call.answer(&response)?);
            }
            let seconds = response.retry_after.unwrap_or(1).max(1);
            if seconds > LONGEST_WAIT {
                self.stop(StopReason::WaitTooLong { seconds });
                return Ok(call.answer(&response)?);
            }
            if !self.pause(transport, index, seconds, context).await {
                return Ok(call.answer(&response)?);
            }
        }
    }

    /// Waits so long, or until the run is stopped; whether to go on.
    async fn pause<T: Transport>(
        &self,
        transport: &T,
        index: usize,
        seconds: u32,
        context: &RunContext<'_>,
    ) -> bool {
        if self.stop_reason.borrow().is_some() {
            return false;
        }
        self.update(index, |row| row.pause = Some(seconds));
        (context.on_change)(index);
        let (pause, stopped) = (pin!(transport.pause(seconds)), pin!(self.wait_for_stop()));
        let goes_on = matches!(select(pause, stopped).await, Either::Left(_));
        self.update(index, |row| row.pause = None);
        (context.on_change)(index);
        goes_on
    }

    async fn change_item<T: Transport>(
        &self,
        transport: &T,
        index: usize,
        item: &Item,
        known: Option<&AllAccounts>,
        context: &RunContext<'_>,
    ) -> Outcome {
        let listed = known.and_then(|all| all.find(&item.key).ok());
        let before = match listed {
            // By now the list may be minutes old.
            Some(record) if !writes_back(&item.change, record) => record.cloned(),
            _ => match self.read_item(transport, item, &item.key).await {
                Ok(before) => before,
                Err(error) => return Outcome::Failed(ChangeError::Read(error)),
            },
        };
        self.update(index, |row| row.before.clone_from(&before));
        let connection = &self.plan.connection;
        let steps = match steps(
            connection,
            &item.change,
            &item.key,
            before.as_ref(),
            context.now,
        ) {
            Steps::Already => return Outcome::Already { after: before },
            Steps::Cannot(reason) => return Outcome::Failed(ChangeError::Impossible(reason)),
            Steps::Conflict(conflicts) => {
                return Outcome::Failed(ChangeError::Conflict {
                    conflicts,
                    theirs: before.map(Box::new),
                });
            }
            Steps::Do(steps) => steps,
        };
        let mut said = Answer::default();
        for (done, step) in steps.iter().enumerate() {
            let outcome = self.make_step(transport, index, step, context).await;
            self.update(index, |row| {
                row.steps.push(StepReport {
                    kind: step.kind,
                    problem: outcome.as_ref().err().map(ToString::to_string),
                });
            });
            match outcome {
                Ok(answer) => {
                    said.words = answer.words.or(said.words);
                    said.record = answer.record.or(said.record);
                }
                Err(call) => {
                    let stop_reason = *self.stop_reason.borrow();
                    if let (0, true, Some(reason)) = (done, is_busy(&call), stop_reason) {
                        // It was not to wait until the platform has time.
                        return Outcome::NotTried(reason);
                    }
                    let failed = FailedStep {
                        step: step.kind,
                        done,
                        call,
                    };
                    return self.failure(transport, item, before.as_ref(), failed).await;
                }
            }
        }
        let note = kept_note(&item.change, before.as_ref());
        let outcome = self
            .finish(transport, index, item, before, said, known.is_some())
            .await;
        match outcome {
            Outcome::Done(done) => Outcome::Done(Done {
                note: done.note.or(note),
                ..done
            }),
            other => other,
        }
    }

    /// Everything was accepted: reads whether it shows.
    async fn finish<T: Transport>(
        &self,
        transport: &T,
        index: usize,
        item: &Item,
        before: Option<Record>,
        said: Answer,
        is_list_read: bool,
    ) -> Outcome {
        if self.is_invisible(&item.change) {
            return Outcome::Done(Done {
                after: before,
                words: said.words,
                ..Done::default()
            });
        }
        if is_list_read {
            return Outcome::Accepted;
        }
        // Metabase chooses the number of a new user.
        let created_key = match (&item.change, &said.record) {
            (Change::Create(_), Some(record)) => Some(record.key()),
            _ => None,
        };
        let key = created_key.clone().unwrap_or_else(|| item.key.clone());
        self.update(index, |row| row.created_key.clone_from(&created_key));
        match self.read_item(transport, item, &key).await {
            Err(error) => Outcome::Unverified(error),
            Ok(after) => match self.outcome_of_reading(item, before.as_ref(), after) {
                Outcome::Done(done) => Outcome::Done(Done {
                    words: said.words,
                    ..done
                }),
                other => other,
            },
        }
    }

    pub(super) async fn read_item<T: Transport>(
        &self,
        transport: &T,
        item: &Item,
        key: &str,
    ) -> Result<Option<Record>, CallError> {
        let known = item.before.as_ref();
        let (connection, change) = (&self.plan.connection, &item.change);
        let support = self.support();
        support
            .read_one(transport, connection, change, key, known)
            .await
    }

    /// The outcome after a request failed. A refusal (4xx) of the first one says that
    /// nothing was done; after anything else, a redirect too, only reading the user
    /// again can tell.
    async fn failure<T: Transport>(
        &self,
        transport: &T,
        item: &Item,
        before: Option<&Record>,
        failed: FailedStep,
    ) -> Outcome {
        let state = if failed.done == 0 && is_refusal(&failed.call) {
            FailureState::Unchanged
        } else {
            match self.read_item(transport, item, &item.key).await {
                Err(_) => FailureState::Unknown,
                Ok(after) => match self.support().verify(&item.change, before, after.as_ref()) {
                    Verdict::Shown => {
                        return Outcome::Done(Done {
                            after,
                            read_back: true,
                            words: None,
                            note: Some(DoneNote::AnswerLost),
                        });
                    }
                    Verdict::NotShown(_) => FailureState::Known(after),
                    Verdict::Invisible => FailureState::Unknown,
                },
            }
        };
        let FailedStep { step, done, call } = failed;
        Outcome::Failed(ChangeError::Step {
            step,
            done,
            call,
            state,
        })
    }
}

/// What someone else changed in the meantime and an edit left alone.
fn kept_note(change: &Change, before: Option<&Record>) -> Option<DoneNote> {
    let Change::Edit(edit) = change else {
        return None;
    };
    let kept = merge(edit, before?).kept;
    (!kept.is_empty()).then_some(DoneNote::KeptOthersChanges(kept))
}

/// A request that failed.
struct FailedStep {
    step: StepKind,
    done: usize,
    call: CallError,
}

/// Whether the platform had no time for a request, so that it has done nothing.
fn is_busy(call: &CallError) -> bool {
    matches!(call, CallError::Api(ApiError::Refused(refusal)) if refusal.status == 429)
}

/// Whether a failed request certainly changed nothing. A redirect does not say
/// so: it may follow the change, or come from a proxy in front of the platform.
const fn is_refusal(call: &CallError) -> bool {
    match call {
        CallError::Name(_) => true,
        CallError::Api(ApiError::Refused(refusal)) => matches!(refusal.status, 400..=499),
        // What the gateway refuses itself has not reached the platform.
        CallError::Transport(TransportError::Gateway { status, .. }) => {
            matches!(*status, 400..=499)
        }
        _ => false,
    }
}

/// Why no more changes are tried after `outcome`: the platform or the gateway no
/// longer accepts the sign-in, another session is active, or something in front of
/// the gateway answers in its place.
fn stop_reason_after(outcome: &Outcome) -> Option<StopReason> {
    let call = match outcome {
        Outcome::Failed(error) => error.call()?,
        Outcome::Unverified(call) => call,
        _ => return None,
    };
    match call {
        CallError::Api(ApiError::Refused(refusal)) if refusal.status == 401 => {
            Some(StopReason::SignedOut)
        }
        CallError::Transport(TransportError::Gateway { status: 401, .. }) => {
            Some(StopReason::SessionEnded)
        }
        CallError::Transport(TransportError::Gateway { status: 409, .. }) => {
            Some(StopReason::OtherSession)
        }
        CallError::Transport(TransportError::Intercepted { .. }) => Some(StopReason::Intercepted),
        _ => None,
    }
}
