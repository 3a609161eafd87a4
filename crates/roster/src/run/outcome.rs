//! What can become of one change of a plan.

use crate::CallError;
use crate::merge::Conflict;
use crate::record::Record;
use std::borrow::Cow;

/// How one change of a plan stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not begun yet.
    #[default]
    Waiting,
    /// Its requests are on their way.
    Running,
    /// The platform accepted it; it is still to be read back.
    Accepted,
    /// It is so, and was read back where it can be.
    Done(Done),
    /// It was so before. Nothing was sent.
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
    Blocked(String),
    /// The run ended before it was begun, for this reason.
    NotTried(String),
}

/// A change that was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The login as it was read back; nothing where it is gone.
    pub after: Option<Record>,
    /// Whether it was read back. Some changes no platform shows.
    pub read_back: bool,
    /// The platform's words, where it said any.
    pub words: Option<String>,
    /// What else there is to know.
    pub note: Option<Cow<'static, str>>,
}

/// One request of a change, as it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReport {
    /// What it was for.
    pub words: &'static str,
    /// What went wrong; nothing where it went well.
    pub problem: Option<String>,
}

/// Why a change cannot be called done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The login could not be read beforehand, so nothing was sent.
    #[error("{0}")]
    Read(CallError),
    /// It cannot be done, so nothing was sent.
    #[error("{0}")]
    Impossible(String),
    /// A request failed: the platform refused or redirected it, or no answer to
    /// it came back.
    #[error("{call}")]
    Step {
        /// What the request was for.
        step: &'static str,
        /// How many requests of the same change went well before.
        done: usize,
        /// What went wrong.
        call: CallError,
        /// What was left behind.
        left: Left,
    },
    /// Someone else changed the same in the meantime, so nothing was sent.
    #[error("{}", Self::conflict_words(conflicts))]
    Conflict {
        /// What was changed on both sides.
        conflicts: Vec<Conflict>,
        /// What the platform holds now.
        theirs: Option<Box<Record>>,
    },
    /// Everything was accepted, and reading it back shows something else.
    #[error("the change was accepted, but {found}")]
    NotSeen {
        /// What shows, in words: “it is still enabled”.
        found: String,
        /// What was read.
        after: Option<Record>,
    },
}

/// What a failed change left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Everything is as it was.
    Unchanged,
    /// It may or may not have happened: only reading again can tell, or nothing
    /// where the platform does not show it.
    Unknown,
    /// The login is so now, or gone.
    Known(Option<Record>),
}

impl ChangeError {
    /// What someone else changed, in a sentence.
    pub(crate) fn conflict_words(conflicts: &[Conflict]) -> String {
        let changed: Vec<String> = conflicts
            .iter()
            .map(|one| format!("{} to “{}”", one.part.label(), one.theirs))
            .collect();
        let changed = changed.join(", ");
        format!("someone else changed the {changed} in the meantime. Nothing was sent.")
    }

    /// The call that failed, where one did.
    pub const fn call(&self) -> Option<&CallError> {
        match self {
            Self::Read(call) | Self::Step { call, .. } => Some(call),
            Self::Impossible(_) | Self::Conflict { .. } | Self::NotSeen { .. } => None,
        }
    }

    /// What was left behind.
    pub fn left(&self) -> Left {
        match self {
            Self::Read(_) | Self::Impossible(_) | Self::Conflict { .. } => Left::Unchanged,
            Self::Step { left, .. } => left.clone(),
            Self::NotSeen { after, .. } => Left::Known(after.clone()),
        }
    }

    /// What a person can do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Impossible(_) => "",
            Self::Conflict { .. } => "Look at what it is now, then decide again.",
            Self::NotSeen { .. } => "Refresh to see what the platform holds, then try again.",
            Self::Read(call) | Self::Step { call, .. } => call.advice(),
        }
    }
}

impl Outcome {
    /// Its word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "under way",
            Self::Accepted => "accepted, being read back",
            Self::Done(Done {
                read_back: true, ..
            }) => "done, read back",
            Self::Done(_) => "accepted",
            Self::Already { .. } => "was already in that state",
            Self::Unverified(_) => "accepted, not verified",
            Self::Failed(_) => "failed",
            Self::Blocked(_) => "skipped",
            Self::NotTried(_) => "not tried",
        }
    }

    /// Whether something is still to come.
    pub const fn is_under_way(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running | Self::Accepted)
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

    /// The login as it was read last, or that it is gone; nothing where it was
    /// not read.
    pub fn after(&self) -> Option<Option<&Record>> {
        match self {
            Self::Done(Done { after, .. })
            | Self::Already { after }
            | Self::Failed(
                ChangeError::NotSeen { after, .. }
                | ChangeError::Step {
                    left: Left::Known(after),
                    ..
                },
            ) => Some(after.as_ref()),
            Self::Failed(ChangeError::Conflict { theirs, .. }) => Some(theirs.as_deref()),
            _ => None,
        }
    }

    /// What there is to say about it.
    pub fn words(&self) -> String {
        match self {
            Self::Failed(error) => error.to_string(),
            Self::Unverified(call) => {
                format!("the change was accepted, but could not be read back: {call}")
            }
            Self::Blocked(why) | Self::NotTried(why) => why.clone(),
            Self::Done(done) => [done.words.as_deref(), done.note.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            _ => String::new(),
        }
    }
}

/// How many changes stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not begun, on their way, or to be read back.
    pub under_way: usize,
    /// Done now.
    pub done: usize,
    /// So before.
    pub already: usize,
    /// Accepted, and not read back yet.
    pub unverified: usize,
    /// Failed.
    pub failed: usize,
    /// Held back by a guard rail.
    pub blocked: usize,
    /// Not tried.
    pub not_tried: usize,
}

impl Tally {
    pub(super) fn of<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Self {
        let mut tally = Self::default();
        for outcome in outcomes {
            let count = match outcome {
                Outcome::Waiting | Outcome::Running | Outcome::Accepted => &mut tally.under_way,
                Outcome::Done(_) => &mut tally.done,
                Outcome::Already { .. } => &mut tally.already,
                Outcome::Unverified(_) => &mut tally.unverified,
                Outcome::Failed(_) => &mut tally.failed,
                Outcome::Blocked(_) => &mut tally.blocked,
                Outcome::NotTried(_) => &mut tally.not_tried,
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
