//! All approvals that are kept, read from the store when they have changed.

use super::named_request::{NamedRequest, Place};
use super::stored::StoredApproval;
use crate::audit::change::Change;
use crate::audit::origin::Actor;
use crate::people::store::{
    PeopleRow, PeopleStore, PeopleStoreError, Revision, RowKind, RowWrite, WriteResult,
};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use wire::Platform;
use wire::console::approvals::ApprovalState;

/// The approvals.
#[derive(Debug)]
pub(crate) struct ApprovalBook {
    store: Arc<dyn PeopleStore>,
    /// The platform of each connection, by its ID.
    pub(crate) platforms: BTreeMap<String, Platform>,
    /// What was read last, and when it was changed before that.
    read: Mutex<Option<(Revision, Arc<Vec<KnownApproval>>)>>,
}

/// An approval, with its requests ready to be compared.
#[derive(Debug)]
pub(crate) struct KnownApproval {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) stored: StoredApproval,
    requests: HashMap<Place, Vec<NamedRequest>>,
}

impl KnownApproval {
    /// Whether it names this request.
    pub(crate) fn names(&self, request: &NamedRequest) -> bool {
        let named = self.requests.get(&request.place());
        named
            .into_iter()
            .flatten()
            .any(|named| named.is_same(request))
    }

    fn covers(&self, change: &Change) -> bool {
        let named = self.requests.get(&Place::of(change));
        named
            .into_iter()
            .flatten()
            .any(|named| named.asks_for(change))
    }
}

impl ApprovalBook {
    pub(crate) fn new(store: Arc<dyn PeopleStore>, platforms: BTreeMap<String, Platform>) -> Self {
        Self {
            store,
            platforms,
            read: Mutex::new(None),
        }
    }

    /// All of them, oldest first.
    pub(crate) async fn all(&self) -> Result<Arc<Vec<KnownApproval>>, PeopleStoreError> {
        let revision = self.store.revision().await?;
        if let Some((read, approvals)) = &*self.read.lock().unwrap_or_else(PoisonError::into_inner)
            && *read == revision
        {
            return Ok(approvals.clone());
        }
        let rows = self.store.rows(&[RowKind::Approval]).await?;
        let mut approvals = Vec::with_capacity(rows.rows.len());
        for row in rows.rows {
            approvals.push(self.known(row)?);
        }
        approvals.sort_by(|one, other| {
            let at = |approval: &KnownApproval| approval.stored.requested.at.clone();
            at(one).cmp(&at(other))
        });
        let approvals = Arc::new(approvals);
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((rows.revision, approvals.clone()));
        Ok(approvals)
    }

    fn known(&self, row: PeopleRow) -> Result<KnownApproval, PeopleStoreError> {
        let stored: StoredApproval = serde_json::from_str(&row.content).map_err(|_| {
            let version = row.version;
            PeopleStoreError(format!("the row of version {version} is not an approval"))
        })?;
        let mut requests: HashMap<_, Vec<_>> = HashMap::new();
        for account in &stored.accounts {
            // Connections come and go: what cannot be read any more covers nothing.
            let Some(platform) = self.platforms.get(&account.connection) else {
                continue;
            };
            for request in &account.requests {
                if let Ok(named) = NamedRequest::read(&account.connection, *platform, request) {
                    requests.entry(named.place()).or_default().push(named);
                }
            }
        }
        Ok(KnownApproval {
            id: row.key,
            version: row.version,
            stored,
            requests,
        })
    }

    /// The approval by which `actor` may make `change` at `now`.
    pub(crate) async fn covering(
        &self,
        change: &Change,
        actor: &Actor,
        now: &str,
    ) -> Result<Option<String>, PeopleStoreError> {
        let approvals = self.all().await?;
        let covering = approvals.iter().find(|approval| {
            approval.stored.state(now) == ApprovalState::Approved
                && approval.stored.is_of(actor)
                && approval.covers(change)
        });
        Ok(covering.map(|approval| approval.id.clone()))
    }

    /// Changes approvals at this time, all of them or none.
    pub(crate) async fn write(
        &self,
        at: String,
        writes: Vec<RowWrite>,
    ) -> Result<WriteResult, PeopleStoreError> {
        self.store.write(RowKind::Approval, at, writes).await
    }
}
