//! Every email the platforms would have sent.

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
use smtp::Postman;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// As many emails as are kept; the oldest go first.
const KEPT: usize = 10_000;

/// An email that was sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sent {
    /// Counts from 1, and never starts again.
    pub(crate) number: u64,
    /// When, by the world's clock.
    pub(crate) time: Timestamp,
    /// What was sent.
    #[serde(flatten)]
    pub(crate) mail: Mail,
    /// What became of it at the SMTP server.
    #[serde(default)]
    pub(crate) smtp: Handover,
}

/// What becomes of an email at the SMTP server. Shared with the task that
/// hands it on.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Stage", into = "Stage")]
pub(crate) struct Handover(Arc<Mutex<Stage>>);

/// How far it has come.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub(crate) enum Stage {
    /// It stays here: no server was named, or the email cannot be delivered.
    #[default]
    Kept,
    /// It waits for its turn.
    Waiting,
    /// The server has taken it.
    Taken,
    /// The server has not taken it.
    Failed {
        /// Why.
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
    /// How far it has come.
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
    postman: Option<Postman>,
}

impl Outbox {
    /// An empty one, which hands every email on to `server`.
    pub(crate) fn new(clock: SharedClock, server: Option<SmtpServer>) -> Self {
        Self {
            clock,
            postman: server.map(Postman::new),
            ..Self::default()
        }
    }

    /// Takes an email to be looked at, and hands it on.
    pub(crate) fn post(&mut self, mail: Mail) {
        self.posted += 1;
        let sent = Arc::new(Sent {
            number: self.posted,
            time: self.clock.get().now(),
            mail,
            smtp: Handover::default(),
        });
        if let Some(postman) = &mut self.postman {
            postman.take(Arc::clone(&sent));
        }
        self.keep(sent);
    }

    fn keep(&mut self, sent: Arc<Sent>) {
        if self.mails.len() == KEPT {
            self.mails.pop_front();
        }
        self.mails.push_back(sent);
    }

    /// All that are kept, oldest first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Sent>> {
        self.mails.iter()
    }

    /// The email of this number.
    pub(crate) fn get(&self, number: u64) -> Option<Arc<Sent>> {
        let found = self.mails.iter().find(|sent| sent.number == number);
        found.cloned()
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        self.mails.clear();
    }

    /// Puts these in the place of all that are kept. Nothing is sent.
    pub(crate) fn restore(&mut self, mails: Vec<Sent>, posted: u64) {
        self.clear();
        let newest = mails.iter().map(|sent| sent.number).max();
        self.posted = posted.max(newest.unwrap_or_default());
        for sent in mails {
            self.keep(Arc::new(sent));
        }
    }

    /// How many were ever sent.
    pub(crate) const fn posted(&self) -> u64 {
        self.posted
    }
}
