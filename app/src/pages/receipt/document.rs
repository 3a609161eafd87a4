//! A receipt as a document that can be read, printed and saved.

use crate::api::request_log::action_of;
use crate::browser::time;
use crate::messages::{people, people_plan, receipts};
use crate::routes;
use crate::ui::code_block::Verbatim;
use crate::ui::download::download;
use crate::ui::key_values::{Exact, KeyValues, Plain};
use csv_table::Csv;
use leptos::prelude::*;
use roster::people::{ConnectionReceipt, PeopleReceipt};
use std::sync::Arc;
use wire::console::people::{AuditRow, ReceiptEntry, StoredReceipt};

/// The document below its title.
#[component]
pub(super) fn Document(
    stored: Arc<StoredReceipt>,
    /// What it says; nothing where it is of a version that is unknown here.
    receipt: Option<Arc<PeopleReceipt>>,
) -> impl IntoView {
    let content = match &receipt {
        Some(receipt) => {
            let connections = receipt.connections.iter();
            let connections =
                connections.map(|one| view! { <ConnectionBlock connection=one.clone() /> });
            view! {
                <p class="plan-summary">{people_plan::conclusion(receipt)}</p>
                <KeyValues pairs=facts(&stored, receipt) />
                {connections.collect_view()}
            }
            .into_any()
        }
        None => view! {
            <p>
                "This receipt is of a version that this page cannot read. It can be saved, and is \
                 shown here as it is stored."
            </p>
            <Verbatim text=stored.body.get().to_owned() />
        }
        .into_any(),
    };
    view! {
        <Buttons stored=stored.clone() receipt=receipt />
        {content}
        <AuditLogPart stored=stored />
    }
}

/// Whose accounts were changed, when, and who changed them.
fn facts(stored: &StoredReceipt, receipt: &PeopleReceipt) -> Vec<(&'static str, AnyView)> {
    let person = &receipt.person;
    let url = routes::person(&person.key.to_string());
    let name = view! {
        <a href=url>
            <bdi>{person.name.clone()}</bdi>
        </a>
    };
    let stored_by = stored.by.clone().unwrap_or_else(|| "unknown".to_owned());
    let stored_by = match &stored.via {
        Some(via) => format!("{stored_by}, signed in with {via}"),
        None => stored_by,
    };
    // Where someone else went on after the session had ended, both are named.
    let by = receipt
        .by
        .clone()
        .filter(|by| stored.by.as_ref() != Some(by));
    let (by, stored_by) = match by {
        Some(by) => (by, Some(stored_by)),
        None => (stored_by, None),
    };
    let mut facts = vec![
        ("Person", name.into_any()),
        ("Addresses", exact(&person.addresses.join(", "))),
        ("By", view! { <Plain text=by /> }.into_any()),
        ("Started", point_in_time(&receipt.started)),
        ("Read back", point_in_time(&receipt.ended)),
        ("Stored", point_in_time(&stored.at)),
    ];
    if let Some(stored_by) = stored_by {
        facts.push(("Stored by", view! { <Plain text=stored_by /> }.into_any()));
    }
    facts.push(("Receipt", exact(&stored.id)));
    facts
}

fn exact(text: &str) -> AnyView {
    view! { <Exact text=text /> }.into_any()
}

/// A point in time, with its time zone, or the text itself where it is none. Not how long
/// ago: that is not true of a printed page.
fn point_in_time(text: &str) -> AnyView {
    let written = time::write(text).map_or_else(|| text.to_owned(), |written| written.absolute);
    let text = text.to_owned();
    view! {
        <time datetime=text.clone() title=text>
            {written}
        </time>
    }
    .into_any()
}

/// What was requested, answered and read back on one connection.
#[component]
fn ConnectionBlock(connection: ConnectionReceipt) -> impl IntoView {
    let platform = connection.platform;
    let id = format!("receipt-{}", connection.connection);
    let title_id = id.clone();
    let before = connection.unknown_before.as_ref().map(|reason| {
        format!(
            "When this was planned: {}",
            people_plan::unknown(reason, platform)
        )
    });
    let accounts = connection.accounts.iter().map(|account| {
        let goal = receipts::goal(&connection, &account.goal);
        let label = (account.name != account.key).then(|| format!("{}, ", account.name));
        let pair = view! {
            <bdi>{label}</bdi>
            <span class="key">{account.key.clone()}</span>
        };
        view! {
            <div>
                <dt>{pair}</dt>
                <dd>{receipts::answer(account, platform)} " " {goal}</dd>
            </div>
        }
    });
    let accounts = accounts.collect_view();
    let none = connection
        .accounts
        .is_empty()
        .then_some("Nothing was requested: no account was known here when this was planned.");
    let read_back = connection.read_back.accounts.iter().map(|account| {
        view! {
            <li>
                <span class="key">{account.key.clone()}</span>
                ": "
                {receipts::state(&connection, account)}
            </li>
        }
    });
    let read_back = read_back.collect_view();
    let verdict = people::verdict(connection.verdict);
    view! {
        <section class="receipt-connection" aria-labelledby=title_id>
            <h2 id=id>
                <bdi>{connection.label.clone()}</bdi>
                <span class="receipt-verdict">{verdict}</span>
            </h2>
            <p>{before}</p>
            <p>{none}</p>
            <dl>{accounts}</dl>
            <p>"Read back: " {people_plan::read_back(&connection.read_back, connection.verdict, platform)}</p>
            <ul>{read_back}</ul>
        </section>
    }
}

/// The audit log's entries about the requests.
#[component]
fn AuditLogPart(stored: Arc<StoredReceipt>) -> impl IntoView {
    let entries = stored
        .entries
        .iter()
        .map(|entry| view! { <Entry entry=entry.clone() /> });
    let entries = entries.collect_view();
    let none = match (&stored.recorded, stored.entries.as_slice()) {
        (None, []) => Some("This server has no audit log."),
        (Some(_), []) => Some("The audit log has no request of this receipt."),
        _ => None,
    };
    let missing = (!stored.missing.is_empty()).then(|| {
        format!(
            "Requests that are not in an audit log: {}",
            stored.missing.join(", ")
        )
    });
    let recorded = stored.recorded.as_ref().map(|row| {
        view! {
            <li>
                {row_number(row)} " This receipt was stored"
                <span class="receipt-hash">{row.hash.clone()}</span>
            </li>
        }
    });
    view! {
        <section class="receipt-audit" aria-labelledby="receipt-audit">
            <h2 id="receipt-audit">"Audit log"</h2>
            <p>{none}</p>
            <ol role="list">{entries} {recorded}</ol>
            <p>{missing}</p>
        </section>
    }
}

/// The rows of one request.
#[component]
fn Entry(entry: ReceiptEntry) -> impl IntoView {
    let who = entry.who.clone().unwrap_or_else(|| "unknown".to_owned());
    let ended = entry.ended.as_ref().map(|row| {
        view! {
            <li>
                {row_number(row)} " " {receipts::entry_outcome(&entry.outcome)}
                <span class="receipt-hash">{row.hash.clone()}</span>
            </li>
        }
    });
    view! {
        <li>
            {row_number(&entry.asked)} " " {entry.at.clone()} " " {who} ": "
            {receipts::entry(&entry, &action_of(&entry.action))} <span class="receipt-hash">{entry.asked.hash.clone()}</span>
        </li>
        {ended}
    }
}

fn row_number(row: &AuditRow) -> String {
    format!("#{}", row.number)
}

#[component]
fn Buttons(stored: Arc<StoredReceipt>, receipt: Option<Arc<PeopleReceipt>>) -> impl IntoView {
    let name = format!("receipt-{}", stored.id);
    let json_name = format!("{name}.json");
    let for_json = stored.clone();
    let save_json = move |_| {
        // It was read from JSON, and cannot fail to be written.
        let text = serde_json::to_string_pretty(&*for_json).unwrap_or_default();
        download(&json_name, "application/json", &text);
    };
    let csv = receipt.map(|receipt| {
        let csv_name = format!("{name}.csv");
        let save = move |_| {
            let mut csv = Csv::new(true);
            for row in receipts::table(&stored, &receipt) {
                let cells: Vec<&str> = row.iter().map(|cell| &**cell).collect();
                csv.row(&cells);
            }
            download(&csv_name, "text/csv", &csv.text());
        };
        view! {
            <button type="button" class="button" on:click=save>
                "Save as CSV"
            </button>
        }
    });
    let print = |_| {
        // Fails only where a page cannot be printed.
        let _ = window().print();
    };
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=print>
                "Print"
            </button>
            <button type="button" class="button" on:click=save_json>
                "Save as JSON"
            </button>
            {csv}
        </div>
    }
}
