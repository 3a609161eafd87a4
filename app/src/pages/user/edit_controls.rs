//! The fields of the edit form and their controls.

use super::User;
use crate::ui::field::Field;
use crate::ui::fields::{CheckboxField, Choice, RadioField, TextArea, TextField};
use leptos::either::Either;
use leptos::prelude::*;
use roster::Ability;
use roster::input::{AddressError, email_address, is_visible, line};
use roster::record::{Field as Text, Record};
use wire::Platform;
use wire::metabase::ALL_USERS;

/// The fields of the form.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) texts: Vec<(Text, Field)>,
    pub(super) roles: Field,
    /// Pivot: roles that no list offers, between commas.
    pub(super) other: Option<Field>,
    /// Metabase: a name and a value on each line.
    pub(super) attributes: Option<Field>,
    /// What the form was filled with: only the difference is saved.
    pub(super) opened: StoredValue<Option<Record>, LocalStorage>,
}

/// A control for each field of the form.
#[component]
pub(super) fn EditControls(user: User, fields: Fields) -> impl IntoView {
    let key = || vec![user.key.to_string()];
    let address = user.unsupported_reason(Ability::EditEmail).map(|reason| {
        let address = Field::new(Text::Email.label(), key());
        view! { <TextField field=address hint=reason locked=true /> }
    });
    let name = (user.platform() == Platform::Pivot).then(|| {
        let name = Field::new("Name", key());
        let hint = "The key of the user. Pivot cannot change it.";
        view! { <TextField field=name hint=hint locked=true /> }
    });
    let texts = fields
        .texts
        .iter()
        .map(|(text, field)| text_control(&user, *text, *field));
    let texts = texts.collect_view();
    let other = fields.other.map(|other| {
        let problem = user.store.people.with_untracked(|people| {
            let problem = people.roles_problem.as_deref();
            problem.unwrap_or_default().to_owned()
        });
        let hint = format!(
            "Pivot's roles could not be listed ({problem}). Type their names, separated by commas.",
        );
        view! { <TextField field=other hint=hint /> }
    });
    let attributes = fields.attributes.map(|attributes| {
        let hint = "One per line: name = value. Metabase drops keys that begin with @.";
        view! { <TextArea field=attributes hint=hint /> }
    });
    view! {
        {address}
        {name}
        {texts}
        {roles_control(&user, fields.roles)}
        {other}
        {attributes}
    }
}

fn text_control(user: &User, text: Text, field: Field) -> impl IntoView + use<> {
    let is_sso = match user.now() {
        Some(Record::Metabase(record)) => record.sso_source.is_some(),
        _ => false,
    };
    let locked = is_sso && matches!(text, Text::FirstName | Text::LastName);
    let hint = match text {
        _ if locked => "This user signs in elsewhere, and Metabase takes the name from there.",
        Text::ColorMode => "Any text. Pivot's documents show one.",
        Text::Locale => {
            "A language such as de, or with a country such as pt_BR. Empty for the site's own."
        }
        Text::Email | Text::FirstName | Text::LastName => "",
    };
    let kind = match text {
        Text::Email => "email",
        _ => "text",
    };
    let suggestions: &[&str] = match text {
        Text::ColorMode => &["dark-color-mode"],
        Text::Locale => &["en", "de", "fr", "es", "pt_BR", "ja", "zh_CN"],
        Text::Email | Text::FirstName | Text::LastName => &[],
    };
    let suggestions = (!suggestions.is_empty()).then(|| {
        let suggestions = suggestions.iter().map(|text| (*text).to_owned());
        Signal::stored(suggestions.collect::<Vec<_>>())
    });
    view! {
        <TextField
            field=field
            kind=kind
            hint=hint
            locked=locked
            read=displayed(text)
            suggestions=suggestions
        />
    }
}

fn roles_control(user: &User, field: Field) -> impl IntoView + use<> {
    let choices: Vec<Choice> = user.store.people.with_untracked(|people| {
        let choice = |role: &roster::people::Role| (role.id.to_string(), role.title.to_string());
        people.roles.iter().map(choice).collect()
    });
    let locked = match user.platform() {
        Platform::Actian => {
            return Either::Left(view! { <RadioField field=field choices=choices /> });
        }
        Platform::Metabase => vec![(ALL_USERS.to_string(), "Every user is in it.".to_owned())],
        Platform::Pivot => Vec::new(),
    };
    Either::Right(view! { <CheckboxField field=field choices=choices locked=locked /> })
}

/// The value that is typed for `text`.
pub(super) fn value(text: Text, typed: &str) -> Result<String, AddressError> {
    match text {
        Text::Email if is_visible(typed) => email_address(typed),
        _ => Ok(line(typed)),
    }
}

/// How what is typed for `text` is displayed, right or wrong.
fn displayed(text: Text) -> fn(&str) -> String {
    match text {
        Text::Email => |typed| value(Text::Email, typed).unwrap_or_else(|_| typed.to_owned()),
        _ => line,
    }
}
