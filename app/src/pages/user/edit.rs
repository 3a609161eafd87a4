//! The form: what can be changed about a user, and what came of it.

use super::User;
use super::conflict;
use super::form_dialog::LastResult;
use crate::browser::reactive::watch;
use crate::components::change_flow;
use crate::components::change_flow::run_report;
use crate::messages::changes as words;
use crate::state::user_store::Job;
use crate::ui::button::Reason;
use crate::ui::dom::El;
use crate::ui::field::Field;
use crate::ui::fields::{self, Choice, LOCKED};
use crate::ui::form::{Form, Wrong};
use crate::ui::panel::section;
use leptos::prelude::*;
use roster::input::{AddressError, email_address, is_visible, line};
use roster::record::{Field as Text, Record};
use roster::{Ability, Change, ChangeError, Edit, Outcome};
use std::rc::Rc;
use wire::Platform;
use wire::metabase::ALL_USERS;

/// The fields of the form.
#[derive(Clone)]
struct Fields {
    texts: Vec<(Text, Field)>,
    roles: Field,
    /// Pivot: roles that no list offers, between commas.
    other: Option<Field>,
    /// Metabase: a name and a value a line.
    attributes: Option<Field>,
    /// What the form was filled with: only the difference is saved.
    opened: StoredValue<Option<Record>, LocalStorage>,
}

pub(super) fn part(user: &User) -> El {
    let form = Form::new();
    let fields = fields(user, form);
    let last = LastResult::nothing();
    refill_when_read(user, form, &fields);
    let mut views: Vec<El> = Vec::new();
    if let Some(why) = user.lacks(Ability::EditEmail) {
        let address = Field::new(Text::Email.label(), vec![user.key.to_string()]);
        views.push(fields::text(address, LOCKED, why));
    }
    if user.platform() == Platform::Pivot {
        let name = Field::new("Name", vec![user.key.to_string()]);
        views.push(fields::text(
            name,
            LOCKED,
            "The key of the user. Pivot cannot change it.",
        ));
    }
    for (text, field) in &fields.texts {
        let view = text_view(user, *text, *field);
        views.push(fields::reading(*field, view, shown(*text)));
    }
    views.push(roles_view(user, fields.roles));
    if let Some(other) = fields.other {
        let why = user
            .store
            .people
            .with_untracked(|people| people.roles_problem.clone())
            .unwrap_or_default();
        let hint = [
            "Pivot's roles could not be listed (",
            &*why,
            "). Type their names, a comma between them.",
        ];
        views.push(fields::text(other, "text", &hint.concat()));
    }
    if let Some(attributes) = fields.attributes {
        views.push(fields::textarea(
            attributes,
            "One a line: name = value. Keys that begin with @ are dropped by Metabase.",
        ));
    }
    let reasoned = user.clone();
    let reason: Reason = Rc::new(move || reason(&reasoned, form));
    let discarding = (user.clone(), fields.clone());
    let discard = crate::ui::button::button("Discard changes", move || {
        refill(&discarding.0, form, &discarding.1);
    });
    let saving = user.clone();
    let view = form.view("Save changes", reason, views, vec![discard], move || {
        save(&saving, form, &fields, last)
    });
    section("Edit").child(view).child(last.shown())
}

fn fields(user: &User, form: Form) -> Fields {
    let record = user.now();
    let texts = Text::of(user.platform())
        .iter()
        .map(|text| {
            let held = record.as_ref().map(|record| record.field(*text));
            (*text, form.text(text.label(), held.unwrap_or_default()))
        })
        .collect();
    let label = match user.platform() {
        Platform::Pivot => "Roles",
        Platform::Actian => "Role",
        Platform::Metabase => "Groups",
    };
    let unlisted = user
        .store
        .people
        .with_untracked(|people| people.roles_problem.is_some());
    let metabase = user.platform() == Platform::Metabase;
    Fields {
        texts,
        roles: form.field(label, held_roles(record.as_ref())),
        other: (unlisted && !metabase).then(|| form.text("Other roles", "")),
        attributes: metabase.then(|| form.text("Attributes", &attributes(record.as_ref()))),
        opened: StoredValue::new_local(record),
    }
}

fn held_roles(record: Option<&Record>) -> Vec<String> {
    record.map(Record::role_ids).unwrap_or_default()
}

fn attributes(record: Option<&Record>) -> String {
    let Some(Record::Metabase(user)) = record else {
        return String::new();
    };
    super::details::attribute_lines(user).join("\n")
}

fn text_view(user: &User, text: Text, field: Field) -> El {
    let sso = match user.now() {
        Some(Record::Metabase(record)) => record.sso_source.is_some(),
        _ => false,
    };
    match text {
        Text::FirstName | Text::LastName if sso => fields::text(
            field,
            LOCKED,
            "This user signs in elsewhere, and Metabase takes the name from there.",
        ),
        Text::Email => fields::text(field, "email", ""),
        Text::ColorMode => {
            fields::suggested(field, "Any text. Pivot's documents show one.", || {
                vec!["dark-color-mode".to_owned()]
            })
        }
        Text::Locale => fields::suggested(
            field,
            "A language such as de, or with a country such as pt_BR. Empty for the site's own.",
            || {
                ["en", "de", "fr", "es", "pt_BR", "ja", "zh_CN"]
                    .map(str::to_owned)
                    .into()
            },
        ),
        Text::FirstName | Text::LastName => fields::text(field, "text", ""),
    }
}

fn roles_view(user: &User, field: Field) -> El {
    let choices: Vec<Choice> = user.store.people.with_untracked(|people| {
        let choice = |role: &roster::people::Role| (role.id.to_string(), role.title.to_string());
        people.roles.iter().map(choice).collect()
    });
    match user.platform() {
        Platform::Actian => fields::radios(field, "", &choices),
        Platform::Metabase => fields::boxes(
            field,
            "",
            choices,
            &[(ALL_USERS.to_string(), "Everybody is in it.")],
        ),
        Platform::Pivot => fields::boxes(field, "", choices, &[]),
    }
}

/// Why nothing can be saved now.
fn reason(user: &User, form: Form) -> Option<String> {
    let deactivated = user.platform() == Platform::Metabase
        && user.record.with(|record| {
            record
                .as_ref()
                .is_some_and(|record| record.access().is_disabled())
        });
    if let Some(why) = user.forbids(Ability::Edit) {
        Some(why.to_owned())
    } else if deactivated {
        Some("Metabase changes no deactivated user. Enable it first.".to_owned())
    } else if form.is_dirty() {
        None
    } else {
        Some("Nothing has been changed yet.".to_owned())
    }
}

/// Shows what was read anew, unless something is typed.
fn refill_when_read(user: &User, form: Form, fields: &Fields) {
    let user = user.clone();
    let fields = fields.clone();
    watch(move || {
        user.record.track();
        untrack(|| {
            if !form.is_dirty() {
                refill(&user, form, &fields);
            }
        });
    });
}

fn refill(user: &User, form: Form, fields: &Fields) {
    let Some(record) = user.now() else { return };
    for (text, field) in &fields.texts {
        field.reset(vec![record.field(*text).to_owned()]);
    }
    fields.roles.reset(held_roles(Some(&record)));
    if let Some(other) = fields.other {
        other.reset(Vec::new());
    }
    if let Some(field) = fields.attributes {
        field.reset(vec![attributes(Some(&record))]);
    }
    fields.opened.set_value(Some(record));
    form.fail(Vec::new());
}

/// What is meant by what is typed for `text`.
fn meant(text: Text, typed: &str) -> Result<String, AddressError> {
    match text {
        Text::Email if is_visible(typed) => email_address(typed),
        _ => Ok(line(typed)),
    }
}

/// The same as it is shown, where it may be none.
fn shown(text: Text) -> fn(&str) -> String {
    match text {
        Text::Email => |typed| meant(Text::Email, typed).unwrap_or_else(|_| typed.to_owned()),
        _ => line,
    }
}

/// Only what was changed is asked for.
fn edit(fields: &Fields) -> Result<Edit, Vec<Wrong>> {
    let mut wrong: Vec<Wrong> = Vec::new();
    let mut edit = Edit {
        opened: fields.opened.get_value().map(Box::new),
        ..Edit::default()
    };
    for (text, field) in fields.texts.iter().filter(|(_, field)| field.is_dirty()) {
        match meant(*text, &field.text()) {
            Ok(meant) => edit.fields.push((*text, meant)),
            Err(error) => wrong.push((Some(*field), error.to_string())),
        }
    }
    let other = fields.other.filter(|other| other.is_dirty());
    if fields.roles.is_dirty() || other.is_some() {
        let mut roles = fields.roles.chosen();
        let typed = other.map(Field::text).unwrap_or_default();
        let typed = typed.split(',').map(line).filter(|one| !one.is_empty());
        roles.extend(typed);
        edit.roles = Some(roles);
    }
    if let Some(field) = fields.attributes.filter(|field| field.is_dirty()) {
        let text = field.text();
        let lines = text.lines().filter(|row| is_visible(row));
        let mut pairs = Vec::new();
        for row in lines {
            match row.split_once('=') {
                Some((name, value)) if is_visible(name) => {
                    pairs.push((line(name), line(value)));
                }
                _ => wrong.push((
                    Some(field),
                    ["“", row, "” is no attribute: write name = value"].concat(),
                )),
            }
        }
        edit.attributes = Some(pairs);
    }
    if wrong.is_empty() {
        Ok(edit)
    } else {
        Err(wrong)
    }
}

/// What the platform would not take, found before it is asked.
fn checked(user: &User, fields: &Fields) -> Vec<Wrong> {
    let platform = user.platform();
    let needed = |text: &Text| match platform {
        Platform::Pivot => false,
        Platform::Actian => matches!(text, Text::FirstName | Text::LastName),
        Platform::Metabase => *text == Text::Email,
    };
    fields
        .texts
        .iter()
        .filter(|(text, field)| needed(text) && !is_visible(&field.text()))
        .map(|(text, field)| {
            let said = ["Enter the ", &*text.label().to_lowercase()].concat();
            (Some(*field), said)
        })
        .collect()
}

fn save(user: &User, form: Form, fields: &Fields, last: LastResult) -> Vec<Wrong> {
    let mut wrong = checked(user, fields);
    let edit = match edit(fields) {
        Ok(edit) => edit,
        Err(more) => {
            wrong.extend(more);
            Edit::default()
        }
    };
    if !wrong.is_empty() {
        return wrong;
    }
    write(user, form, fields, last, edit);
    Vec::new()
}

fn write(user: &User, form: Form, fields: &Fields, last: LastResult, edit: Edit) {
    let plan = user.plan(&Change::Edit(edit));
    let saved = (user.clone(), fields.clone());
    let then = move |job: &Rc<Job>| {
        form.set_busy(false);
        last.set(job);
        finish(&saved.0, form, &saved.1, last, job);
    };
    if plan.blocked() > 0 || plan.confirmation() != roster::Confirmation::None {
        change_flow::carry_out(&user.store, plan, Box::new(then));
    } else {
        form.set_busy(true);
        user.store.start(plan, Box::new(then));
    }
}

/// What was typed is kept until it was read back.
fn finish(user: &User, form: Form, fields: &Fields, last: LastResult, job: &Rc<Job>) {
    let rows = job.run.rows();
    let Some(row) = rows.first() else { return };
    match &row.outcome {
        Outcome::Done(_) | Outcome::Already { .. } => {
            run_report::report(job);
            refill(user, form, fields);
        }
        Outcome::Unverified(_) => run_report::report(job),
        Outcome::Failed(ChangeError::Conflict {
            conflicts,
            theirs: Some(theirs),
        }) => {
            let [item] = job.run.plan.items.as_slice() else {
                return;
            };
            let Change::Edit(edit) = &item.change else {
                return;
            };
            let (user, fields) = (user.clone(), fields.clone());
            conflict::ask(&item.label, conflicts, edit, theirs, move |edit| {
                // What they changed and what was not chosen is shown as it is.
                if edit.is_empty() {
                    refill(&user, form, &fields);
                } else {
                    write(&user, form, &fields, last, edit);
                }
            });
        }
        Outcome::Failed(error) => {
            let speaker = crate::messages::speaker(user.platform());
            let wrong = words::of_fields(error)
                .into_iter()
                .filter_map(|(name, said)| {
                    let field = field_called(fields, &name)?;
                    Some((Some(field), [speaker, " said: ", &*said].concat()))
                });
            form.fail(wrong.collect());
        }
        _ => {}
    }
}

/// The field that a platform calls `name` in an error.
fn field_called(fields: &Fields, name: &str) -> Option<Field> {
    let text = match name {
        "email" => Text::Email,
        "first_name" | "firstName" => Text::FirstName,
        "last_name" | "lastName" => Text::LastName,
        "locale" => Text::Locale,
        _ => return None,
    };
    let found = fields.texts.iter().find(|(one, _)| *one == text);
    found.map(|(_, field)| *field)
}
