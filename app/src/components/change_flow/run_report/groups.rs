//! The users of a report, grouped by outcome.

use crate::browser::time::number;
use crate::ui::attributes::new_id;
use leptos::prelude::*;

/// How many users of a group are shown; all of them are in the files.
const SHOWN: usize = 100;

/// The words of [`roster::Outcome::word`], most important first, and whether each
/// means that the change is not made.
const ORDER: [(&str, bool); 10] = [
    ("failed", true),
    ("accepted, not verified", true),
    ("under way", true),
    ("accepted, being read back", true),
    ("skipped", true),
    ("not tried", true),
    ("waiting", true),
    ("accepted", false),
    ("done, read back", false),
    ("was already in that state", false),
];

/// Every user in the group of its outcome, and a box that hides the successful
/// groups.
#[component]
pub(super) fn Groups(
    /// The outcome of each user, as [`roster::Outcome::word`] has it.
    outcomes: Vec<String>,
    /// Makes what is shown of the user at an index.
    row: UnsyncCallback<usize, AnyView>,
) -> impl IntoView {
    let groups: Vec<(&'static str, bool, Vec<usize>)> = ORDER
        .iter()
        .map(|(word, is_problem)| {
            let indexes = outcomes.iter().zip(0..);
            let indexes = indexes.filter(|(outcome, _)| outcome == word);
            (
                *word,
                *is_problem,
                indexes.map(|(_, index)| index).collect(),
            )
        })
        .filter(|(_, _, indexes): &(_, _, Vec<usize>)| !indexes.is_empty())
        .collect();
    let problems = groups
        .iter()
        .filter(|(_, is_problem, _)| *is_problem)
        .count();
    let is_filtered = RwSignal::new(false);
    let filter = (problems > 0 && problems < groups.len()).then(|| {
        view! {
            <label class="choice">
                <input type="checkbox" bind:checked=is_filtered />
                <span>"Problems only"</span>
            </label>
        }
    });
    let groups = groups.into_iter().map(|(word, is_problem, indexes)| {
        move || {
            let is_shown = is_problem || !is_filtered.get();
            is_shown.then(|| {
                let indexes = indexes.clone();
                view! { <Group word=word is_problem=is_problem indexes=indexes row=row /> }
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
    word: &'static str,
    is_problem: bool,
    indexes: Vec<usize>,
    row: UnsyncCallback<usize, AnyView>,
) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    let count = indexes.len();
    let word = match word {
        "was already in that state" if count > 1 => "were already in that state",
        word => word,
    };
    let rest = count.saturating_sub(SHOWN);
    let rest = (rest > 0).then(|| {
        view! { <p class="hint">{format!("{} more are in the files.", number(rest))}</p> }
    });
    let rows = indexes.into_iter().take(SHOWN);
    view! {
        <details class="part" open=is_problem || count == 1>
            <summary>
                <h3 id=heading_id>{format!("{} {word}", number(count))}</h3>
            </summary>
            <ul class="group" aria-labelledby=id>
                {rows.map(|index| view! { <li>{row.run(index)}</li> }).collect_view()}
            </ul>
            {rest}
        </details>
    }
}
