//! The check of plans before they are carried out: whether they need an approval.

use super::request::{ApprovalRequest, open_request};
use crate::api::console_api::ConsoleApi;
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::Problem;
use crate::state::approvals::{Checked, Clearance, Need, check, need};
use crate::state::user_store::UserStore;
use crate::ui::dialog;
use leptos::prelude::*;
use roster::Plan;

/// Carries out what was checked.
type Then = Box<dyn FnOnce(Clearance)>;

/// What is done where nothing is carried out.
type Otherwise = Box<dyn FnOnce()>;

/// Calls `then` if `plans`, each with the store of its connection, need no approval or have
/// it: at once where no connection wants approvals. Otherwise calls `otherwise`, and a dialog
/// shows what has to be approved, or why that is not known.
pub(crate) fn clear(
    plans: &[(&UserStore, &Plan)],
    then: impl FnOnce(Clearance) + 'static,
    otherwise: impl FnOnce() + 'static,
) {
    clear_boxed(plans, Box::new(then), Box::new(otherwise));
}

fn clear_boxed(plans: &[(&UserStore, &Plan)], then: Then, otherwise: Otherwise) {
    let accounts = match need(plans.iter().map(|(_, plan)| *plan)) {
        Need::None(clearance) => return then(clearance),
        Need::Perhaps(accounts) => accounts,
    };
    let Some((first, _)) = plans.first() else {
        return;
    };
    let api = ConsoleApi {
        session: first.transport.session,
    };
    // Shown as being changed, they cannot be changed twice while the server is asked.
    let plans: Vec<(UserStore, Plan)> = plans
        .iter()
        .map(|(store, plan)| ((*store).clone(), (*plan).clone()))
        .collect();
    for (store, plan) in &plans {
        store.mark_pending(plan);
    }
    announce("Checking whether an approval is needed");
    spawn(async move {
        let checked = check(api, accounts).await;
        for (store, plan) in &plans {
            store.unmark_pending(plan);
        }
        match checked {
            Ok(Checked::Clear(clearance)) => then(clearance),
            Ok(Checked::Missing(missing)) => {
                otherwise();
                let connections = plans.into_iter().map(|(_, plan)| plan.connection);
                open_request(ApprovalRequest::new(missing, connections));
            }
            Err(problem) => {
                otherwise();
                open_problem(problem);
            }
        }
    });
}

/// Shows in a dialog why it is not known whether an approval is needed.
fn open_problem(problem: Problem) {
    dialog::open("Nothing was changed", move |dialog| {
        let dialog = dialog.clone();
        view! {
            <div class="dialog-body">
                <ProblemNotice problem=problem />
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        autofocus=true
                        on:click=move |_| dialog.close()
                    >
                        "Close"
                    </button>
                </div>
            </div>
        }
    });
}
