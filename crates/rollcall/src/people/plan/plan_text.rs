//! A plan for people who read it in a terminal, and as a table.

use super::plan_file::{Lost, PlanFile, PlannedAccount, PlannedConnection, UndecidedRow, Unsent};
use crate::people::output::{clean, name};
use csv_table::Csv;
use roster::BlockReason;
use roster::people::{StateKind, UnknownKind};
use std::fmt::Write;
use wire::console::approvals::PlannedRequest;

/// The plan in lines.
pub(in crate::people) fn text(plan: &PlanFile) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    for person in &plan.people {
        let addresses = person.addresses.join(", ");
        let _ = writeln!(text, "{} ({})", clean(&person.name), clean(&addresses));
    }
    for connection in plan.concerned() {
        let environment = connection.environment.name();
        let label = clean(&connection.label);
        let _ = writeln!(text, "\n{}: {label}, {environment}", connection.connection);
        for line in connection_lines(connection) {
            let _ = writeln!(text, "  {line}");
        }
    }
    if !plan.undecided.is_empty() {
        text.push_str("\nCannot be decided:\n");
    }
    for row in &plan.undecided {
        let _ = writeln!(text, "  {}", clean(&undecided(row)));
    }
    text
}

fn connection_lines(connection: &PlannedConnection) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(connection.unknown.as_ref().map(unknown));
    if connection.accounts.is_empty() && connection.unknown.is_none() {
        lines.push("no account; it is read again in the end".to_owned());
    }
    for account in &connection.accounts {
        let admin = if account.admin { ", administrator" } else { "" };
        lines.push(clean(&format!(
            "{} ({}, {}{admin}): {}",
            account.key,
            account.name,
            account.state.map_or_else(|| "new".to_owned(), name),
            what(account)
        )));
        let requests = account.requests.iter().map(request);
        lines.extend(requests.map(|request| format!("  {}", clean(&request))));
        if !account.losses.is_empty() {
            lines.push(format!("  lost: {}", losses(&account.losses)));
        }
    }
    lines
}

/// Why it is not known who has an account.
fn unknown(reason: &UnknownKind) -> String {
    let why = match reason {
        UnknownKind::NotLoaded => "its users are not loaded".to_owned(),
        UnknownKind::Failed(words) => format!("its users could not be loaded: {}", clean(words)),
        UnknownKind::Incomplete => "the platform did not list all of its users".to_owned(),
    };
    format!("unknown: {why}. There may be an account that is not in this plan")
}

/// What is done with an account.
fn what(account: &PlannedAccount) -> String {
    match (account.blocked, &account.unsent) {
        (Some(reason), _) => format!("left alone: {}", block(reason)),
        (None, Some(Unsent::Already)) => {
            let state = match account.state {
                Some(StateKind::Disabled) => "it cannot sign in already",
                _ => "there is nothing to change",
            };
            format!("nothing is sent: {state}. It is read back")
        }
        (None, Some(Unsent::Impossible(reason))) => {
            format!("nothing can be sent: {}", name(reason))
        }
        (None, Some(Unsent::Conflict)) => "nothing can be sent: it has just changed".to_owned(),
        (None, None) => name(account.change),
    }
}

/// `row 5, ana@example.com, on pivot: several accounts`
fn undecided(row: &UndecidedRow) -> String {
    let place = match row.row {
        Some(number) => format!("row {number}"),
        None => "in no row".to_owned(),
    };
    let on = row.connection.as_ref().map(|id| format!(", on {id}"));
    let reason = name(&row.reason).replace('-', " ");
    format!(
        "{place}, {}{}: {reason}",
        row.address,
        on.unwrap_or_default()
    )
}

/// Why a guard rail keeps an account from being changed.
pub(in crate::people) const fn block(reason: BlockReason) -> &'static str {
    match reason {
        BlockReason::OwnLogin => "the connection itself signs in as this user",
        BlockReason::Yourself => "this is you",
        BlockReason::LastAdmin => "this is the last administrator who can sign in",
        BlockReason::EveryAdmin => "no administrator who can sign in would be left",
        BlockReason::ViewOnly => "your role is viewer",
        BlockReason::NotChosen => "it was not chosen",
        BlockReason::NoAddress => "it has no email address",
    }
}

fn losses(losses: &[Lost]) -> String {
    let losses = losses.iter().map(|loss| match loss {
        Lost::Undo(limit) => format!("it cannot be undone completely ({})", name(limit)),
        Lost::AdminRights => "administrator rights".to_owned(),
        Lost::Namesakes(count) => format!("the access of {count} more with the same name"),
    });
    losses.collect::<Vec<_>>().join("; ")
}

/// `POST /path {"a":1}`
fn request(request: &PlannedRequest) -> String {
    let PlannedRequest { method, path, body } = request;
    match body {
        Some(body) => format!("{method} {path} {body}"),
        None => format!("{method} {path}"),
    }
}

/// A row for each account, and for each connection without one.
pub(in crate::people) fn csv(plan: &PlanFile) -> String {
    let mut csv = Csv::new(false);
    csv.row(&[
        "connection",
        "person",
        "key",
        "name",
        "state",
        "admin",
        "change",
        "what",
        "requests",
        "losses",
    ]);
    for connection in plan.concerned() {
        let id = &*connection.connection;
        for account in &connection.accounts {
            let requests: Vec<String> = account.requests.iter().map(request).collect();
            csv.row(&[
                id,
                &account.person.to_string(),
                &account.key,
                &account.name,
                &account.state.map(name).unwrap_or_default(),
                if account.admin { "yes" } else { "no" },
                &name(account.change),
                &what(account),
                &requests.join("\n"),
                &losses(&account.losses),
            ]);
        }
        if connection.accounts.is_empty() || connection.unknown.is_some() {
            let what = connection.unknown.as_ref().map(unknown);
            let what = what.unwrap_or_else(|| "no account".to_owned());
            csv.row(&[id, "", "", "", "", "", "", &what, "", ""]);
        }
    }
    for row in &plan.undecided {
        let id = row.connection.as_deref().unwrap_or_default();
        let what = format!("cannot be decided: {}", undecided(row));
        csv.row(&[id, &row.address, "", "", "", "", "", &what, "", ""]);
    }
    csv.text()
}
