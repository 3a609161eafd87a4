//! What was found: five lists, and what can be done with the rows that are selected.

use super::report::save_report;
use super::role_values::RoleValues;
use super::state::{ReconcileState, SELECTABLE, Step};
use super::table::ListTable;
use crate::browser::time::number;
use crate::components::unknown_connections::UnknownConnections;
use crate::messages::reconcile as words;
use crate::ui::attributes::boolean;
use crate::ui::button::GuardedButton;
use crate::ui::placeholders::EmptyState;
use leptos::prelude::*;
use roster::people::ReconcileList;

/// How many rows one plan is about at most: each person gets a receipt.
const MOST: usize = 5_000;

/// The third part of the page.
#[component]
pub(super) fn FoundLists(state: ReconcileState) -> impl IntoView {
    let people = state.people;
    let counts = Memo::new(move |_| state.counts());
    let tabs = move || {
        let tabs = counts.get().into_iter();
        tabs.map(|(list, count)| view! { <ListTab state=state list=list count=count /> })
            .collect_view()
    };
    // The table is made anew for each list, and where it has rows.
    let shown = Memo::new(move |_| {
        let list = state.list.get();
        let count = counts.with(|counts| counts.iter().find(|(one, _)| *one == list).copied());
        (list, count.is_some_and(|(_, count)| count > 0))
    });
    // Keyed: the rows of one list are never those of another.
    let table = move || {
        view! {
            <For
                each=move || [shown.get()]
                key=|shown| *shown
                children=move |(list, has_rows)| {
                    if has_rows {
                        view! { <ListTable state=state list=list /> }.into_any()
                    } else {
                        view! { <p class="reconcile-empty">{words::list_empty(list)}</p> }.into_any()
                    }
                }
            />
        }
    };
    let is_done = Memo::new(move |_| {
        state.compared.track();
        state.with(|_| ()).is_some() && state.work.with(Option::is_none)
    });
    let content = move || {
        if is_done.get() {
            let tabs = tabs;
            view! {
                <div class="reconcile-tabs" role="group" aria-label="Lists">
                    {tabs}
                </div>
                <p class="hint">{move || words::list_meaning(state.list.get())}</p>
                <UnknownConnections people=people />
                <RoleValues state=state />
                {table}
            }
            .into_any()
        } else if state.work.with(Option::is_some) {
            ().into_any()
        } else {
            view! {
                <EmptyState
                    title="Nothing is compared"
                    text="Comparing was cancelled. Nothing was changed."
                >
                    <button type="button" class="button primary" on:click=move |_| state.compare()>
                        "Compare"
                    </button>
                </EmptyState>
            }
            .into_any()
        }
    };
    view! {
        {content}
        <ListActions state=state is_done=is_done />
    }
}

/// What can be done with the lists.
#[component]
fn ListActions(state: ReconcileState, is_done: Memo<bool>) -> impl IntoView {
    let reason = Signal::derive(move || {
        let count = state.selected_count();
        if !is_done.get() {
            Some("The list is being compared.".to_owned())
        } else if count == 0 {
            Some("Select rows to create, to change or to remove.".to_owned())
        } else if count > MOST {
            Some(format!(
                "At most {} rows at once: select fewer.",
                number(MOST)
            ))
        } else {
            None
        }
    });
    let button = move || {
        view! {
            <GuardedButton
                label=words::plan_button(state.selected_count())
                reason=reason
                class="button primary"
                on_press=move |()| state.step.set(Step::Plan)
            />
        }
    };
    view! {
        <div class="actions plan-actions">
            {button}
            <button type="button" class="button" on:click=move |_| state.step.set(Step::Settings)>
                "Change the settings"
            </button>
            <button
                type="button"
                class="button"
                disabled=move || !is_done.get()
                title="The file with two more columns: in which lists a row is, and what was found"
                on:click=move |_| save_report(state)
            >
                "Download the report"
            </button>
            <button type="button" class="button" on:click=move |_| state.forget()>
                "Choose another file"
            </button>
        </div>
    }
}

/// The button that shows a list.
#[component]
fn ListTab(state: ReconcileState, list: ReconcileList, count: usize) -> impl IntoView {
    let place = SELECTABLE.iter().position(|one| *one == list);
    let selected = move || {
        let count = place.map_or(0, |place| {
            let count = |all: &[crate::ui::selection::Selection; 3]| {
                all.get(place)
                    .map_or(0, crate::ui::selection::Selection::count)
            };
            state.selected.with(count)
        });
        (count > 0).then(|| format!("{} selected", number(count)))
    };
    view! {
        <button
            type="button"
            class="reconcile-tab"
            aria-pressed=move || boolean(state.list.get() == list)
            on:click=move |_| state.list.set(list)
        >
            <span>{words::list_title(list)}</span>
            <strong>{number(count)}</strong>
            <span class="hint">{selected}</span>
        </button>
    }
}
