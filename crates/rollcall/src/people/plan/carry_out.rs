//! Carries a plan out, reads everything back, and puts on record what was done.

use crate::people::console::Console;
use crate::people::loaded::{Loaded, now};
use crate::people::output::{json, say};
use anyhow::{Context, Result};
use futures::future::{Either, join_all, select};
use roster::people::{PeoplePlan, PeopleReceipt, Purpose, RunEnd};
use roster::{Run, RunContext};
use serde_json::value::RawValue;
use std::fs;
use std::path::Path;
use std::pin::pin;
use wire::console::people::{DepartedChange, DepartedValue, NewReceipt, StoredReceipt};

/// The receipt of one person, and what became of it.
pub(in crate::people) struct Filed {
    pub(in crate::people) receipt: PeopleReceipt,
    /// As it is stored, or why it is not.
    pub(in crate::people) stored: Result<StoredReceipt, String>,
    /// Of a leave: whether the person is on record as departed, or why not; nothing where it
    /// is not certain that they can sign in nowhere.
    pub(in crate::people) departed: Option<Result<(), String>>,
}

impl Filed {
    /// Whether everything was done, verified and put on record.
    pub(in crate::people) fn is_complete(&self) -> bool {
        self.stored.is_ok()
            && self.receipt.is_proven()
            && (!self.is_leave() || matches!(self.departed, Some(Ok(()))))
    }

    /// Whether all access of the person was to be removed.
    pub(in crate::people) fn is_leave(&self) -> bool {
        self.receipt.purpose == Purpose::Leave
    }

    /// Writes the receipt to a file in `folder`: as it is stored, or at least what was
    /// read back.
    pub(in crate::people) fn write(&self, folder: &Path) -> Result<()> {
        let key = self.receipt.person.key.to_string().replace(':', "~3A");
        let path = folder.join(format!("receipt-{key}.json"));
        let text = match &self.stored {
            Ok(stored) => json(stored)?,
            Err(_) => self.receipt.json(),
        };
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))
    }
}

/// Carries `plan` out, which was made of `loaded`. A signal stops what has not begun;
/// what has begun is completed, and everything is read back.
pub(in crate::people) async fn carry_out(
    console: &Console,
    loaded: &Loaded,
    plan: &PeoplePlan,
) -> Result<Vec<Filed>> {
    let started = now();
    let parts = plan.parts.iter();
    let runs: Vec<Run> = parts.map(|part| Run::new(part.plan.clone())).collect();
    execute(console, &runs, &started).await?;
    let loaded = loaded.again(console).await?;
    let end = RunEnd {
        by: Some(console.operator()),
        started: &started,
        ended: &now(),
    };
    let runs: Vec<&Run> = runs.iter().collect();
    let receipts =
        loaded.read(|people, lists| PeopleReceipt::for_each(plan, &runs, people, lists, end));
    let mut filed = Vec::new();
    for receipt in receipts {
        let stored = console.store_receipt(&new_receipt(&receipt)).await;
        let stored = stored.map_err(|error| format!("{error:#}"));
        if let Err(why) = &stored {
            let name = &receipt.person.name;
            say(&format!("the receipt of {name} could not be stored: {why}"));
        }
        filed.push(Filed {
            receipt,
            stored,
            departed: None,
        });
    }
    if plan.purpose == Purpose::Leave {
        depart(console, &loaded, &mut filed).await;
    }
    Ok(filed)
}

/// Carries out all `runs` at the same time.
async fn execute(console: &Console, runs: &[Run], started: &str) -> Result<()> {
    let stop = gateway::stop_signal().context("signals cannot be watched for")?;
    let context = RunContext {
        now: started,
        on_change: &|_| {},
    };
    let context = &context;
    let executed = runs.iter().map(|run| async move {
        let via = console.via(&run.plan.connection);
        run.execute(&via, context).await;
    });
    let executed = pin!(join_all(executed));
    if let Either::Right(((), executed)) = select(executed, pin!(stop)).await {
        say("stopping: what has begun is completed, and everything is read back");
        runs.iter().for_each(Run::cancel);
        executed.await;
    }
    Ok(())
}

fn new_receipt(receipt: &PeopleReceipt) -> NewReceipt {
    let accounts = receipt.connections.iter().flat_map(|one| &one.accounts);
    let requests = accounts.flat_map(|account| &account.audit);
    NewReceipt {
        people: vec![receipt.person.key.to_string()],
        requests: requests.map(|entry| entry.id.clone()).collect(),
        // What JSON was made of cannot be no JSON.
        body: RawValue::from_string(receipt.json()).unwrap_or_default(),
    }
}

/// Puts those on record as departed whose receipt is stored, and says that they can sign in
/// nowhere any more.
async fn depart(console: &Console, loaded: &Loaded, filed: &mut [Filed]) {
    let departed = &loaded.records.rows.departed;
    let is_due = |one: &&mut Filed| one.stored.is_ok() && one.receipt.is_proven();
    let mut due: Vec<&mut Filed> = filed.iter_mut().filter(is_due).collect();
    let changes = due.iter().map(|one| {
        let key = one.receipt.person.key.to_string();
        let known = departed.iter().find(|row| row.person == key);
        let receipt = one.stored.as_ref().ok().map(|stored| stored.id.clone());
        DepartedChange {
            version: known.map_or(0, |row| row.version),
            person: key,
            value: Some(DepartedValue {
                name: one.receipt.person.name.clone(),
                receipt,
            }),
        }
    });
    let changes: Vec<DepartedChange> = changes.collect();
    if changes.is_empty() {
        return;
    }
    let saved = console.depart(&changes).await;
    let saved = saved.map_err(|error| format!("{error:#}"));
    if let Err(why) = &saved {
        say(&format!("no one was put on record as departed: {why}"));
    }
    for one in &mut due {
        one.departed = Some(saved.clone());
    }
}
