//! Entries of the audit log, row by row.

mod entry;
mod event_labels;
mod labels;
mod people_labels;

use crate::browser::time;
use crate::components::log_page::LogTable;
use crate::routes;
use crate::state::stores::use_stores;
use crate::ui::icons::{self, Icon};
use leptos::either::Either;
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::{TrailChange, TrailKind, TrailOutcome};

/// An entry, with a number that no other entry beside it has.
pub(crate) type NumberedEntry = (u32, Arc<TrailChange>);

/// A table of entries. Each opens in full in a dialog.
#[component]
pub(crate) fn EntryTable(
    caption: &'static str,
    #[prop(into)] entries: Signal<Vec<NumberedEntry>>,
) -> impl IntoView {
    view! {
        <LogTable
            class="log trail"
            caption=caption
            columns=&["When", "Who", "What", "Target", "Connection", "Outcome"]
            is_empty=Signal::derive(move || entries.with(Vec::is_empty))
        >
            <For
                each=move || entries.get()
                key=|(number, _)| *number
                children=|(_, entry)| view! { <EntryRow entry=entry /> }
            />
        </LogTable>
    }
}

#[component]
fn EntryRow(entry: Arc<TrailChange>) -> impl IntoView {
    let day = time::write(&entry.at).map_or_else(|| entry.at.clone(), |at| at.day);
    let clock = time::clock(&entry.at).unwrap_or_default();
    let connection = match entry.kind {
        TrailKind::Change => use_stores().connections.label(&entry.connection),
        TrailKind::Session | TrailKind::Log | TrailKind::People => "Rollcall".to_owned(),
    };
    let (label, key) = (labels::label(&entry), labels::key(&entry));
    let label = if label.is_empty() {
        label
    } else {
        format!("{label} ")
    };
    let tooltip = key.clone();
    let targets = labels::targets(&entry);
    let links = targets.iter().filter(|(_, url)| url.is_some()).count();
    // Of several, the row has no room: they are in the dialog.
    let target = if links == 1 {
        Either::Left(view! { <Targets targets=targets /> })
    } else {
        Either::Right(view! { <span class="name">{key}</span> })
    };
    let (outcome, is_trouble) = labels::outcome(&entry);
    let approval = entry.approval.as_deref().map(|id| {
        view! {
            " "
            <a class="log-approval" href=routes::approval(id)>
                "with approval"
            </a>
        }
    });
    let open = {
        let (entry, connection) = (entry.clone(), connection.clone());
        move |_| entry::open(&entry, &connection)
    };
    view! {
        <tr class=is_trouble.then_some("log-failed") role="row">
            <td class="log-time" role="cell">
                <time datetime=entry.at.clone() title=entry.at.clone()>
                    {format!("{day} {clock}")}
                </time>
            </td>
            <td class="log-who" role="cell">
                <Who entry=entry.clone() />
            </td>
            <th class="log-action" role="rowheader" scope="row">
                <button type="button" class="link" on:click=open>
                    {labels::what(&entry)}
                </button>
                {approval}
            </th>
            <td class="log-request" role="cell">
                <span class="clamp" title=tooltip>
                    {label}
                    {target}
                </span>
            </td>
            <td class="log-connection" role="cell">
                {connection}
            </td>
            <td class="log-answer" role="cell">
                <span class="log-said">
                    {outcome_icon(&entry).map(|strokes| view! { <Icon strokes=strokes /> })}
                    <span>{outcome}</span>
                </span>
            </td>
        </tr>
    }
}

/// What an entry is about, with links where there are pages about it.
#[component]
fn Targets(targets: Vec<(String, Option<String>)>) -> impl IntoView {
    let targets = targets.into_iter().enumerate().map(|(at, (text, url))| {
        let comma = (at > 0).then_some(", ");
        let target = match url {
            Some(url) => Either::Left(view! { <a class="name" href=url>{text}</a> }),
            None => Either::Right(view! { <span class="name">{text}</span> }),
        };
        view! {
            {comma}
            {target}
        }
    });
    targets.collect_view()
}

/// Who did it, and how they had signed in.
#[component]
fn Who(entry: Arc<TrailChange>) -> impl IntoView {
    let (class, who) = match &entry.who {
        Some(who) => ("", who.clone()),
        None if entry.kind == TrailKind::Session => ("none", "unknown".to_owned()),
        None => ("none", "not signed in".to_owned()),
    };
    let via = entry.via.as_deref().map(|via| {
        view! {
            <span class="log-via" title=event_labels::via(via)>
                {event_labels::via_in_short(via).to_owned()}
            </span>
        }
    });
    view! {
        <span class=class>{who}</span>
        {via}
    }
}

/// The shape that repeats the outcome.
fn outcome_icon(entry: &TrailChange) -> Option<&'static str> {
    match &entry.outcome {
        _ if entry.damage.is_some() => Some(icons::ALERT),
        TrailOutcome::Open => None,
        TrailOutcome::Status(200..=299) | TrailOutcome::Done => Some(icons::CHECK),
        _ => Some(icons::ALERT),
    }
}
