//! How far an approval is, and what it is about, in short.

use crate::messages::approvals as words;
use crate::state::stores::use_stores;
use leptos::prelude::*;
use wire::console::approvals::{ApprovalScope, ApprovalState};

/// How far an approval is: a shape and a word.
#[component]
pub(crate) fn ApprovalStateMark(state: ApprovalState) -> impl IntoView {
    view! {
        <span class="approval-state" data-approval=words::state_name(state)>
            {words::state(state)}
        </span>
    }
}

/// The connections that an approval is about, with how many accounts of each.
#[component]
pub(crate) fn Scopes(scopes: Vec<ApprovalScope>) -> impl IntoView {
    let connections = use_stores().connections;
    let lines = scopes.into_iter().map(|scope| {
        let words = words::scope(&connections.label(&scope.connection), &scope);
        view! { <li>{words}</li> }
    });
    view! { <ul class="approval-scopes">{lines.collect_view()}</ul> }
}
