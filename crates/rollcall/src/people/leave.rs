//! `rollcall people leave`: the plan that removes people's access everywhere, as a file
//! that can be reviewed, and carrying it out.

use super::End;
use super::console::Console;
use super::loaded::{Loaded, now};
use super::output::{clean, say};
use super::plan::{PlanArgs, PlanFile};
use anyhow::Result;
use clap::Args;
use roster::Confirmation;
use roster::people::{AccountRef, LeaveRequest, LeaveWay, PeoplePlan, PersonId, Purpose};
use std::collections::HashMap;

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
    #[command(flatten)]
    plan: PlanArgs,
}

/// What carries out a plan in a file.
const APPLY: &str = "rollcall people leave --apply";

pub(super) async fn run(args: &LeaveArgs, console: &Console) -> Result<End> {
    if let Some(path) = &args.plan.apply {
        let file = PlanFile::read(path, Purpose::Leave)?;
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
    let file = PlanFile::new(&plan, loaded, &now(), console.operator());
    if args.plan.yes {
        let word = word(&plan);
        let done = args.plan.carry_out(console, loaded, (&plan, &file), &word);
        return Ok(end.and(done.await?));
    }
    args.plan.show(&file, APPLY)?;
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
    if !args.plan.is_current(file, &current)? {
        return Ok(End::Refused);
    }
    let word = word(&plan);
    args.plan
        .carry_out(console, loaded, (&plan, file), &word)
        .await
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

/// What is typed to carry `plan` out.
fn word(plan: &PeoplePlan) -> String {
    let is_typed = |confirmation| confirmation == Confirmation::Type;
    let mut parts = plan.parts.iter();
    match &*plan.people {
        [one] if parts.any(|part| is_typed(part.plan.confirmation())) => {
            clean(one.addresses.first().unwrap_or(&one.name))
        }
        _ => "yes".to_owned(),
    }
}
