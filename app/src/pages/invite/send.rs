//! Sending what the form asks for, through the engine, and what came of it.

use super::Invite;
use super::form_model::{InviteForm, Invitee};
use super::password::{made_password, password_once};
use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::components::change_flow::run_report;
use crate::messages::changes as words;
use crate::state::user_store::Job;
use crate::ui::dialog;
use crate::ui::dom::el;
use crate::ui::form::Wrong;
use leptos::prelude::*;
use roster::{Change, LeftBehind, Outcome, Plan, RANDOM_BYTES, Run, Secret};
use std::rc::Rc;
use wire::Platform;

/// Begins, or says what is wrong with what is typed.
pub(super) fn send(invite: &Invite, asked: InviteForm) -> Vec<Wrong> {
    let (plan, wrong) = untrack(|| {
        let wrong = invite.store.people.with(|people| asked.get().wrong(people));
        let made = wrong.is_empty().then(|| made(invite, asked)).flatten();
        (invite.plan(asked, made), wrong)
    });
    if wrong.is_empty() {
        carry_out(invite, asked, plan);
    }
    wrong
}

/// A password, where one is to be made.
fn made(invite: &Invite, asked: InviteForm) -> Option<Secret> {
    let is_metabase = invite.store.connection().platform == Platform::Metabase;
    if !(is_metabase && asked.get().by_password()) {
        return None;
    }
    let crypto = window().crypto().ok()?;
    loop {
        let mut bytes = [0; RANDOM_BYTES];
        crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
        if let Some(password) = roster::password(&bytes) {
            return Some(Secret::new(password));
        }
    }
}

/// Lets somebody in again who is there already.
pub(super) fn reactivate(invite: &Invite, asked: InviteForm, key: &str) {
    if untrack(|| asked.get().form.is_busy()) {
        return;
    }
    let change = Change::Enable {
        restore_admin: false,
    };
    let plan = invite.store.plan(&change, &[key]);
    carry_out(invite, asked, plan);
}

fn carry_out(invite: &Invite, asked: InviteForm, plan: Plan) {
    let guest = untrack(|| asked.get().guest());
    asked.get().form.set_busy(true);
    invite.problem.set(None);
    invite.perhaps.set(None);
    let settled = invite.clone();
    let then = move |job: &Rc<Job>| {
        if settled.done.is_disposed() {
            left_meanwhile(job);
            return;
        }
        asked.get().form.set_busy(false);
        settle(&settled, asked, guest, job);
    };
    invite.store.start(plan, Box::new(then));
}

/// Nobody looks at the form any more. What came of it is said all the same, and
/// a password that was made is lost if it is not shown now.
fn left_meanwhile(job: &Rc<Job>) {
    run_report::report(job);
    if let Some(password) = made_password(&job.run).filter(|_| may_hold(&job.run)) {
        let title = words::outcome(&job.run, 0);
        dialog::open(&title, move |_| {
            el("div", "dialog-body").child(password_once(&password))
        });
    }
}

/// Shows what came of it. Whatever was typed stays where it did not work.
fn settle(invite: &Invite, asked: InviteForm, guest: Invitee, job: &Rc<Job>) {
    let rows = job.run.rows();
    let Some(row) = rows.first() else { return };
    announce(&words::outcome(&job.run, 0));
    let error = match &row.outcome {
        Outcome::Done(_) | Outcome::Already { .. } => {
            asked.get().form.settle();
            invite.done.set(Some((job.clone(), guest)));
            request_animation_frame(|| focus(".invited h2"));
            return;
        }
        Outcome::Failed(error) => Some(error),
        Outcome::Unverified(_) => {
            // It can be verified from there.
            run_report::report(job);
            None
        }
        _ => None,
    };
    let wrong: Vec<Wrong> = error
        .map(words::of_fields)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, words)| (asked.get().named(&name), words))
        .collect();
    // It is lost otherwise, and nobody can tell whether it holds.
    let perhaps = may_hold(&job.run).then(|| made_password(&job.run));
    invite.perhaps.set(perhaps.flatten());
    let problem = words::problem(&job.run, 0);
    invite.problem.set(problem);
    if wrong.is_empty() {
        request_animation_frame(|| focus(".invite-form .notice"));
    } else {
        asked.get().form.fail(wrong);
    }
}

/// Whether somebody may be there by now, whatever the answer was.
fn may_hold(run: &Run) -> bool {
    let rows = run.rows();
    match rows.first().map(|row| &row.outcome) {
        Some(Outcome::Done(_) | Outcome::Unverified(_)) => true,
        Some(Outcome::Failed(error)) => error.left() != LeftBehind::Unchanged,
        _ => false,
    }
}
