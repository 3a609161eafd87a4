//! `rollcall people reconcile`: compares a list of people in a file with the platforms, plans
//! what makes them agree, and carries it out.

use super::End;
use super::console::Console;
use super::list_rules::ListRules;
use super::loaded::{Loaded, now};
use super::output::{counted, name, say};
use super::plan::{PlanArgs, PlanFile, UndecidedRow};
use anyhow::{Context, Result};
use clap::Args;
use people_file::{Cells, Table, Writer};
use roster::people::{
    LibraryRules, Mapping, NothingNote, PeoplePlan, Purpose, ReconcileAction, ReconcileList,
    ReconcileRules, ReconciledEntry, Reconciliation, removal_guards,
};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many rows are compared at a time. Nothing else has to run in between.
const BUDGET: usize = 10_000;

/// What carries out a plan in a file.
const APPLY: &str = "rollcall people reconcile FILE --apply";

#[derive(Debug, Args)]
pub(crate) struct ReconcileArgs {
    /// The list: a CSV file
    file: PathBuf,
    #[command(flatten)]
    rules: ListRules,
    #[command(flatten)]
    plan: PlanArgs,
    /// Write the list with what was found about each row to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Remove the access of so many accounts although they are more than 20, or than one in
    /// ten of a connection
    #[arg(long, value_name = "COUNT")]
    removals: Option<usize>,
}

pub(super) async fn run(args: &ReconcileArgs, console: &Console) -> Result<End> {
    let before = args.plan.apply.as_deref();
    let before = before.map(|path| PlanFile::read(path, Purpose::Reconcile));
    let before = before.transpose()?;
    if before.is_some() && args.rules != ListRules::default() {
        say("the plan says what is wanted of the list: leave the other options out");
        return Ok(End::Usage);
    }
    let said = before.as_ref().and_then(|plan| plan.rules.as_ref());
    let said = said.unwrap_or(&args.rules);
    let shown = args.file.display();
    let bytes = fs::read(&args.file).with_context(|| format!("{shown} cannot be read"))?;
    let table = people_file::read(bytes).with_context(|| format!("{shown}"))?;
    let loaded = Loaded::new(console).await?;
    let wanted = said
        .mapping(&table)
        .and_then(|mapping| Ok((mapping, said.rules(&loaded, &table)?)));
    let (mapping, rules) = match wanted {
        Ok(wanted) => wanted,
        Err(why) => {
            say(&why);
            return Ok(End::Usage);
        }
    };
    let mut end = loaded.say_unknown();
    let comparison = compare(&loaded, &table, mapping, rules);
    let undecided = undecided(&loaded, &comparison);
    if !undecided.is_empty() {
        let rows = counted(undecided.len(), "row", "rows");
        say(&format!("nothing can be decided about something in {rows}"));
        end = end.and(End::Incomplete);
    }
    if let Some(path) = &args.report {
        report(path, &table, &loaded, &comparison)?;
    }
    let plan = make_plan(console, &loaded, &comparison, said.lists());
    let made = before
        .as_ref()
        .map_or_else(now, |plan| plan.made().to_owned());
    let mut file = PlanFile::new(&plan, &loaded, &made, console.operator());
    file.rules = Some(said.clone());
    file.undecided = undecided;
    match before {
        Some(before) if !args.plan.is_current(&before, &file)? => Ok(End::Refused),
        None if !args.plan.yes => {
            args.plan.show(&file, APPLY)?;
            Ok(end)
        }
        _ if plan.people.is_empty() => {
            say("there is nothing to do");
            Ok(end)
        }
        _ => Ok(apply(args, console, &loaded, &plan, &file).await?.and(end)),
    }
}

/// Carries `plan` out, once that was confirmed.
async fn apply(
    args: &ReconcileArgs,
    console: &Console,
    loaded: &Loaded,
    plan: &PeoplePlan,
    file: &PlanFile,
) -> Result<End> {
    let guards = loaded.read(|_, lists| removal_guards(plan, lists));
    let removed: usize = guards.iter().map(|guard| guard.removed).sum();
    if !guards.is_empty() && args.removals != Some(removed) {
        for guard in &guards {
            let mut connections = loaded.people.connections();
            let connection = connections.nth(guard.connection);
            let id = connection.map_or("", |one| &one.id);
            let (removed, enabled) = (guard.removed, guard.enabled);
            say(&format!(
                "{removed} of {enabled} enabled accounts on {id} would lose access"
            ));
        }
        say(&format!(
            "nothing was done: --removals {removed} says that this is meant"
        ));
        return Ok(End::Usage);
    }
    args.plan
        .carry_out(console, loaded, (plan, file), "yes")
        .await
}

fn compare(
    loaded: &Loaded,
    table: &Table,
    mapping: Mapping,
    rules: ReconcileRules,
) -> Reconciliation {
    let mut comparison = Reconciliation::new(mapping, rules, &LibraryRules);
    let mut cells = Cells::default();
    for row in 0..table.len() {
        let number = table.number(row);
        if table.problem(row).is_some() {
            comparison.add_unread(number, table.text(row));
        } else {
            table.read_row(row, &mut cells);
            comparison.add_row(number, |column| cells.get(column));
        }
    }
    loaded.read(|people, lists| while comparison.step(people, lists, BUDGET) {});
    comparison
}

/// The plan for everything that was found of these kinds.
fn make_plan(
    console: &Console,
    loaded: &Loaded,
    comparison: &Reconciliation,
    wanted: &[ReconcileList],
) -> PeoplePlan {
    let selected = wanted.iter().flat_map(|list| {
        let places = comparison.places(*list).iter();
        places.map(|place| (*list, *place as usize))
    });
    let me = Some(console.operator());
    loaded.read(|people, lists| PeoplePlan::reconcile(people, lists, comparison, selected, me))
}

/// What cannot be decided.
fn undecided(loaded: &Loaded, comparison: &Reconciliation) -> Vec<UndecidedRow> {
    let mut rows = Vec::new();
    for entry in comparison.list(ReconcileList::Undecided) {
        let mut add = |connection, reason| {
            rows.push(UndecidedRow {
                row: entry.row,
                address: entry.address.to_string(),
                connection,
                reason,
            });
        };
        if let Some(reason) = &entry.undecided {
            add(None, reason.clone());
        }
        for part in entry.parts_in(ReconcileList::Undecided) {
            if let ReconcileAction::Undecided(reason) = &part.action {
                add(connection_id(loaded, part.connection), reason.clone());
            }
        }
    }
    rows
}

fn connection_id(loaded: &Loaded, place: usize) -> Option<String> {
    let connection = loaded.people.connections().nth(place)?;
    Some(connection.id.clone())
}

/// Writes the list to the file at `path`, with two more columns: what is found about a row,
/// and on which connections, with why nothing can be decided.
fn report(path: &Path, table: &Table, loaded: &Loaded, comparison: &Reconciliation) -> Result<()> {
    let entries = comparison.entries().iter();
    let entries: HashMap<u32, &ReconciledEntry> =
        entries.filter_map(|one| Some((one.row?, one))).collect();
    let mut writer = Writer::new(table, ["rollcall", "rollcall details"]);
    while writer.step(BUDGET, |row| match entries.get(&table.number(row)) {
        Some(entry) => [result(entry), details(loaded, entry)],
        None => [String::new(), String::new()],
    }) {}
    fs::write(path, writer.finish())
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// `create, change`
fn result(entry: &ReconciledEntry) -> String {
    let lists = ReconcileList::ALL.iter();
    let lists: Vec<String> = lists.filter(|list| entry.is_in(**list)).map(name).collect();
    lists.join(", ")
}

/// `pivot: create; metabase: several accounts`
fn details(loaded: &Loaded, entry: &ReconciledEntry) -> String {
    let words = |kind: String| kind.replace('-', " ");
    let parts = entry.parts.iter().map(|part| {
        let what = match &part.action {
            ReconcileAction::Undecided(reason) => words(name(reason)),
            action => words(name(action)),
        };
        let id = connection_id(loaded, part.connection).unwrap_or_default();
        format!("{id}: {what}")
    });
    let whole = entry.undecided.iter().map(|reason| words(name(reason)));
    let note = entry.note.iter().map(|note| match note {
        NothingNote::Repeats { first } => format!("as row {first}"),
        NothingNote::Kept => "has left, access is kept".to_owned(),
    });
    let all: Vec<String> = whole.chain(note).chain(parts).collect();
    all.join("; ")
}
