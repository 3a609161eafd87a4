//! The card of one connection.

use crate::browser::time::{self, Now, number};
use crate::components::platform_icon::PlatformIcon;
use crate::components::problem_notice::ProblemNotice;
use crate::messages;
use crate::routes;
use crate::state::connections::{ConnectionState, Health};
use crate::state::user_store::UserStore;
use crate::ui::attributes::{boolean, new_id};
use crate::ui::icons::{self, Icon};
use crate::ui::link::ButtonLink;
use leptos::prelude::*;
use roster::Ability;
use roster::accounts::{Account, Accounts};
use roster::record::Access;

#[component]
pub(super) fn ConnectionCard(state: ConnectionState, store: UserStore) -> impl IntoView {
    let health = state.health();
    let connection = state.connection;
    let environment = connection.environment.name();
    let id = new_id();
    let problem = {
        let store = store.clone();
        move || {
            let problem = store.load_state().problem()?;
            Some(view! { <ProblemNotice problem=problem /> })
        }
    };
    let title_id = id.clone();
    view! {
        <article class="card" data-environment=environment aria-labelledby=id>
            <div class="card-head">
                <PlatformIcon platform=connection.platform />
                <h3 id=title_id>{connection.label}</h3>
                <span class="environment">{environment}</span>
            </div>
            <CardState health=health store=store.clone() />
            <div class="card-facts">
                <Counts store=store.clone() />
                <Gaps store=store.clone() />
                <SignedInAs store=store.clone() />
            </div>
            <div class="card-problem">{problem}</div>
            <CardActions store=store />
        </article>
    }
}

/// The state of the connection, and the age of what is shown.
#[component]
fn CardState(health: Signal<Health>, store: UserStore) -> impl IntoView {
    let now = expect_context::<Now>();
    let [loaded, aged] = [(); 2].map(|()| store.load_state().clone());
    let state = move || match health.get() {
        _ if store.load_state().is_loading() => "Loading…",
        _ if store.is_locked.get() => "Sign-in required",
        Health::Unknown => "Not loaded yet",
        Health::Fine => "Reachable, signed in",
        Health::SignedOut => "Reachable, not signed in",
        Health::Failed => "Failing",
    };
    let duration = move || {
        let millis = loaded.duration()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a minute or so"
        )]
        let millis = millis.max(0.0) as u32;
        Some(format!("loaded in {}, ", time::duration(millis)))
    };
    let age = move || aged.loaded_at().map(|loaded_at| now.age(loaded_at));
    view! {
        <p class="card-state">
            <span class="health" data-health=move || health.get().name()></span>
            <span>{state}</span>
            <span class="age">{duration} {age}</span>
        </p>
    }
}

/// The numbers of users.
#[component]
fn Counts(store: UserStore) -> impl IntoView {
    move || {
        let is_loaded = store.load_state().is_loaded();
        let counts = store
            .accounts
            .with(counts)
            .into_iter()
            .map(|(name, count)| {
                // Before anything is loaded a dash keeps the place.
                let count = is_loaded.then(|| number(count));
                view! { <Count name=name count=count.unwrap_or_else(|| "–".to_owned()) /> }
            });
        view! { <dl class="counts">{counts.collect_view()}</dl> }
    }
}

#[component]
fn Count(name: &'static str, count: String) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{count}</dd>
        </div>
    }
}

/// The numbers that are known of `accounts`, each with its name.
fn counts(accounts: &Accounts) -> Vec<(&'static str, usize)> {
    let count = |has: fn(&Account) -> bool| {
        let accounts = accounts.list.iter();
        accounts.filter(|account| has(account)).count()
    };
    let mut counts = vec![("Users", accounts.list.len())];
    let has = |ability: Ability| ability.unsupported_reason(accounts.platform).is_none();
    if has(Ability::SwitchAccess) {
        counts.push(("Disabled", count(|account| account.access().is_disabled())));
    }
    let unknown = count(|account| account.access() == Access::Unknown);
    if unknown > 0 {
        counts.push(("Status unknown", unknown));
    }
    counts.push(("Administrators", count(Account::is_admin)));
    if has(Ability::StatusRecords) {
        counts.push(("Statuses without a user", accounts.orphans.len()));
    }
    counts
}

/// What is missing from the numbers.
#[component]
fn Gaps(store: UserStore) -> impl IntoView {
    move || {
        let platform = store.connection().platform;
        let gaps = store.accounts.with(|accounts| accounts.gaps.clone());
        let gaps = gaps.into_iter().map(|gap| {
            view! {
                <p class="gap">
                    <Icon strokes=icons::ALERT />
                    <span>{messages::gap(platform, &gap)}</span>
                </p>
            }
        });
        gaps.collect_view()
    }
}

/// The user that the connection is signed in as, as far as that is known.
#[component]
fn SignedInAs(store: UserStore) -> impl IntoView {
    view! { <p class="card-me">{move || signed_in_as(&store)}</p> }
}

fn signed_in_as(store: &UserStore) -> String {
    let connection = store.connection();
    let how = messages::sign_in(connection.sign_in);
    let user = store.accounts.with(|accounts| {
        let user = accounts.find(accounts.me.as_deref()?)?;
        let (label, address) = (user.label(), user.record.address());
        Some(if address.is_empty() || label == address {
            label
        } else {
            format!("{label} ({address})")
        })
    });
    match (user, &*connection.token_tail) {
        (Some(user), _) => format!("Signed in as {user} {how}"),
        (None, _) if store.is_locked.get() => format!("Open it to sign in {how}"),
        (None, "") => format!("Signed in {how}"),
        (None, tail) => format!("Signed in {how} ending in {tail}"),
    }
}

#[component]
fn CardActions(store: UserStore) -> impl IntoView {
    let connection = store.connection();
    let (id, label) = (&connection.id, &connection.label);
    let state = store.load_state().clone();
    let is_locked = store.is_locked.clone();
    view! {
        <div class="actions">
            <ButtonLink
                class="button primary"
                label="Open"
                name=format!("Open {label}")
                url=routes::users(id).unwrap_or_default()
            />
            <ButtonLink
                label="Invite"
                name=format!("Invite {label}")
                url=routes::invite(id).unwrap_or_default()
                unavailable=store.unavailable_reason(Ability::Invite)
            />
            <button
                type="button"
                class="button"
                aria-label=format!("Refresh {label}")
                aria-busy=move || boolean(state.is_loading())
                hidden=move || is_locked.get()
                on:click=move |_| store.load()
            >
                "Refresh"
            </button>
        </div>
    }
}
