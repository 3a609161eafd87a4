//! What showing and changing a user of Actian needs.

use super::Actian;
use super::record::actian_user;
use crate::capability::Ability;
use crate::change::Change;
use crate::platform::ListSupport;
use crate::platform::edit::{Detail, EditSupport, FieldInput, Input, Removal, ShownKey};
use crate::record::{Field, Record};
use wire::actian::GetUser;
use wire::console::Connection;
use wire::{Endpoint, Request, SegmentError};

impl EditSupport for Actian {
    /// The address is the key and cannot be changed (actian note 6).
    fn fields(&self) -> &'static [FieldInput] {
        const FIELDS: &[FieldInput] = &[
            FieldInput::required(Field::FirstName, "First name"),
            FieldInput::required(Field::LastName, "Last name"),
        ];
        FIELDS
    }

    fn shown_key(&self) -> Option<ShownKey> {
        let hint = self.unsupported_reason(Ability::EditEmail)?;
        Some(ShownKey {
            label: "Email",
            hint,
        })
    }

    fn input_called(&self, name: &str) -> Option<Input> {
        Some(match name {
            "email" => Input::Key,
            "firstName" => Input::Field(Field::FirstName),
            "lastName" => Input::Field(Field::LastName),
            "role" => Input::Roles,
            "password" => Input::Password,
            _ => return None,
        })
    }

    fn details(&self, record: &Record, connection: &Connection) -> Vec<Detail> {
        let Some(user) = actian_user(record) else {
            return Vec::new();
        };
        let mut details = vec![
            Detail::exact("Email", &user.email),
            Detail::text("First name", &user.first_name),
            Detail::text("Last name", &user.last_name),
            Detail::roles("Role"),
            Detail::exact("ID", &user.id),
            Detail::exact("Tenant", &connection.tenant),
        ];
        details.extend(Detail::unknown(user.extra.iter()));
        details
    }

    fn read_requests(
        &self,
        connection: &Connection,
        key: &str,
    ) -> Vec<Result<Request, SegmentError>> {
        let get = GetUser {
            tenant: connection.tenant.clone(),
            email: key.to_owned(),
        };
        vec![get.request()]
    }

    fn action_hint(&self, ability: Ability) -> &'static str {
        match ability {
            Ability::ChangePassword => {
                "For your own user only: Actian requires the current password."
            }
            Ability::Assign => "For an account of another tenant, with a role here.",
            _ => "",
        }
    }

    fn removal(&self) -> Removal {
        Removal {
            label: "Remove from this tenant",
            hint: "Whether this also deletes the account is not documented.",
        }
    }

    fn consequence(&self, change: &Change) -> Option<&'static str> {
        Some(match change {
            Change::Remove => {
                "They are removed from this tenant. Actian does not document whether this also \
                 deletes the account."
            }
            Change::SendReset => {
                "Actian is asked to send a password reset email. It does not report whether it \
                 arrived."
            }
            _ => return None,
        })
    }

    fn gone(&self) -> &'static str {
        "is no longer in this tenant"
    }
}
