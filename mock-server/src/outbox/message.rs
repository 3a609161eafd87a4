//! An email as a file in the format of RFC 5322.

use super::Sent;
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Date, From, MIME_VERSION_1_0, MessageId, Subject, To};
use lettre::message::{Mailbox, Mailboxes};
use std::time::SystemTime;
use wire::Platform;

/// The error for an email that cannot be written as a file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MessageError {
    /// It has no address.
    #[error("This email has no address: the platform holds none for its reader.")]
    NoAddress,
    /// Its address is not valid for email.
    #[error("“{0}” is not an email address that a message can be sent to.")]
    Address(String),
    /// Another error, which should not occur.
    #[error("The message cannot be written: {0}")]
    Other(#[from] lettre::error::Error),
}

impl Sent {
    /// The email, ready to be sent or saved.
    ///
    /// # Errors
    /// If it has no address, or an invalid one.
    pub(crate) fn message(&self) -> Result<Message, MessageError> {
        let to = self.mail.to.as_deref().ok_or(MessageError::NoAddress)?;
        let wrong = |address: &str| MessageError::Address(address.to_owned());
        let to: Mailbox = Mailbox::new(None, to.parse().map_err(|_| wrong(to))?);
        let sender = sender(self.mail.platform);
        let from = sender.parse().map_err(|_| wrong(sender))?;
        let name = self.mail.platform.name().to_owned();
        let from = Mailbox::new(Some(name), from);
        let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()])?;
        let id = format!("<{}.{}@mock.invalid>", self.number, self.mail.platform.id());
        Ok(Message::builder()
            .envelope(envelope)
            .header(Date::from(SystemTime::from(self.time)))
            .header(MessageId::from(id))
            .header(From::from(Mailboxes::from(from)))
            .header(To::from(Mailboxes::from(to)))
            .header(Subject::from(self.mail.subject.clone()))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_HTML)
            .body(self.mail.html.clone())?)
    }
}

/// The senders of the platforms' emails; the addresses do not exist.
const fn sender(platform: Platform) -> &'static str {
    match platform {
        Platform::Pivot => "pivot@mock.invalid",
        Platform::Actian => "actian@mock.invalid",
        Platform::Metabase => "metabase@mock.invalid",
    }
}
