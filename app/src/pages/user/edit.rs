//! The form: what can be changed about a user, and what came of it.

use super::User;
use super::conflict;
use super::edit_controls::{EditControls, Fields, value};
use super::form_dialog::{LastResult, ResultView};
use crate::browser::reactive::watch;
use crate::components::approval;
use crate::components::change_flow;
use crate::components::change_flow::run_report;
use crate::messages::{outcomes, roles_label};
use crate::state::user_store::TrackedRun;
use crate::ui::field::Field;
use crate::ui::form::{Form, FormView, Wrong};
use crate::ui::panel::Section;
use leptos::prelude::*;
use roster::input::{is_visible, line};
use roster::platform::Input;
use roster::record::Record;
use roster::{Ability, Change, ChangeError, Edit, Outcome, RoleKind};
use std::rc::Rc;

/// The form for what can be changed about a user.
#[component]
pub(super) fn EditSection(user: User) -> impl IntoView {
    let form = Form::new();
    let fields = fields(&user, form);
    let result = LastResult::none();
    refill_when_read(&user, form, &fields);
    let reason = {
        let user = user.clone();
        Signal::derive(move || reason(&user, form))
    };
    let discard = {
        let (user, fields) = (user.clone(), fields.clone());
        move |_| refill(&user, form, &fields)
    };
    let discard = view! {
        <button type="button" class="button" on:click=discard>
            "Discard changes"
        </button>
    };
    let controls = view! { <EditControls user=user.clone() fields=fields.clone() /> };
    let save = UnsyncCallback::new(move |()| save(&user, form, &fields, result));
    view! {
        <Section title="Edit">
            <FormView
                form=form
                verb="Save changes"
                reason=reason
                on_submit=save
                actions=discard.into_any()
            >
                {controls}
            </FormView>
            <ResultView result=result />
        </Section>
    }
}

fn fields(user: &User, form: Form) -> Fields {
    let record = user.now();
    let support = user.edit_support();
    let texts = support
        .fields()
        .iter()
        .map(|input| {
            let text = input.field;
            let held = record.as_ref().map(|record| record.field(text));
            (*input, form.text(input.label, held.unwrap_or_default()))
        })
        .collect();
    let unlisted = user
        .store
        .accounts
        .with_untracked(|accounts| accounts.roles_problem.is_some());
    let has_roles = RoleKind::of_platform(user.platform()) == RoleKind::Role;
    Fields {
        texts,
        roles: form.field(roles_label(user.platform()), held_roles(record.as_ref())),
        other: (unlisted && has_roles).then(|| form.text("Other roles", "")),
        attributes: support
            .attributes_hint()
            .map(|_| form.text("Attributes", &attributes(record.as_ref()))),
        opened: StoredValue::new_local(record),
    }
}

fn held_roles(record: Option<&Record>) -> Vec<String> {
    record.map(Record::role_ids).unwrap_or_default()
}

fn attributes(record: Option<&Record>) -> String {
    let attributes = record.map(Record::attributes).unwrap_or_default();
    let lines = attributes
        .iter()
        .map(|(name, value)| format!("{name} = {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Why nothing can be saved now.
fn reason(user: &User, form: Form) -> Option<String> {
    let uneditable = user
        .record
        .with(|record| user.edit_support().uneditable_reason(record.as_ref()?));
    if let Some(why) = user.unavailable_reason(Ability::Edit).or(uneditable) {
        Some(why.to_owned())
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
    for (input, field) in &fields.texts {
        field.reset(vec![record.field(input.field).to_owned()]);
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

/// Only what was changed is asked for.
fn edit(fields: &Fields) -> Result<Edit, Vec<Wrong>> {
    let mut wrong: Vec<Wrong> = Vec::new();
    let mut edit = Edit {
        opened: fields.opened.get_value().map(Box::new),
        ..Edit::default()
    };
    for (input, field) in fields.texts.iter().filter(|(_, field)| field.is_dirty()) {
        match value(input.field, &field.text()) {
            Ok(value) => edit.fields.push((input.field, value)),
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
                    format!("“{row}” isn't a valid attribute: write name = value"),
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
fn checked(fields: &Fields) -> Vec<Wrong> {
    fields
        .texts
        .iter()
        .filter(|(input, field)| input.is_required && !is_visible(&field.text()))
        .map(|(input, field)| {
            let words = format!("Enter the {}", input.label.to_ascii_lowercase());
            (Some(*field), words)
        })
        .collect()
}

fn save(user: &User, form: Form, fields: &Fields, result: LastResult) -> Vec<Wrong> {
    let mut wrong = checked(fields);
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
    write(user, form, fields, result, edit);
    Vec::new()
}

fn write(user: &User, form: Form, fields: &Fields, result: LastResult, edit: Edit) {
    let plan = user.plan(&Change::Edit(edit));
    let saved = (user.clone(), fields.clone());
    let then = move |run: &Rc<TrackedRun>| {
        form.set_busy(false);
        result.set(run);
        finish(&saved.0, form, &saved.1, result, run);
    };
    if plan.blocked() > 0 || plan.confirmation() != roster::Confirmation::None {
        change_flow::carry_out(&user.store, plan, Box::new(then));
    } else {
        form.set_busy(true);
        let (store, planned) = (user.store.clone(), plan.clone());
        let run = move |clearance| drop(store.start(planned, clearance, Box::new(then)));
        approval::clear(&[(&user.store, &plan)], run, move || form.set_busy(false));
    }
}

/// What was typed is kept until it was read back.
fn finish(user: &User, form: Form, fields: &Fields, result: LastResult, run: &Rc<TrackedRun>) {
    let rows = run.execution.rows();
    let Some(row) = rows.first() else { return };
    match &row.outcome {
        Outcome::Done(_) | Outcome::Already { .. } => {
            run_report::report(run);
            refill(user, form, fields);
        }
        Outcome::Unverified(_) => run_report::report(run),
        Outcome::Failed(ChangeError::Conflict {
            conflicts,
            theirs: Some(theirs),
        }) => {
            let [item] = run.execution.plan.items.as_slice() else {
                return;
            };
            let Change::Edit(edit) = &item.change else {
                return;
            };
            let (user, fields) = (user.clone(), fields.clone());
            let then = UnsyncCallback::new(move |edit: Edit| {
                // What they changed and what was not chosen is shown as it is.
                if edit.is_empty() {
                    refill(&user, form, &fields);
                } else {
                    write(&user, form, &fields, result, edit);
                }
            });
            conflict::open_dialog(&item.label, conflicts, edit, theirs, then);
        }
        Outcome::Failed(error) => {
            let speaker = crate::messages::speaker(user.platform());
            let wrong = outcomes::field_errors(error)
                .into_iter()
                .filter_map(|(name, said)| {
                    let field = field_called(user, fields, &name)?;
                    Some((Some(field), format!("{speaker} said: {said}")))
                });
            form.fail(wrong.collect());
        }
        _ => {}
    }
}

/// The field that the platform calls `name` in an error.
fn field_called(user: &User, fields: &Fields, name: &str) -> Option<Field> {
    let Input::Field(text) = user.edit_support().input_called(name)? else {
        return None;
    };
    let found = fields.texts.iter().find(|(one, _)| one.field == text);
    found.map(|(_, field)| *field)
}
