//! `rollcall people leave`: the plan that removes people's access everywhere, as a file
//! that can be reviewed, and carrying it out.

mod carry_out;
mod differences;
mod plan_file;
mod plan_text;
mod result;

use super::End;
use super::console::Console;
use super::loaded::{Loaded, now};
use super::output::{OutputFormat, clean, counted, print, print_json, say};
use anyhow::{Context, Result};
use carry_out::{Filed, carry_out};
use clap::Args;
use differences::differences;
use plan_file::PlanFile;
use roster::Confirmation;
use roster::people::{AccountRef, LeaveRequest, LeaveWay, PeoplePlan, PersonId};
use serde_json::json;
use std::collections::HashMap;
use std::fs;
use std::io::{IsTerminal, Write, stderr, stdin};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct LeaveArgs {
    /// Who leaves: addresses, or keys of people as people list has them
    #[arg(
        value_name = "ADDRESS",
        required_unless_present = "apply",
        conflicts_with = "apply"
    )]
    people: Vec<String>,
    /// Remove accounts on this connection, where disabling is the usual way
    #[arg(long, value_name = "ID", conflicts_with = "apply")]
    remove: Vec<String>,
    /// Write the plan to this file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["apply", "yes"])]
    plan: Option<PathBuf>,
    /// Carry out the plan in this file, unless the platforms have changed since it was made
    #[arg(long, value_name = "FILE")]
    apply: Option<PathBuf>,
    /// Carry the plan out without asking
    #[arg(long)]
    yes: bool,
    /// Write each receipt to a file in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "plan")]
    receipts: Option<PathBuf>,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(super) async fn run(args: &LeaveArgs, console: &Console) -> Result<End> {
    if let Some(path) = &args.apply {
        let file = PlanFile::read(path)?;
        let loaded = Loaded::new(console).await?;
        loaded.say_unknown();
        return apply(args, console, &loaded, &file).await;
    }
    let loaded = Loaded::new(console).await?;
    let end = loaded.say_unknown();
    plan(args, console, &loaded, end).await
}

/// Plans for the people of the command line; carries it out where that was asked for.
async fn plan(args: &LeaveArgs, console: &Console, loaded: &Loaded, end: End) -> Result<End> {
    let mut end = end;
    let mut people: Vec<PersonId> = Vec::new();
    for text in &args.people {
        match loaded.find(text) {
            Some(id) if people.contains(&id) => {}
            Some(id) => people.push(id),
            None => {
                say(&format!("no account of {text} is known"));
                end = End::Incomplete;
            }
        }
    }
    if people.is_empty() {
        return Ok(end);
    }
    let ways = match ways(args, loaded, &people) {
        Ok(ways) => ways,
        Err(why) => {
            say(&why);
            return Ok(End::Usage);
        }
    };
    let plan = make_plan(console, loaded, people, ways);
    if args.yes {
        let done = carry_out(console, loaded, &plan).await?;
        return Ok(worst(end, finish(args, &done)?));
    }
    let file = PlanFile::new(&plan, loaded, &now(), console.operator());
    match args.format {
        OutputFormat::Text => print(&plan_text::text(&file))?,
        OutputFormat::Json => print_json(&file)?,
        OutputFormat::Csv => print(&plan_text::csv(&file))?,
    }
    if let Some(path) = &args.plan {
        file.write(path)?;
        let shown = path.display();
        say(&format!(
            "the plan is written to {shown}. Carry it out: rollcall people leave --apply {shown}"
        ));
    }
    Ok(end)
}

/// Carries out the plan in `file`, if it is still the plan.
async fn apply(
    args: &LeaveArgs,
    console: &Console,
    loaded: &Loaded,
    file: &PlanFile,
) -> Result<End> {
    let people = file.people().filter_map(|key| loaded.people.find(key));
    let plan = make_plan(console, loaded, people.collect(), file.ways());
    let current = PlanFile::new(&plan, loaded, file.made(), console.operator());
    let differences = differences(file, &current);
    if !differences.is_empty() {
        say("the platforms have changed since this plan was made. Nothing was done:");
        for difference in &differences {
            say(&format!("- {difference}"));
        }
        say("make the plan again, and look at it");
        if args.format == OutputFormat::Json {
            print_json(&json!({ "version": 1, "refused": differences }))?;
        }
        return Ok(End::Refused);
    }
    if !args.yes && !stdin().is_terminal() {
        say("there is no terminal to ask on: --yes carries the plan out without asking");
        return Ok(End::Usage);
    }
    if !args.yes && !confirmed(&plan, file)? {
        say("nothing was done");
        return Ok(End::Incomplete);
    }
    let done = carry_out(console, loaded, &plan).await?;
    finish(args, &done)
}

fn make_plan(
    console: &Console,
    loaded: &Loaded,
    people: Vec<PersonId>,
    ways: HashMap<AccountRef, LeaveWay>,
) -> PeoplePlan {
    let request = LeaveRequest {
        people,
        ways,
        me: Some(console.operator().to_owned()),
    };
    loaded.read(|people, lists| PeoplePlan::leave(people, lists, &request))
}

/// The accounts that `--remove` is about; an error is what is wrong with it.
fn ways(
    args: &LeaveArgs,
    loaded: &Loaded,
    leavers: &[PersonId],
) -> Result<HashMap<AccountRef, LeaveWay>, String> {
    let mut ways = HashMap::new();
    for id in &args.remove {
        let mut connections = loaded.people.connections();
        let connection = connections
            .find(|one| one.id == *id)
            .ok_or_else(|| format!("there is no connection “{id}”"))?;
        if !LeaveWay::of_platform(connection.platform).contains(&LeaveWay::Remove) {
            let label = &connection.label;
            return Err(format!("{label} cannot remove accounts, only disable them"));
        }
        loaded.read(|people, lists| {
            let accounts = leavers
                .iter()
                .flat_map(|leaver| people.person(*leaver, lists).accounts())
                .map(|account| account.to_ref())
                .filter(|account| *account.connection == **id);
            ways.extend(accounts.map(|account| (account, LeaveWay::Remove)));
        });
    }
    Ok(ways)
}

/// Asks whether to carry `plan` out, which is shown first.
fn confirmed(plan: &PeoplePlan, file: &PlanFile) -> Result<bool> {
    let is_typed = |confirmation| confirmation == Confirmation::Type;
    let mut parts = plan.parts.iter();
    let word = match &*plan.people {
        [one] if parts.any(|part| is_typed(part.plan.confirmation())) => {
            one.addresses.first().unwrap_or(&one.name).clone()
        }
        _ => "yes".to_owned(),
    };
    let mut error = stderr().lock();
    write!(
        error,
        "{}\nType {} to carry this plan out: ",
        plan_text::text(file),
        clean(&word)
    )?;
    error.flush()?;
    let mut answer = String::new();
    stdin()
        .read_line(&mut answer)
        .context("the answer cannot be read")?;
    Ok(answer.trim() == clean(&word))
}

/// Reports what was done, and answers whether that is all of it.
fn finish(args: &LeaveArgs, done: &[Filed]) -> Result<End> {
    if let Some(folder) = &args.receipts {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        for one in done {
            one.write(folder)?;
        }
    }
    match args.format {
        OutputFormat::Text => print(&result::text(done))?,
        OutputFormat::Json => print_json(&result::json(done))?,
        OutputFormat::Csv => print(&result::csv(done))?,
    }
    let incomplete = done.iter().filter(|one| !one.is_complete()).count();
    if incomplete == 0 {
        return Ok(End::Fine);
    }
    let people = counted(incomplete, "person", "people");
    say(&format!("not everything was done for {people}"));
    Ok(End::Incomplete)
}

fn worst(one: End, other: End) -> End {
    if one == End::Fine { other } else { one }
}
