//! One request, in full.

use super::status;
use crate::api::request_log::Entry;
use crate::api::transport::Browser;
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::state::stores::use_stores;
use crate::ui::code_block::CodeBlock;
use crate::ui::dialog::{self, Dialog};
use crate::ui::key_values::{Exact, KeyValues, Plain};
use leptos::prelude::*;
use roster::Transport;
use std::sync::Arc;
use wire::Request;

/// Shows it in a dialog.
pub(super) fn open(entry: &Arc<Entry>, connection: &str) {
    let (entry, connection) = (entry.clone(), connection.to_owned());
    dialog::open(&entry.action(), move |dialog| {
        let send_again = send_again_button(&entry, dialog.clone());
        let dialog = dialog.clone();
        view! {
            <RequestDetails entry=entry connection=connection />
            <div class="actions">
                {send_again}
                <button type="button" class="button" on:click=move |_| dialog.close()>
                    "Close"
                </button>
            </div>
        }
    });
}

/// A button that sends a request again, where it failed and changes nothing.
fn send_again_button(entry: &Entry, dialog: Dialog) -> Option<impl IntoView + use<>> {
    let request = entry.again.clone().filter(|_| entry.is_failure())?;
    let mut stores = use_stores().users.all().into_iter();
    let store = stores.find(|store| store.connection().id == entry.connection)?;
    let press = move |_| {
        dialog.close();
        send_again(store.transport.clone(), request.clone());
    };
    Some(view! {
        <button type="button" class="button primary" on:click=press>
            "Send again"
        </button>
    })
}

fn send_again(transport: Browser, request: Request) {
    spawn(async move {
        let outcome = match transport.send(&request).await {
            Ok(response) if response.is_success() => "The request succeeded this time.",
            _ => "The request failed again. It is at the top of the list.",
        };
        announce(outcome);
    });
}

#[component]
fn RequestDetails(entry: Arc<Entry>, connection: String) -> impl IntoView {
    let body = entry.body.clone().filter(|body| !body.is_empty());
    let body = body.map(|body| view! { <CodeBlock label="Request body" text=body /> });
    let response = match &*entry.answer {
        "" => "(nothing)",
        response => response,
    };
    view! {
        <div class="dialog-body">
            <KeyValues pairs=facts(&entry, &connection) />
            <CodeBlock label="Request as curl" text=entry.curl.clone() />
            {body}
            <CodeBlock label="Response" text=response />
        </div>
    }
}

fn facts(entry: &Entry, connection: &str) -> Vec<(&'static str, AnyView)> {
    let kind = if entry.route.writes() {
        "Change"
    } else {
        "Read"
    };
    let when = time::write(&entry.time).map(|time| time.whole);
    let request = format!("{} {}", entry.route.method.as_str(), entry.target);
    let mut facts = vec![
        ("Connection", plain(connection)),
        ("When", plain(&when.unwrap_or_default())),
        ("Kind", plain(kind)),
        ("Endpoint", exact(entry.route.id)),
        ("Request", exact(&request)),
        ("Response", plain(&status(entry))),
        ("Duration", plain(&time::duration(entry.duration))),
    ];
    if !entry.id.is_empty() {
        facts.push(("Request ID", exact(&entry.id)));
    }
    facts
}

fn plain(text: &str) -> AnyView {
    view! { <Plain text=text /> }.into_any()
}

fn exact(text: &str) -> AnyView {
    view! { <Exact text=text /> }.into_any()
}
