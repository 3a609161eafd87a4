//! Compares a receipt that the server has not stored with the audit log: there is no entry
//! that vouches for it, but the log may have the requests that it names.

use super::evidence::head;
use anyhow::Result;
use audit_store::{AuditReader, Head};
use gateway::AuditLogReader;
use roster::people::{AuditReference, Disagreement, PeopleReceipt};
use std::path::Path;
use wire::console::TrailChange;
use wire::console::people::AuditRow;

/// What can be done about such a receipt.
const ADVICE: &str = "What was read back is in no row of the log, so the receipt is not proven. Press “Store again” on \
     the page that saved the file, as long as it is open, and save the receipt again from its own \
     page. A page that is closed, or a command, cannot store it later: then the log has the \
     requests alone.";

/// The rows that `receipt` names, as the verification of the log looks for them.
pub(super) fn heads(receipt: &PeopleReceipt) -> Vec<Head> {
    let rows = references(receipt).flat_map(|reference| {
        let row = |number: Option<u64>, hash: &Option<String>| {
            let (number, hash) = (number?, hash.clone()?);
            head(&AuditRow { number, hash })
        };
        [
            row(reference.number, &reference.hash),
            row(reference.outcome_number, &reference.outcome_hash),
        ]
    });
    rows.flatten().collect()
}

/// Prints that the log does not vouch for `receipt`, which is in the file at `path`, how each
/// request that it names compares with the log, and what to do.
pub(super) async fn print(path: &Path, receipt: &PeopleReceipt, log: &AuditReader) -> Result<()> {
    let requests: Vec<String> = references(receipt).map(|one| one.id.clone()).collect();
    let entries = log.entries(&requests).await?;
    println!(
        "{} is a receipt that was not stored: the log has no entry that vouches for it. It is about \
         {}; requests: {}",
        path.display(),
        receipt.person.key,
        requests.len()
    );
    for line in lines(receipt, &entries) {
        println!("- {line}");
    }
    println!("{ADVICE}");
    Ok(())
}

/// How what `receipt` says of requests compares with these entries of the log, in sentences.
fn lines(receipt: &PeopleReceipt, entries: &[TrailChange]) -> Vec<String> {
    let receipt = with_numbers(receipt, entries);
    let found = receipt.compare(entries);
    let requests = references(&receipt).map(|reference| {
        let id = &reference.id;
        let Some(number) = reference.number.filter(|number| has(entries, *number)) else {
            return format!("request {id}: not compared, as the log does not have it");
        };
        let about = found.iter().filter(|one| number_of(one) == Some(number));
        let differences: Vec<String> = about.map(difference).collect();
        if differences.is_empty() {
            format!("request {id}: compared with row {number} of the log, which agrees")
        } else {
            let differences = differences.join("; ");
            format!("request {id}: compared with row {number} of the log, and {differences}")
        }
    });
    let accounts = found.iter().filter(|one| {
        matches!(
            one,
            Disagreement::NoEntry { .. } | Disagreement::OtherOutcome { .. }
        )
    });
    requests.chain(accounts.map(difference)).collect()
}

fn references(receipt: &PeopleReceipt) -> impl Iterator<Item = &AuditReference> {
    let accounts = receipt.connections.iter().flat_map(|one| &one.accounts);
    accounts.flat_map(|account| &account.audit)
}

fn has(entries: &[TrailChange], number: u64) -> bool {
    entries.iter().any(|entry| entry.number == number)
}

/// The receipt with the number of each request's row where it says none, as it was saved
/// before that was known.
fn with_numbers(receipt: &PeopleReceipt, entries: &[TrailChange]) -> PeopleReceipt {
    let mut receipt = receipt.clone();
    let connections = receipt.connections.iter_mut();
    let accounts = connections.flat_map(|one| &mut one.accounts);
    for reference in accounts.flat_map(|account| &mut account.audit) {
        if reference.number.is_none() {
            let entry = entries.iter().find(|entry| entry.id == reference.id);
            reference.number = entry.map(|entry| entry.number);
        }
    }
    receipt
}

/// The row that a difference is about.
const fn number_of(difference: &Disagreement) -> Option<u64> {
    match difference {
        Disagreement::Damaged { number }
        | Disagreement::OtherHash { number }
        | Disagreement::OtherRequest { number }
        | Disagreement::OtherPerson { number, .. }
        | Disagreement::OtherTime { number, .. } => Some(*number),
        Disagreement::NoEntry { .. }
        | Disagreement::Missing { .. }
        | Disagreement::OtherOutcome { .. } => None,
    }
}

/// A difference in words, behind those that say which request it is about, where it is about
/// one.
fn difference(difference: &Disagreement) -> String {
    match difference {
        Disagreement::Missing { id, .. } => format!("the log does not have request {id}"),
        Disagreement::Damaged { .. } => "it cannot be read as it was written".to_owned(),
        Disagreement::OtherHash { .. } => "its hash, or that of its outcome, is another".to_owned(),
        Disagreement::OtherRequest { .. } => {
            "it is about another request, connection or account".to_owned()
        }
        Disagreement::OtherPerson { who, .. } => {
            let who = who.as_deref().unwrap_or("an unknown person");
            format!("it names another person: {who}")
        }
        Disagreement::OtherTime { at, .. } => {
            format!("it is of another time: {at}")
        }
        Disagreement::NoEntry {
            connection,
            account,
        } => format!(
            "the account “{account}” of {connection}: the receipt says that it was changed, and \
             names no request"
        ),
        Disagreement::OtherOutcome {
            connection,
            account,
        } => format!(
            "the account “{account}” of {connection}: the receipt says that it was changed, and \
             the log that no request for it succeeded"
        ),
    }
}
