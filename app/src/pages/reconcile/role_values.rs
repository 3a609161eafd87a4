//! The values of a column with roles that are the name of none: what they stand for.

use super::controls::{Choice, Options, or_none};
use super::state::ReconcileState;
use leptos::prelude::*;
use roster::people::{ReconcileAction, ReconcileList, UndecidedReason};

/// How many such values are asked for at once, and in how many rows they are looked for.
const MOST: usize = 12;
const LOOKED_AT: usize = 20_000;

/// A value that is the name of no role, and where.
#[derive(Clone, PartialEq, Eq)]
struct UnknownValue {
    connection: usize,
    value: String,
}

/// What these values stand for, where there are some and rows wait for it.
#[component]
pub(super) fn RoleValues(state: ReconcileState) -> impl IntoView {
    let values = Memo::new(move |_| {
        state.compared.track();
        unknown_values(state)
    });
    let is_shown = move || state.list.get() == ReconcileList::Undecided;
    move || {
        let values = values.get();
        (is_shown() && !values.is_empty()).then(|| {
            let choices = values
                .into_iter()
                .map(|value| view! { <ValueChoice state=state value=value /> });
            view! {
                <section class="reconcile-part" aria-labelledby="reconcile-values">
                    <h2 id="reconcile-values">"What these values stand for"</h2>
                    <div class="reconcile-grid">{choices.collect_view()}</div>
                    <div class="actions">
                        <button type="button" class="button" on:click=move |_| state.compare()>
                            "Compare again"
                        </button>
                    </div>
                </section>
            }
        })
    }
}

/// The values that are the name of no role.
fn unknown_values(state: ReconcileState) -> Vec<UnknownValue> {
    let found = state.with(|comparison| {
        let mut found: Vec<UnknownValue> = Vec::new();
        let entries = comparison.list(ReconcileList::Undecided).take(LOOKED_AT);
        for part in entries.flat_map(|entry| entry.parts.iter()) {
            let ReconcileAction::Undecided(UndecidedReason::UnknownRole(value)) = &part.action
            else {
                continue;
            };
            let one = UnknownValue {
                connection: part.connection,
                value: value.to_string(),
            };
            if !found.contains(&one) {
                found.push(one);
            }
            if found.len() >= MOST {
                break;
            }
        }
        found
    });
    found.unwrap_or_default()
}

/// What one of them stands for.
#[component]
fn ValueChoice(state: ReconcileState, value: UnknownValue) -> impl IntoView {
    let UnknownValue { connection, value } = value;
    let store = untrack(|| state.people.user_stores())
        .into_iter()
        .nth(connection)?;
    let id = store.connection().id.clone();
    let label = format!("“{value}” on {}", store.connection().label);
    let roles: Options = store.accounts.with_untracked(|accounts| {
        let roles = accounts.roles.iter().filter(|role| role.listed);
        roles
            .map(|role| (role.id.to_string(), role.title.to_string()))
            .collect()
    });
    let (read_id, read_value) = (id.clone(), value.clone());
    let chosen = Signal::derive(move || {
        let choices = state.choices.with(|all| all.of_connection(&read_id));
        let roles = choices.role_values.get(&read_value);
        roles
            .and_then(|roles| roles.first().cloned())
            .unwrap_or_default()
    });
    let choose = move |role: String| {
        state.choices.update(|choices| {
            let values = &mut choices.connection_mut(&id).role_values;
            if role.is_empty() {
                values.remove(&value);
            } else {
                values.insert(value.clone(), vec![role]);
            }
        });
    };
    let options = or_none("Cannot decide", &roles);
    Some(view! { <Choice label=label options=options chosen=chosen on_choose=choose /> })
}
