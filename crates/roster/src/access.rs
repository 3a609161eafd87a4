//! The outcome of switching one account's access on or off.

use crate::{Access, CallError};

/// A change of access that was made and seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChange {
    /// What the platform said just before.
    pub before: Access,
    /// What the platform said just after, read back.
    pub after: Access,
}

/// Why a change of access cannot be called done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The account could not be read beforehand, so nothing was sent.
    #[error("{0}")]
    Read(CallError),
    /// The platform refused the change, or no answer to it came back.
    #[error("{call}")]
    Write {
        /// What went wrong.
        call: CallError,
        /// What was left behind.
        left: Left,
    },
    /// The change was accepted, but could not be read back.
    #[error("the change was accepted, but reading it back failed: {0}")]
    Verify(CallError),
    /// The change was accepted, and reading it back shows something else.
    #[error("the change was accepted, but the platform still says {}", .found.word().to_lowercase())]
    NotSeen {
        /// What it shows.
        found: Access,
    },
}

/// What a failed change left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Everything is as it was.
    Unchanged,
    /// It may or may not have happened: only reading again can tell.
    Unknown,
    /// The platform says what it is now.
    Known(Access),
}

impl AccessError {
    /// What was left behind.
    pub fn left(&self) -> Left {
        match self {
            Self::Read(_) => Left::Unchanged,
            Self::Write { left, .. } => left.clone(),
            Self::Verify(_) => Left::Unknown,
            Self::NotSeen { found } => Left::Known(found.clone()),
        }
    }

    /// The call that failed, where one did.
    pub const fn call(&self) -> Option<&CallError> {
        match self {
            Self::Read(call) | Self::Write { call, .. } | Self::Verify(call) => Some(call),
            Self::NotSeen { .. } => None,
        }
    }

    /// What a person can do about it.
    pub fn advice(&self) -> &'static str {
        self.call().map_or(
            "Refresh to see what the platform holds, then try again.",
            CallError::advice,
        )
    }
}
