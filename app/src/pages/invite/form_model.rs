//! What the form asks for about a new user, platform by platform.

use crate::ui::field::Field;
use crate::ui::form::{Form, Wrong};
use leptos::prelude::*;
use roster::input::{email_address, is_visible, line};
use roster::link::ClientUrl;
use roster::people::{Account, People};
use roster::record::Field as RecordField;
use roster::{NewUser, Secret, lowercase};
use wire::Platform;
use wire::console::Connection;
use wire::metabase::ALL_USERS;
use wire::pivot::Generation;

/// How the user gets a password, where there is a choice: by a link in an email.
pub(super) const BY_MAIL: &str = "mail";
/// By a password that is set now.
pub(super) const BY_PASSWORD: &str = "password";

/// The invited user, as typed when the form was sent.
#[derive(Clone)]
pub(super) struct Invitee {
    pub(super) key: String,
    /// First and last name, or the key where there are none.
    pub(super) name: String,
    /// Where an email would go; empty if nowhere.
    pub(super) address: String,
}

/// The form. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct InviteForm(StoredValue<Fields>);

impl InviteForm {
    /// An empty form.
    pub(super) fn new(connection: &Connection) -> Self {
        Self(StoredValue::new(Fields::new(connection)))
    }

    pub(super) fn fields(self) -> Fields {
        self.0.get_value()
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) form: Form,
    platform: Platform,
    /// Whether the platform keeps the address apart from the key.
    pub(super) has_email: bool,
    /// Pivot: the name. Elsewhere the address, which is the key there.
    pub(super) key: Field,
    pub(super) first: Field,
    pub(super) last: Field,
    /// Pivot: the address, where it is not the name.
    pub(super) email: Field,
    /// The chosen roles or groups.
    pub(super) roles: Field,
    /// Roles typed where they could not be listed, separated by commas.
    pub(super) typed_roles: Field,
    /// Pivot: whether to request the welcome email.
    pub(super) welcome: Field,
    /// Pivot: what the link in that email starts with.
    pub(super) link: Field,
    /// Actian, Metabase: [`BY_MAIL`] or [`BY_PASSWORD`].
    pub(super) password_source: Field,
    /// Actian: the password to set.
    pub(super) password: Field,
}

impl Fields {
    fn new(connection: &Connection) -> Self {
        let form = Form::new();
        let platform = connection.platform;
        let is_pivot = platform == Platform::Pivot;
        let first_roles = match platform {
            Platform::Actian => vec!["user".to_owned()],
            // Every user is in it.
            Platform::Metabase => vec![ALL_USERS.to_string()],
            Platform::Pivot => Vec::new(),
        };
        let roles_label = match platform {
            Platform::Pivot => "Roles",
            Platform::Actian => "Role",
            Platform::Metabase => "Groups",
        };
        let key_label = if is_pivot {
            "User name"
        } else {
            "Email address"
        };
        Self {
            form,
            platform,
            has_email: is_pivot && connection.generation == Generation::Current,
            key: form.text(key_label, ""),
            first: form.text("First name", ""),
            last: form.text("Last name", ""),
            email: form.text("Email address", ""),
            roles: form.field(roles_label, first_roles),
            typed_roles: form.text("Roles", ""),
            welcome: form.field(
                "Ask Pivot to send the welcome email",
                vec!["yes".to_owned()],
            ),
            link: form.text("Address in the link", &connection.public_url),
            password_source: form.text("First password", BY_MAIL),
            password: form.text("Password", ""),
        }
    }

    /// The key as it is meant. Reactive.
    fn key_text(&self) -> String {
        // Pivot takes any text as a user name, but most are addresses.
        address_or_line(&self.key.text())
    }

    /// Where an email would go; empty if nowhere. Reactive.
    pub(super) fn address(&self) -> String {
        let email = address_or_line(&self.email.text());
        if self.has_email && !email.is_empty() {
            return email;
        }
        email_address(&self.key_text()).unwrap_or_default()
    }

    /// The user as typed. Reactive.
    pub(super) fn invitee(&self) -> Invitee {
        let key = self.key_text();
        let names = line(&[self.first.text(), self.last.text()].join(" "));
        let name = if names.is_empty() { key.clone() } else { names };
        Invitee {
            key,
            name,
            address: self.address(),
        }
    }

    /// Whether Pivot is asked to send the email. Reactive.
    pub(super) fn requests_welcome(&self) -> bool {
        self.platform == Platform::Pivot && self.welcome.is_ticked()
    }

    /// Whether a password is set now. Reactive.
    pub(super) fn sets_password(&self) -> bool {
        self.platform != Platform::Pivot && self.password_source.text() == BY_PASSWORD
    }

    /// The user to create, as the form is now, with a password that was
    /// `generated`. Reactive.
    pub(super) fn new_user(&self, generated: Option<Secret>) -> NewUser {
        let key = self.key_text();
        let mut fields = vec![
            (RecordField::FirstName, line(&self.first.text())),
            (RecordField::LastName, line(&self.last.text())),
        ];
        match self.platform {
            Platform::Pivot if self.has_email => {
                fields.push((RecordField::Email, address_or_line(&self.email.text())));
            }
            Platform::Metabase => fields.push((RecordField::Email, key.clone())),
            Platform::Pivot | Platform::Actian => {}
        }
        fields.retain(|(_, text)| !text.is_empty());
        let typed = self.typed_roles.text();
        let typed = typed.split(',').map(line).filter(|role| !role.is_empty());
        let mut roles = self.roles.chosen();
        roles.extend(typed);
        roles.retain(|role| !role.is_empty());
        let password = match self.platform {
            _ if !self.sets_password() => None,
            Platform::Actian => Some(Secret::new(self.password.text())),
            Platform::Pivot | Platform::Metabase => generated,
        };
        NewUser {
            key,
            fields,
            roles,
            welcome: self.requests_welcome().then(|| {
                let link = ClientUrl::read(&self.link.text());
                link.ok().map(|link| link.text())
            }),
            password,
        }
    }

    /// The account that has the same name or address already. Reactive.
    pub(super) fn duplicate(&self, people: &People) -> Option<Account> {
        let typed = self.key_text();
        let key = lowercase(&typed);
        let email = lowercase(&address_or_line(&self.email.text()));
        let is_same = |account: &&Account| {
            let own = lowercase(account.record.address());
            (!key.is_empty() && (lowercase(&account.key) == key || own == key))
                || (self.has_email && !email.is_empty() && own == email)
        };
        // The one with exactly this key first.
        let exact = people.find(&typed).cloned();
        exact.or_else(|| people.accounts.iter().find(is_same).cloned())
    }

    /// What is wrong with what is typed.
    pub(super) fn errors(&self, people: &People) -> Vec<Wrong> {
        let mut errors: Vec<Wrong> = Vec::new();
        let mut report = |field: Field, text: &str| errors.push((Some(field), text.to_owned()));
        if self.platform == Platform::Pivot {
            if !is_visible(&self.key_text()) {
                report(self.key, "Write the user name.");
            }
        } else if let Err(error) = email_address(&self.key.text()) {
            report(self.key, &error.to_string());
        }
        if self.duplicate(people).is_some() {
            report(self.key, "A user with this name or address already exists.");
        }
        if self.platform == Platform::Actian {
            for (field, text) in [
                (self.first, "Write the first name: Actian requires it."),
                (self.last, "Write the last name: Actian requires it."),
            ] {
                if !is_visible(&line(&field.text())) {
                    report(field, text);
                }
            }
            if self.sets_password() && self.password.text().is_empty() {
                report(
                    self.password,
                    "Write the password, or let Actian send an email.",
                );
            }
        }
        let typed = self.email.text();
        if self.has_email
            && is_visible(&typed)
            && let Err(error) = email_address(&typed)
        {
            report(self.email, &error.to_string());
        }
        if self.requests_welcome() {
            if self.address().is_empty() {
                report(
                    self.welcome,
                    "There is no address to send it to: the user name isn't an email address. \
                     Write one, or turn the email off.",
                );
            }
            if let Err(error) = ClientUrl::read(&self.link.text()) {
                report(self.link, &error.to_string());
            }
        }
        errors
    }

    /// The field that a platform calls `name`.
    pub(super) fn field_for(&self, name: &str) -> Option<Field> {
        Some(match name {
            "email" if self.has_email => self.email,
            "email" | "name" => self.key,
            "first_name" | "firstName" => self.first,
            "last_name" | "lastName" => self.last,
            "role" | "roles" | "user_group_memberships" => self.roles,
            "password" => self.password,
            "clientUrl" => self.link,
            _ => return None,
        })
    }
}

/// The email address that is typed, or the text as one line if it is none.
pub(super) fn address_or_line(typed: &str) -> String {
    email_address(typed).unwrap_or_else(|_| line(typed))
}

/// The email address that is typed, or the text unchanged if it is none, so that
/// its error can be seen.
pub(super) fn address_or_unchanged(typed: &str) -> String {
    email_address(typed).unwrap_or_else(|_| typed.to_owned())
}
