//! Which entries are shown. The server looks for them.

use crate::components::page_query::{PageSearch, QueryFilter};
use crate::routes::AuditQuery;
use crate::state::audit_log::AuditLog;
use crate::state::stores::use_stores;
use crate::ui::attributes::{boolean, new_id};
use leptos::prelude::*;
use std::collections::BTreeSet;
use wire::console::TrailKind;

/// One part of the query.
type Part = fn(&mut AuditQuery) -> &mut String;

/// The controls that set the query.
#[component]
pub(super) fn Filters(log: AuditLog, query: RwSignal<AuditQuery>) -> impl IntoView {
    let connections = use_stores().connections;
    let kinds = [
        ("", "All entries"),
        (TrailKind::Change.name(), "Changes"),
        (TrailKind::Session.name(), "Sign-ins and sessions"),
        (TrailKind::Log.name(), "Reads of this log"),
        (TrailKind::People.name(), "People"),
    ];
    let kinds = kinds.map(|(value, label)| (value.to_owned(), label.to_owned()));
    view! {
        <div class="toolbar">
            <PageSearch label="Search entries" query=query text=|query| &mut query.text />
            <QueryFilter
                label="Kind"
                options=kinds.to_vec()
                query=query
                part=|query| &mut query.kind
            />
            <QueryFilter
                label="Connection"
                options=Signal::derive(move || connections.options())
                query=query
                part=|query| &mut query.connection
            />
            <WhoFilter log=log query=query />
            <div class="days">
                <DayFilter label="From" query=query part=|query| &mut query.since />
                <DayFilter label="To" query=query part=|query| &mut query.until />
            </div>
        </div>
    }
}

/// What the query has of one part.
fn value(query: RwSignal<AuditQuery>, part: Part) -> Signal<String> {
    Signal::derive(move || std::mem::take(part(&mut query.get())))
}

fn set(query: RwSignal<AuditQuery>, part: Part, to: String) {
    if query.with_untracked(|query| *part(&mut query.clone()) != to) {
        query.update(|query| *part(query) = to);
    }
}

/// A person's name, with those in the loaded entries to choose from.
#[component]
fn WhoFilter(log: AuditLog, query: RwSignal<AuditQuery>) -> impl IntoView {
    let id = new_id();
    let who = value(query, |query| &mut query.who);
    let names = Memo::new(move |_| {
        log.entries().with(|loaded| {
            let names = loaded
                .entries
                .iter()
                .filter_map(|(_, entry)| entry.who.clone());
            names.collect::<BTreeSet<String>>()
        })
    });
    view! {
        <input
            class="filter"
            type="text"
            aria-label="Who"
            placeholder="Who"
            autocomplete="off"
            spellcheck="false"
            list=id.clone()
            data-active=move || boolean(!who.read().is_empty())
            prop:value=who
            on:change:target=move |event| {
                set(query, |query| &mut query.who, event.target().value());
            }
        />
        <datalist id=id>
            <For each=move || names.get() key=Clone::clone let(name)>
                <option value=name></option>
            </For>
        </datalist>
    }
}

/// A day, in the reader's own time zone. It counts once its field is left.
#[component]
fn DayFilter(label: &'static str, query: RwSignal<AuditQuery>, part: Part) -> impl IntoView {
    let day = value(query, part);
    view! {
        <label class="choice">
            <span>{label}</span>
            <input
                class="filter"
                type="date"
                data-active=move || boolean(!day.read().is_empty())
                prop:value=day
                on:change:target=move |event| set(query, part, event.target().value())
            />
        </label>
    }
}
