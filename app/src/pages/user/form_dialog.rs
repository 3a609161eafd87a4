//! Changing a user, and showing on its page what came of it.

use super::User;
use crate::components::approval;
use crate::components::change_flow;
use crate::components::change_flow::run_report::{self, ItemReport};
use crate::state::user_store::TrackedRun;
use crate::ui::dialog::{self, Dialog};
use crate::ui::form::{Form, FormView, Wrong};
use leptos::prelude::*;
use roster::{Change, Plan};
use std::cell::RefCell;
use std::rc::Rc;

/// The run that a part of the page started last. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct LastResult {
    run: StoredValue<Option<Rc<TrackedRun>>, LocalStorage>,
    /// Notified when there is another one.
    changed: RwSignal<()>,
}

impl LastResult {
    /// No run yet.
    pub(super) fn none() -> Self {
        Self {
            run: StoredValue::new_local(None),
            changed: RwSignal::new(()),
        }
    }

    /// Shows `run`, which has ended. The page may be gone by then.
    pub(super) fn set(self, run: &Rc<TrackedRun>) {
        self.run.try_set_value(Some(run.clone()));
        self.changed.try_update(|()| {});
    }
}

/// What came of the last run, in full.
#[component]
pub(super) fn ResultView(result: LastResult) -> impl IntoView {
    let report = move || {
        result.changed.track();
        let run = result.run.get_value()?;
        run.verified.track();
        Some(untrack(|| view! { <ItemReport run=run index=0 /> }))
    };
    view! { <div class="page">{report}</div> }
}

/// Makes `change`, after a question where one is called for.
pub(super) fn request_change(user: &User, change: &Change, result: LastResult) {
    change_flow::carry_out(
        &user.store,
        user.plan(change),
        Box::new(move |run| result.set(run)),
    );
}

/// Runs `plan`, which has been confirmed.
pub(super) fn run_confirmed(user: &User, plan: Plan, result: LastResult) {
    change_flow::run_plan(&user.store, plan, Box::new(move |run| result.set(run)));
}

/// Reads a form: a change, or what is wrong with what is typed.
pub(super) type ReadForm = Box<dyn Fn() -> Result<Change, Vec<Wrong>>>;

/// The fields of a dialog's form, and what reads them.
pub(super) type Content = (AnyView, ReadForm);

/// A dialog that asks for what a change needs.
pub(super) struct FormDialog {
    pub(super) title: &'static str,
    /// What the form's button says.
    pub(super) verb: &'static str,
    /// Where the page shows what came of it.
    pub(super) result: LastResult,
    pub(super) content: Box<dyn FnOnce(Form) -> Content>,
    /// Called when the change is made.
    pub(super) then: Box<dyn FnOnce()>,
}

impl FormDialog {
    /// Opens it. It stays, with what was typed, until the change is made.
    pub(super) fn open(self, user: &User) {
        let user = user.clone();
        dialog::open(self.title, move |dialog| self.view(dialog, user));
    }

    fn view(self, dialog: &Dialog, user: User) -> impl IntoView + use<> {
        let Self {
            verb,
            result,
            content,
            then,
            ..
        } = self;
        let form = Form::new();
        let (fields, read) = content(form);
        let failed = LastResult::none();
        let then = Rc::new(RefCell::new(Some(then)));
        let [submitting, cancelling] = [dialog.clone(), dialog.clone()];
        let submit = move |()| {
            let change = match read() {
                Ok(change) => change,
                Err(wrong) => return wrong,
            };
            form.set_busy(true);
            submitting.hold(true);
            let (dialog, then) = (submitting.clone(), then.clone());
            let ended = move |run: &Rc<TrackedRun>| {
                form.set_busy(false);
                dialog.hold(false);
                let tally = run.execution.tally();
                if tally.done + tally.already + tally.unverified == 0 {
                    failed.set(run);
                    return;
                }
                dialog.close();
                run_report::report(run);
                result.set(run);
                if let Some(then) = then.take() {
                    then();
                }
            };
            let plan = user.plan(&change);
            let (store, planned) = (user.store.clone(), plan.clone());
            let run = move |clearance| drop(store.start(planned, clearance, Box::new(ended)));
            let stopped = submitting.clone();
            let otherwise = move || {
                form.set_busy(false);
                stopped.hold(false);
            };
            approval::clear(&[(&user.store, &plan)], run, otherwise);
            Vec::new()
        };
        let cancel = view! {
            <button type="button" class="button" on:click=move |_| cancelling.close()>
                "Cancel"
            </button>
        };
        view! {
            <div class="dialog-body">
                <FormView form=form verb=verb on_submit=submit actions=cancel.into_any()>
                    {fields}
                </FormView>
                <ResultView result=failed />
            </div>
        }
    }
}
