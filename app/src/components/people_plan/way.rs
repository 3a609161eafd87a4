//! How the access of accounts is removed: a choice where the platform has one.

use crate::browser::focus::focus;
use crate::messages::leave;
use leptos::ev::Event;
use leptos::prelude::*;
use roster::people::{AccountRef, LeaveWay, PlanPart};
use roster::{Change, Item};
use std::collections::HashMap;
use wire::Platform;

/// How the access of accounts is removed, where it is not the platform's usual way.
pub(crate) type Ways = RwSignal<HashMap<AccountRef, LeaveWay>>;

/// The way of one account: the item of the part's plan with this number.
pub(crate) fn way_of_account(ways: Ways, part: &PlanPart, item: usize) -> AnyView {
    let connection = &part.plan.connection;
    let Some(one) = part.plan.items.get(item) else {
        return ().into_any();
    };
    view! {
        <WayChoice
            ways=ways
            label=format!("What is done with {}", one.label)
            id=format!("way-{}-{item}", connection.id)
            platform=connection.platform
            now=way_of(one)
            accounts=vec![AccountRef::new(&connection.id, &one.key)]
        />
    }
    .into_any()
}

/// The way of all accounts of a connection, where there are several, and several ways.
pub(crate) fn way_of_all(ways: Ways, part: &PlanPart) -> AnyView {
    let connection = &part.plan.connection;
    let items = &part.plan.items;
    if items.len() < 2 || LeaveWay::of_platform(connection.platform).len() < 2 {
        return ().into_any();
    }
    let first = items.first().map_or(LeaveWay::Disable, way_of);
    let accounts = items.iter();
    let accounts = accounts.map(|item| AccountRef::new(&connection.id, &item.key));
    let accounts: Vec<AccountRef> = accounts.collect();
    view! {
        <WayChoice
            ways=ways
            label=format!("What is done with all accounts on {}", connection.label)
            id=format!("way-{}", connection.id)
            platform=connection.platform
            now=first
            accounts=accounts
        />
    }
    .into_any()
}

/// What is done with accounts: a choice where the platform has one.
#[component]
fn WayChoice(
    ways: Ways,
    label: String,
    id: String,
    platform: Platform,
    now: LeaveWay,
    accounts: Vec<AccountRef>,
) -> impl IntoView {
    let possible = LeaveWay::of_platform(platform);
    if possible.len() < 2 {
        let words = leave::way(now);
        return view! { <p class="plan-way">{words}</p> }.into_any();
    }
    let selector = format!("[id=\"{id}\"]");
    let all = possible.clone();
    let choose = move |event: Event| {
        let chosen = event_target_value(&event);
        let Some(way) = all.iter().find(|way| leave::way(**way) == chosen) else {
            return;
        };
        ways.update(|ways| {
            ways.extend(accounts.iter().map(|account| (account.clone(), *way)));
        });
        // The plan is shown anew, and the choice with it.
        let selector = selector.clone();
        request_animation_frame(move || focus(&selector));
    };
    let options = possible.into_iter().map(|way| {
        view! { <option selected=way == now>{leave::way(way)}</option> }
    });
    view! {
        <select id=id aria-label=label on:change=choose>
            {options.collect_view()}
        </select>
    }
    .into_any()
}

const fn way_of(item: &Item) -> LeaveWay {
    match item.change {
        Change::Remove => LeaveWay::Remove,
        _ => LeaveWay::Disable,
    }
}
