//! What showing and changing a user of Pivot needs.

use super::Pivot;
use super::record::pivot_record;
use crate::capability::Ability;
use crate::change::Change;
use crate::platform::edit::{Detail, EditSupport, FieldInput, Input, Removal, ShownKey};
use crate::record::{Field, Record};
use wire::console::Connection;
use wire::pivot::{GetStatus, GetUser, Status, User};
use wire::{Endpoint, Request, SegmentError};

impl EditSupport for Pivot {
    fn fields(&self) -> &'static [FieldInput] {
        const FIELDS: &[FieldInput] = &[
            FieldInput::new(Field::FirstName, "First name"),
            FieldInput::new(Field::LastName, "Last name"),
            FieldInput::new(Field::Email, "Email"),
            FieldInput {
                hint: "Any text. Pivot's documents show one.",
                suggestions: &["dark-color-mode"],
                ..FieldInput::new(Field::ColorMode, "Colour mode")
            },
        ];
        FIELDS
    }

    fn shown_key(&self) -> Option<ShownKey> {
        Some(ShownKey {
            label: "Name",
            hint: "The key of the user. Pivot cannot change it.",
        })
    }

    fn input_called(&self, name: &str) -> Option<Input> {
        Some(match name {
            "name" => Input::Key,
            "email" => Input::Field(Field::Email),
            "firstName" => Input::Field(Field::FirstName),
            "lastName" => Input::Field(Field::LastName),
            "roles" => Input::Roles,
            "clientUrl" => Input::Link,
            _ => return None,
        })
    }

    fn details(&self, record: &Record, _: &Connection) -> Vec<Detail> {
        let Some(record) = pivot_record(record) else {
            return Vec::new();
        };
        let mut details = record.user.as_ref().map(user_details).unwrap_or_default();
        match &record.status {
            Some(status) => add_status(&mut details, status),
            None => details.push(Detail::text("Status record", "")),
        }
        details
    }

    fn read_requests(&self, _: &Connection, key: &str) -> Vec<Result<Request, SegmentError>> {
        let name = key.to_owned();
        vec![
            GetUser { name: name.clone() }.request(),
            GetStatus { name }.request(),
        ]
    }

    fn action_hint(&self, ability: Ability) -> &'static str {
        match ability {
            Ability::SendWelcome => "Documented for new users only, so it may do nothing.",
            _ => "",
        }
    }

    fn removal(&self) -> Removal {
        Removal {
            label: "Delete with its status",
            hint: "The user, then its status, step by step.",
        }
    }

    fn consequence(&self, change: &Change) -> Option<&'static str> {
        Some(match change {
            Change::Remove => {
                "Their access is switched off, then the user is deleted, then its status."
            }
            Change::SendWelcome { .. } => {
                "Pivot is asked to send the welcome email again. That is documented for new users \
                 only, so it may have no effect."
            }
            _ => return None,
        })
    }
}

fn user_details(user: &User) -> Vec<Detail> {
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let mut details = vec![
        Detail::exact("Name", &user.name),
        Detail::text("First name", &text(&user.first_name)),
        Detail::text("Last name", &text(&user.last_name)),
        Detail::exact("Email", &text(&user.email)),
        Detail::text("Colour mode", &text(&user.color_mode)),
        Detail::roles("Roles"),
    ];
    details.extend(Detail::unknown(user.extra.iter()));
    details
}

fn add_status(details: &mut Vec<Detail>, status: &Status) {
    details.push(Detail::exact("Status record of", &status.name));
    let since = status.disabled.as_deref();
    details.push(Detail::time("Disabled since", since, ""));
    details.extend(Detail::unknown(status.extra.iter()));
}
