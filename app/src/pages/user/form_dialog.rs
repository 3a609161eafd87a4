//! Doing something about a user, and showing on its page what came of it.

use super::User;
use crate::components::change_flow;
use crate::components::change_flow::run_report;
use crate::state::user_store::Job;
use crate::ui::button::button;
use crate::ui::dialog::{self, Dialog};
use crate::ui::dom::{El, el};
use crate::ui::form::{Form, Wrong, no_reason};
use leptos::prelude::*;
use roster::{Change, Plan};
use std::cell::RefCell;
use std::rc::Rc;

/// What was done last. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct LastResult(StoredValue<Option<Rc<Job>>, LocalStorage>, RwSignal<u32>);

impl LastResult {
    /// Nothing yet.
    pub(super) fn nothing() -> Self {
        Self(StoredValue::new_local(None), RwSignal::new(0))
    }

    /// `job` was done. The page may be gone by then.
    pub(super) fn set(self, job: &Rc<Job>) {
        self.0.try_set_value(Some(job.clone()));
        self.1.try_update(|count| *count += 1);
    }

    /// What came of it, in full.
    pub(super) fn shown(self) -> El {
        el("div", "page").live(move || {
            self.1.track();
            let job = self.0.get_value()?;
            job.verified.track();
            Some(run_report::row(&job, 0))
        })
    }
}

/// Does `change`, asking first where that is called for.
pub(super) fn ask(user: &User, change: &Change, last: LastResult) {
    change_flow::carry_out(
        &user.store,
        user.plan(change),
        Box::new(move |job| last.set(job)),
    );
}

/// Carries out `plan`, about which has been asked.
pub(super) fn go(user: &User, plan: Plan, last: LastResult) {
    change_flow::go(&user.store, plan, Box::new(move |job| last.set(job)));
}

/// What a form's answer is: a change, or what is wrong with it.
pub(super) type Answer = Box<dyn FnMut() -> Result<Change, Vec<Wrong>>>;

/// What a dialog's form holds, and its answer.
pub(super) type Content = (Vec<El>, Answer);

/// As [`form_dialog_then`], with nothing more to do.
pub(super) fn form_dialog(
    user: &User,
    title: &str,
    verb: &str,
    last: LastResult,
    content: impl FnOnce(Form) -> Content + 'static,
) {
    form_dialog_then(user, title, verb, last, content, || {});
}

/// Asks for what a change needs, in a dialog that stays, with what was typed,
/// until the change is made; then calls `then`.
pub(super) fn form_dialog_then(
    user: &User,
    title: &str,
    verb: &str,
    last: LastResult,
    content: impl FnOnce(Form) -> Content + 'static,
    then: impl FnOnce() + 'static,
) {
    let user = user.clone();
    let verb = verb.to_owned();
    let content: Box<dyn FnOnce(Form) -> Content> = Box::new(content);
    let then: Box<dyn FnOnce()> = Box::new(then);
    dialog::open(title, move |dialog| {
        body(dialog, user, &verb, last, content, then)
    });
}

fn body(
    dialog: &Dialog,
    user: User,
    verb: &str,
    last: LastResult,
    content: Box<dyn FnOnce(Form) -> Content>,
    then: Box<dyn FnOnce()>,
) -> El {
    let form = Form::new();
    let (fields, mut answer) = content(form);
    let failed = LastResult::nothing();
    let then = Rc::new(RefCell::new(Some(then)));
    let asking = dialog.clone();
    let submit = move || {
        let change = match answer() {
            Ok(change) => change,
            Err(wrong) => return wrong,
        };
        form.set_busy(true);
        asking.hold(true);
        let (dialog, then) = (asking.clone(), then.clone());
        user.store.start(
            user.plan(&change),
            Box::new(move |job| {
                form.set_busy(false);
                dialog.hold(false);
                let tally = job.run.tally();
                let went_well = tally.done + tally.already + tally.unverified > 0;
                if !went_well {
                    failed.set(job);
                    return;
                }
                dialog.close();
                run_report::report(job);
                last.set(job);
                if let Some(then) = then.take() {
                    then();
                }
            }),
        );
        Vec::new()
    };
    let closing = dialog.clone();
    let cancel = button("Cancel", move || closing.close());
    let view = form.view(verb, no_reason(), fields, vec![cancel], submit);
    el("div", "dialog-body").child(view).child(failed.shown())
}
