//! What the person has on each connection, side by side.

use super::PersonPage;
use super::account_card::AccountCard;
use super::model::{AccountModel, Card};
use crate::components::platform_icon::PlatformIcon;
use crate::components::unknown_connections::UnknownConnection;
use crate::state::user_store::UserStore;
use crate::ui::attributes::new_id;
use leptos::either::EitherOf4;
use leptos::prelude::*;

#[component]
pub(super) fn Cards(page: PersonPage) -> impl IntoView {
    let reason = move || page.unsaved_reason().get();
    view! {
        <section class="person-part" aria-labelledby="accounts">
            <h2 id="accounts" tabindex="-1">
                "Accounts"
            </h2>
            <p class="reason">{reason}</p>
            <ul class="cards person-cards" role="list">
                <For
                    each=move || page.get(|model| model.cards.clone())
                    key=Card::key
                    children=move |card| view! { <CardItem page=page card=card /> }
                />
            </ul>
        </section>
    }
}

#[component]
fn CardItem(page: PersonPage, card: Card) -> impl IntoView {
    let at = match &card {
        Card::Account(one) => one.connection,
        Card::Unknown { connection, .. } | Card::None { connection } => *connection,
    };
    let stores = untrack(|| page.people.user_stores());
    let Some(store) = stores.get(at).cloned() else {
        return EitherOf4::A(());
    };
    match card {
        Card::Account(first) => {
            let key = Card::Account(first.clone()).key();
            let account = Memo::new(move |_| now(page, &key).unwrap_or_else(|| (*first).clone()));
            EitherOf4::B(view! {
                <Frame store=store.clone()>
                    <AccountCard page=page store=store account=account />
                </Frame>
            })
        }
        Card::Unknown { reason, .. } => EitherOf4::C(view! {
            <Frame store=store.clone()>
                <UnknownConnection store=store reason=reason />
            </Frame>
        }),
        Card::None { .. } => EitherOf4::D(view! {
            <Frame store=store>
                <p class="none">"No account"</p>
            </Frame>
        }),
    }
}

/// The account of a card as it is now.
fn now(page: PersonPage, key: &str) -> Option<AccountModel> {
    page.get(|model| {
        let mut cards = model.cards.iter();
        cards.find_map(|card| match card {
            Card::Account(one) if card.key() == key => Some((**one).clone()),
            _ => None,
        })
    })
}

/// A card, headed by its connection.
#[component]
fn Frame(store: UserStore, children: Children) -> impl IntoView {
    let connection = store.connection();
    let environment = connection.environment.name();
    let id = new_id();
    let heading_id = id.clone();
    view! {
        <li>
            <article class="card" data-environment=environment aria-labelledby=id>
                <div class="card-head">
                    <PlatformIcon platform=connection.platform />
                    <h3 id=heading_id>{connection.label.clone()}</h3>
                    <span class="environment">{environment}</span>
                </div>
                {children()}
            </article>
        </li>
    }
}
