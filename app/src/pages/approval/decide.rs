//! The decision: approving and declining what another operator requested, and withdrawing
//! what one requested oneself.

use super::ApprovalPage;
use crate::browser::reactive::watch;
use crate::components::saving::{Save, Saving, SavingProblem};
use crate::messages::{self, approvals as words};
use crate::ui::button::GuardedButton;
use crate::ui::dialog::{self, Dialog};
use crate::ui::fields::TextArea;
use crate::ui::form::{Form, FormView};
use crate::ui::toast;
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::Role;
use wire::console::approvals::{ApprovalDecision, ApprovalState, ApprovalSummary, Verdict};

/// The status of an answer if the approval waits no more.
const CONFLICT: u16 = 409;

/// The buttons, while it waits.
#[component]
pub(super) fn Decisions(page: ApprovalPage) -> impl IntoView {
    let waiting = Memo::new(move |_| {
        let summary = page.summary()?;
        (summary.state == ApprovalState::Waiting).then_some(summary.own)
    });
    let view_only = Signal::derive(move || {
        page.stores.session.session();
        let is_viewer = page.stores.session.role() == Role::Viewer;
        is_viewer.then(|| messages::VIEW_ONLY.to_owned())
    });
    move || {
        let is_own = waiting.get()?;
        let reason = Signal::derive(move || {
            let own = || is_own.then(|| words::OWN.to_owned());
            view_only.get().or_else(own)
        });
        let withdraw = is_own.then(|| {
            view! {
                <GuardedButton
                    label="Withdraw…"
                    reason=view_only
                    on_press=move |()| ask(page, Verdict::Withdraw)
                />
            }
        });
        Some(view! {
            <div class="actions plan-actions approval-decisions">
                <GuardedButton
                    label="Approve…"
                    reason=reason
                    class="button primary"
                    on_press=move |()| ask(page, Verdict::Approve)
                />
                <GuardedButton
                    label="Decline…"
                    reason=reason
                    on_press=move |()| ask(page, Verdict::Decline)
                />
                {withdraw}
            </div>
        })
    }
}

/// Asks, and decides.
fn ask(page: ApprovalPage, verdict: Verdict) {
    let Some(summary) = untrack(|| page.summary()) else {
        return;
    };
    if dialog::is_open() {
        return;
    }
    page.conflict.set(None);
    dialog::open(&words::decide(verdict, &summary), move |dialog| {
        let dialog = dialog.clone();
        view! { <DecisionForm dialog=dialog page=page verdict=verdict summary=summary /> }
    });
}

#[component]
fn DecisionForm(
    dialog: Dialog,
    page: ApprovalPage,
    verdict: Verdict,
    summary: Arc<ApprovalSummary>,
) -> impl IntoView {
    let dialog = StoredValue::new_local(dialog);
    let close = move || {
        // Gone where the dialog was closed meanwhile.
        dialog.try_with_value(Dialog::close);
    };
    let form = Form::new();
    let comment = form.text("Comment", "");
    let saving = Saving::new();
    watch(move || form.set_busy(saving.is_busy()));
    let submit = move |()| {
        let text = untrack(|| comment.text()).trim().to_owned();
        if let Some(wrong) = words::wrong_text(&text, false) {
            return vec![(Some(comment), wrong)];
        }
        saving.run(save(page, verdict, text), close);
        Vec::new()
    };
    let meanwhile = move || {
        // Gone where the page was left meanwhile.
        let now = page.summary.try_get().flatten()?;
        (now.state != ApprovalState::Waiting).then(|| words::too_late(&now))
    };
    let cancel = view! {
        <button type="button" class="button" on:click=move |_| close()>
            "Cancel"
        </button>
    };
    view! {
        <div class="dialog-body">
            <p>{words::in_all(&summary)} "."</p>
            <p>{words::consequences(verdict, &summary)}</p>
            <p role="status">{meanwhile}</p>
            <SavingProblem saving=saving />
            <FormView
                form=form
                verb=words::verdict(verdict)
                on_submit=submit
                actions=cancel.into_any()
            >
                <TextArea
                    field=comment
                    hint="Optional. The others see it, and the audit log has it."
                    autofocus=true
                />
            </FormView>
        </div>
    }
}

/// Saves the decision. Where another person has decided, that is shown instead.
fn save(page: ApprovalPage, verdict: Verdict, comment: String) -> Save {
    let id = page.id.get_value();
    let api = page.api();
    Box::pin(async move {
        let decision = ApprovalDecision { verdict, comment };
        page.look.note_decision(true);
        let answer = api.decide_approval(&id, &decision).await;
        page.look.note_decision(false);
        match answer {
            Ok(_) => {
                toast::say(words::decided(verdict));
                reload(page);
                Ok(())
            }
            Err(error) if error.status == CONFLICT && !error.is_intercepted => {
                if let Ok(now) = api.approval(&id).await {
                    page.conflict.try_set(Some(words::conflict(&now.summary)));
                }
                reload(page);
                Ok(())
            }
            Err(error) => Err(error.problem),
        }
    })
}

/// Loads the approval again, unless its page was left.
fn reload(page: ApprovalPage) {
    if !page.conflict.is_disposed() {
        page.load_decided();
    }
}
