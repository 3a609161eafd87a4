//! One entry of the audit log, in full.

use super::{Targets, event_labels, labels};
use crate::browser::time;
use crate::routes;
use crate::ui::code_block::CodeBlock;
use crate::ui::dialog;
use crate::ui::key_values::{Exact, KeyValues, Plain};
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::{TrailChange, TrailKind};

/// Shows it in a dialog.
pub(super) fn open(entry: &Arc<TrailChange>, connection: &str) {
    let (entry, connection) = (entry.clone(), connection.to_owned());
    dialog::open(&labels::what(&entry), move |dialog| {
        let dialog = dialog.clone();
        view! {
            <EntryDetails entry=entry connection=connection />
            <div class="actions">
                <button type="button" class="button" on:click=move |_| dialog.close()>
                    "Close"
                </button>
            </div>
        }
    });
}

#[component]
fn EntryDetails(entry: Arc<TrailChange>, connection: String) -> impl IntoView {
    let damage = entry.damage.as_ref().map(|damage| {
        let text = format!(
            "This record cannot be read as it was written: {damage}. Run rollcall audit verify on \
             the server."
        );
        view! { <p>{text}</p> }
    });
    let parameters = entry.request.query.iter();
    let parameters: Vec<_> = parameters
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    let parameters = (!parameters.is_empty())
        .then(|| view! { <CodeBlock label="Parameters" text=parameters.join("\n") /> });
    let body =
        labels::sent(&entry).map(|body| view! { <CodeBlock label="Request body" text=body /> });
    view! {
        <div class="dialog-body">
            {damage}
            <KeyValues pairs=facts(&entry, &connection) />
            {parameters}
            {body}
        </div>
    }
}

fn facts(entry: &TrailChange, connection: &str) -> Vec<(&'static str, AnyView)> {
    let via = entry.via.as_deref().map(event_labels::via);
    let mut facts = vec![
        ("Outcome", plain(&labels::in_full(entry))),
        ("Who", plain(entry.who.as_deref().unwrap_or_default())),
        ("Signed in with", plain(&via.unwrap_or_default())),
        (
            "Address",
            exact(entry.address.as_deref().unwrap_or_default()),
        ),
        ("When", moment(&entry.at)),
    ];
    if entry.kind == TrailKind::Change {
        facts.extend([
            ("Ended", moment(entry.ended.as_deref().unwrap_or_default())),
            ("Connection", plain(connection)),
            ("Endpoint", exact(&entry.action)),
            ("Target", exact(&labels::key(entry))),
            ("Name", plain(&labels::label(entry))),
        ]);
        if let Some(id) = &entry.approval {
            let targets = vec![(id.clone(), Some(routes::approval(id)))];
            facts.push(("Approval", view! { <Targets targets=targets /> }.into_any()));
        }
    } else if entry.kind == TrailKind::People {
        facts.extend([
            ("Ended", moment(entry.ended.as_deref().unwrap_or_default())),
            (
                "Target",
                view! { <Targets targets=labels::targets(entry) /> }.into_any(),
            ),
        ]);
    }
    facts.extend([
        ("Entry number", plain(&entry.number.to_string())),
        ("Hash", exact(entry.hash.as_deref().unwrap_or_default())),
        ("Request ID", exact(&entry.id)),
    ]);
    facts
}

fn plain(text: &str) -> AnyView {
    view! { <Plain text=text /> }.into_any()
}

fn exact(text: &str) -> AnyView {
    view! { <Exact text=text /> }.into_any()
}

/// A point in time, or the text itself where it is not one.
fn moment(text: &str) -> AnyView {
    let Some(written) = time::write(text) else {
        return plain(text);
    };
    let text = text.to_owned();
    view! {
        <time datetime=text.clone() title=text>
            {written.whole}
        </time>
    }
    .into_any()
}
