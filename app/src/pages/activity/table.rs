//! The requests, row by row.

use super::{entry, status};
use crate::api::request_log::Entry;
use crate::browser::time;
use crate::components::log_page::LogTable;
use crate::state::stores::use_stores;
use crate::ui::icons::{self, Icon};
use leptos::either::Either;
use leptos::prelude::*;
use std::sync::Arc;

/// The table of the requests that are shown.
#[component]
pub(super) fn RequestTable(requests: Signal<Vec<Arc<Entry>>>) -> impl IntoView {
    view! {
        <LogTable
            class="log"
            caption="Requests"
            columns=&["Time", "Connection", "Action", "Request", "Response", "Duration"]
            is_empty=Signal::derive(move || requests.with(Vec::is_empty))
        >
            <For
                each=move || requests.get()
                key=|entry| entry.number
                children=|entry| view! { <RequestRow entry=entry /> }
            />
        </LogTable>
    }
}

#[component]
fn RequestRow(entry: Arc<Entry>) -> impl IntoView {
    let clock = time::clock(&entry.time).unwrap_or_default();
    let whole = time::write(&entry.time).map(|time| time.whole);
    let connection = use_stores().connections.label(&entry.connection);
    let open = {
        let (entry, connection) = (entry.clone(), connection.clone());
        move |_| entry::open(&entry, &connection)
    };
    let status = status(&entry);
    let response = if entry.is_failure() {
        Either::Left(view! {
            <span class="log-said">
                <Icon strokes=icons::ALERT />
                {status}
            </span>
        })
    } else {
        Either::Right(status)
    };
    view! {
        <tr role="row" class=entry.is_failure().then_some("log-failed")>
            <td class="log-time" role="cell">
                <time datetime=entry.time.clone() title=whole.unwrap_or_default()>
                    {clock}
                </time>
            </td>
            <td class="log-connection" role="cell">
                {connection}
            </td>
            <th class="log-action" role="rowheader" scope="row">
                <button type="button" class="link" on:click=open>
                    {entry.action()}
                </button>
            </th>
            <td class="log-request" role="cell">
                <span class="name clamp">
                    {format!("{} {}", entry.route.method.as_str(), entry.target)}
                </span>
            </td>
            <td class="log-answer" role="cell">
                {response}
            </td>
            <td class="log-took" role="cell">
                {time::duration(entry.duration)}
            </td>
        </tr>
    }
}
