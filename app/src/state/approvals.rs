//! Whether planned changes need the approval of a second operator, and how many approvals
//! wait for one.
//!
//! Nothing is carried out without a [`Clearance`], which only a check gives.

use crate::api::console_api::ConsoleApi;
use crate::browser::events::on_window;
use crate::browser::reactive::{in_root, watch_later};
use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages::{Problem, approvals as words};
use crate::state::stores::{Stores, use_stores};
use leptos::prelude::*;
use roster::Plan;
use std::cell::Cell;
use wire::Platform;
use wire::catalogue;
use wire::console::Role;
use wire::console::approvals::{
    ApprovalState, ApprovalSummary, ApprovalsNeeded, NewApproval, PlannedAccount,
};

/// How old the number of approvals that wait may be when the page gets the focus, in
/// milliseconds.
const FRESH: f64 = 30_000.0;

/// Shows that it was checked whether planned changes need an approval, and that they can be
/// carried out. The server has the last word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clearance(());

/// What is known of planned changes before the server was asked.
pub(crate) enum Need {
    /// No connection of them has changes approved.
    None(Clearance),
    /// What the server has to be asked about.
    Perhaps(Vec<PlannedAccount>),
}

/// What the server answered about planned changes.
pub(crate) enum Checked {
    /// They can be carried out.
    Clear(Clearance),
    /// An approval is missing.
    Missing(MissingApproval),
}

/// Changes for which an approval is missing.
#[derive(Clone)]
pub(crate) struct MissingApproval {
    pub(crate) needed: ApprovalsNeeded,
    /// What is planned, on every connection.
    accounts: Vec<PlannedAccount>,
    api: ConsoleApi,
}

/// Whether changes may need an approval. A plan with nothing to send needs none.
pub(crate) fn need<'a>(plans: impl Iterator<Item = &'a Plan> + Clone) -> Need {
    if !plans.clone().any(|plan| plan.connection.approval) {
        return Need::None(Clearance(()));
    }
    let now = time::now_rfc3339();
    let accounts: Vec<_> = plans.flat_map(|plan| plan.planned_accounts(&now)).collect();
    if accounts.is_empty() {
        Need::None(Clearance(()))
    } else {
        Need::Perhaps(accounts)
    }
}

/// Asks the server whether these changes need an approval.
///
/// # Errors
/// Why that is not known: then nothing may be carried out.
pub(crate) async fn check(
    api: ConsoleApi,
    accounts: Vec<PlannedAccount>,
) -> Result<Checked, Problem> {
    let answer = api.check_approvals(accounts).await;
    let (needed, accounts) = answer.map_err(|error| words::not_checked(error.problem))?;
    Ok(if needed.connections.is_empty() {
        Checked::Clear(Clearance(()))
    } else {
        Checked::Missing(MissingApproval {
            needed,
            accounts,
            api,
        })
    })
}

impl MissingApproval {
    /// Requests the approval.
    pub(crate) async fn request(self, reason: String) -> Result<ApprovalSummary, Problem> {
        let new = NewApproval {
            reason,
            accounts: self.accounts,
        };
        let answer = self.api.request_approval(&new).await;
        answer.map_err(|error| error.problem)
    }
}

/// Whether an account is removed: by its requests, whatever the person who requested it says
/// is to be different. Nothing is known of requests to a platform that is not known.
pub(crate) fn removes(account: &PlannedAccount, platform: Option<Platform>) -> bool {
    account.requests.iter().any(|request| {
        let (path, _) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let found = platform.map(|one| catalogue::find(one, &request.method, path));
        matches!(found, Some(Ok(found)) if found.route.removes())
    })
}

/// Whether an approval waits for the decision of the user of this console.
pub(crate) fn waits_for(approval: &ApprovalSummary, role: Role) -> bool {
    role == Role::Operator && !approval.own && approval.state == ApprovalState::Waiting
}

/// Shows in the list at the side how many of these wait for the user's decision.
pub(crate) fn show_count(stores: Stores, approvals: &[ApprovalSummary]) {
    let role = stores.session.role();
    let count = approvals.iter().filter(|one| waits_for(one, role)).count();
    stores.approvals.set(time::number(count));
}

thread_local! {
    // Not in context: counting belongs to the page as a whole.
    static IS_COUNTING: Cell<bool> = const { Cell::new(false) };
    /// When they were counted last, in milliseconds since 1970.
    static COUNTED_AT: Cell<f64> = const { Cell::new(0.0) };
}

/// Counts the approvals that wait for the user's decision, now and whenever the page gets
/// the focus or another session begins. Only where a connection has changes approved.
pub(crate) fn count() {
    if IS_COUNTING.replace(true) {
        return;
    }
    in_root(|| {
        let stores = use_stores();
        watch_later(move || {
            stores.session.session();
            stores.connections.all();
            count_now(stores);
        });
        on_window("focus", move |_| {
            if time::now() - COUNTED_AT.get() > FRESH {
                count_now(stores);
            }
        });
    });
}

/// Counts them. Where that fails, it is not known. Not reactive.
pub(crate) fn count_now(stores: Stores) {
    let all = untrack(|| stores.connections.all());
    if !all.iter().any(|state| state.connection.approval) {
        return;
    }
    COUNTED_AT.set(time::now());
    let api = ConsoleApi {
        session: stores.session,
    };
    spawn(async move {
        match api.approvals().await {
            Ok(list) => show_count(stores, &list.approvals),
            Err(_) => stores.approvals.set(String::new()),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::console::approvals::PlannedRequest;

    #[test]
    fn an_account_is_removed_where_a_request_removes_it_whatever_the_change_is_called() {
        for (change, method, path, expected) in [
            ("disable", "DELETE", "/api/v1/users/bo", true),
            ("remove", "DELETE", "/api/v1/users/bo?x=1", true),
            ("remove", "POST", "/api/v1/users/bo", false),
            ("remove", "DELETE", "/elsewhere", false),
        ] {
            let account = PlannedAccount {
                connection: "pivot".to_owned(),
                key: "bo".to_owned(),
                label: "Bo".to_owned(),
                change: change.to_owned(),
                requests: vec![PlannedRequest {
                    method: method.to_owned(),
                    path: path.to_owned(),
                    body: None,
                }],
            };
            let removes = |platform| removes(&account, platform);
            assert_eq!(removes(Some(Platform::Pivot)), expected, "{method} {path}");
            assert!(!removes(None));
        }
    }
}
