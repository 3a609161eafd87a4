//! What is planned, connection by connection, with every request.

use crate::browser::time::number;
use crate::components::platform_icon::PlatformIcon;
use crate::messages::{approvals as words, counted};
use crate::routes;
use crate::state::approvals::removes;
use crate::state::stores::Stores;
use crate::ui::attributes::new_id;
use crate::ui::code_block::Verbatim;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::approvals::PlannedAccount;

/// How many accounts of a connection are shown at first.
const FIRST: usize = 50;

/// How many more are shown each time.
const MORE: usize = 250;

/// The connections in the order in which they are first named.
#[component]
pub(super) fn Accounts(stores: Stores, accounts: Arc<[PlannedAccount]>) -> impl IntoView {
    let connections = untrack(|| stores.connections.all());
    let is_removal = |account: &PlannedAccount| {
        let mut connections = connections.iter().map(|state| &state.connection);
        let found = connections.find(|connection| connection.id == account.connection);
        removes(account, found.map(|connection| connection.platform))
    };
    let parts = parts(&accounts, is_removal).into_iter();
    let parts = parts.map(|(connection, places)| {
        let accounts = accounts.clone();
        view! { <Part stores=stores connection=connection accounts=accounts places=places /> }
    });
    view! {
        <section class="plan-parts" aria-label="What will be done">
            {parts.collect_view()}
        </section>
    }
}

/// The accounts of one connection: the place of each, and whether it is removed.
type Places = Vec<(usize, bool)>;

/// The accounts by connection: those that are removed first.
fn parts(
    accounts: &[PlannedAccount],
    is_removal: impl Fn(&PlannedAccount) -> bool,
) -> Vec<(String, Places)> {
    let mut parts: Vec<(String, Places)> = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        let place = (at, is_removal(account));
        let part = parts.iter_mut().find(|(id, _)| *id == account.connection);
        match part {
            Some((_, places)) => places.push(place),
            None => parts.push((account.connection.clone(), vec![place])),
        }
    }
    for (_, places) in &mut parts {
        places.sort_by_key(|(_, is_removed)| !is_removed);
    }
    parts
}

#[component]
fn Part(
    stores: Stores,
    connection: String,
    accounts: Arc<[PlannedAccount]>,
    places: Places,
) -> impl IntoView {
    let state = untrack(|| stores.connections.find(&connection));
    let mark = state.map(|state| {
        let environment = state.connection.environment.name();
        (
            view! { <PlatformIcon platform=state.connection.platform /> },
            view! {
                <span class="environment" data-environment=environment>
                    {environment}
                </span>
            },
        )
    });
    let (icon, environment) = mark.unzip();
    let label = stores.connections.label(&connection);
    let all = places.len();
    let removed = places.iter().filter(|(_, is_removed)| *is_removed).count();
    let count = counted(all, "account", "accounts");
    let count = match removed {
        0 => count,
        removed => format!("{count}, {} removed", number(removed)),
    };
    let shown = RwSignal::new(FIRST.min(all));
    let places = StoredValue::new(places);
    let account = move |place: usize| {
        let (at, is_removed) = places.with_value(|places| places.get(place).copied())?;
        let account = accounts.get(at)?.clone();
        Some(view! { <AccountRow account=account is_removed=is_removed /> })
    };
    let more = move || {
        let rest = all - shown.get();
        (rest > 0).then(|| {
            let label = format!("Show {} more of {}", number(rest.min(MORE)), number(all));
            let press = move |_| shown.update(|shown| *shown = (*shown + MORE).min(all));
            view! {
                <div class="actions">
                    <button type="button" class="button" on:click=press>
                        {label}
                    </button>
                </div>
            }
        })
    };
    let id = new_id();
    let title_id = id.clone();
    view! {
        <article class="plan-part" aria-labelledby=id>
            <div class="card-head">
                {icon}
                <h2 id=title_id>{label}</h2>
                {environment}
                <span class="approval-count">{count}</span>
            </div>
            <ul class="plan-accounts">
                // Those that are shown stay as they are when more are.
                <For each=move || 0..shown.get() key=|place| *place children=account />
            </ul>
            {more}
        </article>
    }
}

/// One account: what is planned, its key, and the requests, written when they are unfolded.
#[component]
fn AccountRow(account: PlannedAccount, is_removed: bool) -> impl IntoView {
    let planned = words::planned(&account);
    let removal = is_removed.then(|| {
        view! {
            <span class="approval-removed">
                <Icon strokes=icons::ALERT />
                "Removed"
            </span>
        }
    });
    let url = routes::user(&account.connection, &account.key);
    let key = match url {
        Some(url) => view! { <a class="key" href=url>{account.key.clone()}</a> }.into_any(),
        None => view! { <span class="key">{account.key.clone()}</span> }.into_any(),
    };
    let summary = counted(account.requests.len(), "request", "requests");
    let is_open = RwSignal::new(false);
    let account = StoredValue::new(account);
    let requests = move || {
        is_open.get().then(|| {
            let text = account.with_value(|account| words::requests(&account.requests));
            view! { <Verbatim text=text /> }
        })
    };
    view! {
        <li>
            <p class="plan-account">
                <bdi>{planned}</bdi>
                " "
                {key}
            </p>
            {removal}
            <details class="approval-requests" on:toggle=move |_| is_open.set(true)>
                <summary>{summary}</summary>
                {requests}
            </details>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(connection: &str, key: &str, change: &str) -> PlannedAccount {
        PlannedAccount {
            connection: connection.to_owned(),
            key: key.to_owned(),
            label: key.to_owned(),
            change: change.to_owned(),
            requests: Vec::new(),
        }
    }

    #[test]
    fn accounts_are_shown_by_connection_and_removals_come_first() {
        let accounts = [
            account("pivot", "ada", "disable"),
            account("metabase", "7", "disable"),
            account("pivot", "bo", "remove"),
            account("pivot", "cy", "disable"),
        ];
        assert_eq!(
            parts(&accounts, |account| account.change == "remove"),
            [
                ("pivot".to_owned(), vec![(2, true), (0, false), (3, false)]),
                ("metabase".to_owned(), vec![(1, false)])
            ]
        );
    }
}
