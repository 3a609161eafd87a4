//! What the form asks about one connection.

use super::ProfilesPage;
use crate::messages::{profiles, roles_label};
use crate::ui::field::Field;
use crate::ui::fields::{CheckboxField, Choice, RadioField, SelectField};
use crate::ui::form::{Form, Wrong};
use leptos::prelude::*;
use roster::Ability;
use roster::people::ProfileEntry;
use roster::platform::common_role;
use std::collections::BTreeMap;
use wire::console::Connection;

/// What a profile says about a connection, as a choice.
const UNNAMED: &str = "unnamed";
const ACCESS: &str = "access";
const NO_ACCESS: &str = "none";

/// The fields about one connection. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct EntryFields {
    connection: StoredValue<Connection>,
    /// [`UNNAMED`], [`ACCESS`] or [`NO_ACCESS`].
    access: Field,
    /// The IDs of the roles or groups.
    roles: Field,
}

impl EntryFields {
    pub(super) fn new(form: Form, connection: &Connection, entry: Option<&ProfileEntry>) -> Self {
        let (access, roles) = values(entry);
        let label = roles_label(connection.platform);
        Self {
            connection: StoredValue::new(connection.clone()),
            access: form.text(&connection.label, access),
            roles: form.field(&format!("{label} on {}", connection.label), roles),
        }
    }

    /// Fills them in with what a profile says.
    pub(super) fn set(self, entries: &BTreeMap<Box<str>, ProfileEntry>) {
        let entry = self
            .connection
            .with_value(|connection| entries.get(&*connection.id));
        let (access, roles) = values(entry);
        self.access.set_text(access);
        self.roles.set_chosen(roles);
    }

    /// What they say; nothing where the connection is not part of the profile. Reactive.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(self) -> Result<Option<(Box<str>, ProfileEntry)>, Wrong> {
        let connection = self.connection.get_value();
        let mut roles = self.roles.chosen();
        roles.retain(|role| !role.is_empty());
        let entry = match &*self.access.text() {
            ACCESS if self.has_one_role() && roles.is_empty() => {
                return Err((Some(self.roles), profiles::CHOOSE_ROLE.to_owned()));
            }
            ACCESS => ProfileEntry::access(connection.platform, roles),
            NO_ACCESS => ProfileEntry::NoAccess,
            _ => return Ok(None),
        };
        Ok(Some((connection.id.into(), entry)))
    }

    /// Whether users of the platform have exactly one role.
    fn has_one_role(self) -> bool {
        self.connection.with_value(|connection| {
            let reason = Ability::SeveralRoles.unsupported_reason(connection.platform);
            reason.is_some()
        })
    }
}

/// What the fields hold for what a profile says.
fn values(entry: Option<&ProfileEntry>) -> (&'static str, Vec<String>) {
    match entry {
        None => (UNNAMED, Vec::new()),
        Some(ProfileEntry::NoAccess) => (NO_ACCESS, Vec::new()),
        Some(ProfileEntry::Access(roles)) => (ACCESS, roles.clone()),
    }
}

/// What the profile says about one connection.
#[component]
pub(super) fn EntryRow(page: ProfilesPage, fields: EntryFields) -> impl IntoView {
    let choices = [
        (UNNAMED, "Not part of the profile"),
        (ACCESS, "Access"),
        (NO_ACCESS, "No access"),
    ];
    let choices = choices.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let is_access = Memo::new(move |_| fields.access.text() == ACCESS);
    let roles = Memo::new(move |_| {
        page.people.track();
        role_choices(page, fields)
    });
    let roles = move || is_access.get().then(|| role_field(fields, roles.get()));
    view! {
        <div class="profile-entry">
            <RadioField field=fields.access choices=choices.to_vec() />
            {roles}
        </div>
    }
}

/// The field for the roles or groups.
fn role_field(fields: EntryFields, mut choices: Vec<Choice>) -> AnyView {
    let field = fields.roles;
    let hint = if choices.is_empty() {
        "None are known. They come with the users of the connection."
    } else {
        ""
    };
    if fields.has_one_role() {
        choices.insert(0, (String::new(), "Choose a role".to_owned()));
        view! { <SelectField field=field hint=hint choices=choices /> }.into_any()
    } else {
        view! { <CheckboxField field=field hint=hint choices=choices /> }.into_any()
    }
}

/// The roles or groups to choose from: those of the connection, and those of the profile.
fn role_choices(page: ProfilesPage, fields: EntryFields) -> Vec<Choice> {
    let (id, platform) = fields
        .connection
        .with_value(|connection| (connection.id.clone(), connection.platform));
    let common = common_role(platform);
    let mut choices: Vec<Choice> = page.people.read(|people, lists| {
        let mut connections = people.connections().zip(lists);
        let found = connections.find(|(connection, _)| connection.id == id);
        let accounts = found.and_then(|(_, accounts)| *accounts);
        let roles = accounts.map_or(&[][..], |accounts| &accounts.roles).iter();
        let roles = roles.map(|role| (role.id.to_string(), role.title.to_string()));
        roles.collect()
    });
    choices.retain(|(id, _)| common.as_ref() != Some(id));
    for id in untrack(|| fields.roles.chosen()) {
        if !id.is_empty() && choices.iter().all(|(known, _)| *known != id) {
            choices.push((id.clone(), id));
        }
    }
    choices
}
