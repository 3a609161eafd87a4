//! One change to one login: read, write, read back.

use super::outcome::{ChangeError, Done, Left, Outcome, StepReport};
use super::{Run, Surroundings, is_invisible, looked_at};
use crate::Change;
use crate::merge::{Part, merge};
use crate::plan::Item;
use crate::platform::{Everybody, Seen, Steps, read_one, seen, steps, writes_back};
use crate::record::Record;
use crate::step::{Answer, Call, Step};
use crate::{CallError, Transport, TransportError};
use futures::future::{Either, select};
use std::borrow::Cow;
use std::pin::pin;
use wire::ApiError;

/// How often a request is sent again that the platform had no time for.
const PATIENCE: u32 = 5;

/// The longest wait for a platform that says how long, in seconds. What is to
/// wait longer is not tried.
const LONGEST_WAIT: u32 = 15 * 60;

impl Run {
    /// Carries out one item. `known` is what reading everybody at once found.
    pub(super) async fn one<T: Transport>(
        &self,
        transport: &T,
        at: usize,
        known: Option<&Everybody>,
        around: &Surroundings<'_>,
    ) {
        let Some(item) = self.plan.items.get(at) else {
            return;
        };
        let outcome = if let Some(why) = &item.blocked {
            Outcome::Blocked(why.clone())
        } else if let Some(why) = self.stopped.borrow().clone() {
            Outcome::NotTried(why)
        } else {
            self.set(at, Outcome::Running, around);
            self.carry_out(transport, at, item, known, around).await
        };
        if let Some(why) = signed_out(&outcome) {
            self.stop(why);
        }
        self.set(at, outcome, around);
    }

    /// Makes a step's request.
    async fn take<T: Transport>(
        &self,
        transport: &T,
        at: usize,
        step: &Step,
        around: &Surroundings<'_>,
    ) -> Result<Answer, CallError> {
        match self.ask(transport, at, step.call(), around).await {
            Err(error) if error.is_not_found() => match step.otherwise() {
                Some(other) => self.ask(transport, at, other, around).await,
                None if step.is_missing_fine() => Ok(Answer::default()),
                None => Err(error),
            },
            outcome => outcome,
        }
    }

    /// Makes a request, again where the platform says that it had no time for
    /// it: then it has done nothing.
    async fn ask<T: Transport>(
        &self,
        transport: &T,
        at: usize,
        call: &dyn Call,
        around: &Surroundings<'_>,
    ) -> Result<Answer, CallError> {
        let request = call.request()?;
        let mut tried = 0;
        loop {
            let response = transport.send(&request).await?;
            tried += 1;
            if response.status != 429 || tried == PATIENCE {
                return Ok(call.answer(&response)?);
            }
            let seconds = response.retry_after.unwrap_or(1).max(1);
            if seconds > LONGEST_WAIT {
                self.stop(&too_long(seconds));
                return Ok(call.answer(&response)?);
            }
            if !self.pause(transport, at, seconds, around).await {
                return Ok(call.answer(&response)?);
            }
        }
    }

    /// Waits so long, or until the run is cancelled; whether to go on.
    async fn pause<T: Transport>(
        &self,
        transport: &T,
        at: usize,
        seconds: u32,
        around: &Surroundings<'_>,
    ) -> bool {
        if self.stopped.borrow().is_some() {
            return false;
        }
        self.update(at, |row| row.pause = Some(seconds));
        (around.changed)(at);
        let (pause, stopped) = (pin!(transport.pause(seconds)), pin!(self.stopped()));
        let goes_on = matches!(select(pause, stopped).await, Either::Left(_));
        self.update(at, |row| row.pause = None);
        (around.changed)(at);
        goes_on
    }

    async fn carry_out<T: Transport>(
        &self,
        transport: &T,
        at: usize,
        item: &Item,
        known: Option<&Everybody>,
        around: &Surroundings<'_>,
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
        self.update(at, |row| row.before.clone_from(&before));
        let connection = &self.plan.connection;
        let steps = match steps(
            connection,
            &item.change,
            &item.key,
            before.as_ref(),
            around.now,
        ) {
            Steps::Already => return Outcome::Already { after: before },
            Steps::Cannot(why) => return Outcome::Failed(ChangeError::Impossible(why)),
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
            let outcome = self.take(transport, at, step, around).await;
            self.update(at, |row| {
                row.steps.push(StepReport {
                    words: step.words,
                    problem: outcome.as_ref().err().map(ToString::to_string),
                });
            });
            match outcome {
                Ok(answer) => {
                    said.words = answer.words.or(said.words);
                    said.record = answer.record.or(said.record);
                }
                Err(call) => {
                    let stopped = self.stopped.borrow().clone();
                    if let (0, true, Some(why)) = (done, is_busy(&call), stopped) {
                        // It was not to wait until the platform has time.
                        return Outcome::NotTried(why);
                    }
                    let failed = Failed {
                        step: step.words,
                        done,
                        call,
                    };
                    return self.failed(transport, item, before.as_ref(), failed).await;
                }
            }
        }
        let note = kept_note(&item.change, before.as_ref());
        let outcome = self
            .finish(transport, at, item, before, said, known.is_some())
            .await;
        match outcome {
            Outcome::Done(done) => Outcome::Done(Done {
                note: done.note.or(note),
                ..done
            }),
            other => other,
        }
    }

    /// Everything was accepted: looks whether it shows.
    async fn finish<T: Transport>(
        &self,
        transport: &T,
        at: usize,
        item: &Item,
        before: Option<Record>,
        said: Answer,
        together: bool,
    ) -> Outcome {
        if is_invisible(&item.change) {
            return Outcome::Done(Done {
                after: before,
                words: said.words,
                ..Done::default()
            });
        }
        if together {
            return Outcome::Accepted;
        }
        // Metabase chooses the number of somebody new.
        let made = match (&item.change, &said.record) {
            (Change::Create(_), Some(record)) => Some(record.key()),
            _ => None,
        };
        let key = made.clone().unwrap_or_else(|| item.key.clone());
        self.update(at, |row| row.made.clone_from(&made));
        match self.read_item(transport, item, &key).await {
            Err(error) => Outcome::Unverified(error),
            Ok(after) => match looked_at(item, before.as_ref(), after) {
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
        read_one(transport, &self.plan.connection, &item.change, key, known).await
    }

    /// A request failed: what was left behind? A refusal (4xx) of the first
    /// says that nothing was done; after anything else, a redirect too, only
    /// reading the login again can tell.
    async fn failed<T: Transport>(
        &self,
        transport: &T,
        item: &Item,
        before: Option<&Record>,
        failed: Failed,
    ) -> Outcome {
        let left = if failed.done == 0 && is_refusal(&failed.call) {
            Left::Unchanged
        } else {
            match self.read_item(transport, item, &item.key).await {
                Err(_) => Left::Unknown,
                Ok(after) => match seen(&item.change, before, after.as_ref()) {
                    Seen::Yes => {
                        return Outcome::Done(Done {
                            after,
                            read_back: true,
                            words: None,
                            note: Some(Cow::Borrowed(
                                "The answer to the change was lost or an error, but reading back \
                                 shows it done.",
                            )),
                        });
                    }
                    Seen::No(_) => Left::Known(after),
                    Seen::CannotTell => Left::Unknown,
                },
            }
        };
        let Failed { step, done, call } = failed;
        Outcome::Failed(ChangeError::Step {
            step,
            done,
            call,
            left,
        })
    }
}

/// What someone else changed in the meantime and an edit left alone.
fn kept_note(change: &Change, before: Option<&Record>) -> Option<Cow<'static, str>> {
    let Change::Edit(edit) = change else {
        return None;
    };
    let kept: Vec<String> = merge(edit, before?).kept.iter().map(Part::label).collect();
    let names = kept.join(", ");
    (!kept.is_empty())
        .then(|| format!("Kept what someone else changed in the meantime: {names}.").into())
}

/// A request that came to nothing.
struct Failed {
    step: &'static str,
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

/// Why nothing more is tried where a platform asks to wait for so long.
fn too_long(seconds: u32) -> String {
    let minutes = seconds.div_ceil(60);
    let longest = LONGEST_WAIT / 60;
    format!(
        "Not tried: the platform asked to wait for {minutes} minutes, and no change waits longer \
         than {longest}. Try again later."
    )
}

/// Why nothing more is to be tried: the platform or the gateway no longer accepts
/// the sign-in, another session is active, or something in front of the gateway
/// answers in its place.
fn signed_out(outcome: &Outcome) -> Option<&'static str> {
    let call = match outcome {
        Outcome::Failed(error) => error.call()?,
        Outcome::Unverified(call) => call,
        _ => return None,
    };
    match call {
        CallError::Api(ApiError::Refused(refusal)) if refusal.status == 401 => {
            Some("Not tried, because the platform no longer takes the sign-in.")
        }
        CallError::Transport(TransportError::Gateway { status: 401, .. }) => {
            Some("Not tried, because your session here has ended.")
        }
        CallError::Transport(TransportError::Gateway { status: 409, .. }) => {
            Some("Not tried, because another session is active in this browser now.")
        }
        CallError::Transport(TransportError::Intercepted { .. }) => {
            Some("Not tried, because something in front of Rollcall answered in its place.")
        }
        _ => None,
    }
}
