//! The users of a report, grouped by outcome.

use crate::browser::time::number;
use crate::messages::outcomes::label;
use crate::ui::attributes::new_id;
use leptos::prelude::*;
use roster::OutcomeKind;

/// How many users of a group are shown; all of them are in the files.
const SHOWN: usize = 100;

/// The order of the groups: problems first.
const ORDER: &[OutcomeKind] = &[
    OutcomeKind::Failed,
    OutcomeKind::Unverified,
    OutcomeKind::Running,
    OutcomeKind::Accepted,
    OutcomeKind::Blocked,
    OutcomeKind::NotTried,
    OutcomeKind::Waiting,
    OutcomeKind::DoneInvisible,
    OutcomeKind::Done,
    OutcomeKind::Already,
];

/// Every user in the group of its outcome, and a box that hides the successful
/// groups.
#[component]
pub(super) fn Groups(
    /// The outcome of each user.
    outcomes: Vec<OutcomeKind>,
    /// Makes what is shown of the user at an index.
    row: UnsyncCallback<usize, AnyView>,
) -> impl IntoView {
    let groups: Vec<(OutcomeKind, Vec<usize>)> = ORDER
        .iter()
        .map(|kind| {
            let indexes = outcomes.iter().zip(0..);
            let indexes = indexes.filter(|(outcome, _)| *outcome == kind);
            (*kind, indexes.map(|(_, index)| index).collect())
        })
        .filter(|(_, indexes): &(_, Vec<usize>)| !indexes.is_empty())
        .collect();
    let problems = groups.iter().filter(|(kind, _)| !kind.is_success()).count();
    let is_filtered = RwSignal::new(false);
    let filter = (problems > 0 && problems < groups.len()).then(|| {
        view! {
            <label class="choice">
                <input type="checkbox" bind:checked=is_filtered />
                <span>"Problems only"</span>
            </label>
        }
    });
    let groups = groups.into_iter().map(|(kind, indexes)| {
        move || {
            let is_shown = !kind.is_success() || !is_filtered.get();
            is_shown.then(|| {
                let indexes = indexes.clone();
                view! { <Group kind=kind indexes=indexes row=row /> }
            })
        }
    });
    view! {
        <div class="groups">
            {filter}
            {groups.collect_view()}
        </div>
    }
}

#[component]
fn Group(
    kind: OutcomeKind,
    indexes: Vec<usize>,
    row: UnsyncCallback<usize, AnyView>,
) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    let count = indexes.len();
    let rest = count.saturating_sub(SHOWN);
    let rest = (rest > 0).then(|| {
        view! { <p class="hint">{format!("{} more are in the files.", number(rest))}</p> }
    });
    let rows = indexes.into_iter().take(SHOWN);
    view! {
        <details class="part" open=!kind.is_success() || count == 1>
            <summary>
                <h3 id=heading_id>{format!("{} {}", number(count), label(kind, count))}</h3>
            </summary>
            <ul class="group" aria-labelledby=id>
                {rows.map(|index| view! { <li>{row.run(index)}</li> }).collect_view()}
            </ul>
            {rest}
        </details>
    }
}
