//! What showing and changing a user needs of a platform, as data.

use crate::CallError;
use crate::capability::Ability;
use crate::change::Change;
use crate::record::{Field, Record};
use crate::transport::DynTransport;
use futures::future::{LocalBoxFuture, ready};
use std::borrow::Cow;
use wire::console::Connection;
use wire::{Request, SegmentError};

/// What the page of a user needs of its platform, and what only the platform has
/// words for when a user is changed.
pub trait EditSupport {
    /// The texts of a user that can be edited, in order.
    fn fields(&self) -> &'static [FieldInput];

    /// The key, where the form shows it although it cannot be edited.
    fn shown_key(&self) -> Option<ShownKey> {
        None
    }

    /// The attributes by which the platform filters data for a user, by name.
    fn attributes(&self, _record: &Record) -> Vec<(String, String)> {
        Vec::new()
    }

    /// A hint for the attributes of a user, where the platform has some.
    fn attributes_hint(&self) -> Option<&'static str> {
        None
    }

    /// Why a field of this user cannot be edited; nothing where it can.
    fn locked_reason(&self, _field: Field, _record: &Record) -> Option<&'static str> {
        None
    }

    /// Why nothing of this user can be edited; nothing where it can.
    fn uneditable_reason(&self, _record: &Record) -> Option<&'static str> {
        None
    }

    /// What the platform calls `name` when it says that something is wrong with it.
    fn input_called(&self, name: &str) -> Option<Input>;

    /// Every field of a record.
    fn details(&self, record: &Record, connection: &Connection) -> Vec<Detail>;

    /// The requests that read the user called `key`.
    fn read_requests(
        &self,
        connection: &Connection,
        key: &str,
    ) -> Vec<Result<Request, SegmentError>>;

    /// What the time is that a disabled user comes with.
    fn disabled_time_label(&self) -> &'static str {
        "since"
    }

    /// What to know about an action that only this platform has; may be empty.
    fn action_hint(&self, _ability: Ability) -> &'static str {
        ""
    }

    /// How removing a user is offered.
    fn removal(&self) -> Removal;

    /// What a change means for the users; nothing where that is the same on every
    /// platform.
    fn consequence(&self, change: &Change) -> Option<&'static str>;

    /// What happened to a user that is not there any more.
    fn gone(&self) -> &'static str {
        "no longer exists"
    }

    /// Why the roles or groups of a user whose own could not be read cannot be
    /// changed; nothing where there is no more to say than that.
    fn unreadable_roles_reason(&self) -> Option<&'static str> {
        None
    }

    /// Loads the addresses that the connection's own user can send results to, on
    /// a platform that has [`Ability::Recipients`].
    ///
    /// # Errors
    /// When they cannot be read.
    fn load_recipients<'a>(
        &self,
        _transport: &'a dyn DynTransport,
    ) -> LocalBoxFuture<'a, Result<Vec<String>, CallError>> {
        Box::pin(ready(Ok(Vec::new())))
    }

    /// The request of [`EditSupport::load_recipients`].
    fn recipients_request(&self) -> Option<Result<Request, SegmentError>> {
        None
    }
}

/// A text of a user in a form.
#[derive(Debug, Clone, Copy)]
pub struct FieldInput {
    /// Which one.
    pub field: Field,
    /// Its name in the form.
    pub label: &'static str,
    /// What to know about it; may be empty.
    pub hint: &'static str,
    /// Texts that are suggested. Anything else is taken as well.
    pub suggestions: &'static [&'static str],
    /// Whether the platform refuses a user without it.
    pub is_required: bool,
}

impl FieldInput {
    /// A field that may be empty.
    pub(super) const fn new(field: Field, label: &'static str) -> Self {
        Self {
            field,
            label,
            hint: "",
            suggestions: &[],
            is_required: false,
        }
    }

    /// A field that must not be empty.
    pub(super) const fn required(field: Field, label: &'static str) -> Self {
        Self {
            is_required: true,
            ..Self::new(field, label)
        }
    }
}

/// A key that is shown and cannot be edited.
#[derive(Debug, Clone, Copy)]
pub struct ShownKey {
    /// Its name.
    pub label: &'static str,
    /// Why it cannot be edited.
    pub hint: &'static str,
}

/// Something that is typed or chosen about a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The key of a new user.
    Key,
    /// A text.
    Field(Field),
    /// The roles or groups.
    Roles,
    /// The password.
    Password,
    /// What the link in an email starts with.
    Link,
}

/// How removing a user is offered.
#[derive(Debug, Clone, Copy)]
pub struct Removal {
    /// The button's text.
    pub label: &'static str,
    /// What it does.
    pub hint: &'static str,
}

/// A field of a record, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Its name.
    pub label: Cow<'static, str>,
    /// What it holds.
    pub value: DetailValue,
}

/// What a field of a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailValue {
    /// A text for people; empty where there is none.
    Text(String),
    /// A text to the letter; empty where there is none.
    Exact(String),
    /// A time, as the platform wrote it.
    Time(String),
    /// The roles or groups, by their titles.
    Roles,
}

impl Detail {
    fn new(label: &'static str, value: DetailValue) -> Self {
        Self {
            label: label.into(),
            value,
        }
    }

    /// A text for people.
    pub(super) fn text(label: &'static str, text: &str) -> Self {
        Self::new(label, DetailValue::Text(text.to_owned()))
    }

    /// A text to the letter.
    pub(super) fn exact(label: &'static str, text: &str) -> Self {
        Self::new(label, DetailValue::Exact(text.to_owned()))
    }

    /// A time, or a text where there is none.
    pub(super) fn time(label: &'static str, time: Option<&str>, none: &str) -> Self {
        match time {
            Some(time) => Self::new(label, DetailValue::Time(time.to_owned())),
            None => Self::text(label, none),
        }
    }

    /// The roles or groups.
    pub(super) fn roles(label: &'static str) -> Self {
        Self::new(label, DetailValue::Roles)
    }

    /// Fields that no document names, as they came.
    pub(super) fn unknown<'a>(
        fields: impl Iterator<Item = (Cow<'a, str>, &'a str)>,
    ) -> impl Iterator<Item = Self> {
        fields.map(|(name, raw)| Self {
            label: name.into_owned().into(),
            value: DetailValue::Exact(raw.to_owned()),
        })
    }
}
