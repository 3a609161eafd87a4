//! Records sign-ins and ends of sessions in the audit log.

use super::failure_counts::{Failures, Summary};
use super::provider::ProviderFailure;
use super::sessions::{End, Ended};
use crate::audit::event::{Event, shortened};
use crate::audit::log::{AuditLog, NotRecorded, note};
use crate::audit::origin::{Actor, Origin};
use crate::person::{Person, Via};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use wire::console::TrailEvent;

/// Records sign-ins, if there is an audit log.
#[derive(Debug, Default)]
pub(super) struct SignInEvents {
    audit_log: Option<Arc<dyn AuditLog>>,
    failures: Mutex<Failures>,
}

/// Why a sign-in failed.
#[derive(Debug)]
pub(super) enum SignInFailure {
    /// No user has the name that was typed. The name is not recorded: people
    /// type their password into that field.
    UnknownName,
    /// The password of the person with this name is another.
    WrongPassword(String),
    /// The attempt came too soon after others.
    Throttled,
    /// The identity provider's answer was not accepted.
    Provider(ProviderFailure),
}

impl SignInFailure {
    /// The kind of failure, without any name.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::UnknownName => "unknown name",
            Self::WrongPassword(_) => "wrong password",
            Self::Throttled => "too many attempts",
            Self::Provider(failure) => failure.kind(),
        }
    }
}

impl End {
    /// Why a session has ended, as it is recorded.
    const fn reason(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Longest => "time limit",
            Self::Replaced => "replaced by a newer session",
            Self::Credential => "credential changed or access removed",
            Self::Signature => "not signed with the session key",
            Self::Unrecorded => "the sign-in could not be recorded",
        }
    }
}

impl SignInEvents {
    pub(super) fn new(audit_log: Option<Arc<dyn AuditLog>>) -> Self {
        let failures = Mutex::default();
        Self {
            audit_log,
            failures,
        }
    }

    /// Records that `event` has happened.
    async fn note(&self, event: Event) {
        if let Some(audit_log) = &self.audit_log {
            note(&**audit_log, event).await;
        }
    }

    /// Records the sign-in of `person`, before their session begins.
    pub(super) async fn signed_in(
        &self,
        person: &Person,
        origin: &Origin,
    ) -> Result<(), NotRecorded> {
        let event = Event::new(TrailEvent::SignedIn, &origin.id, origin.by(person));
        let event = event.detail("role", Some(person.role.name()));
        match &self.audit_log {
            Some(audit_log) => audit_log.record_event(event).await,
            None => Ok(()),
        }
    }

    /// Records that `person` signed out.
    pub(super) async fn signed_out(&self, person: &Person, origin: &Origin) {
        let event = Event::new(TrailEvent::SignedOut, &origin.id, origin.by(person));
        self.note(event).await;
    }

    /// Records the end of a session, which the request of `origin` noticed or
    /// caused.
    pub(super) async fn ended(&self, ended: Ended, origin: &Origin) {
        let Ended { person, why } = ended;
        let event = Event::new(TrailEvent::SessionEnded, &origin.id, origin.by(&person));
        self.note(event.detail("reason", Some(why.reason()))).await;
    }

    /// Records a failed sign-in at `via`.
    pub(super) async fn failed(&self, failure: &SignInFailure, via: &Via, origin: &Origin) {
        let is_throttled = matches!(failure, SignInFailure::Throttled);
        let is_recorded = self
            .failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_recorded(origin.address, is_throttled, Instant::now());
        if !is_recorded {
            return;
        }
        let who = match failure {
            SignInFailure::WrongPassword(name)
            | SignInFailure::Provider(ProviderFailure::NotAdmitted {
                name: Some(name), ..
            }) => Some(shortened(name)),
            _ => None,
        };
        let actor = Actor {
            who,
            via: Some(via.to_string()),
            address: origin.actor.address.clone(),
        };
        let mut event = Event::new(TrailEvent::SignInFailed, &origin.id, actor);
        event.failure = Some(match failure {
            SignInFailure::Provider(
                ProviderFailure::Refused(why)
                | ProviderFailure::Invalid(why)
                | ProviderFailure::NotAdmitted { why, .. },
            ) => shortened(&format!("{}: {why}", failure.kind())),
            _ => failure.kind().to_owned(),
        });
        self.note(event).await;
    }

    /// Records how many failures were not recorded one by one.
    pub(super) async fn summarise(&self) {
        let summaries = self
            .failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        for Summary { address, attempts } in summaries {
            let actor = Actor {
                address: address.map(|address| address.to_string()),
                ..Actor::default()
            };
            let mut event = Event::new(TrailEvent::SignInFailed, "", actor);
            event = event.detail("attempts", Some(&attempts.to_string()));
            event.failure = Some("further attempts, not recorded one by one".to_owned());
            self.note(event).await;
        }
    }
}
