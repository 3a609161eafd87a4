//! Receipts about people: as they are shown, printed, and saved as a table.

use super::changes::verb;
use super::outcomes::label;
use super::people::verdict;
use super::reports::{request, row_details};
use roster::people::{
    AccountGoal, AccountReceipt, AccountState, AuditReference, ConnectionReceipt, PeopleReceipt,
    Purpose, StateKind,
};
use roster::platform::common_role;
use roster::{OutcomeKind, ReceiptRow, RoleKind};
use wire::Platform;
use wire::console::TrailOutcome;
use wire::console::people::{AuditRow, ReceiptEntry, StoredReceipt};

/// What the page is called before the receipt is loaded, and where it cannot be read.
pub(crate) const RECEIPT: &str = "Receipt";

/// What a receipt is called.
pub(crate) fn title(receipt: &PeopleReceipt) -> String {
    let what = match receipt.purpose {
        Purpose::Leave => "Removal of access",
        Purpose::Give => "Access given",
        Purpose::Change => "Change of access",
        Purpose::Reconcile => "Reconciliation",
        Purpose::Review => "Access review",
    };
    format!("{what}: {}", receipt.person.name)
}

/// What was requested for an account, and the outcome.
pub(crate) fn answer(account: &AccountReceipt, platform: Platform) -> String {
    let head = match (account.outcome, &account.goal) {
        (OutcomeKind::Already, AccountGoal::NoAccess) => {
            "Nothing was requested: it could not sign in already.".to_owned()
        }
        (OutcomeKind::Already, _) => "Nothing was requested: it was already as planned.".to_owned(),
        (outcome, _) => format!("{}: {}.", verb(account.change), label(outcome, 1)),
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

/// An account as it was read back, without its key. Roles or groups are named where they
/// were planned.
pub(crate) fn state(connection: &ConnectionReceipt, account: &AccountState) -> String {
    let state = match account.state {
        StateKind::Enabled => "enabled",
        StateKind::Disabled => "disabled",
        StateKind::Unknown => "state unknown",
    };
    let mut parts = vec![state.to_owned()];
    if account.admin {
        parts.push("administrator".to_owned());
    }
    let names_roles =
        |one: &AccountReceipt| matches!(&one.goal, AccountGoal::Present { roles: Some(_), .. });
    if connection.accounts.iter().any(names_roles) {
        parts.push(roles(connection, &account.roles));
    }
    parts.join(", ")
}

/// What was to be read back of an account; nothing where its access was removed.
pub(crate) fn goal(connection: &ConnectionReceipt, goal: &AccountGoal) -> Option<String> {
    let parts = match goal {
        AccountGoal::NoAccess => return None,
        AccountGoal::Absent => vec!["no account".to_owned()],
        AccountGoal::Present {
            enabled,
            roles: wanted,
        } => {
            let state = enabled.map(|enabled| if enabled { "enabled" } else { "disabled" });
            let state = state.map(str::to_owned);
            let roles = wanted.as_ref().map(|wanted| roles(connection, wanted));
            state.into_iter().chain(roles).collect()
        }
    };
    (!parts.is_empty()).then(|| format!("Planned: {}.", parts.join(", ")))
}

/// “roles a, b”, by their names.
fn roles(connection: &ConnectionReceipt, ids: &[String]) -> String {
    let kind = RoleKind::of_platform(connection.platform);
    let common = common_role(connection.platform);
    let ids = ids.iter().filter(|id| common.as_ref() != Some(*id));
    let names = ids.map(|id| connection.role_names.get(id).unwrap_or(id).as_str());
    match names.collect::<Vec<_>>().as_slice() {
        [] => format!("no {}", kind.plural()),
        [one] => format!("{} {one}", kind.singular()),
        all => format!("{} {}", kind.plural(), all.join(", ")),
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
pub(crate) fn table(stored: &StoredReceipt, receipt: &PeopleReceipt) -> Vec<Vec<String>> {
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
    let by = || stored.by.clone();
    let mut table = vec![HEAD.map(str::to_owned).to_vec()];
    for connection in &receipt.connections {
        for line in lines(stored, connection) {
            let mut row = vec![
                receipt.person.name.clone(),
                receipt.person.addresses.join(" "),
                receipt.by.clone().or_else(by).unwrap_or_default(),
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
        found.map(|one| state(connection, one)).unwrap_or_default()
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
        line[4] = state(connection, account);
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
        let receipt: PeopleReceipt = serde_json::from_str(stored.body.get()).unwrap();
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
    fn what_was_planned_is_said_with_the_names_of_roles() {
        let stored = stored();
        let receipt: PeopleReceipt = serde_json::from_str(stored.body.get()).unwrap();
        let mut pivot = receipt.connections[0].clone();
        let mut wanted = pivot.accounts[0].clone();
        assert_eq!(goal(&pivot, &wanted.goal), None);
        wanted.goal = AccountGoal::Present {
            enabled: Some(true),
            roles: Some(vec!["7".to_owned(), "viewer".to_owned()]),
        };
        pivot.accounts = vec![wanted.clone()];
        pivot.role_names = [("7".to_owned(), "Sales".to_owned())].into();
        assert_eq!(
            goal(&pivot, &wanted.goal).as_deref(),
            Some("Planned: enabled, roles Sales, viewer.")
        );
        let read = AccountState {
            key: "ana".to_owned(),
            state: StateKind::Enabled,
            admin: false,
            roles: vec!["7".to_owned()],
        };
        assert_eq!(state(&pivot, &read), "enabled, role Sales");
        wanted.outcome = OutcomeKind::Already;
        assert_eq!(
            answer(&wanted, Platform::Pivot),
            "Nothing was requested: it was already as planned."
        );
    }

    #[test]
    fn what_was_requested_and_answered_is_a_sentence() {
        let stored = stored();
        let receipt: PeopleReceipt = serde_json::from_str(stored.body.get()).unwrap();
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
