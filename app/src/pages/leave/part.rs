//! What will be done on one connection.

use super::LISTED;
use super::request::LeavePageState;
use crate::browser::focus::focus;
use crate::browser::time;
use crate::components::change_flow::requests;
use crate::components::platform_icon::PlatformIcon;
use crate::messages::leave;
use crate::ui::code_block::FoldedText;
use leptos::ev::Event;
use leptos::prelude::*;
use roster::people::{AccountRef, LeavePart, LeaveWay};
use roster::record::Record;
use roster::{Change, Item};
use std::sync::Arc;
use wire::Platform;

/// The block of one connection: its accounts, each with what is done and lost.
#[component]
pub(super) fn Part(
    state: LeavePageState,
    part: Arc<LeavePart>,
    /// Its place among the parts of the plan.
    at: usize,
) -> impl IntoView {
    let connection = part.plan.connection.clone();
    let environment = connection.environment.name();
    let id = format!("leave-{at}");
    let title_id = id.clone();
    let shown = part.plan.items.len().min(LISTED);
    let rows =
        (0..shown).map(|item| view! { <AccountRow state=state part=part.clone() item=item /> });
    let rows = rows.collect_view();
    let more = part.plan.items.len() - shown;
    let more = (more > 0).then(|| format!("and {} more", time::number(more)));
    let all =
        (part.plan.items.len() > 1).then(|| view! { <WayOfAll state=state part=part.clone() /> });
    view! {
        <article class="leave-part" aria-labelledby=id>
            <div class="card-head">
                <PlatformIcon platform=connection.platform />
                <h2 id=title_id>{connection.label.clone()}</h2>
                <span class="environment" data-environment=environment>
                    {environment}
                </span>
                {all}
            </div>
            <ul class="leave-accounts">{rows}</ul>
            <p>{more}</p>
            <FoldedText summary="Requests that will be sent" text=requests(&part.plan) />
        </article>
    }
}

/// One account: what it is, what is done, what is lost.
#[component]
fn AccountRow(state: LeavePageState, part: Arc<LeavePart>, item: usize) -> impl IntoView {
    let plan = &part.plan;
    let one = plan.items.get(item)?;
    let platform = plan.connection.platform;
    let account = AccountRef::new(&plan.connection.id, &one.key);
    let what = match (one.blocked, plan.steps(one, &time::now_rfc3339())) {
        (Some(reason), _) => leave::held_back(reason),
        (None, Err(reason)) => leave::nothing_to_send(&reason).to_owned(),
        (None, Ok(_)) => leave::losses(&part.losses(item), platform),
    };
    let class = one.blocked.map(|_| "held-back");
    let address = one.before.as_ref().map_or("", Record::address);
    let key = if address.is_empty() {
        &one.key
    } else {
        address
    }
    .to_owned();
    let name = (one.label != key).then(|| view! { <bdi>{one.label.clone()}</bdi> " " });
    let choice = view! {
        <WayChoice
            state=state
            label=format!("What is done with {}", one.label)
            id=format!("way-{}-{item}", plan.connection.id)
            platform=platform
            now=way_of(one)
            accounts=vec![account]
        />
    };
    Some(view! {
        <li class=class>
            <p class="leave-account">
                {name}
                <span class="key">{key}</span>
            </p>
            {choice}
            <p class="hint">{what}</p>
        </li>
    })
}

/// The way of all accounts of a connection.
#[component]
fn WayOfAll(state: LeavePageState, part: Arc<LeavePart>) -> impl IntoView {
    let connection = &part.plan.connection;
    let items = &part.plan.items;
    let first = items.first().map_or(LeaveWay::Disable, way_of);
    let accounts = items.iter();
    let accounts = accounts.map(|item| AccountRef::new(&connection.id, &item.key));
    let accounts: Vec<AccountRef> = accounts.collect();
    view! {
        <WayChoice
            state=state
            label=format!("What is done with all accounts on {}", connection.label)
            id=format!("way-{}", connection.id)
            platform=connection.platform
            now=first
            accounts=accounts
        />
    }
}

/// What is done with accounts: a choice where the platform has one.
#[component]
fn WayChoice(
    state: LeavePageState,
    label: String,
    id: String,
    platform: Platform,
    now: LeaveWay,
    accounts: Vec<AccountRef>,
) -> impl IntoView {
    let ways = LeaveWay::of_platform(platform);
    if ways.len() < 2 {
        let words = leave::way(now);
        return view! { <p class="leave-way">{words}</p> }.into_any();
    }
    let selector = format!("[id=\"{id}\"]");
    let all = ways.clone();
    let choose = move |event: Event| {
        let chosen = event_target_value(&event);
        let Some(way) = all.iter().find(|way| leave::way(**way) == chosen) else {
            return;
        };
        state.ways.update(|ways| {
            ways.extend(accounts.iter().map(|account| (account.clone(), *way)));
        });
        // The plan is shown anew, and the choice with it.
        let selector = selector.clone();
        request_animation_frame(move || focus(&selector));
    };
    let options = ways.into_iter().map(|way| {
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
