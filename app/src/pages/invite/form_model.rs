//! What is asked for about somebody new, platform by platform.

use crate::ui::field::Field;
use crate::ui::form::{Form, Wrong};
use leptos::prelude::*;
use roster::input::{email_address, is_visible, line};
use roster::link::ClientUrl;
use roster::people::{Account, People};
use roster::record::Field as Text;
use roster::{New, Secret};
use wire::Platform;
use wire::console::Connection;
use wire::metabase::ALL_USERS;
use wire::pivot::Generation;

/// How somebody gets a password, where there is a choice.
pub(super) const BY_MAIL: &str = "mail";
/// By a password that is set now.
pub(super) const BY_PASSWORD: &str = "password";

/// Who is invited, as it was written when it was sent.
#[derive(Clone)]
pub(super) struct Invitee {
    pub(super) key: String,
    /// What people call them.
    pub(super) name: String,
    /// Where an e-mail would go; empty where nowhere.
    pub(super) address: String,
}

/// The form. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct InviteForm(StoredValue<Fields>);

impl InviteForm {
    /// Nothing typed yet.
    pub(super) fn new(connection: &Connection) -> Self {
        Self(StoredValue::new(Fields::new(connection)))
    }

    /// Its fields.
    pub(super) fn get(self) -> Fields {
        self.0.get_value()
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) form: Form,
    platform: Platform,
    has_email: bool,
    /// Pivot: the name. Elsewhere the address, which is the key there.
    pub(super) key: Field,
    pub(super) first: Field,
    pub(super) last: Field,
    /// Pivot: the address, where it is not the name.
    pub(super) email: Field,
    /// Roles or groups, as they were picked.
    pub(super) roles: Field,
    /// Roles that nobody could list, separated by commas.
    pub(super) typed_roles: Field,
    /// Pivot: whether to ask for the welcome e-mail.
    pub(super) welcome: Field,
    /// Pivot: where the link in it starts.
    pub(super) link: Field,
    /// Actian, Metabase: [`BY_MAIL`] or [`BY_PASSWORD`].
    pub(super) how: Field,
    /// Actian: the password to set.
    pub(super) password: Field,
}

impl Fields {
    fn new(connection: &Connection) -> Self {
        let form = Form::new();
        let platform = connection.platform;
        let is_pivot = platform == Platform::Pivot;
        let role = match platform {
            Platform::Actian => vec!["user".to_owned()],
            // Everybody is in it.
            Platform::Metabase => vec![ALL_USERS.to_string()],
            Platform::Pivot => Vec::new(),
        };
        let roles = if platform == Platform::Metabase {
            "Groups"
        } else if is_pivot {
            "Roles"
        } else {
            "Role"
        };
        Self {
            form,
            platform,
            has_email: is_pivot && connection.generation == Generation::Current,
            key: form.text(
                if is_pivot {
                    "User name"
                } else {
                    "E-mail address"
                },
                "",
            ),
            first: form.text("First name", ""),
            last: form.text("Last name", ""),
            email: form.text("E-mail address", ""),
            roles: form.field(roles, role),
            typed_roles: form.text("Roles", ""),
            welcome: form.field(
                "Ask Pivot to send the welcome e-mail",
                vec!["yes".to_owned()],
            ),
            link: form.text("Address in the link", &connection.public_url),
            how: form.text("First password", BY_MAIL),
            password: form.text("Password", ""),
        }
    }

    /// Whether the platform keeps the address apart from the key.
    pub(super) const fn has_email(&self) -> bool {
        self.has_email
    }

    /// The key as it is meant. Reactive.
    fn key_text(&self) -> String {
        // A user name of Pivot's is any text, and mostly an address.
        email(&self.key.text())
    }

    /// Where an e-mail would go; empty where nowhere. Reactive.
    pub(super) fn address(&self) -> String {
        let email = email(&self.email.text());
        if self.has_email && !email.is_empty() {
            return email;
        }
        let key = self.key_text();
        if is_address(&key) { key } else { String::new() }
    }

    /// Who is invited. Reactive.
    pub(super) fn guest(&self) -> Invitee {
        let key = self.key_text();
        let names = line(&[self.first.text(), self.last.text()].join(" "));
        let name = if names.is_empty() { key.clone() } else { names };
        Invitee {
            key,
            name,
            address: self.address(),
        }
    }

    /// Whether Pivot is to be asked for the e-mail. Reactive.
    pub(super) fn is_welcome(&self) -> bool {
        self.platform == Platform::Pivot && self.welcome.is_ticked()
    }

    /// Whether a password is set now. Reactive.
    pub(super) fn by_password(&self) -> bool {
        self.platform != Platform::Pivot && self.how.text() == BY_PASSWORD
    }

    /// The login as it stands in the form. Reactive. `made` is a password that
    /// was made for it.
    pub(super) fn login(&self, made: Option<Secret>) -> New {
        let key = self.key_text();
        let mut fields = vec![
            (Text::FirstName, line(&self.first.text())),
            (Text::LastName, line(&self.last.text())),
        ];
        match self.platform {
            Platform::Pivot if self.has_email => {
                fields.push((Text::Email, email(&self.email.text())));
            }
            Platform::Metabase => fields.push((Text::Email, key.clone())),
            Platform::Pivot | Platform::Actian => {}
        }
        fields.retain(|(_, text)| !text.is_empty());
        let typed = self.typed_roles.text();
        let typed = typed.split(',').map(line).filter(|role| !role.is_empty());
        let mut roles = self.roles.chosen();
        roles.extend(typed);
        roles.retain(|role| !role.is_empty());
        let password = match self.platform {
            _ if !self.by_password() => None,
            Platform::Actian => Some(Secret::new(self.password.text())),
            Platform::Pivot | Platform::Metabase => made,
        };
        New {
            key,
            fields,
            roles,
            welcome: self.is_welcome().then(|| {
                let link = ClientUrl::read(&self.link.text());
                link.ok().map(|link| link.text())
            }),
            password,
        }
    }

    /// Who is there already. Reactive.
    pub(super) fn twin(&self, people: &People) -> Option<Account> {
        let typed = self.key_text();
        let key = typed.to_lowercase();
        let email = email(&self.email.text()).to_lowercase();
        let same = |account: &&Account| {
            let own = account.record.address().to_lowercase();
            (!key.is_empty() && (account.key.to_lowercase() == key || own == key))
                || (self.has_email && !email.is_empty() && own == email)
        };
        // Most likely it is the one whose key it is.
        let exact = people.find(&typed).cloned();
        exact.or_else(|| people.accounts.iter().find(same).cloned())
    }

    /// What is wrong with what is typed.
    pub(super) fn wrong(&self, people: &People) -> Vec<Wrong> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let mut say = |field: Field, words: &str| wrong.push((Some(field), words.to_owned()));
        if self.platform == Platform::Pivot {
            if !is_visible(&self.key_text()) {
                say(self.key, "Write the user name.");
            }
        } else if let Err(error) = email_address(&self.key.text()) {
            say(self.key, &error.to_string());
        }
        if self.twin(people).is_some() {
            say(
                self.key,
                "Somebody is there already with this name or address.",
            );
        }
        if self.platform == Platform::Actian {
            for (field, words) in [
                (self.first, "Write the first name: Actian asks for it."),
                (self.last, "Write the last name: Actian asks for it."),
            ] {
                if !is_visible(&line(&field.text())) {
                    say(field, words);
                }
            }
            if self.by_password() && self.password.text().is_empty() {
                say(
                    self.password,
                    "Write the password, or let Actian send an e-mail.",
                );
            }
        }
        let typed = self.email.text();
        if self.has_email
            && is_visible(&typed)
            && let Err(error) = email_address(&typed)
        {
            say(self.email, &error.to_string());
        }
        if self.is_welcome() {
            if self.address().is_empty() {
                say(
                    self.welcome,
                    "There is no address to send it to: the user name is none. Write one, or \
                     leave the e-mail out.",
                );
            }
            if let Err(error) = ClientUrl::read(&self.link.text()) {
                say(self.link, &error.to_string());
            }
        }
        wrong
    }

    /// The field that a platform calls `name`.
    pub(super) fn named(&self, name: &str) -> Option<Field> {
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

/// Whether a text could be an e-mail address.
pub(super) fn is_address(text: &str) -> bool {
    email_address(text).is_ok()
}

/// The address that is typed, or the text where it is none.
pub(super) fn email(typed: &str) -> String {
    email_address(typed).unwrap_or_else(|_| line(typed))
}

/// The same as it is shown: what is no address stays as it is, for a person to
/// see what is wrong with it.
pub(super) fn shown_email(typed: &str) -> String {
    email_address(typed).unwrap_or_else(|_| typed.to_owned())
}
