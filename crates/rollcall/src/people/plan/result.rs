//! What was done for people: in lines, as JSON, and as a table.

use super::carry_out::Filed;
use super::plan_text::block;
use crate::people::output::{clean, name};
use csv_table::Csv;
use roster::people::{AccountReceipt, ConnectionReceipt, PeopleReceipt, Purpose, Verdict};
use roster::{FailureCause, Reason};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write;
use wire::console::people::StoredReceipt;

/// What was done for one person.
#[derive(Debug, Serialize)]
struct PersonResult<'a> {
    person: String,
    name: &'a str,
    /// Whether what was wanted was read back on every connection: of a leave, that they can
    /// sign in on none.
    proven: bool,
    /// Whether they are on record as departed.
    departed: bool,
    /// The receipt as it is stored, for `rollcall audit verify --receipt`.
    receipt: Option<&'a StoredReceipt>,
    /// The receipt where it could not be stored.
    unstored: Option<&'a PeopleReceipt>,
    /// What could not be put on record, and why.
    problem: Option<&'a str>,
}

pub(in crate::people) fn json(done: &[Filed]) -> Value {
    let people = done.iter().map(|one| PersonResult {
        person: one.receipt.person.key.to_string(),
        name: &one.receipt.person.name,
        proven: one.receipt.is_proven(),
        departed: matches!(one.departed, Some(Ok(()))),
        receipt: one.stored.as_ref().ok(),
        unstored: one.stored.is_err().then_some(&one.receipt),
        problem: problem(one),
    });
    json!({ "version": 1, "people": people.collect::<Vec<_>>() })
}

fn problem(one: &Filed) -> Option<&str> {
    let departed = one.departed.as_ref().and_then(|one| one.as_ref().err());
    let problem = one.stored.as_ref().err().or(departed);
    problem.map(|why| &**why)
}

pub(in crate::people) fn text(done: &[Filed]) -> String {
    let mut text = String::new();
    for one in done {
        let receipt = &one.receipt;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}: {}",
            clean(&receipt.person.name),
            conclusion(receipt)
        );
        for connection in &receipt.connections {
            let _ = writeln!(
                text,
                "  {}: {}",
                connection.connection,
                clean(&words(connection))
            );
        }
        let departed = match &one.departed {
            _ if !one.is_leave() => "",
            Some(Ok(())) => ", on record as departed",
            _ => ", not on record as departed",
        };
        let _ = match &one.stored {
            Ok(stored) => writeln!(text, "  receipt {}{departed}", stored.id),
            Err(_) => writeln!(text, "  the receipt is not stored{departed}"),
        };
    }
    text
}

/// What the receipt says, in one sentence.
fn conclusion(receipt: &PeopleReceipt) -> String {
    let of = |verdict: Verdict| {
        let found = receipt.connections.iter();
        let found = found.filter(|one| one.verdict == verdict);
        let ids: Vec<&str> = found.map(|one| &*one.connection).collect();
        ids.join(", ")
    };
    let found = [
        (Verdict::StillEnabled, "can still sign in on"),
        (Verdict::Different, "not as planned on"),
        (Verdict::NotVerified, "not verified on"),
    ];
    let found = found.map(|(verdict, words)| (words, of(verdict)));
    let found = found.iter().filter(|(_, ids)| !ids.is_empty());
    let found: Vec<String> = found.map(|(words, ids)| format!("{words} {ids}")).collect();
    match (found.is_empty(), receipt.purpose) {
        (false, _) => found.join(", "),
        (true, Purpose::Leave) => "can sign in nowhere any more".to_owned(),
        (true, _) => "as planned".to_owned(),
    }
}

/// `disabled (ana: disable, done)`
fn words(connection: &ConnectionReceipt) -> String {
    let verdict = name(connection.verdict).replace('-', " ");
    let accounts = connection.accounts.iter().map(|account| {
        let (change, outcome) = (name(account.change), outcome(account));
        format!("{}: {change}, {outcome}", account.key)
    });
    let accounts: Vec<String> = accounts.collect();
    if accounts.is_empty() {
        verdict
    } else {
        format!("{verdict} ({})", accounts.join("; "))
    }
}

fn outcome(account: &AccountReceipt) -> String {
    let kind = name(account.outcome).replace('-', " ");
    match why(account) {
        Some(why) => format!("{kind}: {why}"),
        None => kind,
    }
}

/// What there is to know about an outcome besides its kind: the platform's words, or the
/// reason.
fn why(account: &AccountReceipt) -> Option<String> {
    if let Some(message) = &account.message {
        return Some(message.clone());
    }
    match account.reason.as_ref()? {
        Reason::Note(_) => None,
        Reason::Blocked(reason) => Some(block(*reason).to_owned()),
        Reason::NotTried(reason) => Some(name(reason).replace('-', " ")),
        Reason::Failed(failure) => Some(match &failure.cause {
            FailureCause::NotRead => "the user could not be read".to_owned(),
            FailureCause::Impossible(reason) => name(reason).replace('-', " "),
            FailureCause::Step { .. } => return None,
            FailureCause::Conflict(_) => "someone else changed the same".to_owned(),
            FailureCause::NotSeen(finding) => name(finding).replace('-', " "),
        }),
    }
}

/// A row for each account, and for each connection without one.
pub(in crate::people) fn csv(done: &[Filed]) -> String {
    let mut csv = Csv::new(false);
    csv.row(&[
        "person",
        "name",
        "connection",
        "key",
        "change",
        "outcome",
        "why",
        "read_back",
        "departed",
        "receipt",
    ]);
    for one in done {
        let person = &one.receipt.person;
        let key = person.key.to_string();
        let departed = if matches!(one.departed, Some(Ok(()))) {
            "yes"
        } else {
            "no"
        };
        let receipt = one.stored.as_ref().map_or("", |stored| &stored.id);
        for connection in &one.receipt.connections {
            let (id, verdict) = (&*connection.connection, name(connection.verdict));
            let mut row = |account: [&str; 4]| {
                let [account_key, change, outcome, why] = account;
                csv.row(&[
                    &key,
                    &person.name,
                    id,
                    account_key,
                    change,
                    outcome,
                    why,
                    &verdict,
                    departed,
                    receipt,
                ]);
            };
            for account in &connection.accounts {
                row([
                    &account.key,
                    &name(account.change),
                    &name(account.outcome),
                    &why(account).unwrap_or_default(),
                ]);
            }
            if connection.accounts.is_empty() {
                row([""; 4]);
            }
        }
    }
    csv.text()
}
