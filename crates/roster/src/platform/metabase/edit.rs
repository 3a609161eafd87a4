//! What showing and changing a user of Metabase needs.

use super::Metabase;
use super::record::{attributes, metabase_user};
use crate::CallError;
use crate::change::Change;
use crate::platform::edit::{Detail, EditSupport, FieldInput, Input, Removal};
use crate::record::{Field, Record};
use crate::transport::{DynTransport, call};
use futures::future::LocalBoxFuture;
use wire::console::Connection;
use wire::metabase::{GetUser, ListRecipients, User};
use wire::{Endpoint, Request, SegmentError};

impl EditSupport for Metabase {
    fn fields(&self) -> &'static [FieldInput] {
        const FIELDS: &[FieldInput] = &[
            FieldInput::new(Field::FirstName, "First name"),
            FieldInput::new(Field::LastName, "Last name"),
            FieldInput::required(Field::Email, "Email"),
            FieldInput {
                hint: "A language such as de, or with a country such as pt_BR. Empty for the \
                       site's own.",
                suggestions: &["en", "de", "fr", "es", "pt_BR", "ja", "zh_CN"],
                ..FieldInput::new(Field::Locale, "Language")
            },
        ];
        FIELDS
    }

    fn attributes(&self, record: &Record) -> Vec<(String, String)> {
        metabase_user(record).map(attributes).unwrap_or_default()
    }

    fn attributes_hint(&self) -> Option<&'static str> {
        Some("One per line: name = value. Metabase drops keys that begin with @.")
    }

    fn locked_reason(&self, field: Field, record: &Record) -> Option<&'static str> {
        let is_elsewhere = metabase_user(record)?.sso_source.is_some();
        let is_name = matches!(field, Field::FirstName | Field::LastName);
        (is_elsewhere && is_name)
            .then_some("This user signs in elsewhere, and Metabase takes the name from there.")
    }

    fn load_recipients<'a>(
        &self,
        transport: &'a dyn DynTransport,
    ) -> LocalBoxFuture<'a, Result<Vec<String>, CallError>> {
        Box::pin(async move {
            let page = call(transport, &ListRecipients).await?;
            let users = page.users.into_iter();
            Ok(users.map(|user| user.email.to_string()).collect())
        })
    }

    fn recipients_request(&self) -> Option<Result<Request, SegmentError>> {
        Some(ListRecipients.request())
    }

    fn uneditable_reason(&self, record: &Record) -> Option<&'static str> {
        record
            .access()
            .is_disabled()
            .then_some("Metabase can't edit deactivated users. Enable the user first.")
    }

    fn input_called(&self, name: &str) -> Option<Input> {
        Some(match name {
            "email" => Input::Field(Field::Email),
            "first_name" => Input::Field(Field::FirstName),
            "last_name" => Input::Field(Field::LastName),
            "locale" => Input::Field(Field::Locale),
            "user_group_memberships" => Input::Roles,
            "password" => Input::Password,
            _ => return None,
        })
    }

    fn details(&self, record: &Record, _: &Connection) -> Vec<Detail> {
        metabase_user(record).map(details).unwrap_or_default()
    }

    fn read_requests(&self, _: &Connection, key: &str) -> Vec<Result<Request, SegmentError>> {
        let id = key.parse().ok();
        id.map(|id| GetUser { id }.request()).into_iter().collect()
    }

    /// It only reports when a user was last changed.
    fn disabled_time_label(&self) -> &'static str {
        "last changed"
    }

    fn removal(&self) -> Removal {
        Removal {
            label: "Delete the user",
            hint: "",
        }
    }

    fn consequence(&self, change: &Change) -> Option<&'static str> {
        Some(match change {
            Change::Disable { .. } => {
                "They can no longer sign in, and their sessions end. Their groups stay; their \
                 subscriptions and alerts are deleted."
            }
            Change::Enable {
                restore_admin: true,
            } => {
                "They can sign in again. Metabase removes their administrator rights with that; \
                 they are restored at once."
            }
            Change::Enable { .. } => {
                "They can sign in again, in the groups they had. Metabase removes administrator \
                 rights."
            }
            Change::SendReset => {
                "Metabase is asked to send a password reset email. It answers the same whether or \
                 not one is sent."
            }
            _ => return None,
        })
    }

    fn unreadable_roles_reason(&self) -> Option<&'static str> {
        Some(
            "Metabase did not report which groups this user is in, or in an unknown form, and \
             groups can only be set all together. Nothing was sent.",
        )
    }
}

fn details(user: &User) -> Vec<Detail> {
    let details = user.details();
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let yes_no = |is: Option<bool>, unknown: &'static str| match is {
        Some(true) => "yes",
        Some(false) => "no",
        None => unknown,
    };
    let attributes: Vec<String> = attributes(user)
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    let introduction = match user.is_qbnewb {
        Some(true) => "still to be shown",
        Some(false) => "seen",
        None => "",
    };
    let sign_in = user.sso_source.as_deref().unwrap_or("password");
    let mut all = vec![
        Detail::exact("ID", &user.id.to_string()),
        Detail::exact("Email", &user.email),
        Detail::text("First name", &text(&user.first_name)),
        Detail::text("Last name", &text(&user.last_name)),
        Detail::text("Shown as", &text(&user.common_name)),
        Detail::text("Can sign in", yes_no(user.is_active, "unknown")),
        Detail::text("Administrator", yes_no(user.is_superuser, "")),
        Detail::roles("Groups"),
        Detail::text("Language", &text(&details.locale)),
        Detail::text("Signs in with", sign_in),
        Detail::time("Joined", user.date_joined.as_deref(), ""),
        Detail::time("Last sign-in", user.last_login.as_deref(), "never"),
        Detail::time("Last changed", user.updated_at.as_deref(), ""),
        Detail::text("Introduction", introduction),
        Detail::text("Attributes", &attributes.join(", ")),
    ];
    if let Some(id) = details.personal_collection_id {
        all.push(Detail::exact("Personal collection", &id.to_string()));
    }
    all.extend(Detail::unknown(user.extra.iter()));
    all
}
