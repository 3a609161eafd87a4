//! A plan as a file, which can be reviewed and compared with what the plan is now. It
//! holds no secret: those in requests are masked.

use crate::people::list_rules::ListRules;
use crate::people::loaded::Loaded;
use crate::people::output::{json, name};
use crate::text_file;
use anyhow::{Context, Result, anyhow, ensure};
use roster::people::{
    AccountRef, LeaveWay, Loss, PeoplePlan, PersonKey, PlanPart, Purpose, StateKind,
    UndecidedReason, UnknownKind,
};
use roster::record::Record;
use roster::{BlockReason, ChangeKind, ImpossibleReason, Item, NothingToSend, Step, UndoLimit};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use wire::Platform;
use wire::console::approvals::PlannedRequest;
use wire::console::{Connection, Environment};

/// The version of the format.
const VERSION: u32 = 1;

/// What is to be done for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct PlanFile {
    /// What for.
    pub(in crate::people) plan: Purpose,
    version: PlanVersion,
    /// When it was made, RFC 3339.
    made: String,
    /// By which user of the operating system.
    by: String,
    /// What is wanted of the list of people that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::people) rules: Option<ListRules>,
    pub(in crate::people) people: Vec<PlannedPerson>,
    pub(in crate::people) connections: Vec<PlannedConnection>,
    /// The rows of the list for which nothing is planned because it cannot be decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::people) undecided: Vec<UndecidedRow>,
}

/// A row of a list, or a person who is in no row, where something cannot be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct UndecidedRow {
    /// As a spreadsheet counts; `null` for those who are in no row.
    pub(in crate::people) row: Option<u32>,
    pub(in crate::people) address: String,
    /// On which connection; `null` where it is about all.
    pub(in crate::people) connection: Option<String>,
    pub(in crate::people) reason: UndecidedReason,
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

/// Someone whose accounts are changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct PlannedPerson {
    pub(in crate::people) person: PersonKey,
    pub(in crate::people) name: String,
    pub(in crate::people) addresses: Vec<String>,
}

/// What is to be done on a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct PlannedConnection {
    pub(in crate::people) connection: String,
    pub(in crate::people) label: String,
    pub(in crate::people) platform: Platform,
    pub(in crate::people) environment: Environment,
    /// Why there may be accounts that are not in the plan; `null` where it is known.
    pub(in crate::people) unknown: Option<UnknownKind>,
    pub(in crate::people) accounts: Vec<PlannedAccount>,
}

/// What is to be done with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct PlannedAccount {
    pub(in crate::people) person: PersonKey,
    pub(in crate::people) key: String,
    pub(in crate::people) name: String,
    /// Whether it can sign in; `null` where it is to be created.
    pub(in crate::people) state: Option<StateKind>,
    pub(in crate::people) admin: bool,
    pub(in crate::people) change: ChangeKind,
    /// The guard rail that keeps it from being changed.
    pub(in crate::people) blocked: Option<BlockReason>,
    /// Why nothing is sent although no guard rail says so.
    pub(in crate::people) unsent: Option<Unsent>,
    /// What is sent, with secrets masked.
    pub(in crate::people) requests: Vec<PlannedRequest>,
    pub(in crate::people) losses: Vec<Lost>,
}

/// Why an account needs no request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::people) enum Unsent {
    /// It is so already.
    Already,
    /// The change cannot be made.
    Impossible(ImpossibleReason),
    /// Someone else changed the same.
    Conflict,
}

/// What is lost with an account's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::people) enum Lost {
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

impl PlanFile {
    /// `plan` as a file. Requests that name a time have `made`.
    pub(in crate::people) fn new(plan: &PeoplePlan, loaded: &Loaded, made: &str, by: &str) -> Self {
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
        let people = plan.people.iter().map(|person| PlannedPerson {
            person: person.key.clone(),
            name: person.name.clone(),
            addresses: person.addresses.clone(),
        });
        Self {
            plan: plan.purpose,
            version: PlanVersion,
            made: made.to_owned(),
            by: by.to_owned(),
            rules: None,
            people: people.collect(),
            connections: connections.collect(),
            undecided: Vec::new(),
        }
    }

    /// Reads the plan in the file at `path`, which is one for this purpose.
    ///
    /// # Errors
    /// Where it cannot be read or is none, or is one for another purpose.
    pub(in crate::people) fn read(path: &Path, purpose: Purpose) -> Result<Self> {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
        let text = text_file::decode(bytes).map_err(|why| anyhow!("{shown} {why}"))?;
        let plan: Self = serde_json::from_str(&text)
            .with_context(|| format!("{shown} is not a plan of Rollcall"))?;
        let (is, wanted) = (name(plan.plan), name(purpose));
        ensure!(is == wanted, "{shown} is a plan of {is}, not of {wanted}");
        Ok(plan)
    }

    /// Writes it to the file at `path`, in place of another plan.
    pub(in crate::people) fn write(&self, path: &Path) -> Result<()> {
        let text = json(self)?;
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The connections on which there is something to do or to read back: all of them for
    /// someone who leaves.
    pub(in crate::people) fn concerned(&self) -> impl Iterator<Item = &PlannedConnection> {
        self.connections.iter().filter(|one| {
            self.plan == Purpose::Leave || !one.accounts.is_empty() || one.unknown.is_some()
        })
    }

    /// When it was made, RFC 3339.
    pub(in crate::people) fn made(&self) -> &str {
        &self.made
    }

    /// Whose accounts it is about.
    pub(in crate::people) fn people(&self) -> impl Iterator<Item = &PersonKey> {
        self.people.iter().map(|one| &one.person)
    }

    /// How access is removed, for each account.
    pub(in crate::people) fn ways(&self) -> HashMap<AccountRef, LeaveWay> {
        let accounts = self.connections.iter().flat_map(|one| {
            let accounts = one.accounts.iter();
            accounts.map(|account| {
                let name = AccountRef::new(&one.connection, &account.key);
                let way = match account.change {
                    ChangeKind::Remove => LeaveWay::Remove,
                    _ => LeaveWay::Disable,
                };
                (name, way)
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
            (None, Ok(steps)) => (None, steps.iter().filter_map(planned).collect()),
            (None, Err(reason)) => (Some(Unsent::from(reason)), Vec::new()),
        };
        let before = item.before.as_ref();
        let access = before.map(Record::access);
        let change = item.change.kind();
        Self {
            person,
            key: item.key.clone(),
            name: item.label.clone(),
            state: match access {
                Some(access) if access.is_enabled() => Some(StateKind::Enabled),
                Some(access) if access.is_disabled() => Some(StateKind::Disabled),
                None if change == ChangeKind::Create => None,
                _ => Some(StateKind::Unknown),
            },
            admin: before.is_some_and(Record::is_admin),
            change,
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

/// The request of `step`; nothing where no client can send it.
fn planned(step: &Step) -> Option<PlannedRequest> {
    Some(PlannedRequest::of(&step.request().ok()?))
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
