//! From a plan to its receipt: what is asked first, and what is said after.

pub(crate) mod run_report;

use crate::browser::announce::announce;
use crate::browser::reactive::watch;
use crate::browser::time;
use crate::lazy::lazy;
use crate::messages;
use crate::state::user_store::{Job, Then, UserStore, set_docked};
use crate::ui::code_block::folded;
use crate::ui::confirm::{Question, confirm};
use crate::ui::dialog;
use crate::ui::dom::el;
use crate::ui::field::Field;
use crate::ui::fields::tick_box;
use leptos::prelude::*;
use roster::input::isolated;
use roster::record::Record;
use roster::{Change, Confirmation, Item, Plan, Step};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How long one change can take before the dock says that it waits.
const QUIET: Duration = Duration::from_secs(2);

/// How many requests of a plan are shown before it runs.
const SHOWN: usize = 50;

lazy!(
    /// See [`change`].
    pub(crate) lazy_change from work: fn(&UserStore, &Change, &[&str]) = change
);

/// Makes one change of everybody called so, asking first where that is called
/// for.
fn change(store: &UserStore, change: &Change, keys: &[&str]) {
    // Asked here and not where a switch is pressed: before this code has come, it
    // can be pressed twice.
    if dialog::is_open() {
        return;
    }
    if let ([key], Change::Enable { .. } | Change::Disable { .. }) = (keys, change)
        && store.asked.with_untracked(|asked| asked.contains_key(*key))
    {
        announce("A change of this user is on its way already");
        return;
    }
    carry_out(store, store.plan(change, keys), Box::new(|_| {}));
}

/// Asks what `plan` wants asked, carries it out, shows a receipt, calls `then`.
pub(crate) fn carry_out(store: &UserStore, plan: Plan, then: Then) {
    let plan = UserStore::allowed(plan);
    if !plan.items.is_empty() && plan.blocked() == plan.items.len() {
        held_back(&plan);
        return;
    }
    if plan.leaves_admins_without_rights() {
        ask_to_restore(store, plan, then);
        return;
    }
    let typed = match plan.confirmation() {
        Confirmation::None => {
            go(store, plan, then);
            return;
        }
        Confirmation::Ask => None,
        Confirmation::Type(text) => Some(text),
    };
    let question = question(&plan, typed);
    let store = store.clone();
    confirm(question, move || go(&store, plan, then));
}

/// Metabase takes administrator rights away from whoever is enabled again: asks
/// whether to give them back.
fn ask_to_restore(store: &UserStore, without: Plan, then: Then) {
    let keys: Vec<&str> = without.items.iter().map(|item| &*item.key).collect();
    let both = store.plan(
        &Change::Enable {
            restore_admin: true,
        },
        &keys,
    );
    let restored = Rc::new(Cell::new(false));
    let (chosen, shown) = (restored.clone(), requests(&both));
    let question = Question {
        more: Some(Box::new(move || {
            let restore = Field::new("Give the administrator rights back", Vec::new());
            watch(move || chosen.set(restore.is_ticked()));
            el("div", "")
                .child(tick_box(
                    restore,
                    "A second request, made as soon as the user is enabled.",
                ))
                .child(folded("Requests that will be sent", &shown))
        })),
        ..question(&without, None)
    };
    let store = store.clone();
    confirm(question, move || {
        let plan = if restored.get() { both } else { without };
        go(&store, plan, then);
    });
}

/// Carries `plan` out without asking, shows a receipt, calls `then`.
pub(crate) fn go(store: &UserStore, plan: Plan, then: Then) {
    let many = plan.items.len() > 1;
    let job = store.start(
        plan,
        Box::new(move |job: &Rc<Job>| {
            run_report::report(job);
            // Of one alone the place where it is shown is read out.
            if many {
                announce(&messages::changes::summary(&job.run).0);
            }
            then(job);
        }),
    );
    if many {
        set_docked(&job, true);
    } else {
        set_timeout(
            move || {
                if !job.is_over() {
                    set_docked(&job, true);
                }
            },
            QUIET,
        );
    }
}

/// What is asked before `plan` is carried out.
pub(crate) fn question(plan: &Plan, typed: Option<String>) -> Question {
    let title = plan.title();
    let consequences = plan.consequences();
    let (held, free): (Vec<&Item>, Vec<&Item>) =
        plan.items.iter().partition(|item| item.blocked.is_some());
    let objects = match plan.items.as_slice() {
        [one] if one.label == one.key => Vec::new(),
        _ => free.into_iter().map(named).collect(),
    };
    let held: Vec<String> = held
        .into_iter()
        .map(|item| {
            [
                &*named(item),
                ": ",
                item.blocked.as_deref().unwrap_or_default(),
            ]
            .concat()
        })
        .collect();
    let requests = requests(plan);
    let verb = if held.is_empty() {
        title.clone()
    } else {
        "Go on without them".to_owned()
    };
    Question {
        verb,
        title,
        consequences,
        objects,
        held,
        destroys: plan
            .items
            .iter()
            .any(|item| matches!(item.change, Change::Remove)),
        typed,
        more: Some(Box::new(move || {
            folded("Requests that will be sent", &requests)
        })),
    }
}

/// What people call it, and what tells it from others of that name.
fn named(item: &Item) -> String {
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
        [&*label, ", ", &*isolated(exact)].concat()
    }
}

/// Nothing of `plan` may be done: why.
fn held_back(plan: &Plan) {
    let why: Vec<String> = plan
        .items
        .iter()
        .filter_map(|item| {
            let why = item.blocked.as_deref()?;
            Some([&*isolated(&item.label), ": ", why].concat())
        })
        .collect();
    let title = ["“", &*plan.title(), "” is held back"].concat();
    dialog::open(&title, move |dialog| {
        let closing = dialog.clone();
        let body = why.iter().fold(el("div", "dialog-body"), |body, why| {
            body.child(el("p", "").text(why))
        });
        let close = crate::ui::button::primary("Close", move || closing.close());
        body.child(el("div", "actions").child(close))
    });
}

/// The requests that `plan` comes to, one curl line each, as far as is known
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
