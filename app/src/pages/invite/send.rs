//! Sends what the form asks for, as a run, and shows what came of it.

use super::Invite;
use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::browser::random::{RandomError, new_password};
use crate::components::access_change::access_change;
use crate::components::approval;
use crate::components::change_flow::run_report;
use crate::components::invite::{
    CREATED, InviteForm, Invitee, PasswordOnce, generated_password, may_exist,
};
use crate::messages::outcomes as messages;
use crate::state::user_store::TrackedRun;
use crate::ui::dialog;
use crate::ui::form::Wrong;
use leptos::prelude::*;
use roster::{Outcome, Plan, Secret};
use std::rc::Rc;

/// Sends the form, or returns what is wrong with it.
pub(super) fn send(invite: Invite, form: InviteForm) -> Vec<Wrong> {
    untrack(|| {
        let store = invite.target.store();
        let mut errors = form.fields().errors();
        let fields = form.fields();
        if store
            .accounts
            .with(|accounts| fields.duplicate(accounts).is_some())
        {
            let error = "A user with this name or address already exists.";
            errors.push((Some(fields.key), error.to_owned()));
        }
        if !errors.is_empty() {
            return errors;
        }
        match generate_password(form) {
            Ok(password) => {
                start(invite, form, invite.plan(form, password));
                Vec::new()
            }
            Err(RandomError::Unavailable | RandomError::Unsuitable) => {
                let error = "The browser couldn't generate a password.";
                vec![(None, error.to_owned())]
            }
        }
    })
}

/// A password, where one is to be generated.
fn generate_password(form: InviteForm) -> Result<Option<Secret>, RandomError> {
    let fields = form.fields();
    let is_needed = fields.description.first_password.is_generated() && fields.sets_password();
    is_needed
        .then(|| new_password().map(Secret::new))
        .transpose()
}

/// Reactivates the user called `key` instead of creating one.
pub(super) fn reactivate(invite: Invite, form: InviteForm, key: &str) {
    if untrack(|| form.fields().form.is_busy()) {
        return;
    }
    let plan = invite.target.store().plan(&access_change(true), &[key]);
    start(invite, form, plan);
}

fn start(invite: Invite, form: InviteForm, plan: Plan) {
    let invitee = untrack(|| form.fields().invitee());
    form.fields().form.set_busy(true);
    invite.problem.set(None);
    invite.unconfirmed_password.set(None);
    let then = move |run: &Rc<TrackedRun>| {
        if invite.created.is_disposed() {
            report_after_leaving(run);
            return;
        }
        form.fields().form.set_busy(false);
        show_result(invite, form, invitee, run);
    };
    let store = invite.target.store();
    let (running, planned) = (store.clone(), plan.clone());
    let run = move |clearance| drop(running.start(planned, clearance, Box::new(then)));
    let own = form.fields().form;
    approval::clear(&[(&store, &plan)], run, move || own.set_busy(false));
}

/// Reports a run whose page was left meanwhile. A generated password would be lost
/// if it were not shown now.
fn report_after_leaving(run: &Rc<TrackedRun>) {
    run_report::report(run);
    if let Some(password) = generated_password(&run.execution).filter(|_| may_exist(&run.execution))
    {
        let title = messages::outcome(&run.execution, 0);
        dialog::open(&title, move |_| {
            view! {
                <div class="dialog-body">
                    <PasswordOnce note=CREATED password=password />
                </div>
            }
        });
    }
}

/// Shows what came of the run. After a failure, what was typed stays.
fn show_result(invite: Invite, form: InviteForm, invitee: Invitee, run: &Rc<TrackedRun>) {
    let rows = run.execution.rows();
    let Some(row) = rows.first() else { return };
    announce(&messages::outcome(&run.execution, 0));
    let error = match &row.outcome {
        Outcome::Done(_) | Outcome::Already { .. } => {
            form.fields().form.settle();
            invite.created.set(Some((run.clone(), invitee)));
            request_animation_frame(|| focus(".invited h2"));
            return;
        }
        Outcome::Failed(error) => Some(error),
        Outcome::Unverified(_) => {
            // It can be verified from the report.
            run_report::report(run);
            None
        }
        _ => None,
    };
    let errors: Vec<Wrong> = error
        .map(messages::field_errors)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, text)| (form.fields().field_for(&name), text))
        .collect();
    // The user may have it already, and it would be lost.
    let password = may_exist(&run.execution).then(|| generated_password(&run.execution));
    invite.unconfirmed_password.set(password.flatten());
    invite.problem.set(messages::problem(&run.execution, 0));
    if errors.is_empty() {
        request_animation_frame(|| focus(".invite-form .notice"));
    } else {
        form.fields().form.fail(errors);
    }
}
