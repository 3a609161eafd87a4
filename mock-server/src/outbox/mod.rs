//! Every email that the platforms would have sent.

mod mail;
mod message;
mod smtp;
#[cfg(test)]
mod tests;

pub(crate) use mail::{Delivery, Mail, MailKind};
pub use smtp::{SmtpServer, SmtpServerError};

use crate::clock::SharedClock;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smtp::SmtpSender;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many emails are kept; the oldest are dropped first.
const KEPT: usize = 10_000;

/// An email that was sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sent {
    /// Numbers start at 1 and never start again.
    pub(crate) number: u64,
    /// When it was sent, by the world's clock.
    pub(crate) time: Timestamp,
    /// The email.
    #[serde(flatten)]
    pub(crate) mail: Mail,
    /// Its state at the SMTP server.
    #[serde(default)]
    pub(crate) smtp: Handover,
}

/// An email's state at the SMTP server. Shared with the task that sends it.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Stage", into = "Stage")]
pub(crate) struct Handover(Arc<Mutex<Stage>>);

/// The stages of sending it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub(crate) enum Stage {
    /// It stays here: no server is configured, or the email cannot be
    /// delivered.
    #[default]
    Kept,
    /// It is queued.
    Waiting,
    /// The server has accepted it.
    Taken,
    /// The server has not accepted it.
    Failed {
        /// The reason.
        error: String,
    },
}

impl From<Stage> for Handover {
    fn from(stage: Stage) -> Self {
        Self(Arc::new(Mutex::new(stage)))
    }
}

impl From<Handover> for Stage {
    fn from(handover: Handover) -> Self {
        handover.stage()
    }
}

impl Handover {
    /// The current stage.
    pub(crate) fn stage(&self) -> Stage {
        let stage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stage.clone()
    }

    fn set(&self, stage: Stage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }
}

/// The emails, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    clock: SharedClock,
    mails: VecDeque<Arc<Sent>>,
    posted: u64,
    sender: Option<SmtpSender>,
}

impl Outbox {
    /// An empty outbox, which sends every email to `server` as well.
    pub(crate) fn new(clock: SharedClock, server: Option<SmtpServer>) -> Self {
        Self {
            clock,
            sender: server.map(SmtpSender::new),
            ..Self::default()
        }
    }

    /// Stores an email and sends it.
    pub(crate) fn post(&mut self, mail: Mail) {
        self.posted += 1;
        let sent = Arc::new(Sent {
            number: self.posted,
            time: self.clock.get().now(),
            mail,
            smtp: Handover::default(),
        });
        if let Some(sender) = &mut self.sender {
            sender.take(Arc::clone(&sent));
        }
        self.keep(sent);
    }

    fn keep(&mut self, sent: Arc<Sent>) {
        if self.mails.len() == KEPT {
            self.mails.pop_front();
        }
        self.mails.push_back(sent);
    }

    /// All stored emails, oldest first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Sent>> {
        self.mails.iter()
    }

    /// The email with this number.
    pub(crate) fn get(&self, number: u64) -> Option<Arc<Sent>> {
        let found = self.mails.iter().find(|sent| sent.number == number);
        found.cloned()
    }

    /// Deletes all emails.
    pub(crate) fn clear(&mut self) {
        self.mails.clear();
    }

    /// Replaces all stored emails. Nothing is sent.
    pub(crate) fn restore(&mut self, mails: Vec<Sent>, posted: u64) {
        self.clear();
        let newest = mails.iter().map(|sent| sent.number).max();
        self.posted = posted.max(newest.unwrap_or_default());
        for sent in mails {
            self.keep(Arc::new(sent));
        }
    }

    /// How many emails have ever been sent.
    pub(crate) const fn posted(&self) -> u64 {
        self.posted
    }
}
