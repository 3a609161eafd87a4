//! What the gateway records besides changes.

use serde::{Deserialize, Serialize, Serializer};

/// What an entry of the audit log is about: `change` is a change on a platform,
/// `session` is about signing in and out and sessions that end, `log` is about
/// reading and exporting the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum TrailKind {
    /// A change on a platform.
    Change,
    /// Signing in and out, and sessions that end.
    Session,
    /// Reading and exporting the trail itself.
    Log,
}

impl TrailKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Change, Self::Session, Self::Log];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Session => "session",
            Self::Log => "log",
        }
    }

    /// The kind with this name, if it is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What an entry is about that is no change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrailEvent {
    /// A person signed in.
    SignedIn,
    /// A sign-in was refused, for the reason in the outcome; where `attempts` is
    /// among the parameters, that many were not recorded one by one.
    SignInFailed,
    /// A person signed out.
    SignedOut,
    /// A session ended without signing out, for the `reason` among the parameters.
    SessionEnded,
    /// A person began to read the audit log, with the filters among the parameters.
    LogRead,
    /// A person exported the audit log, with the filters among the parameters.
    LogExported,
}

/// By its name.
impl Serialize for TrailEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl TrailEvent {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionEnded,
        Self::LogRead,
        Self::LogExported,
    ];

    /// The entry's `action`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "rollcall.signed-in",
            Self::SignInFailed => "rollcall.sign-in-failed",
            Self::SignedOut => "rollcall.signed-out",
            Self::SessionEnded => "rollcall.session-ended",
            Self::LogRead => "rollcall.log-read",
            Self::LogExported => "rollcall.log-exported",
        }
    }

    /// The event with this name, if it is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }

    /// Which kind it is.
    pub const fn kind(self) -> TrailKind {
        match self {
            Self::LogRead | Self::LogExported => TrailKind::Log,
            _ => TrailKind::Session,
        }
    }
}
