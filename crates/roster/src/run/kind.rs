//! Outcomes as they are stored and compared: kinds and reasons, no sentences.

use crate::guard::BlockReason;
use crate::kinds::kinds;
use crate::merge::{Conflict, Part};
use crate::platform::{Finding, ImpossibleReason};
use crate::step::StepKind;
use serde::{Deserialize, Serialize};

kinds! {
    /// The outcome of a change, without its particulars.
    pub enum OutcomeKind {
        /// Not begun yet.
        Waiting,
        /// Its requests are on their way.
        Running,
        /// Accepted, and being read back.
        Accepted,
        /// Made, and read back.
        Done,
        /// Accepted, and the platform shows nothing to read back.
        DoneInvisible,
        /// Not needed: the user was already in that state.
        Already,
        /// Accepted, and could not be read back.
        Unverified,
        /// Failed.
        Failed,
        /// Skipped by a guard rail.
        Blocked,
        /// Not tried.
        NotTried,
    }
}

impl OutcomeKind {
    /// Whether something is still to come.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Running | Self::Accepted)
    }

    /// Whether the user is in the state that was asked for.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Done | Self::DoneInvisible | Self::Already)
    }
}

/// What there is to know about an outcome besides its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// About a change that was made.
    Note(DoneNote),
    /// Why a change failed.
    Failed(Failure),
    /// Why a change was skipped.
    Blocked(BlockReason),
    /// Why a change was not tried.
    NotTried(StopReason),
}

/// What else there is to know about a change that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoneNote {
    /// The answer was lost or an error, and reading back shows that it was made.
    AnswerLost,
    /// These were changed by someone else in the meantime, and kept.
    KeptOthersChanges(Vec<Part>),
}

/// Why the rest of a run was not tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// The run was cancelled.
    Cancelled,
    /// The platform no longer accepts the connection's sign-in.
    SignedOut,
    /// The session in Rollcall has ended.
    SessionEnded,
    /// Another session is active in this browser.
    OtherSession,
    /// Something in front of Rollcall answered in its place.
    Intercepted,
    /// The platform asked to wait for longer than a change waits.
    WaitTooLong {
        /// How long it asked to wait.
        seconds: u32,
    },
}

/// A failed change as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Why it failed.
    pub cause: FailureCause,
    /// The state of the user afterwards.
    pub state: FailureStateKind,
}

/// Why a change failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureCause {
    /// The user could not be read beforehand, so nothing was sent.
    NotRead,
    /// It cannot be made, so nothing was sent.
    Impossible(ImpossibleReason),
    /// A request failed.
    Step {
        /// What the request was for.
        step: StepKind,
        /// How many requests of the same change went well before.
        done: usize,
    },
    /// Someone else changed the same in the meantime, so nothing was sent.
    Conflict(Vec<Conflict>),
    /// It was accepted, and this is read back.
    NotSeen(Finding),
}

kinds! {
    /// The state of a user after a failed change.
    pub enum FailureStateKind {
        /// As it was.
        Unchanged,
        /// Not known.
        Unknown,
        /// Read afterwards.
        Known,
    }
}
