//! What can become of one change of a plan.

use super::kind::{
    DoneNote, Failure, FailureCause, FailureStateKind, OutcomeKind, Reason, StopReason,
};
use crate::CallError;
use crate::guard::BlockReason;
use crate::merge::Conflict;
use crate::platform::{Finding, ImpossibleReason};
use crate::record::Record;
use crate::step::StepKind;

/// The state of one change of a plan, with everything that is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not begun yet.
    #[default]
    Waiting,
    /// Its requests are on their way.
    Running,
    /// The platform accepted it; it is still to be read back.
    Accepted,
    /// It was made, and was read back where it can be.
    Done(Done),
    /// The user was already in that state. Nothing was sent.
    Already {
        /// What was read.
        after: Option<Record>,
    },
    /// The platform accepted it, but it could not be read back for this reason.
    /// [`Run::verify_again`](crate::Run::verify_again) tries once more.
    Unverified(CallError),
    /// It cannot be called done.
    Failed(ChangeError),
    /// A guard rail kept it from being sent, for this reason.
    Blocked(BlockReason),
    /// The run ended before it was begun, for this reason.
    NotTried(StopReason),
}

/// A change that was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The user as it was read back; nothing where it no longer exists.
    pub after: Option<Record>,
    /// Whether it was read back. Some changes no platform shows.
    pub read_back: bool,
    /// The platform's words, where it said any.
    pub words: Option<String>,
    /// What else there is to know.
    pub note: Option<DoneNote>,
}

/// One request of a change, and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReport {
    /// What it was for.
    pub kind: StepKind,
    /// What went wrong; nothing where it went well.
    pub problem: Option<String>,
}

/// Why a change cannot be called done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeError {
    /// The user could not be read beforehand, so nothing was sent.
    Read(CallError),
    /// It cannot be made, so nothing was sent.
    Impossible(ImpossibleReason),
    /// A request failed: the platform refused or redirected it, or no answer to
    /// it came back.
    Step {
        /// What the request was for.
        step: StepKind,
        /// How many requests of the same change went well before.
        done: usize,
        /// What went wrong.
        call: CallError,
        /// The state of the user afterwards.
        state: FailureState,
    },
    /// Someone else changed the same in the meantime, so nothing was sent.
    Conflict {
        /// What was changed on both sides.
        conflicts: Vec<Conflict>,
        /// What the platform holds now.
        theirs: Option<Box<Record>>,
    },
    /// Everything was accepted, and reading it back shows something else.
    NotSeen {
        /// What shows.
        found: Finding,
        /// What was read.
        after: Option<Record>,
    },
}

/// The state of a user after a change of it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureState {
    /// Everything is as it was.
    Unchanged,
    /// The change may or may not have been made: only reading again can tell, or
    /// nothing where the platform does not show it.
    Unknown,
    /// The user was read like this afterwards, or no longer exists.
    Known(Option<Record>),
}

impl FailureState {
    /// Its kind.
    pub const fn kind(&self) -> FailureStateKind {
        match self {
            Self::Unchanged => FailureStateKind::Unchanged,
            Self::Unknown => FailureStateKind::Unknown,
            Self::Known(_) => FailureStateKind::Known,
        }
    }
}

impl ChangeError {
    /// The call that failed, where one did.
    pub const fn call(&self) -> Option<&CallError> {
        match self {
            Self::Read(call) | Self::Step { call, .. } => Some(call),
            Self::Impossible(_) | Self::Conflict { .. } | Self::NotSeen { .. } => None,
        }
    }

    /// The state of the user afterwards.
    pub fn state(&self) -> FailureState {
        match self {
            Self::Read(_) | Self::Impossible(_) | Self::Conflict { .. } => FailureState::Unchanged,
            Self::Step { state, .. } => state.clone(),
            Self::NotSeen { after, .. } => FailureState::Known(after.clone()),
        }
    }

    /// It as data, without the records and the call.
    pub fn failure(&self) -> Failure {
        let cause = match self {
            Self::Read(_) => FailureCause::NotRead,
            Self::Impossible(reason) => FailureCause::Impossible(reason.clone()),
            Self::Step { step, done, .. } => FailureCause::Step {
                step: *step,
                done: *done,
            },
            Self::Conflict { conflicts, .. } => FailureCause::Conflict(conflicts.clone()),
            Self::NotSeen { found, .. } => FailureCause::NotSeen(found.clone()),
        };
        Failure {
            cause,
            state: self.state().kind(),
        }
    }
}

impl Outcome {
    /// Its kind.
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Waiting => OutcomeKind::Waiting,
            Self::Running => OutcomeKind::Running,
            Self::Accepted => OutcomeKind::Accepted,
            Self::Done(Done {
                read_back: true, ..
            }) => OutcomeKind::Done,
            Self::Done(_) => OutcomeKind::DoneInvisible,
            Self::Already { .. } => OutcomeKind::Already,
            Self::Unverified(_) => OutcomeKind::Unverified,
            Self::Failed(_) => OutcomeKind::Failed,
            Self::Blocked(_) => OutcomeKind::Blocked,
            Self::NotTried(_) => OutcomeKind::NotTried,
        }
    }

    /// What there is to know besides its kind, as data.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Done(done) => done.note.clone().map(Reason::Note),
            Self::Failed(error) => Some(Reason::Failed(error.failure())),
            Self::Blocked(reason) => Some(Reason::Blocked(*reason)),
            Self::NotTried(reason) => Some(Reason::NotTried(*reason)),
            Self::Waiting
            | Self::Running
            | Self::Accepted
            | Self::Already { .. }
            | Self::Unverified(_) => None,
        }
    }

    /// The words of the platform, or of the server or network in front of it.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Done(done) => done.words.clone(),
            Self::Unverified(call) => Some(call.to_string()),
            Self::Failed(error) => error.call().map(ToString::to_string),
            _ => None,
        }
    }

    /// Whether something is still to come.
    pub const fn is_under_way(&self) -> bool {
        self.kind().is_under_way()
    }

    /// Whether trying again makes sense.
    pub const fn can_be_retried(&self) -> bool {
        match self {
            // It would be the same conflict again.
            Self::Failed(ChangeError::Conflict { .. }) => false,
            Self::Failed(_) | Self::NotTried(_) => true,
            _ => false,
        }
    }

    /// The user as it was read last, or that it no longer exists; nothing where it
    /// was not read.
    pub fn after(&self) -> Option<Option<&Record>> {
        match self {
            Self::Done(Done { after, .. })
            | Self::Already { after }
            | Self::Failed(
                ChangeError::NotSeen { after, .. }
                | ChangeError::Step {
                    state: FailureState::Known(after),
                    ..
                },
            ) => Some(after.as_ref()),
            Self::Failed(ChangeError::Conflict { theirs, .. }) => Some(theirs.as_deref()),
            _ => None,
        }
    }
}

/// How many changes have which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not begun, on their way, or to be read back.
    pub under_way: usize,
    /// Made.
    pub done: usize,
    /// Not needed.
    pub already: usize,
    /// Accepted, and not read back yet.
    pub unverified: usize,
    /// Failed.
    pub failed: usize,
    /// Skipped by a guard rail.
    pub blocked: usize,
    /// Not tried.
    pub not_tried: usize,
}

impl Tally {
    /// Counts outcomes.
    pub fn count(kinds: impl Iterator<Item = OutcomeKind>) -> Self {
        let mut tally = Self::default();
        for kind in kinds {
            let count = match kind {
                OutcomeKind::Waiting | OutcomeKind::Running | OutcomeKind::Accepted => {
                    &mut tally.under_way
                }
                OutcomeKind::Done | OutcomeKind::DoneInvisible => &mut tally.done,
                OutcomeKind::Already => &mut tally.already,
                OutcomeKind::Unverified => &mut tally.unverified,
                OutcomeKind::Failed => &mut tally.failed,
                OutcomeKind::Blocked => &mut tally.blocked,
                OutcomeKind::NotTried => &mut tally.not_tried,
            };
            *count += 1;
        }
        tally
    }

    /// All of them.
    pub const fn total(&self) -> usize {
        self.under_way + self.over()
    }

    /// Those that have come to their end.
    pub const fn over(&self) -> usize {
        self.done + self.already + self.unverified + self.failed + self.blocked + self.not_tried
    }
}
