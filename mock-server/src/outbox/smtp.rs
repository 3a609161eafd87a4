//! Sends emails to a real SMTP server.

use super::{Delivery, Sent, Stage};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many emails may be queued for a slow server.
const QUEUE_LIMIT: usize = 1_000;

/// How long the server may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The address of an SMTP server: `host:port`. The connection has no TLS and no
/// password, so the server should be on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpServer {
    host: String,
    port: u16,
}

/// The error for a text that is not an SMTP server's address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a host and a port like 127.0.0.1:1025")]
pub struct SmtpServerError(String);

impl FromStr for SmtpServer {
    type Err = SmtpServerError;

    fn from_str(text: &str) -> Result<Self, SmtpServerError> {
        let wrong = || SmtpServerError(text.to_owned());
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let host = match host.strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
            Some(address) => address.ok_or_else(wrong)?,
            None if host.contains(':') => return Err(wrong()),
            None => host,
        };
        let port = port.parse().ok().filter(|port| *port != 0);
        match port {
            Some(port) if !host.is_empty() => Ok(Self {
                host: host.to_owned(),
                port,
            }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// Sends emails to the server one after the other, in the background.
#[derive(Debug)]
pub(super) struct SmtpSender {
    server: SmtpServer,
    bag: Option<Sender<Arc<Sent>>>,
}

impl SmtpSender {
    pub(super) const fn new(server: SmtpServer) -> Self {
        Self { server, bag: None }
    }

    /// Queues an email if it can be delivered. Never waits.
    pub(super) fn take(&mut self, sent: Arc<Sent>) {
        if sent.mail.delivery != Delivery::Delivered {
            return;
        }
        let failed = |error: &str| Stage::Failed {
            error: error.to_owned(),
        };
        let bag = match &self.bag {
            Some(bag) => bag,
            None => match Handle::try_current() {
                Ok(runtime) => {
                    let (bag, mails) = channel(QUEUE_LIMIT);
                    runtime.spawn(deliver(self.server.clone(), mails));
                    self.bag.insert(bag)
                }
                Err(_) => return sent.smtp.set(failed("nothing runs that could send it")),
            },
        };
        sent.smtp.set(Stage::Waiting);
        if bag.try_send(Arc::clone(&sent)).is_err() {
            sent.smtp.set(failed("too many emails wait already"));
        }
    }
}

/// Sends the queued emails until the world is dropped.
async fn deliver(server: SmtpServer, mut mails: Receiver<Arc<Sent>>) {
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .timeout(Some(TIMEOUT))
        .build();
    while let Some(sent) = mails.recv().await {
        let taken = match sent.message() {
            Ok(message) => transport
                .send(message)
                .await
                .map_err(|error| format!("{server} has not taken it: {}", chain(&error))),
            Err(error) => Err(error.to_string()),
        };
        sent.smtp.set(match taken {
            Ok(_) => Stage::Taken,
            Err(error) => Stage::Failed { error },
        });
    }
}

/// An error and its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
