//! What the routes below `/api/people` answer from.

use super::answer;
use super::kind::{Assignments, Departures, Dismissals, Kind, Profiles, Rows, Settings, Stamp};
use super::record;
use super::validation::{self, Check};
use crate::api::checks::is_id;
use crate::api::recorder::{Recorder, unwritable};
use crate::audit::log::AuditLog;
use crate::audit::origin::Origin;
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::store::{
    PeopleRow, PeopleRows, PeopleStore, PeopleStoreError, Revision, RowKind, RowWrite, WriteResult,
};
use axum::response::Response;
use std::collections::BTreeSet;
use std::sync::Arc;
use wire::console::people::People;

/// The people data, and the audit log that records its changes.
#[derive(Debug)]
pub(crate) struct Service {
    pub(super) store: Arc<dyn PeopleStore>,
    pub(super) recorder: Recorder,
    /// The IDs of the connections that there are.
    connections: BTreeSet<String>,
}

impl From<PeopleStoreError> for GatewayError {
    fn from(PeopleStoreError(why): PeopleStoreError) -> Self {
        Self::PeopleAway(why)
    }
}

impl Service {
    pub(crate) fn new(
        store: Arc<dyn PeopleStore>,
        audit_log: Option<Arc<dyn AuditLog>>,
        connections: BTreeSet<String>,
    ) -> Self {
        let recorder = Recorder::new(audit_log);
        Self {
            store,
            recorder,
            connections,
        }
    }

    /// What the rows are called, as long as they are the same.
    pub(super) async fn tag(&self) -> Result<String, GatewayError> {
        Ok(tag(&self.store.revision().await?))
    }

    /// All rows, and what they are called.
    pub(super) async fn people(&self) -> Result<(String, People), GatewayError> {
        let PeopleRows { revision, rows } = self.store.rows(&RowKind::ABOUT_PEOPLE).await?;
        let mut people = People {
            revision: revision.number,
            audit_log: self.recorder.has_log(),
            ..People::default()
        };
        for row in rows {
            match row.kind {
                RowKind::Assignment => people.assignments.push(read::<Assignments>(&row)?),
                RowKind::Departed => people.departed.push(read::<Departures>(&row)?),
                RowKind::Dismissal => people.dismissals.push(read::<Dismissals>(&row)?),
                RowKind::Profile => people.profiles.push(read::<Profiles>(&row)?),
                RowKind::Settings => people.settings = read::<Settings>(&row)?,
                // Not among those that were asked for.
                RowKind::Approval => {}
            }
        }
        Ok((tag(&revision), people))
    }

    /// The rows of one kind with these keys.
    async fn find<K: Kind>(&self, keys: &[String]) -> Result<Rows<K>, GatewayError> {
        let rows = self.store.find(K::KIND, keys.to_vec()).await?;
        let rows = rows
            .into_iter()
            .map(|row| Ok((row.key.clone(), read::<K>(&row)?)));
        rows.collect()
    }

    /// Changes rows of one kind, all of them or none, as `origin` asks for.
    pub(super) async fn change<K: Check>(
        self: Arc<Self>,
        origin: Origin,
        changes: Vec<K::Change>,
    ) -> Result<Response, GatewayError> {
        let (keys, event) = validation::check::<K>(&changes, &self.connections)?;
        for receipt in changes.iter().filter_map(K::receipt) {
            if !self.has_receipt(receipt).await? {
                let why = format!("there is no receipt “{receipt}”");
                return Err(GatewayError::PeopleInput(why));
            }
        }
        let before = self.find::<K>(&keys).await?;
        let conflicting: Vec<_> = changes
            .iter()
            .zip(&keys)
            .filter(|(change, key)| before.get(*key).map_or(0, K::version_of) != K::version(change))
            .map(|(_, key)| key.clone())
            .collect();
        if !conflicting.is_empty() {
            return Ok(answer::conflicts::<K>(&conflicting, &keys, &before));
        }
        let at = clock::now();
        let stamp = Stamp {
            at: &at,
            by: origin.actor.who.as_deref(),
            via: origin.actor.via.as_deref(),
        };
        let rows: Vec<_> = changes.iter().map(|change| K::row(change, stamp)).collect();
        let writes = writes::<K>(&changes, &rows, &keys)?;
        let entry = record::entry_of::<K>(event, &changes, &keys, &before, origin)?;
        let service = self.clone();
        let work = async move {
            match service.store.write(K::KIND, at, writes).await? {
                WriteResult::Written(revision) => Ok(answer::changed::<K>(rows, revision)),
                WriteResult::Full => Err(GatewayError::PeopleFull),
                WriteResult::Conflict(conflicting) => {
                    let now = service.find::<K>(&keys).await?;
                    Ok(answer::conflicts::<K>(&conflicting, &keys, &now))
                }
            }
        };
        self.recorder.carry_out(entry, work).await
    }

    async fn has_receipt(&self, id: &str) -> Result<bool, GatewayError> {
        Ok(is_id(id) && self.store.receipt(id.to_owned()).await?.is_some())
    }
}

fn tag(revision: &Revision) -> String {
    format!("\"{}-{}\"", revision.number, revision.at)
}

/// What the store is to do for `changes`, of which `rows` come.
fn writes<K: Kind>(
    changes: &[K::Change],
    rows: &[Option<K::Row>],
    keys: &[String],
) -> Result<Vec<RowWrite>, GatewayError> {
    let writes = changes.iter().zip(rows).zip(keys);
    let writes = writes.map(|((change, row), key)| {
        let content = row.as_ref().map(serde_json::to_string).transpose();
        Ok(RowWrite {
            key: key.clone(),
            version: K::version(change),
            content: content.map_err(unwritable)?,
        })
    });
    writes.collect()
}

/// What a row of the store says.
fn read<K: Kind>(row: &PeopleRow) -> Result<K::Row, GatewayError> {
    let mut read: K::Row = serde_json::from_str(&row.content).map_err(|_| {
        // Without its key, which names a person: the server's log has these words.
        let (kind, version) = (row.kind.name(), row.version);
        let why = format!("the row of version {version} is not a row of the kind {kind}");
        GatewayError::PeopleAway(why)
    })?;
    K::set_version(&mut read, row.version);
    Ok(read)
}
