//! `rollcall people list`.

mod row;

use super::End;
use super::console::Console;
use super::loaded::{Loaded, rfc3339};
use super::output::{OutputFormat, counted, print, print_json, say};
use crate::text_table::text_table;
use anyhow::Result;
use clap::Args;
use csv_table::Csv;
use roster::people::{Condition, PeopleQuery, PeopleView, UnknownKind, UnknownReason};
use row::PersonRow;
use serde::Serialize;
use wire::Platform;

/// How many people are worked on at a time. Nothing else has to run in between.
const BUDGET: usize = 10_000;

/// The filters of the list: a person has to match all of them.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct ListArgs {
    /// Words of their names, addresses and account keys
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// They can sign in to this connection
    #[arg(long, value_name = "ID")]
    access: Vec<String>,
    /// They certainly cannot sign in to this connection
    #[arg(long, value_name = "ID")]
    lacks: Vec<String>,
    /// They can sign in somewhere
    #[arg(long)]
    enabled: bool,
    /// They are enabled on one connection and disabled on another
    #[arg(long)]
    enabled_and_disabled: bool,
    /// They are administrators somewhere
    #[arg(long)]
    admin: bool,
    /// They have never used an account on a platform that tells
    #[arg(long)]
    never_signed_in: bool,
    /// They have not used an account for this many days
    #[arg(long, value_name = "DAYS")]
    inactive_days: Option<u32>,
    /// They have departed
    #[arg(long)]
    departed: bool,
    /// They have accounts on one connection only
    #[arg(long)]
    unmatched: bool,
    /// They have an account without an address
    #[arg(long)]
    no_address: bool,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// The list as JSON.
#[derive(Debug, Serialize)]
struct List<'a> {
    version: u32,
    /// When the accounts were loaded.
    at: String,
    connections: Vec<ListConnection<'a>>,
    people: Vec<PersonRow>,
}

/// A connection, and whether all of its accounts are known.
#[derive(Debug, Serialize)]
struct ListConnection<'a> {
    id: &'a str,
    label: &'a str,
    platform: Platform,
    /// Why it is not known who has an account there; `null` where it is known.
    unknown: Option<UnknownKind>,
}

impl<'a> ListConnection<'a> {
    fn all(loaded: &'a Loaded) -> Vec<Self> {
        let connections = loaded.connections();
        let connections = connections.map(|(_, connection, reason)| Self {
            id: &connection.id,
            label: &connection.label,
            platform: connection.platform,
            unknown: reason.map(UnknownReason::into),
        });
        connections.collect()
    }
}

pub(super) async fn run(args: &ListArgs, console: &Console) -> Result<End> {
    let loaded = Loaded::new(console).await?;
    let conditions = match args.conditions(&loaded) {
        Ok(conditions) => conditions,
        Err(id) => {
            let ids = console.connections().iter().map(|one| &*one.id);
            let ids: Vec<&str> = ids.collect();
            say(&format!(
                "there is no connection “{id}”, but {}",
                ids.join(", ")
            ));
            return Ok(End::Usage);
        }
    };
    let query = PeopleQuery {
        text: args.search.clone().unwrap_or_default(),
        conditions,
        sort: None,
    };
    let rows = loaded.read(|people, lists| {
        let mut view = PeopleView::default();
        while view.step(people, lists, BUDGET) {}
        let found = view.rows(people, &query, loaded.at.as_millisecond());
        let rows = found
            .into_iter()
            .map(|id| PersonRow::new(&people.person(id, lists), lists));
        rows.collect::<Vec<_>>()
    });
    let end = loaded.say_unknown();
    match args.format {
        OutputFormat::Text => print(&text(&loaded, &rows))?,
        OutputFormat::Csv => print(&csv(&loaded, &rows))?,
        OutputFormat::Json => print_json(&List {
            version: 1,
            at: rfc3339(loaded.at),
            connections: ListConnection::all(&loaded),
            people: rows,
        })?,
    }
    Ok(end)
}

impl ListArgs {
    /// The conditions of the filters; an error is the ID of a connection that does not
    /// exist.
    fn conditions(&self, loaded: &Loaded) -> Result<Vec<Condition>, String> {
        let mut conditions = Vec::new();
        for (ids, condition) in [
            (&self.access, Condition::Enabled as fn(usize) -> Condition),
            (&self.lacks, Condition::Lacks),
        ] {
            for id in ids {
                let place = loaded.place(id).ok_or_else(|| id.clone())?;
                conditions.push(condition(place));
            }
        }
        let mixed = Condition::EnabledAndDisabled {
            enabled: None,
            disabled: None,
        };
        let flags = [
            (self.enabled, Condition::EnabledAnywhere),
            (self.enabled_and_disabled, mixed),
            (self.admin, Condition::Admin),
            (self.never_signed_in, Condition::NeverSignedIn),
            (self.departed, Condition::Departed),
            (self.unmatched, Condition::Unmatched),
            (self.no_address, Condition::NoAddress),
        ];
        let flags = flags.into_iter().filter(|(is_set, _)| *is_set);
        conditions.extend(flags.map(|(_, condition)| condition));
        let days = self.inactive_days;
        conditions.extend(days.map(|days| Condition::NotSignedInFor { days }));
        Ok(conditions)
    }
}

fn text(loaded: &Loaded, rows: &[PersonRow]) -> String {
    let ids = loaded.people.connections().map(|one| &*one.id);
    let headings: Vec<String> = ["NAME", "ADDRESS"]
        .into_iter()
        .chain(ids)
        .chain(["LAST SIGN-IN", "FLAGS"])
        .map(str::to_uppercase)
        .collect();
    let headings: Vec<&str> = headings.iter().map(|heading| &**heading).collect();
    let cells: Vec<Vec<String>> = rows.iter().map(PersonRow::text_cells).collect();
    let count = counted(rows.len(), "person", "people");
    format!("{}\n{count}\n", text_table(&headings, &cells))
}

fn csv(loaded: &Loaded, rows: &[PersonRow]) -> String {
    let ids = loaded.people.connections();
    let ids: Vec<String> = ids.map(|one| format!("on.{}", one.id)).collect();
    let ids = ids.iter().map(|id| &**id);
    let headings: Vec<&str> = ["person", "name", "addresses"]
        .into_iter()
        .chain(ids)
        .chain(["last_sign_in", "accounts", "flags", "departed"])
        .collect();
    let mut csv = Csv::new(false);
    csv.row(&headings);
    for row in rows {
        let cells = row.csv_cells();
        let cells: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
        csv.row(&cells);
    }
    csv.text()
}
