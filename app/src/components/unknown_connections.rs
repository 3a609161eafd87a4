//! Connections whose users are not known, or not all of them.

use crate::messages::people::unknown;
use crate::routes;
use crate::state::people::PeopleStore;
use crate::state::user_store::UserStore;
use crate::ui::attributes::boolean;
use crate::ui::icons::{self, Icon};
use leptos::either::Either;
use leptos::prelude::*;

/// Each connection of which something is not known, with the reason and what can be done.
#[component]
pub(crate) fn UnknownConnections(people: PeopleStore) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        people.track();
        people.is_settled();
        people.read(|people, _| {
            let connections = people.connections().enumerate();
            let unknown = connections.filter_map(|(at, connection)| {
                let reason = people.state(at)?.unknown_reason()?;
                Some((at, unknown(reason, connection.platform)))
            });
            unknown.collect::<Vec<_>>()
        })
    });
    let stores = Memo::new(move |_| StoredStores(people.user_stores()));
    move || {
        let (reasons, stores) = (reasons.get(), stores.get().0);
        let items = reasons.into_iter().filter_map(|(at, reason)| {
            let store = stores.get(at)?.clone();
            // One that is on its way is not worth a word.
            let waits = store.load_state().is_loading() && !store.load_state().has_failed();
            (!waits).then(|| view! { <li><UnknownConnection store=store reason=reason /></li> })
        });
        let items: Vec<_> = items.collect();
        (!items.is_empty()).then(|| {
            view! {
                <ul class="unknown-connections" role="list" aria-label="Unknown connections">
                    {items}
                </ul>
            }
        })
    }
}

/// Stores compare by which they are.
#[derive(Clone, PartialEq)]
struct StoredStores(Vec<UserStore>);

/// Why a connection is not known, and what can be done about it.
#[component]
pub(crate) fn UnknownConnection(
    store: UserStore,
    /// Why, as a sentence.
    reason: String,
) -> impl IntoView {
    let label = store.connection().label.clone();
    let button = {
        let store = store.clone();
        move || {
            let store = store.clone();
            let label = &store.connection().label;
            if store.is_locked.get() {
                let url = routes::users(&store.connection().id).unwrap_or_default();
                return Either::Left(view! {
                    <a class="button" href=url>{format!("Sign in to {label}")}</a>
                });
            }
            let state = store.load_state().clone();
            Either::Right(view! {
                <button
                    type="button"
                    class="button"
                    aria-label=format!("Retry {label}")
                    aria-busy=move || boolean(state.is_loading())
                    on:click=move |_| store.load()
                >
                    "Retry"
                </button>
            })
        }
    };
    view! {
        <div class="unknown-connection">
            <Icon strokes=icons::ALERT />
            <p>
                <strong>{label} " is unknown. "</strong>
                {reason}
            </p>
            {button}
        </div>
    }
}
