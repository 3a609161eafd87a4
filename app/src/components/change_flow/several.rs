//! Plans of several connections: one question, then all of them at once.

use super::{REQUESTS, carry_out, full_name, requests, run_cleared, show_reasons};
use crate::components::approval;
use crate::lazy::lazy;
use crate::messages::{self, changes, counted};
use crate::state::user_store::UserStore;
use crate::ui::code_block::FoldedText;
use crate::ui::confirm::{Phrase, Question, confirm};
use crate::ui::dialog;
use leptos::prelude::*;
use roster::input::line;
use roster::{Change, Confirmation, Item, Plan};

/// Plans, each with the store of its connection.
pub(crate) type Plans = Vec<(UserStore, Plan)>;

lazy!(
    /// Carries out plans of several connections after a question; the first argument says
    /// what they are for. A slow connection delays no other: each plan is a run of its own.
    pub(crate) lazy_plans from work: fn(&str, Plans) = carry_out_all
);

fn carry_out_all(what: &str, mut plans: Plans) {
    if dialog::is_open() {
        return;
    }
    if plans.len() < 2 {
        if let Some((store, plan)) = plans.pop() {
            carry_out(&store, plan, Box::new(|_| {}));
        }
        return;
    }
    for (store, plan) in &mut plans {
        *plan = store.block_for_viewers(plan.clone());
    }
    let is_blocked = |(_, plan): &(UserStore, Plan)| plan.blocked() == plan.items.len();
    if plans.iter().all(is_blocked) {
        show_reasons(what, skipped(&plans));
        return;
    }
    confirm(question(what, &plans), move || {
        let checked = plans.clone();
        let checked: Vec<_> = checked.iter().map(|(store, plan)| (store, plan)).collect();
        let run = move |clearance| {
            for (store, plan) in plans {
                run_cleared(&store, plan, clearance, Box::new(|_| {}));
            }
        };
        approval::clear(&checked, run, || {});
    });
}

/// The question that is asked before all of them run.
fn question(what: &str, plans: &Plans) -> Question {
    let count = plans.iter().map(|(_, plan)| plan.items.len()).sum();
    let title = format!(
        "{what}: {} on {}",
        counted(count, "account", "accounts"),
        counted(plans.len(), "connection", "connections")
    );
    let skipped = skipped(plans);
    let verb = if skipped.is_empty() {
        what.to_owned()
    } else {
        "Continue without them".to_owned()
    };
    let needs_typing = |(_, plan): &(UserStore, Plan)| plan.confirmation() == Confirmation::Type;
    let requests: Vec<String> = plans.iter().map(|(_, plan)| requests(plan)).collect();
    let requests = requests.join("\n");
    let is_removal = |item: &Item| matches!(item.change, Change::Remove);
    Question {
        title,
        verb,
        consequences: plans.iter().flat_map(consequences).collect(),
        affected: items(plans, |item| item.blocked.is_none(), full_name),
        skipped,
        is_destructive: plans
            .iter()
            .any(|(_, plan)| plan.items.iter().any(is_removal)),
        phrase: plans.iter().any(needs_typing).then(|| Phrase {
            text: format!("change {count} accounts"),
            matches: |typed, text| line(typed) == line(text),
        }),
        more: Some(Box::new(move || {
            view! { <FoldedText summary=REQUESTS text=requests /> }.into_any()
        })),
    }
}

/// What one of the plans means: what it does, then the sentences about it.
fn consequences((_, plan): &(UserStore, Plan)) -> Vec<String> {
    let what = format!("{}: {}.", plan.connection.label, changes::title(plan));
    let mut sentences = vec![what];
    sentences.extend(changes::consequences(plan));
    vec![sentences.join(" ")]
}

/// What is skipped, each with the reason.
fn skipped(plans: &Plans) -> Vec<String> {
    items(
        plans,
        |item| item.blocked.is_some(),
        |item| {
            let reason = item.blocked.map(messages::block).unwrap_or_default();
            format!("{}: {reason}", full_name(item))
        },
    )
}

/// The items that `is_wanted`, as `write` writes them, each after its connection.
fn items(plans: &Plans, is_wanted: fn(&Item) -> bool, write: fn(&Item) -> String) -> Vec<String> {
    let of_plan = |(_, plan): &(UserStore, Plan)| {
        let wanted = plan.items.iter().filter(|item| is_wanted(item));
        let label = &plan.connection.label;
        let texts = wanted.map(|item| format!("{label}: {}", write(item)));
        texts.collect::<Vec<_>>()
    };
    plans.iter().flat_map(of_plan).collect()
}
