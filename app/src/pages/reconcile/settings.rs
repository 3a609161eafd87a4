//! What the columns of the list mean, and what is wanted of it.

use super::choices::Removal;
use super::connection_settings::ConnectionSettings;
use super::controls::{Choice, Options, or_none};
use super::state::{ReadFile, ReconcileState};
use crate::messages::reconcile as words;
use crate::state::user_store::UserStore;
use crate::ui::button::GuardedButton;
use crate::ui::notice::Notice;
use leptos::prelude::*;
use people_file::RowProblem;
use roster::people::{Mapping, RemovalScope, StatusColumn};
use std::rc::Rc;

/// How many rows that cannot be read are named.
const NAMED: usize = 5;

/// The second part of the page.
#[component]
pub(super) fn Settings(state: ReconcileState, file: Rc<ReadFile>) -> impl IntoView {
    let people = state.people;
    let columns = column_options(file.table.header());
    let reason = Signal::derive(move || {
        let stores = people.user_stores();
        let ids = stores.iter().map(|store| &*store.connection().id);
        let problem = state.choices.with(|choices| choices.problem(ids));
        let is_scanning = state.work.with(Option::is_some);
        let problem = problem.or_else(|| is_scanning.then_some("Reading the values…"));
        problem
            .or_else(|| {
                has_unclear_status(state).then_some("Choose another column for who works here.")
            })
            .map(str::to_owned)
    });
    let connections = {
        let columns = columns.clone();
        move || {
            let stores = people.user_stores();
            let settings = stores.into_iter().map(|store| {
                view! { <ConnectionSettings state=state store=store columns=columns.clone() /> }
            });
            settings.collect_view()
        }
    };
    view! {
        <FileSummary file=file.clone() />
        <section class="reconcile-part" aria-labelledby="reconcile-columns">
            <h2 id="reconcile-columns">"What the columns mean"</h2>
            <ColumnChoices state=state columns=columns.clone() />
        </section>
        <section class="reconcile-part" aria-labelledby="reconcile-status">
            <h2 id="reconcile-status">"Who works here"</h2>
            <StatusChoice state=state columns=columns />
            <RemovalChoice state=state />
        </section>
        <section class="reconcile-part" aria-labelledby="reconcile-connections">
            <h2 id="reconcile-connections">"Connections"</h2>
            <ProfileChoice state=state />
            <div class="reconcile-connections">{connections}</div>
        </section>
        <div class="actions plan-actions">
            <GuardedButton
                label="Compare"
                reason=reason
                class="button primary"
                on_press=move |()| state.compare()
            />
            <button type="button" class="button" on:click=move |_| state.forget()>
                "Choose another file"
            </button>
        </div>
    }
}

/// What was read.
#[component]
fn FileSummary(file: Rc<ReadFile>) -> impl IntoView {
    let table = &file.table;
    let name = match &*file.name {
        "" => "The pasted list".to_owned(),
        name => name.to_owned(),
    };
    let problems: Vec<(u32, RowProblem)> = (0..table.len())
        .filter_map(|row| Some((table.number(row), table.problem(row)?)))
        .collect();
    let named = &problems[..problems.len().min(NAMED)];
    let unread = words::unread_rows(named, problems.len());
    let unread = unread.map(|words| {
        view! {
            <Notice
                title="Some rows cannot be read"
                words=words
                advice="They stop no other row. Correct them in the file and choose it again, or go on without them."
            />
        }
    });
    let remarks = words::remarks(table).into_iter();
    let remarks = remarks.map(|remark| view! { <p class="hint">{remark}</p> });
    let remarks = remarks.collect_view();
    view! {
        <p>
            <strong>
                <bdi>{name}</bdi>
            </strong>
            ": "
            {words::form_of(table)}
            "."
        </p>
        {remarks}
        {unread}
    }
}

/// Whether the column that says who works here has too many values to do so. Reactive.
fn has_unclear_status(state: ReconcileState) -> bool {
    state
        .choices
        .with(|choices| choices.mapping.status.is_some())
        && state.status_values.with(Option::is_none)
        && state.work.with(Option::is_none)
}

/// The columns, by their numbers, each with a name of its own.
fn column_options(header: &[String]) -> Options {
    let is_repeated = |name: &String| header.iter().filter(|other| *other == name).count() > 1;
    let columns = header.iter().enumerate().map(|(at, name)| {
        let label = match &**name {
            "" => format!("Column {}", at + 1),
            _ if is_repeated(name) => format!("{name} (column {})", at + 1),
            _ => name.clone(),
        };
        (at.to_string(), label)
    });
    columns.collect()
}

fn as_text(column: Option<usize>) -> String {
    column.map(|column| column.to_string()).unwrap_or_default()
}

/// The columns of the address and of the names.
#[component]
fn ColumnChoices(state: ReconcileState, columns: Options) -> impl IntoView {
    let mapping = move |read: fn(&Mapping) -> Option<usize>| {
        Signal::derive(move || {
            state
                .choices
                .with(|choices| as_text(read(&choices.mapping)))
        })
    };
    let change = move |write: fn(&mut Mapping, Option<usize>)| {
        move |value: String| {
            state
                .choices
                .update(|choices| write(&mut choices.mapping, value.parse().ok()));
        }
    };
    let of_columns = or_none("None", &columns);
    view! {
        <div class="reconcile-grid">
            <Choice
                label="Email address"
                options=of_columns.clone()
                chosen=mapping(|mapping| mapping.address.first().copied())
                on_choose=change(|mapping, column| set_address(mapping, 0, column))
            />
            <Choice
                label="Where that is empty"
                options=of_columns.clone()
                chosen=mapping(|mapping| mapping.address.get(1).copied())
                on_choose=change(|mapping, column| set_address(mapping, 1, column))
            />
            <Choice
                label="First name"
                options=of_columns.clone()
                chosen=mapping(|mapping| mapping.first_name)
                on_choose=change(|mapping, column| mapping.first_name = column)
            />
            <Choice
                label="Last name"
                options=of_columns.clone()
                chosen=mapping(|mapping| mapping.last_name)
                on_choose=change(|mapping, column| mapping.last_name = column)
            />
            <Choice
                label="Full name"
                hint="Used where there is no column with a first or last name."
                options=of_columns
                chosen=mapping(|mapping| mapping.full_name)
                on_choose=change(|mapping, column| mapping.full_name = column)
            />
        </div>
    }
}

/// Chooses the first or the second column with the address.
fn set_address(mapping: &mut Mapping, at: usize, column: Option<usize>) {
    let before = |at: usize| mapping.address.get(at).copied();
    let columns = match at {
        0 => [column, before(1)],
        _ => [before(0), column],
    };
    mapping.address = columns.into_iter().flatten().collect();
    mapping.address.dedup();
}

/// What says who works here: a column and what its values mean.
#[component]
fn StatusChoice(state: ReconcileState, columns: Options) -> impl IntoView {
    let chosen = Signal::derive(move || {
        let status =
            |all: &super::choices::Choices| all.mapping.status.as_ref().map(|status| status.column);
        as_text(state.choices.with(status))
    });
    let values = move || {
        let values = state.status_values.get()?;
        let rows = values.into_iter().map(|value| {
            view! { <StatusValue state=state value=value /> }
        });
        Some(view! { <div class="reconcile-grid">{rows.collect_view()}</div> })
    };
    let unclear = move || {
        has_unclear_status(state).then(|| {
            let words = format!(
                "This column has more than {} different values, so it does not say who works here.",
                StatusColumn::MOST_VALUES
            );
            view! { <p class="error">{words}</p> }
        })
    };
    view! {
        <Choice
            label="Column that says who works here"
            options=or_none("None: everyone in the list works here", &columns)
            chosen=chosen
            on_choose=move |value: String| state.choose_status(value.parse().ok())
        />
        {unclear}
        {values}
    }
}

/// What one value means.
#[component]
fn StatusValue(state: ReconcileState, value: String) -> impl IntoView {
    const MEANINGS: [(&str, &str); 3] = [
        ("here", "Works here"),
        ("gone", "Has left"),
        ("", "Cannot decide"),
    ];
    let label = match &*value {
        "" => "(empty)".to_owned(),
        value => format!("“{value}”"),
    };
    let read = value.clone();
    let chosen = Signal::derive(move || {
        state.choices.with(|choices| {
            let status = choices.mapping.status.as_ref();
            let has = |values: &Vec<String>| values.contains(&read);
            match status {
                Some(status) if has(&status.here) => "here",
                Some(status) if has(&status.gone) => "gone",
                _ => "",
            }
            .to_owned()
        })
    });
    let choose = move |meaning: String| {
        state.choices.update(|choices| {
            let Some(status) = &mut choices.mapping.status else {
                return;
            };
            status.here.retain(|one| *one != value);
            status.gone.retain(|one| *one != value);
            match &*meaning {
                "here" => status.here.push(value.clone()),
                "gone" => status.gone.push(value.clone()),
                _ => {}
            }
        });
    };
    let options = MEANINGS.map(|(value, label)| (value.to_owned(), label.to_owned()));
    view! { <Choice label=label options=options.to_vec() chosen=chosen on_choose=choose /> }
}

/// Whose access is removed.
#[component]
fn RemovalChoice(state: ReconcileState) -> impl IntoView {
    const SCOPES: [(RemovalScope, &str, &str); 3] = [
        (RemovalScope::Never, "never", "No one's access"),
        (
            RemovalScope::Marked,
            "marked",
            "People who have left, by the list",
        ),
        (
            RemovalScope::MarkedOrAbsent,
            "absent",
            "Those, and people not in the list",
        ),
    ];
    let chosen = Signal::derive(move || {
        let scope = state.choices.with(|choices| choices.removal.0);
        let found = SCOPES.iter().find(|(one, ..)| *one == scope);
        found.map_or("never", |(_, value, _)| value).to_owned()
    });
    let choose = move |value: String| {
        if let Some((scope, ..)) = SCOPES.iter().find(|(_, one, _)| *one == value) {
            state
                .choices
                .update(|choices| choices.removal = Removal(*scope));
        }
    };
    let options = SCOPES.map(|(_, value, label)| (value.to_owned(), label.to_owned()));
    view! {
        <Choice
            label="Whose access is to be removed"
            hint="This only fills a list: nothing is removed that you do not select there."
            options=options.to_vec()
            chosen=chosen
            on_choose=choose
        />
    }
}

/// The access profile of those who get an account.
#[component]
fn ProfileChoice(state: ReconcileState) -> impl IntoView {
    let people = state.people;
    let profiles = Memo::new(move |_| people.records(|records| records.rows.profiles.clone()));
    let chosen = RwSignal::new(String::new());
    let choose = move |name: String| {
        let profile =
            profiles.with_untracked(|all| all.iter().find(|one| one.name == name).cloned());
        if let Some(profile) = profile {
            let stores: Vec<UserStore> = untrack(|| people.user_stores());
            let ids = stores.iter().map(|store| &*store.connection().id);
            state
                .choices
                .update(|choices| choices.apply_profile(&profile, ids));
        }
        chosen.set(name);
    };
    move || {
        let profiles = profiles.get();
        let options = profiles
            .iter()
            .map(|profile| (profile.name.clone(), profile.name.clone()));
        let options: Options = options.collect();
        (!options.is_empty()).then(|| {
            view! {
                <Choice
                    label="Access profile of new accounts"
                    hint="Fills in below where accounts are created, and with which roles or groups."
                    options=or_none("None", &options)
                    chosen=chosen
                    on_choose=choose
                />
            }
        })
    }
}
