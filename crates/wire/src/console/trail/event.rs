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
    /// Reading and exporting the audit log itself.
    Log,
    /// A change of what this console keeps about people.
    People,
}

impl TrailKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Change, Self::Session, Self::Log, Self::People];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Session => "session",
            Self::Log => "log",
            Self::People => "people",
        }
    }

    /// The kind with this name, if it is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What an entry is about that is no change on a platform.
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
    /// Accounts were assigned to a person.
    PersonLinked,
    /// Accounts were taken away from a person, or are matched again.
    PersonUnlinked,
    /// People are on record as departed.
    PersonDeparted,
    /// Departed people have returned.
    PersonReturned,
    /// Findings were dismissed.
    FindingDismissed,
    /// Dismissed findings show again.
    DismissalRemoved,
    /// Access profiles were saved.
    ProfileSaved,
    /// Access profiles were removed.
    ProfileRemoved,
    /// The settings for people were changed.
    PeopleSettingsChanged,
    /// A receipt was stored. Its hash is in the body.
    ReceiptStored,
    /// An access review was created.
    ReviewCreated,
    /// The name, the due date or the reviewers of a review were changed.
    ReviewChanged,
    /// A review that was not closed was deleted.
    ReviewDeleted,
    /// A review was opened for decisions. The hash of its items is in the body.
    ReviewOpened,
    /// Decisions were made in a review, or withdrawn.
    ReviewDecided,
    /// A review was closed. Its hash is in the body.
    ReviewClosed,
    /// Receipts were attached to a closed review.
    ReviewReceiptsAttached,
    /// The approval of changes was requested. What is planned is in the body.
    ApprovalRequested,
    /// Changes that another person requested were approved.
    ApprovalGiven,
    /// Changes that another person requested were declined.
    ApprovalDeclined,
    /// The person who requested changes does not want them any more.
    ApprovalWithdrawn,
}

/// By its name.
impl Serialize for TrailEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl TrailEvent {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionEnded,
        Self::LogRead,
        Self::LogExported,
        Self::PersonLinked,
        Self::PersonUnlinked,
        Self::PersonDeparted,
        Self::PersonReturned,
        Self::FindingDismissed,
        Self::DismissalRemoved,
        Self::ProfileSaved,
        Self::ProfileRemoved,
        Self::PeopleSettingsChanged,
        Self::ReceiptStored,
        Self::ReviewCreated,
        Self::ReviewChanged,
        Self::ReviewDeleted,
        Self::ReviewOpened,
        Self::ReviewDecided,
        Self::ReviewClosed,
        Self::ReviewReceiptsAttached,
        Self::ApprovalRequested,
        Self::ApprovalGiven,
        Self::ApprovalDeclined,
        Self::ApprovalWithdrawn,
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
            Self::PersonLinked => "rollcall.person-linked",
            Self::PersonUnlinked => "rollcall.person-unlinked",
            Self::PersonDeparted => "rollcall.person-departed",
            Self::PersonReturned => "rollcall.person-returned",
            Self::FindingDismissed => "rollcall.finding-dismissed",
            Self::DismissalRemoved => "rollcall.dismissal-removed",
            Self::ProfileSaved => "rollcall.profile-saved",
            Self::ProfileRemoved => "rollcall.profile-removed",
            Self::PeopleSettingsChanged => "rollcall.people-settings-changed",
            Self::ReceiptStored => "rollcall.receipt-stored",
            Self::ReviewCreated => "rollcall.review-created",
            Self::ReviewChanged => "rollcall.review-changed",
            Self::ReviewDeleted => "rollcall.review-deleted",
            Self::ReviewOpened => "rollcall.review-opened",
            Self::ReviewDecided => "rollcall.review-decided",
            Self::ReviewClosed => "rollcall.review-closed",
            Self::ReviewReceiptsAttached => "rollcall.review-receipts-attached",
            Self::ApprovalRequested => "rollcall.approval-requested",
            Self::ApprovalGiven => "rollcall.approval-given",
            Self::ApprovalDeclined => "rollcall.approval-declined",
            Self::ApprovalWithdrawn => "rollcall.approval-withdrawn",
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
            Self::SignedIn | Self::SignInFailed | Self::SignedOut | Self::SessionEnded => {
                TrailKind::Session
            }
            Self::PersonLinked
            | Self::PersonUnlinked
            | Self::PersonDeparted
            | Self::PersonReturned
            | Self::FindingDismissed
            | Self::DismissalRemoved
            | Self::ProfileSaved
            | Self::ProfileRemoved
            | Self::PeopleSettingsChanged
            | Self::ReceiptStored
            | Self::ReviewCreated
            | Self::ReviewChanged
            | Self::ReviewDeleted
            | Self::ReviewOpened
            | Self::ReviewDecided
            | Self::ReviewClosed
            | Self::ReviewReceiptsAttached
            | Self::ApprovalRequested
            | Self::ApprovalGiven
            | Self::ApprovalDeclined
            | Self::ApprovalWithdrawn => TrailKind::People,
        }
    }
}
