//! Receipts of people who left: as they are shown, printed, and saved as a table.

use super::changes::verb;
use super::outcomes::label;
use super::people::verdict;
use super::reports::{request, row_details};
use roster::people::{
    AccountReceipt, AccountState, AuditReference, ConnectionReceipt, LeaveReceipt, StateKind,
};
use roster::{OutcomeKind, ReceiptRow};
use wire::Platform;
use wire::console::TrailOutcome;
use wire::console::people::{AuditRow, ReceiptEntry, StoredReceipt};

/// What the page is called before the receipt is loaded, and where it cannot be read.
pub(crate) const RECEIPT: &str = "Receipt";

/// What a receipt is called.
pub(crate) fn title(receipt: &LeaveReceipt) -> String {
    format!("Removal of access: {}", receipt.person.name)
}

/// What was requested for an account, and the outcome.
pub(crate) fn answer(account: &AccountReceipt, platform: Platform) -> String {
    let head = if account.outcome == OutcomeKind::Already {
        "Nothing was requested: it could not sign in already.".to_owned()
    } else {
        format!("{}: {}.", verb(account.change), label(account.outcome, 1))
    };
    match details(account, platform) {
        details if details.is_empty() => head,
        details => format!("{head} {details}"),
    }
}

fn details(account: &AccountReceipt, platform: Platform) -> String {
    let row = ReceiptRow {
        key: account.key.clone(),
        name: account.name.clone(),
        change: account.change,
        outcome: account.outcome,
        reason: account.reason.clone(),
        message: account.message.clone(),
        steps: account.steps.clone(),
    };
    row_details(platform, &row)
}

/// An account as it was read back, without its key.
pub(crate) fn state(account: &AccountState) -> String {
    let state = match account.state {
        StateKind::Enabled => "enabled",
        StateKind::Disabled => "disabled",
        StateKind::Unknown => "state unknown",
    };
    if account.admin {
        format!("{state}, administrator")
    } else {
        state.to_owned()
    }
}

/// An entry of the audit log: what its endpoint does (`action`), to what, and where.
pub(crate) fn entry(entry: &ReceiptEntry, action: &str) -> String {
    let what = match entry.target.as_slice() {
        [] => action.to_owned(),
        target => format!("{action} {}", target.join(", ")),
    };
    format!("{what} on {}", entry.connection)
}

/// The outcome of an entry of the audit log.
pub(crate) fn entry_outcome(outcome: &TrailOutcome) -> String {
    match outcome {
        TrailOutcome::Status(status) => format!("answered with status {status}"),
        TrailOutcome::Failed(reason) => format!("not answered: {reason}"),
        TrailOutcome::Unknown => "answer unknown".to_owned(),
        TrailOutcome::Open => "not answered yet".to_owned(),
        TrailOutcome::Done => "done".to_owned(),
    }
}

/// A receipt as a table: the head, then a line for each account, and one for each
/// connection without any.
pub(crate) fn table(stored: &StoredReceipt, receipt: &LeaveReceipt) -> Vec<Vec<String>> {
    const HEAD: [&str; 14] = [
        "Person",
        "Addresses",
        "By",
        "Started",
        "Read back at",
        "Connection",
        "Platform",
        "Account",
        "Requested",
        "Outcome",
        "Details",
        "Read back",
        "Verdict",
        "Audit log entries",
    ];
    let mut table = vec![HEAD.map(str::to_owned).to_vec()];
    for connection in &receipt.connections {
        for line in lines(stored, connection) {
            let mut row = vec![
                receipt.person.name.clone(),
                receipt.person.addresses.join(" "),
                stored.by.clone().unwrap_or_default(),
                receipt.started.clone(),
                receipt.ended.clone(),
                connection.label.clone(),
                connection.platform.id().to_owned(),
            ];
            row.extend(line);
            table.push(row);
        }
    }
    table
}

/// The lines of a connection, from the account on.
fn lines(stored: &StoredReceipt, connection: &ConnectionReceipt) -> Vec<[String; 7]> {
    let verdict = verdict(connection.verdict).to_owned();
    let read_back = |key: &str| {
        let mut all = connection.read_back.accounts.iter();
        let found = all.find(|account| account.key == key);
        found.map(state).unwrap_or_default()
    };
    let requested = connection.accounts.iter().map(|account| {
        [
            account.key.clone(),
            verb(account.change).to_owned(),
            label(account.outcome, 1).to_owned(),
            details_and_requests(account, connection.platform),
            read_back(&account.key),
            verdict.clone(),
            audit(stored, &account.audit),
        ]
    });
    let is_other =
        |one: &&AccountState| !connection.accounts.iter().any(|known| known.key == one.key);
    let others = connection.read_back.accounts.iter().filter(is_other);
    let others = others.map(|account| {
        let mut line: [String; 7] = Default::default();
        line[0].clone_from(&account.key);
        line[4] = state(account);
        line[5].clone_from(&verdict);
        line
    });
    let mut lines: Vec<_> = requested.chain(others).collect();
    if lines.is_empty() {
        let mut line: [String; 7] = Default::default();
        line[5] = verdict;
        lines.push(line);
    }
    lines
}

fn details_and_requests(account: &AccountReceipt, platform: Platform) -> String {
    let mut all = vec![details(account, platform)];
    all.extend(account.steps.iter().map(request));
    all.retain(|text| !text.is_empty());
    all.join("; ")
}

/// The numbers and hashes of the audit log's rows about these requests.
fn audit(stored: &StoredReceipt, references: &[AuditReference]) -> String {
    let is_named = |entry: &&ReceiptEntry| {
        let mut references = references.iter();
        references.any(|reference| reference.id == entry.request)
    };
    let entries = stored.entries.iter().filter(is_named);
    let rows = entries.flat_map(|entry| std::iter::once(&entry.asked).chain(&entry.ended));
    let texts: Vec<String> = rows.map(row).collect();
    texts.join(" ")
}

/// A row of the audit log, as `rollcall audit verify` writes it.
fn row(row: &AuditRow) -> String {
    format!("{}:{}", row.number, row.hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIPT: &str = r#"{"version":1,
        "person":{"key":"ana@b.c","name":"Ana","addresses":["ana@b.c"]},"by":"ada",
        "started":"2026-11-29T00:00:00Z","ended":"2026-11-29T00:00:01Z","connections":[
        {"connection":"pivot","label":"Pivot","platform":"pivot","accounts":[
          {"key":"ana","name":"Ana","change":"disable","outcome":"done","reason":null,
           "message":null,"steps":[],
           "audit":[{"id":"r1","number":null,"hash":null,"outcome_number":null,"outcome_hash":null}]}],
         "read_back":{"accounts":[{"key":"ana","state":"disabled","admin":true},
           {"key":"ana2","state":"enabled","admin":false}]},"verdict":"still-enabled"},
        {"connection":"actian","label":"Actian","platform":"actian","accounts":[],
         "read_back":{"accounts":[]},"verdict":"no-account"}]}"#;

    fn stored() -> StoredReceipt {
        let text = format!(
            r#"{{"id":"7","people":["ana@b.c"],"at":"2026-11-29T00:00:02Z","by":"ada","via":"local",
            "entries":[{{"request":"r1","at":"2026-11-29T00:00:00Z","who":"ada","via":"local",
              "connection":"pivot","action":"pivot.user-statuses.update","target":["ana"],
              "outcome":{{"status":200}},"asked":{{"number":4,"hash":"aa"}},
              "ended":{{"number":5,"hash":"bb"}}}}],
            "missing":[],"recorded":{{"number":6,"hash":"cc"}},"body":{RECEIPT}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn every_account_and_every_connection_without_one_has_a_line() {
        let stored = stored();
        let receipt: LeaveReceipt = serde_json::from_str(stored.body.get()).unwrap();
        let table = table(&stored, &receipt);
        let head = table[0].len();
        assert!(table.iter().all(|row| row.len() == head));
        let from_account: Vec<String> = table[1..].iter().map(|row| row[7..].join("|")).collect();
        assert_eq!(
            from_account,
            [
                "ana|Disable|done, read back||disabled, administrator|Still enabled|4:aa 5:bb",
                "ana2||||enabled|Still enabled|",
                "|||||No account|",
            ]
        );
    }

    #[test]
    fn what_was_requested_and_answered_is_a_sentence() {
        let stored = stored();
        let receipt: LeaveReceipt = serde_json::from_str(stored.body.get()).unwrap();
        let mut account = receipt.connections[0].accounts[0].clone();
        assert_eq!(
            answer(&account, Platform::Pivot),
            "Disable: done, read back."
        );
        account.outcome = OutcomeKind::Already;
        assert_eq!(
            answer(&account, Platform::Pivot),
            "Nothing was requested: it could not sign in already."
        );
    }
}
