//! A plan as a file, which can be reviewed and compared with what the plan is now. It
//! holds no secret: those in requests are masked.

use crate::people::loaded::Loaded;
use crate::people::output::json;
use crate::text_file;
use anyhow::{Context, Result, anyhow};
use roster::people::{
    AccountRef, LeaveWay, Loss, PeoplePlan, PersonKey, PlanPart, StateKind, UnknownKind,
};
use roster::record::Record;
use roster::{BlockReason, Change, ImpossibleReason, Item, NothingToSend, Step, UndoLimit};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use wire::Platform;
use wire::console::{Connection, Environment};

/// The version of the format.
const VERSION: u32 = 1;

/// What is to be done for people who leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanFile {
    pub(super) plan: PlanKind,
    version: PlanVersion,
    /// When it was made, RFC 3339.
    made: String,
    /// By which user of the operating system.
    by: String,
    pub(super) people: Vec<PlannedPerson>,
    pub(super) connections: Vec<PlannedConnection>,
}

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PlanKind {
    /// Removing people's access.
    Leave,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
struct PlanVersion;

impl From<PlanVersion> for u32 {
    fn from(_: PlanVersion) -> Self {
        VERSION
    }
}

impl TryFrom<u32> for PlanVersion {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        if version == VERSION {
            return Ok(Self);
        }
        Err(format!(
            "it is a plan of version {version}, and this program reads {VERSION}"
        ))
    }
}

/// Someone who leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedPerson {
    pub(super) person: PersonKey,
    pub(super) name: String,
    pub(super) addresses: Vec<String>,
}

/// What is to be done on a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedConnection {
    pub(super) connection: String,
    pub(super) label: String,
    pub(super) platform: Platform,
    pub(super) environment: Environment,
    /// Why there may be accounts that are not in the plan; `null` where it is known.
    pub(super) unknown: Option<UnknownKind>,
    pub(super) accounts: Vec<PlannedAccount>,
}

/// What is to be done with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedAccount {
    pub(super) person: PersonKey,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) state: StateKind,
    pub(super) admin: bool,
    pub(super) change: LeaveWay,
    /// The guard rail that keeps it from being changed.
    pub(super) blocked: Option<BlockReason>,
    /// Why nothing is sent although no guard rail says so.
    pub(super) unsent: Option<Unsent>,
    /// What is sent, with secrets masked.
    pub(super) requests: Vec<PlannedRequest>,
    pub(super) losses: Vec<Lost>,
}

/// Why an account needs no request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unsent {
    /// It cannot sign in already.
    Already,
    /// The change cannot be made.
    Impossible(ImpossibleReason),
    /// Someone else changed the same.
    Conflict,
}

/// What is lost with an account's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Lost {
    /// It cannot be undone, or not completely.
    Undo(UndoLimit),
    AdminRights,
    /// So many accounts of others with the same key lose their access too.
    Namesakes(usize),
}

impl From<Loss> for Lost {
    fn from(loss: Loss) -> Self {
        match loss {
            Loss::Undo(limit) => Self::Undo(limit),
            Loss::AdminRights => Self::AdminRights,
            Loss::Namesakes(count) => Self::Namesakes(count),
        }
    }
}

/// A request to a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedRequest {
    pub(super) method: String,
    /// Path and query.
    pub(super) path: String,
    pub(super) body: Option<String>,
}

impl PlanFile {
    /// `plan` as a file. Requests that name a time have `made`.
    pub(super) fn new(plan: &PeoplePlan, loaded: &Loaded, made: &str, by: &str) -> Self {
        let connections = loaded.connections().map(|(at, connection, _)| {
            let unknown = plan.unknown.iter().find(|(unknown, _)| *unknown == at);
            let parts = plan.parts.iter().filter(|part| part.connection == at);
            let accounts = parts.flat_map(|part| PlannedAccount::all(plan, part, made));
            PlannedConnection::new(
                connection,
                unknown.map(|(_, reason)| reason.clone()),
                accounts.collect(),
            )
        });
        let people = plan.people.iter().map(|leaver| PlannedPerson {
            person: leaver.key.clone(),
            name: leaver.name.clone(),
            addresses: leaver.addresses.clone(),
        });
        Self {
            plan: PlanKind::Leave,
            version: PlanVersion,
            made: made.to_owned(),
            by: by.to_owned(),
            people: people.collect(),
            connections: connections.collect(),
        }
    }

    /// Reads the plan in the file at `path`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
        let text = text_file::decode(bytes).map_err(|why| anyhow!("{shown} {why}"))?;
        serde_json::from_str(&text).with_context(|| format!("{shown} is not a plan of Rollcall"))
    }

    /// Writes it to the file at `path`, in place of another plan.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = json(self)?;
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }

    /// When it was made, RFC 3339.
    pub(super) fn made(&self) -> &str {
        &self.made
    }

    /// Who leaves.
    pub(super) fn people(&self) -> impl Iterator<Item = &PersonKey> {
        self.people.iter().map(|one| &one.person)
    }

    /// How access is removed, for each account.
    pub(super) fn ways(&self) -> HashMap<AccountRef, LeaveWay> {
        let accounts = self.connections.iter().flat_map(|one| {
            let accounts = one.accounts.iter();
            accounts.map(|account| {
                let name = AccountRef::new(&one.connection, &account.key);
                (name, account.change)
            })
        });
        accounts.collect()
    }
}

impl PlannedConnection {
    fn new(
        connection: &Connection,
        unknown: Option<UnknownKind>,
        accounts: Vec<PlannedAccount>,
    ) -> Self {
        Self {
            connection: connection.id.clone(),
            label: connection.label.clone(),
            platform: connection.platform,
            environment: connection.environment,
            unknown,
            accounts,
        }
    }
}

impl PlannedAccount {
    fn all(plan: &PeoplePlan, part: &PlanPart, now: &str) -> Vec<Self> {
        let items = part.plan.items.iter().zip(&part.targets).enumerate();
        items
            .filter_map(|(at, (item, target))| {
                let person = plan.people.get(target.person)?.key.clone();
                Some(Self::new(part, (at, item), person, now))
            })
            .collect()
    }

    fn new(part: &PlanPart, (at, item): (usize, &Item), person: PersonKey, now: &str) -> Self {
        let (unsent, requests) = match (item.blocked, part.plan.steps(item, now)) {
            (Some(_), _) => (None, Vec::new()),
            (None, Ok(steps)) => (None, steps.iter().filter_map(PlannedRequest::of).collect()),
            (None, Err(reason)) => (Some(Unsent::from(reason)), Vec::new()),
        };
        let before = item.before.as_ref();
        let access = before.map(Record::access);
        Self {
            person,
            key: item.key.clone(),
            name: item.label.clone(),
            state: match access {
                Some(access) if access.is_enabled() => StateKind::Enabled,
                Some(access) if access.is_disabled() => StateKind::Disabled,
                _ => StateKind::Unknown,
            },
            admin: before.is_some_and(Record::is_admin),
            change: match item.change {
                Change::Remove => LeaveWay::Remove,
                _ => LeaveWay::Disable,
            },
            blocked: item.blocked,
            losses: if requests.is_empty() {
                Vec::new()
            } else {
                part.losses(at).into_iter().map(Lost::from).collect()
            },
            unsent,
            requests,
        }
    }
}

impl PlannedRequest {
    fn of(step: &Step) -> Option<Self> {
        let request = step.request().ok()?;
        let body = request.body.as_ref();
        Some(Self {
            method: request.route.method.to_string(),
            path: request.masked(&request.target()),
            body: body.map(|body| request.masked(&body.text)),
        })
    }
}

impl From<NothingToSend> for Unsent {
    fn from(reason: NothingToSend) -> Self {
        match reason {
            NothingToSend::Already => Self::Already,
            NothingToSend::Impossible(reason) => Self::Impossible(reason),
            NothingToSend::Conflict(_) => Self::Conflict,
        }
    }
}
