//! What the form asks for about a new user, as its platform describes it.

use crate::messages::{roles_label, speaker};
use crate::ui::field::Field;
use crate::ui::form::{Form, Wrong};
use leptos::prelude::*;
use roster::accounts::{Account, Accounts};
use roster::input::{email_address, is_visible, line};
use roster::link::ClientUrl;
use roster::people::FirstAccess;
use roster::platform::{
    FirstPassword, Input, InviteDescription, PasswordSource, common_role, edit_support,
    invite_support,
};
use roster::record::Field as RecordField;
use roster::{NewUser, Secret, lowercase};
use wire::Platform;
use wire::console::Connection;

/// How the user gets a password, where there is a choice: by a link in an email.
pub(super) const BY_MAIL: &str = "mail";
/// By a password that is set now.
pub(super) const BY_PASSWORD: &str = "password";

/// The invited user, as typed when the form was sent.
#[derive(Clone)]
pub(crate) struct Invitee {
    pub(crate) key: String,
    /// First and last name, or the key where there are none.
    pub(crate) name: String,
    /// Where an email would go; empty if nowhere.
    pub(crate) address: String,
}

/// What is the same about a user on every platform.
#[derive(Clone, Copy)]
pub(crate) struct Identity {
    pub(crate) address: Field,
    pub(crate) first: Field,
    pub(crate) last: Field,
}

/// The form. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct InviteForm(StoredValue<Fields>);

impl InviteForm {
    /// An empty form.
    pub(crate) fn new(connection: &Connection) -> Self {
        Self(StoredValue::new(Fields::new(Form::new(), connection, None)))
    }

    /// The part about one connection of a form that asks for address and names once.
    pub(crate) fn part(form: Form, connection: &Connection, identity: Identity) -> Self {
        Self(StoredValue::new(Fields::new(
            form,
            connection,
            Some(identity),
        )))
    }

    pub(crate) fn fields(self) -> Fields {
        self.0.get_value()
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) form: Form,
    platform: Platform,
    /// What is asked for once for all platforms, where there are several.
    identity: Option<Identity>,
    /// What the platform asks for.
    pub(crate) description: InviteDescription,
    /// What tells the user from others: a name, or the address.
    pub(crate) key: Field,
    pub(crate) first: Field,
    pub(crate) last: Field,
    /// The address, where the platform keeps one apart from the key.
    pub(crate) email: Field,
    /// The chosen roles or groups.
    pub(crate) roles: Field,
    /// Roles typed where they could not be listed, separated by commas.
    pub(crate) typed_roles: Field,
    /// Whether to request the welcome email.
    pub(crate) welcome: Field,
    /// What the link in that email starts with.
    pub(crate) link: Field,
    /// [`BY_MAIL`] or [`BY_PASSWORD`], where there is a choice.
    pub(crate) password_source: Field,
    /// The password to set, where it is typed.
    pub(crate) password: Field,
}

impl Fields {
    fn new(form: Form, connection: &Connection, identity: Option<Identity>) -> Self {
        let platform = connection.platform;
        let description = invite_support(platform).description(connection);
        let first_role = description.first_role.map(str::to_owned);
        // Every user is in the common one.
        let first_roles = first_role
            .into_iter()
            .chain(common_role(platform))
            .collect();
        let welcome_label = match description.first_password {
            FirstPassword::Welcome { label, .. } => label,
            FirstPassword::Choice { .. } => "",
        };
        Self {
            form,
            platform,
            identity,
            description,
            key: match identity {
                Some(identity) if description.key.is_address => identity.address,
                _ => form.text(description.key.label, ""),
            },
            first: identity.map_or_else(|| form.text("First name", ""), |one| one.first),
            last: identity.map_or_else(|| form.text("Last name", ""), |one| one.last),
            email: identity.map_or_else(|| form.text("Email address", ""), |one| one.address),
            roles: form.field(roles_label(platform), first_roles),
            typed_roles: form.text("Roles", ""),
            welcome: form.field(welcome_label, vec!["yes".to_owned()]),
            link: form.text("Address in the link", &connection.public_url),
            password_source: form.text("First password", BY_MAIL),
            password: form.text("Password", ""),
        }
    }

    /// Whether the platform keeps the address apart from the key.
    fn has_email(&self) -> bool {
        self.description.email_hint.is_some()
    }

    /// The key as it is meant. Reactive.
    pub(crate) fn key_text(&self) -> String {
        // Even where it can be any text, most are addresses.
        let key = address_or_line(&self.key.text());
        match self.identity {
            Some(identity) if key.is_empty() => address_or_line(&identity.address.text()),
            _ => key,
        }
    }

    /// Where an email would go; empty if nowhere. Reactive.
    pub(crate) fn address(&self) -> String {
        let email = address_or_line(&self.email.text());
        if self.has_email() && !email.is_empty() {
            return email;
        }
        email_address(&self.key_text()).unwrap_or_default()
    }

    /// The user as typed. Reactive.
    pub(crate) fn invitee(&self) -> Invitee {
        let key = self.key_text();
        let names = line(&[self.first.text(), self.last.text()].join(" "));
        let name = if names.is_empty() { key.clone() } else { names };
        Invitee {
            key,
            name,
            address: self.address(),
        }
    }

    /// Whether the platform is asked to send the welcome email. Reactive.
    pub(crate) fn requests_welcome(&self) -> bool {
        let has_welcome = matches!(
            self.description.first_password,
            FirstPassword::Welcome { .. }
        );
        has_welcome && self.welcome.is_ticked()
    }

    /// Whether a password is set now. Reactive.
    pub(crate) fn sets_password(&self) -> bool {
        let has_choice = matches!(
            self.description.first_password,
            FirstPassword::Choice { .. }
        );
        has_choice && self.password_source.text() == BY_PASSWORD
    }

    /// Whether the user is to get a password by an email. Reactive.
    pub(crate) fn asks_for_email(&self) -> bool {
        match self.description.first_password {
            FirstPassword::Welcome { .. } => self.requests_welcome(),
            FirstPassword::Choice { .. } => !self.sets_password(),
        }
    }

    /// The user to create, as the form is now, with a password that was
    /// `generated`. Reactive.
    pub(crate) fn new_user(&self, generated: Option<Secret>) -> NewUser {
        let key = self.key_text();
        let mut fields = vec![
            (RecordField::FirstName, line(&self.first.text())),
            (RecordField::LastName, line(&self.last.text())),
        ];
        if self.has_email() {
            fields.push((RecordField::Email, address_or_line(&self.email.text())));
        }
        if let Some(field) = self.description.key.field {
            fields.push((field, key.clone()));
        }
        fields.retain(|(_, text)| !text.is_empty());
        let password = match self.description.first_password {
            FirstPassword::Choice { password, .. } if self.sets_password() => match password {
                PasswordSource::Typed { .. } => Some(Secret::new(self.password.text())),
                PasswordSource::Generated => generated,
            },
            _ => None,
        };
        NewUser {
            key,
            fields,
            roles: self.chosen_roles(),
            welcome: self.requests_welcome().then(|| {
                let link = ClientUrl::read(&self.link.text());
                link.ok().map(|link| link.text())
            }),
            password,
        }
    }

    /// The roles or groups that the user is to have. Reactive.
    pub(crate) fn chosen_roles(&self) -> Vec<String> {
        let typed = self.typed_roles.text();
        let typed = typed.split(',').map(line).filter(|role| !role.is_empty());
        let mut roles = self.roles.chosen();
        roles.extend(typed);
        roles.retain(|role| !role.is_empty());
        roles
    }

    /// How the user gets in, with a password that was `generated`. Reactive.
    pub(crate) fn first_access(&self, generated: Option<Secret>) -> FirstAccess {
        match self.description.first_password {
            FirstPassword::Welcome { .. } if self.requests_welcome() => {
                let link = ClientUrl::read(&self.link.text());
                link.map_or(FirstAccess::Email, |link| {
                    FirstAccess::EmailWithLink(link.text())
                })
            }
            FirstPassword::Welcome { .. } => FirstAccess::Nothing,
            FirstPassword::Choice { password, .. } if self.sets_password() => match password {
                PasswordSource::Typed { .. } => {
                    FirstAccess::Password(Secret::new(self.password.text()))
                }
                PasswordSource::Generated => {
                    generated.map_or(FirstAccess::Nothing, FirstAccess::Password)
                }
            },
            FirstPassword::Choice { .. } => FirstAccess::Email,
        }
    }

    /// The account that has the same name or address already. Reactive.
    pub(crate) fn duplicate(&self, accounts: &Accounts) -> Option<Account> {
        let typed = self.key_text();
        let key = lowercase(&typed);
        let email = lowercase(&address_or_line(&self.email.text()));
        let is_same = |account: &&Account| {
            let own = lowercase(account.record.address());
            (!key.is_empty() && (lowercase(&account.key) == key || own == key))
                || (self.has_email() && !email.is_empty() && own == email)
        };
        // The one with exactly this key first.
        let exact = accounts.find(&typed).cloned();
        exact.or_else(|| accounts.list.iter().find(is_same).cloned())
    }

    /// What is wrong with what is typed.
    pub(crate) fn errors(&self) -> Vec<Wrong> {
        let mut errors: Vec<Wrong> = Vec::new();
        let mut report = |field: Field, text: &str| errors.push((Some(field), text.to_owned()));
        if self.description.key.is_address {
            if let Err(error) = email_address(&self.key.text()) {
                report(self.key, &error.to_string());
            }
        } else if !is_visible(&self.key_text()) {
            let label = lowercase(self.description.key.label);
            report(self.key, &format!("Write the {label}."));
        }
        if self.description.needs_names {
            let speaker = speaker(self.platform);
            for (field, name) in [(self.first, "first"), (self.last, "last")] {
                if !is_visible(&line(&field.text())) {
                    let text = format!("Write the {name} name: {speaker} requires it.");
                    report(field, &text);
                }
            }
        }
        if let FirstPassword::Choice {
            password: PasswordSource::Typed { missing, .. },
            ..
        } = self.description.first_password
            && self.sets_password()
            && self.password.text().is_empty()
        {
            report(self.password, missing);
        }
        let typed = self.email.text();
        if self.has_email()
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

    /// The field that the platform calls `name`.
    pub(crate) fn field_for(&self, name: &str) -> Option<Field> {
        Some(match edit_support(self.platform).input_called(name)? {
            Input::Field(RecordField::Email) if self.has_email() => self.email,
            Input::Key | Input::Field(RecordField::Email) => self.key,
            Input::Field(RecordField::FirstName) => self.first,
            Input::Field(RecordField::LastName) => self.last,
            Input::Field(_) => return None,
            Input::Roles => self.roles,
            Input::Password => self.password,
            Input::Link => self.link,
        })
    }
}

/// The email address that is typed, or the text as one line if it is none.
pub(crate) fn address_or_line(typed: &str) -> String {
    email_address(typed).unwrap_or_else(|_| line(typed))
}

/// The email address that is typed, or the text unchanged if it is none, so that
/// its error can be seen.
pub(crate) fn address_or_unchanged(typed: &str) -> String {
    email_address(typed).unwrap_or_else(|_| typed.to_owned())
}
