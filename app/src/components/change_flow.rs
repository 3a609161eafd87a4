//! From a plan to its report: confirm it, run it, show the result.

pub(crate) mod run_report;
pub(crate) mod several;

use crate::browser::announce::announce;
use crate::browser::reactive::watch;
use crate::browser::time;
use crate::components::approval;
use crate::lazy::lazy;
use crate::messages::{self, changes};
use crate::state::approvals::Clearance;
use crate::state::user_store::{OnEnd, TrackedRun, UserStore, show_in_tray};
use crate::ui::code_block::FoldedText;
use crate::ui::confirm::{Phrase, Question, confirm};
use crate::ui::dialog;
use crate::ui::field::Field;
use crate::ui::fields::TickBox;
use leptos::prelude::*;
use roster::input::{isolated, line};
use roster::record::Record;
use roster::{Change, Confirmation, Item, Plan, Step};
use std::rc::Rc;
use std::time::Duration;

/// How long one change can take before the tray shows that it waits.
const QUIET: Duration = Duration::from_secs(2);

/// How many requests of a plan are shown before it runs.
const SHOWN: usize = 50;

lazy!(
    /// See [`change`].
    pub(crate) lazy_change from work: fn(&UserStore, &Change, &[&str]) = change
);

/// Makes one change to the users with these keys, after a confirmation where one is
/// needed.
fn change(store: &UserStore, change: &Change, keys: &[&str]) {
    // Checked here and not where a switch is pressed: it can be pressed twice before
    // this code is loaded.
    if dialog::is_open() {
        return;
    }
    if let ([key], Change::Enable { .. } | Change::Disable { .. }) = (keys, change)
        && store
            .pending
            .with_untracked(|pending| pending.contains_key(*key))
    {
        announce("A change of this user is already in progress");
        return;
    }
    carry_out(store, store.plan(change, keys), Box::new(|_| {}));
}

/// Confirms `plan` where that is needed, runs it unless an approval is missing, shows its
/// report, calls `on_end`.
pub(crate) fn carry_out(store: &UserStore, plan: Plan, on_end: OnEnd) {
    let plan = store.block_for_viewers(plan);
    if !plan.items.is_empty() && plan.blocked() == plan.items.len() {
        show_blocked(&plan);
        return;
    }
    if plan.leaves_admins_without_rights() {
        ask_to_restore(store, plan, on_end);
        return;
    }
    let typed = match plan.confirmation() {
        Confirmation::None => {
            run_plan(store, plan, on_end);
            return;
        }
        Confirmation::Ask => None,
        Confirmation::Type => Some(changes::phrase(&plan)),
    };
    let question = question(&plan, typed);
    let store = store.clone();
    confirm(question, move || run_plan(&store, plan, on_end));
}

/// Metabase removes the administrator rights of a user that is enabled again: asks
/// whether to restore them.
fn ask_to_restore(store: &UserStore, without: Plan, on_end: OnEnd) {
    let keys: Vec<&str> = without.items.iter().map(|item| &*item.key).collect();
    let with_rights = store.plan(
        &Change::Enable {
            restore_admin: true,
        },
        &keys,
    );
    let is_restored = ArcRwSignal::new(false);
    let (chosen, requests) = (is_restored.clone(), requests(&with_rights));
    let more = move || {
        let restore = Field::new("Give the administrator rights back", Vec::new());
        watch(move || chosen.set(restore.is_ticked()));
        view! {
            <div>
                <TickBox
                    field=restore
                    hint="A second request, made as soon as the user is enabled."
                />
                <FoldedText summary=REQUESTS text=requests />
            </div>
        }
        .into_any()
    };
    let question = Question {
        more: Some(Box::new(more)),
        ..question(&without, None)
    };
    let store = store.clone();
    confirm(question, move || {
        let plan = if is_restored.get_untracked() {
            with_rights
        } else {
            without
        };
        run_plan(&store, plan, on_end);
    });
}

/// Runs `plan` without a confirmation unless an approval is missing, shows its report, calls
/// `on_end`.
pub(crate) fn run_plan(store: &UserStore, plan: Plan, on_end: OnEnd) {
    let (running, planned) = (store.clone(), plan.clone());
    let run = move |clearance| run_cleared(&running, planned, clearance, on_end);
    approval::clear(&[(store, &plan)], run, || {});
}

/// Runs `plan`, for which no approval is missing.
fn run_cleared(store: &UserStore, plan: Plan, clearance: Clearance, on_end: OnEnd) {
    let many = plan.items.len() > 1;
    let run = store.start(
        plan,
        clearance,
        Box::new(move |run: &Rc<TrackedRun>| {
            run_report::report(run);
            // The result of a single change is read out where it is shown.
            if many {
                announce(&messages::outcomes::summary(&run.execution).0);
            }
            on_end(run);
        }),
    );
    if many {
        show_in_tray(&run, true);
    } else {
        set_timeout(
            move || {
                if !run.is_over() {
                    show_in_tray(&run, true);
                }
            },
            QUIET,
        );
    }
}

/// The question that is asked before `plan` runs. `typed` is what has to be typed.
pub(crate) fn question(plan: &Plan, typed: Option<String>) -> Question {
    let title = changes::title(plan);
    let (blocked, free): (Vec<&Item>, Vec<&Item>) =
        plan.items.iter().partition(|item| item.blocked.is_some());
    let affected = match plan.items.as_slice() {
        [item] if item.label == item.key => Vec::new(),
        _ => free.into_iter().map(full_name).collect(),
    };
    let skipped: Vec<String> = blocked
        .into_iter()
        .map(|item| {
            let reason = item.blocked.map(messages::block).unwrap_or_default();
            format!("{}: {reason}", full_name(item))
        })
        .collect();
    let verb = if skipped.is_empty() {
        title.clone()
    } else {
        "Continue without them".to_owned()
    };
    let requests = requests(plan);
    Question {
        verb,
        title,
        consequences: changes::consequences(plan),
        affected,
        skipped,
        is_destructive: plan
            .items
            .iter()
            .any(|item| matches!(item.change, Change::Remove)),
        phrase: typed.map(|text| Phrase {
            text,
            // Invisible characters cannot be typed.
            matches: |typed, text| line(typed) == line(text),
        }),
        more: Some(Box::new(move || {
            view! { <FoldedText summary=REQUESTS text=requests /> }.into_any()
        })),
    }
}

/// What the requests of a plan are called.
const REQUESTS: &str = "Requests that will be sent";

/// The display name of `item`, and what tells it from others of that name.
fn full_name(item: &Item) -> String {
    let address = item.before.as_ref().map_or("", Record::address);
    let exact = if address.is_empty() {
        &*item.key
    } else {
        address
    };
    let label = isolated(&item.label);
    if item.label == exact {
        label.into_owned()
    } else {
        format!("{label}, {}", isolated(exact))
    }
}

/// Shows why nothing of `plan` may be done.
fn show_blocked(plan: &Plan) {
    let reasons = plan.items.iter().filter_map(|item| {
        let reason = messages::block(item.blocked?);
        Some(format!("{}: {reason}", isolated(&item.label)))
    });
    show_reasons(&changes::title(plan), reasons.collect());
}

/// Shows why nothing of `what` may be done, account by account.
fn show_reasons(what: &str, reasons: Vec<String>) {
    let title = format!("“{what}” is blocked");
    dialog::open(&title, move |dialog| {
        let dialog = dialog.clone();
        let reasons = reasons.into_iter();
        view! {
            <div class="dialog-body">
                {reasons.map(|reason| view! { <p>{reason}</p> }).collect_view()}
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| dialog.close()>
                        "Close"
                    </button>
                </div>
            </div>
        }
    });
}

/// The requests that `plan` sends, one curl line each, as far as they are known
/// before anything is read again.
pub(crate) fn requests(plan: &Plan) -> String {
    let now = time::now_rfc3339();
    let steps: Vec<Step> = plan
        .items
        .iter()
        .filter(|item| item.blocked.is_none())
        .take(SHOWN)
        .filter_map(|item| plan.steps(item, &now).ok())
        .flatten()
        .collect();
    let requests: Vec<_> = steps.iter().map(Step::request).collect();
    messages::curl(&plan.connection, &requests).unwrap_or_else(|| "(none)".to_owned())
}
