//! `rollcall people drift`.

use super::End;
use super::console::Console;
use super::loaded::{Loaded, rfc3339};
use super::output::{OutputFormat, clean, counted, name, print, print_json, say};
use anyhow::Result;
use clap::Args;
use csv_table::Csv;
use roster::people::records::drift_kind;
use roster::people::{
    AccountRef, Drift, DriftKind, DriftSubject, Lists, MendKind, People, connection_drift,
    person_drift,
};
use roster::view::fold;
use serde::Serialize;
use std::fmt::Write;

/// What `--fail-on` takes for all kinds.
const ANY: &str = "any";

#[derive(Debug, Args)]
pub(crate) struct DriftArgs {
    /// Exit with 3 if drift of one of these kinds is found, such as departed-enabled; any
    /// stands for all
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = fail_on)]
    fail_on: Vec<FailOn>,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A value of `--fail-on`.
#[derive(Debug, Clone, Copy)]
enum FailOn {
    Any,
    Kind(DriftKind),
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    if text == ANY {
        return Ok(FailOn::Any);
    }
    drift_kind(text).map(FailOn::Kind).ok_or_else(|| {
        let kinds: Vec<String> = DriftKind::ALL.iter().map(name).collect();
        format!("the kinds are {}, and {ANY} for all", kinds.join(", "))
    })
}

/// Drift as JSON.
#[derive(Debug, Serialize)]
struct DriftReport {
    version: u32,
    /// When the accounts were loaded.
    at: String,
    findings: Vec<Finding>,
}

/// One case.
#[derive(Debug, Serialize)]
struct Finding {
    kind: DriftKind,
    subject: DriftSubject,
    /// What people call the person or the thing that it is about.
    name: String,
    accounts: Vec<FindingAccount>,
    /// Since when, as far as a platform tells: RFC 3339.
    since: Option<String>,
    /// What mends it in the console, the usual way first.
    mends: Vec<MendKind>,
}

/// An account of a case.
#[derive(Debug, Serialize)]
struct FindingAccount {
    connection: String,
    key: String,
    name: String,
    address: String,
}

pub(super) async fn run(args: &DriftArgs, console: &Console) -> Result<End> {
    let loaded = Loaded::new(console).await?;
    let findings = loaded.read(|people, lists| find(&loaded, people, lists));
    let end = loaded.say_unknown();
    let is_failing = |finding: &Finding| {
        let mut kinds = args.fail_on.iter();
        kinds.any(|one| match one {
            FailOn::Any => true,
            FailOn::Kind(kind) => *kind == finding.kind,
        })
    };
    let failing = findings.iter().filter(|one| is_failing(one)).count();
    match args.format {
        OutputFormat::Text => print(&text(&findings))?,
        OutputFormat::Csv => print(&csv(&findings))?,
        OutputFormat::Json => print_json(&DriftReport {
            version: 1,
            at: rfc3339(loaded.at),
            findings,
        })?,
    }
    if failing == 0 {
        return Ok(end);
    }
    let found = counted(failing, "finding", "findings");
    say(&format!("{found} of a kind that --fail-on names"));
    Ok(End::Findings)
}

/// All cases that are not dismissed: by kind, and of one kind by name.
fn find(loaded: &Loaded, people: &People, lists: Lists<'_>) -> Vec<Finding> {
    let context = loaded.records.drift_context(&rfc3339(loaded.at));
    let of_people = people.ids().flat_map(|id| {
        let person = people.person(id, lists);
        person_drift(people, &person, &context)
    });
    let connections = 0..people.connections().len();
    let of_connections = connections.flat_map(|at| connection_drift(people, lists, at, &context));
    let all = of_people.chain(of_connections);
    let all = all.filter(|one| one.dismissed.is_none());
    let mut findings: Vec<Finding> = all.map(|one| Finding::new(one, people, lists)).collect();
    findings.sort_by_cached_key(|one| {
        let kind = DriftKind::ALL.iter().position(|kind| *kind == one.kind);
        let accounts = one.accounts.iter();
        let accounts = accounts.map(|one| (one.connection.clone(), one.key.clone()));
        (kind, fold(&one.name), accounts.collect::<Vec<_>>())
    });
    findings
}

impl Finding {
    fn new(drift: Drift, people: &People, lists: Lists<'_>) -> Self {
        let name = match &drift.id.subject {
            DriftSubject::Person(key) => people
                .find(key)
                .map_or_else(|| key.to_string(), |id| people.person(id, lists).name()),
            DriftSubject::Connection(id) => id.clone(),
            DriftSubject::Status(account) => account.key.to_string(),
        };
        let accounts = drift.id.accounts.iter();
        Self {
            kind: drift.id.kind,
            name,
            accounts: accounts
                .map(|account| FindingAccount::new(account, people, lists))
                .collect(),
            since: drift.since,
            mends: drift.mends.iter().map(|mend| mend.kind).collect(),
            subject: drift.id.subject,
        }
    }
}

impl FindingAccount {
    fn new(account: &AccountRef, people: &People, lists: Lists<'_>) -> Self {
        let mut connections = people.connections().zip(lists);
        let list = connections.find(|(connection, _)| *connection.id == *account.connection);
        let record = list
            .and_then(|(_, accounts)| *accounts)
            .and_then(|accounts| accounts.record(&account.key));
        let record = record.as_ref();
        Self {
            connection: account.connection.to_string(),
            key: account.key.to_string(),
            name: record
                .map(roster::record::Record::label)
                .unwrap_or_default(),
            address: record
                .map(|one| one.address().to_owned())
                .unwrap_or_default(),
        }
    }

    /// `pivot/ana@example.com`, with the address where the key does not say it.
    fn text(&self) -> String {
        let Self {
            connection,
            key,
            address,
            ..
        } = self;
        if address.is_empty() || address == key {
            format!("{connection}/{key}")
        } else {
            format!("{connection}/{key} ({address})")
        }
    }
}

fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for same in findings.chunk_by(|one, next| one.kind == next.kind) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}: {}", name(same[0].kind), same.len());
        for finding in same {
            let accounts: Vec<String> = finding.accounts.iter().map(FindingAccount::text).collect();
            let mut line = format!("{}: {}", finding.name, accounts.join(", "));
            if let Some(since) = &finding.since {
                let _ = write!(line, ", since {since}");
            }
            let _ = writeln!(text, "  {}", clean(&line));
        }
        text.push('\n');
    }
    text + &counted(findings.len(), "finding", "findings") + "\n"
}

fn csv(findings: &[Finding]) -> String {
    let mut csv = Csv::new(false);
    csv.row(&["kind", "subject", "name", "accounts", "since", "mends"]);
    for finding in findings {
        let subject = match &finding.subject {
            DriftSubject::Person(key) => key.to_string(),
            DriftSubject::Connection(id) => id.clone(),
            DriftSubject::Status(account) => format!("{}/{}", account.connection, account.key),
        };
        let accounts = finding.accounts.iter();
        let accounts = accounts.map(|one| format!("{}/{}", one.connection, one.key));
        csv.row(&[
            &name(finding.kind),
            &subject,
            &finding.name,
            &accounts.collect::<Vec<_>>().join(" "),
            finding.since.as_deref().unwrap_or_default(),
            &finding.mends.iter().map(name).collect::<Vec<_>>().join(" "),
        ]);
    }
    csv.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_drift_can_be_failed_on_by_its_name() {
        for kind in DriftKind::ALL {
            let found = fail_on(&name(kind));
            assert!(
                matches!(found, Ok(FailOn::Kind(one)) if one == *kind),
                "{kind:?}"
            );
        }
        assert!(matches!(fail_on("any"), Ok(FailOn::Any)));
        let words = fail_on("departed").unwrap_err();
        assert!(
            words.starts_with("the kinds are departed-enabled, "),
            "{words}"
        );
    }
}
