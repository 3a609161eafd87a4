//! What inviting a user needs of a platform, as data.

use crate::CallError;
use crate::change::NewUser;
use crate::record::Field;
use crate::transport::DynTransport;
use futures::future::LocalBoxFuture;
use wire::console::Connection;
use wire::{Request, SegmentError};

/// What the page that invites a user needs of the platform.
pub trait InviteSupport {
    /// What the form asks for.
    fn description(&self, connection: &Connection) -> InviteDescription;

    /// The platform's report on whether it can send email; nothing where it makes
    /// none.
    fn mail_report(&self) -> Option<&'static dyn MailReport> {
        None
    }

    /// The email that is sent to a user that is invited like this.
    fn email(&self, invited: Invited) -> EmailPreview;

    /// Whether the platform is to send an email to this user.
    fn sends_email(&self, user: &NewUser, can_mail: Option<bool>) -> bool;

    /// What was requested of the platform when it created this user, whose email
    /// goes to `address`.
    fn requested(&self, user: &NewUser, address: &str, can_mail: Option<bool>) -> Requested;

    /// What to do where a user of this name exists; nothing where there is no more
    /// to say than on every platform.
    fn duplicate_advice(&self, _is_disabled: bool) -> Option<&'static str> {
        None
    }

    /// Whether a user who exists and is disabled can be enabled in place of being
    /// invited.
    fn reactivates_duplicates(&self) -> bool {
        false
    }
}

/// What the form asks for about a new user.
#[derive(Debug, Clone, Copy)]
pub struct InviteDescription {
    /// What tells the user from others.
    pub key: KeyInput,
    /// A hint for the address, where the platform keeps one apart from the key.
    pub email_hint: Option<&'static str>,
    /// Whether the platform refuses a user without both names.
    pub needs_names: bool,
    /// The role that is chosen at first.
    pub first_role: Option<&'static str>,
    /// What to know about roles; may be empty.
    pub roles_hint: &'static str,
    /// How the user gets a first password.
    pub first_password: FirstPassword,
}

/// What tells a new user from others.
#[derive(Debug, Clone, Copy)]
pub struct KeyInput {
    /// Its name.
    pub label: &'static str,
    /// What to know about it; may be empty.
    pub hint: &'static str,
    /// Whether it is an email address, and not any text.
    pub is_address: bool,
    /// The field that it is as well.
    pub field: Option<Field>,
}

/// How a new user gets a first password.
#[derive(Debug, Clone, Copy)]
pub enum FirstPassword {
    /// By a link in an email that the platform sends if it is asked to.
    Welcome {
        /// The name of the box that asks for it.
        label: &'static str,
        /// What to know about it.
        hint: &'static str,
        /// What to know about the address that the link starts with.
        link_hint: &'static str,
    },
    /// By an email that the platform sends by itself, or by a password that is set
    /// now.
    Choice {
        /// The name of the first choice.
        by_mail: &'static str,
        /// The name of the second.
        by_password: &'static str,
        /// Where the password comes from.
        password: PasswordSource,
    },
}

/// Where the first password of a user comes from.
#[derive(Debug, Clone, Copy)]
pub enum PasswordSource {
    /// It is typed.
    Typed {
        /// What to know about it.
        hint: &'static str,
        /// What is wrong where it is empty.
        missing: &'static str,
    },
    /// The console generates it.
    Generated,
}

impl FirstPassword {
    /// Whether the console generates the password, where one is set.
    pub const fn is_generated(&self) -> bool {
        matches!(
            self,
            Self::Choice {
                password: PasswordSource::Generated,
                ..
            }
        )
    }
}

/// A platform's report on whether it can send email.
pub trait MailReport: Sync {
    /// The request for it.
    ///
    /// # Errors
    /// When it cannot be made.
    fn request(&self) -> Result<Request, SegmentError>;

    /// Reads it.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read<'a>(
        &self,
        transport: &'a dyn DynTransport,
    ) -> LocalBoxFuture<'a, Result<MailSettings, CallError>>;

    /// That it could not be read.
    fn failure(&self) -> &'static str;

    /// That it is being read.
    fn loading(&self) -> &'static str;

    /// What it says, once it was read.
    fn text(&self, can_mail: Option<bool>) -> &'static str;
}

/// What a platform reports about its email.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailSettings {
    /// Whether it can send any.
    pub can_mail: Option<bool>,
    /// The platform's display name, as the sender of its email.
    pub sender: Option<String>,
    /// What the links in it start with.
    pub link_start: Option<String>,
}

/// How a user is invited.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    /// Whether the form asks for an email.
    pub asks_for_email: bool,
    /// Whether the platform can send email; nothing where that is not known.
    pub can_mail: Option<bool>,
}

/// An email that a new user receives, as far as that is known.
#[derive(Debug, Clone, Copy)]
pub enum EmailPreview {
    /// None, which means this.
    None(&'static str),
    /// One that is made from a template, which an administrator can show here.
    Template(&'static TemplateTexts),
    /// One that the platform writes itself.
    Own {
        /// What is known of its subject.
        subject: &'static str,
        /// What is known of its text.
        text: &'static str,
        /// Whether it has a link that starts with [`MailSettings::link_start`].
        has_link: bool,
    },
}

/// What a platform says about the template of its email.
#[derive(Debug, Clone, Copy)]
pub struct TemplateTexts {
    /// What is known of the sender.
    pub sender: &'static str,
    /// How far the email shown is what is sent.
    pub note: &'static str,
    /// The name of the part that writes the template as a configuration.
    pub export_label: &'static str,
    /// What to do with that.
    pub export_hint: &'static str,
    /// The name of the part that reads a configuration.
    pub import_label: &'static str,
    /// What to paste there.
    pub import_hint: &'static str,
}

/// What was requested of a platform that created a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// It.
    pub text: String,
    /// What the platform does not report about it.
    pub unreported: &'static [&'static str],
}
