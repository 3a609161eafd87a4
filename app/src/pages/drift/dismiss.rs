//! The dialog that dismisses findings: why, and until when.

use super::DriftPage;
use super::find::all_ids;
use super::settings_form::check_until;
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::components::saving::{Saving, SavingProblem};
use crate::messages::counted;
use crate::messages::people::drift_title;
use crate::ui::dialog::{self, Dialog};
use crate::ui::fields::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::toast;
use leptos::prelude::*;
use roster::people::{DriftId, DriftKind};
use wire::console::people::MAX_REASON;

const DAY: f64 = 86_400_000.0;

/// For how many days a finding is dismissed, unless something else is chosen.
const USUAL_DAYS: f64 = 90.0;

/// For how many days the server dismisses one at most.
const MOST_DAYS: f64 = 730.0;

/// Opens it for one finding, which is about `who`.
pub(super) fn open(page: DriftPage, id: DriftId, who: &str) {
    let what = format!("{}: {who}", drift_title(id.kind));
    open_for(page, id.kind, what, vec![id]);
}

/// Opens it for all findings of a kind.
pub(super) fn open_for_all(page: DriftPage, kind: DriftKind) {
    announce("Collecting the findings");
    spawn(async move {
        let ids = all_ids(page, kind).await;
        let what = format!(
            "{}: {}",
            drift_title(kind),
            counted(ids.len(), "finding", "findings")
        );
        open_for(page, kind, what, ids);
    });
}

fn open_for(page: DriftPage, kind: DriftKind, what: String, ids: Vec<DriftId>) {
    if ids.is_empty() || dialog::is_open() {
        return;
    }
    dialog::open("Dismiss", move |dialog| {
        let dialog = dialog.clone();
        view! { <DismissForm dialog=dialog page=page kind=kind what=what ids=ids /> }
    });
}

/// The day so many days from now, in UTC.
fn day_in(days: f64) -> String {
    let mut text = time::rfc3339(time::now() + days * DAY);
    text.truncate(10);
    text
}

#[component]
fn DismissForm(
    dialog: Dialog,
    page: DriftPage,
    kind: DriftKind,
    /// What is dismissed.
    what: String,
    ids: Vec<DriftId>,
) -> impl IntoView {
    let dialog = StoredValue::new_local(dialog);
    let close = move || dialog.with_value(Dialog::close);
    let form = Form::new();
    let reason = form.text("Reason", "");
    let until = form.text("Until", &day_in(USUAL_DAYS));
    let saving = Saving::new();
    let submit = move |()| {
        let texts = untrack(|| (reason.text().trim().to_owned(), until.text()));
        let mut wrong = Vec::new();
        if texts.0.is_empty() {
            wrong.push((Some(reason), "Say why. It is shown to others.".to_owned()));
        } else if texts.0.chars().count() > MAX_REASON {
            let error = format!(
                "The reason has more than {} characters.",
                time::number(MAX_REASON)
            );
            wrong.push((Some(reason), error));
        }
        if let Err(error) = check_until(&texts.1, &day_in(0.0), &day_in(MOST_DAYS)) {
            wrong.push((Some(until), error.to_owned()));
        }
        if !wrong.is_empty() {
            return wrong;
        }
        let (ids, count) = (ids.clone(), ids.len());
        let save = async move { page.people.dismiss(&ids, &texts.0, &texts.1).await };
        saving.run(Box::pin(save), move || {
            form.settle();
            close();
            toast::say(&format!(
                "{} dismissed.",
                counted(count, "finding", "findings")
            ));
            page.focus_section(kind);
        });
        Vec::new()
    };
    watch_busy(form, saving);
    let cancel = view! {
        <button type="button" class="button" on:click=move |_| close()>
            "Cancel"
        </button>
    };
    view! {
        <div class="dialog-body">
            <p>{what}</p>
            <p class="hint">
                "It is not shown until the end of that day. With another account it is another \
                 finding, and is shown at once."
            </p>
            <SavingProblem saving=saving />
            <FormView form=form verb="Dismiss" on_submit=submit actions=cancel.into_any()>
                <TextField field=reason autofocus=true />
                <TextField field=until kind="date" hint="The last day on which it is not shown, at most two years from now." />
            </FormView>
        </div>
    }
}

/// Has a form's button busy while something is being saved.
pub(super) fn watch_busy(form: Form, saving: Saving) {
    crate::browser::reactive::watch(move || form.set_busy(saving.is_busy()));
}
