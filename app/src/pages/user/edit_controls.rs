//! The fields of the edit form and their controls.

use super::User;
use crate::messages::{self, speaker};
use crate::ui::field::Field;
use crate::ui::fields::{CheckboxField, Choice, RadioField, TextArea, TextField};
use leptos::either::Either;
use leptos::prelude::*;
use roster::Ability;
use roster::input::{AddressError, email_address, is_visible, line};
use roster::platform::FieldInput;
use roster::record::{Field as Text, Record};

/// The fields of the form.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) texts: Vec<(FieldInput, Field)>,
    pub(super) roles: Field,
    /// Roles that no list offers, between commas.
    pub(super) other: Option<Field>,
    /// Metabase: a name and a value on each line.
    pub(super) attributes: Option<Field>,
    /// What the form was filled with: only the difference is saved.
    pub(super) opened: StoredValue<Option<Record>, LocalStorage>,
}

/// A control for each field of the form.
#[component]
pub(super) fn EditControls(user: User, fields: Fields) -> impl IntoView {
    let key = user.edit_support().shown_key().map(|key| {
        let field = Field::new(key.label, vec![user.key.to_string()]);
        view! { <TextField field=field hint=key.hint locked=true /> }
    });
    let texts = fields
        .texts
        .iter()
        .map(|(input, field)| text_control(&user, *input, *field));
    let texts = texts.collect_view();
    let other = fields.other.map(|other| {
        let problem = user.store.accounts.with_untracked(|accounts| {
            let problem = accounts.roles_problem.as_deref();
            problem.unwrap_or_default().to_owned()
        });
        let hint = format!(
            "{}'s roles could not be listed ({problem}). Type their names, separated by commas.",
            speaker(user.platform())
        );
        view! { <TextField field=other hint=hint /> }
    });
    let attributes = fields.attributes.map(|attributes| {
        let hint = user.edit_support().attributes_hint().unwrap_or_default();
        view! { <TextArea field=attributes hint=hint /> }
    });
    view! {
        {key}
        {texts}
        {roles_control(&user, fields.roles)}
        {other}
        {attributes}
    }
}

fn text_control(user: &User, input: FieldInput, field: Field) -> impl IntoView + use<> {
    let text = input.field;
    let locked = user
        .now()
        .and_then(|record| user.edit_support().locked_reason(text, &record));
    let kind = match text {
        Text::Email => "email",
        _ => "text",
    };
    let suggestions = (!input.suggestions.is_empty()).then(|| {
        let suggestions = input.suggestions.iter().map(|text| (*text).to_owned());
        Signal::stored(suggestions.collect::<Vec<_>>())
    });
    view! {
        <TextField
            field=field
            kind=kind
            hint=locked.unwrap_or(input.hint)
            locked=locked.is_some()
            read=displayed(text)
            suggestions=suggestions
        />
    }
}

fn roles_control(user: &User, field: Field) -> impl IntoView + use<> {
    let choices: Vec<Choice> = user.store.accounts.with_untracked(|accounts| {
        let choice = |role: &roster::accounts::Role| (role.id.to_string(), role.title.to_string());
        accounts.roles.iter().map(choice).collect()
    });
    if user.unsupported_reason(Ability::SeveralRoles).is_some() {
        return Either::Left(view! { <RadioField field=field choices=choices /> });
    }
    let locked = messages::locked_roles(user.platform());
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
