//! What has to be approved before changes are carried out, and the request for it.

use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::browser::reactive::{in_root, watch};
use crate::components::saving::{Save, Saving, SavingProblem};
use crate::messages::approvals as words;
use crate::routes;
use crate::state::approvals::MissingApproval;
use crate::state::stores::use_stores;
use crate::ui::attributes::new_id;
use crate::ui::clipboard::{CopyButton, CopyOutcome, Outcome};
use crate::ui::dialog;
use crate::ui::fields::TextArea;
use crate::ui::form::{Form, FormView};
use leptos::prelude::*;
use std::rc::Rc;
use wire::console::Connection;

/// Changes that have to be approved first. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(crate) struct ApprovalRequest {
    missing: MissingApproval,
    /// Why, connection by connection.
    reasons: Vec<String>,
    /// Whether what was checked is still what is planned.
    is_current: Rc<dyn Fn() -> bool>,
}

impl ApprovalRequest {
    /// The request for what is `missing` on these connections.
    pub(crate) fn new(
        missing: MissingApproval,
        connections: impl Iterator<Item = Connection>,
    ) -> Self {
        let labels: Vec<(String, String)> = connections.map(|one| (one.id, one.label)).collect();
        let label = |id: &str| {
            let found = labels.iter().find(|(known, _)| known == id);
            found.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
        };
        let needed = missing.needed.connections.iter();
        Self {
            reasons: needed
                .map(|one| words::needed(&label(&one.connection), one))
                .collect(),
            missing,
            is_current: Rc::new(|| true),
        }
    }

    /// The same where what is planned can change while the request is shown: `is_current`
    /// says whether it is what was checked.
    pub(crate) fn while_current(self, is_current: impl Fn() -> bool + 'static) -> Self {
        Self {
            is_current: Rc::new(is_current),
            ..self
        }
    }
}

/// Shows it in a dialog.
pub(super) fn open_request(request: ApprovalRequest) {
    dialog::open(words::TITLE, move |dialog| {
        let dialog = dialog.clone();
        let close = UnsyncCallback::new(move |()| dialog.close());
        view! {
            <div class="dialog-body">
                <RequestApproval request=request on_close=close is_focused=true />
            </div>
        }
    });
}

/// What has to be approved, and a form that requests it; or that it waits for a decision.
#[component]
pub(crate) fn RequestApproval(
    request: ApprovalRequest,
    /// Nothing more is to be done about it.
    on_close: UnsyncCallback<()>,
    /// Whether the field for the reason gets the focus in a dialog that opens.
    #[prop(default = false)]
    is_focused: bool,
) -> impl IntoView {
    announce(&format!("{} {}", words::NEEDED, request.reasons.join(" ")));
    let reasons = request.reasons.iter().cloned();
    let reasons = reasons.map(|reason| view! { <li>{reason}</li> });
    let reasons = reasons.collect_view();
    // The ID of the request that waits, and whether it was sent just now.
    let earlier = request.missing.needed.waiting.clone();
    let waiting = RwSignal::new(earlier.map(|id| (id, false)));
    let request = StoredValue::new_local(request);
    let content = move || match waiting.get() {
        Some((id, is_new)) => {
            view! { <Waiting id=id is_new=is_new on_close=on_close /> }.into_any()
        }
        None => view! {
            <RequestForm
                request=request.get_value()
                waiting=waiting
                on_close=on_close
                is_focused=is_focused
            />
        }
        .into_any(),
    };
    view! {
        <p>{words::NEEDED}</p>
        <ul class="approval-reasons">{reasons}</ul>
        {content}
    }
}

#[component]
fn RequestForm(
    request: ApprovalRequest,
    waiting: RwSignal<Option<(String, bool)>>,
    on_close: UnsyncCallback<()>,
    is_focused: bool,
) -> impl IntoView {
    let form = Form::new();
    let reason = form.text("Reason", "");
    let saving = Saving::new();
    watch(move || form.set_busy(saving.is_busy()));
    let submit = move |()| {
        let text = untrack(|| reason.text()).trim().to_owned();
        if let Some(wrong) = words::wrong_text(&text, true) {
            return vec![(Some(reason), wrong)];
        }
        if !untrack(|| (request.is_current)()) {
            return vec![(None, words::OTHER_PLAN.to_owned())];
        }
        let missing = request.missing.clone();
        // Closing what shows it does not undo the request.
        let save: Save = Box::pin(async move {
            let requested = missing.request(text).await?;
            waiting.try_set(Some((requested.id, true)));
            Ok(())
        });
        saving.run(save, || {});
        Vec::new()
    };
    let cancel = view! {
        <button type="button" class="button" on:click=move |_| on_close.run(())>
            "Cancel"
        </button>
    };
    view! {
        <SavingProblem saving=saving />
        <FormView form=form verb="Request approval" on_submit=submit actions=cancel.into_any()>
            <TextArea
                field=reason
                hint="Why this is to be done, for the operator who decides."
                autofocus=is_focused
            />
        </FormView>
    }
}

/// It waits for a decision: who can make it, and what to do then.
#[component]
fn Waiting(id: String, is_new: bool, on_close: UnsyncCallback<()>) -> impl IntoView {
    let title = if is_new {
        "The approval is requested."
    } else {
        "You have requested this already, and it waits for a decision."
    };
    let url = routes::approval(&id);
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{url}");
    let copied = Outcome::new("");
    let heading = new_id();
    if is_new {
        // The button that was pressed is gone.
        let selector = format!("#{heading}");
        request_animation_frame(move || focus(&selector));
        in_root(|| crate::state::approvals::count_now(use_stores()));
    }
    view! {
        <p id=heading class="approval-sent" tabindex="-1">
            {title}
        </p>
        <p>{words::next_steps()}</p>
        <div class="actions">
            // In another tab: what was chosen here is needed again.
            <a class="button primary" href=url target="_blank" rel="noreferrer">
                "Open the request"
                <span class="hidden">" in another tab"</span>
            </a>
            <CopyButton label="Copy its address" text=address outcome=copied />
            <button type="button" class="button" on:click=move |_| on_close.run(())>
                "Close"
            </button>
            <CopyOutcome outcome=copied />
        </div>
    }
}
