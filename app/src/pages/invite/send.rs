//! Sending what the form asks for, through the engine, and what came of it.

use super::Invite;
use super::asked::Asked;
use crate::announce::announce;
use crate::desk::Job;
use crate::ui::dom::focus;
use crate::ui::form::Wrong;
use crate::words::change as words;
use leptos::prelude::*;
use roster::{Change, LeftBehind, Outcome, Plan, RANDOM_BYTES, Run, Secret};
use std::rc::Rc;
use wire::Platform;

/// Begins, or says what is wrong with what is typed.
pub(super) fn send(invite: &Invite, asked: Asked) -> Vec<Wrong> {
    let (plan, wrong) = untrack(|| {
        let wrong = invite.desk.people.with(|people| asked.wrong(people));
        let made = wrong.is_empty().then(|| made(invite, asked)).flatten();
        (invite.plan(asked, made), wrong)
    });
    if wrong.is_empty() {
        carry_out(invite, asked, plan);
    }
    wrong
}

/// A password, where one is to be made.
fn made(invite: &Invite, asked: Asked) -> Option<Secret> {
    let wanted = invite.desk.connection().platform == Platform::Metabase && asked.by_password();
    let crypto = window().crypto().ok()?;
    while wanted {
        let mut bytes = [0; RANDOM_BYTES];
        crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
        if let Some(password) = roster::password(&bytes) {
            return Some(Secret::new(password));
        }
    }
    None
}

/// Lets somebody in again who is there already.
pub(super) fn reactivate(invite: &Invite, asked: Asked, key: &str) {
    if untrack(|| asked.form.is_busy()) {
        return;
    }
    let change = Change::Enable {
        restore_admin: false,
    };
    let plan = invite.desk.plan(&change, &[key]);
    carry_out(invite, asked, plan);
}

fn carry_out(invite: &Invite, asked: Asked, plan: Plan) {
    asked.form.set_busy(true);
    invite.problem.set(None);
    invite.perhaps.set(None);
    let settled = invite.clone();
    let then = move |job: &Rc<Job>| {
        asked.form.set_busy(false);
        settle(&settled, asked, job);
    };
    invite.desk.start(plan, Box::new(then));
}

/// Shows what came of it. Whatever was typed stays where it did not work.
fn settle(invite: &Invite, asked: Asked, job: &Rc<Job>) {
    let rows = job.run.rows();
    let Some(row) = rows.first() else { return };
    announce(&words::outcome(&job.run, 0));
    let error = match &row.outcome {
        Outcome::Done(_) | Outcome::Already { .. } => {
            asked.form.settle();
            invite.done.set(Some((job.clone(), asked)));
            request_animation_frame(|| focus(".invited h2"));
            return;
        }
        Outcome::Failed(error) => Some(error),
        _ => None,
    };
    let wrong: Vec<Wrong> = error
        .map(words::of_fields)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, words)| (asked.named(&name), words))
        .collect();
    // It is lost otherwise, and nobody can tell whether it holds.
    invite.perhaps.set(perhaps_set(&job.run));
    let problem = words::problem(&job.run, 0);
    invite.problem.set(problem);
    if wrong.is_empty() {
        request_animation_frame(|| focus(".invite-form .notice"));
    } else {
        asked.form.fail(wrong);
    }
}

/// A password that was made and may hold by now, though nobody can tell.
fn perhaps_set(run: &Run) -> Option<String> {
    let rows = run.rows();
    let Outcome::Failed(error) = &rows.first()?.outcome else {
        return None;
    };
    let perhaps = error.left() != LeftBehind::Unchanged;
    perhaps.then(|| made_password(run))?
}

/// The password that was made for somebody new.
pub(super) fn made_password(run: &Run) -> Option<String> {
    let Change::Create(new) = &run.plan.items.first()?.change else {
        return None;
    };
    let is_made = run.plan.connection.platform == Platform::Metabase;
    let password = new.password.as_ref().filter(|_| is_made)?;
    Some(password.expose().to_owned())
}
