//! The users of one connection, for every page: loaded once, kept while pages come
//! and go, changed only by a plan that is run.

mod access_history;
mod interrupted_runs;
mod run;
mod run_storage;
mod runs;

use access_history::AccessHistory;
pub(crate) use interrupted_runs::{InterruptedRun, InterruptedRuns};
pub(crate) use run::{OnEnd, TrackedRun};
pub(crate) use runs::{ended_runs, runs, show_in_tray};

use crate::api::early_answers;
use crate::api::request_log::RequestLog;
use crate::api::session::SessionState;
use crate::api::transport::Browser;
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages;
use crate::state::connections::{ConnectionState, Health};
use crate::state::loadable::{LoadState, Loadable};
use leptos::prelude::*;
use roster::accounts::Accounts;
use roster::record::Record;
use roster::{Ability, BlockReason, CallError, Change, Plan};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use wire::ApiError;
use wire::console::{Connection, Role};

/// A state of a store's users: how often they were loaded, and how many accounts were
/// changed since.
pub(crate) type Revision = (u32, usize);

/// What a failed load says about the connection.
fn health(error: &CallError) -> Health {
    match error {
        CallError::Api(ApiError::Refused(refusal)) if refusal.status == 401 => Health::SignedOut,
        _ => Health::Failed,
    }
}

/// The users of one connection. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(crate) struct UserStore(Arc<Inner>);

pub(crate) struct Inner {
    state: ConnectionState,
    pub(crate) transport: Browser,
    /// All users, as they were read last.
    pub(crate) accounts: ArcReadSignal<Accounts>,
    list: Loadable<Accounts>,
    /// Why the last load failed, if it did.
    failure: ArcStoredValue<Option<CallError>>,
    /// The users that are being changed, by key, and whether that enables or disables
    /// them.
    pub(crate) pending: ArcReadSignal<HashMap<String, Option<bool>>>,
    set_pending: ArcWriteSignal<HashMap<String, Option<bool>>>,
    /// Whether a secret must be entered before anything can be loaded.
    pub(crate) is_locked: ArcReadSignal<bool>,
    set_locked: ArcWriteSignal<bool>,
    /// Counts loads and changes, to tell which came first.
    clock: ArcStoredValue<u32>,
    /// When each account was last read back after a change, by `clock`.
    changed_at: ArcStoredValue<HashMap<String, u32>>,
    /// How often all users were loaded, and the keys that changed since.
    changes: ArcStoredValue<(u32, Vec<String>)>,
    access_history: AccessHistory,
}

impl Deref for UserStore {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl PartialEq for UserStore {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl UserStore {
    /// The users of this connection. They are not loaded yet.
    pub(super) fn new(state: ConnectionState, session: SessionState, log: RequestLog) -> Self {
        let connection = &state.connection;
        let list = Loadable::new(Accounts::none(connection.platform));
        let (pending, set_pending) = arc_signal(HashMap::new());
        let (is_locked, set_locked) = arc_signal(connection.ask);
        Self(Arc::new(Inner {
            transport: Browser::new(connection.id.clone(), session, log),
            accounts: list.value(),
            list,
            failure: ArcStoredValue::new(None),
            pending,
            set_pending,
            is_locked,
            set_locked,
            clock: ArcStoredValue::new(0),
            changed_at: ArcStoredValue::new(HashMap::new()),
            changes: ArcStoredValue::new((0, Vec::new())),
            access_history: AccessHistory::new(),
            state,
        }))
    }

    pub(super) fn is_of(&self, state: &ConnectionState) -> bool {
        self.state == *state
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.state.connection
    }

    /// How loading the users went.
    pub(crate) fn load_state(&self) -> &LoadState {
        self.list.state()
    }

    /// Why the last load failed, if it did: what [`LoadState::problem`] says, as data.
    pub(super) fn failure(&self) -> Option<CallError> {
        self.failure.get_value()
    }

    /// Loads all users, again. Those that are shown stay until others come.
    pub(crate) fn load(&self) {
        if untrack(|| self.load_state().is_loading()) || self.lacks_secret() {
            return;
        }
        self.list.begin(time::now());
        let store = self.clone();
        spawn(async move {
            let is_again = untrack(|| store.load_state().is_loaded());
            let started = store.advance_clock();
            match roster::load(&store.transport, store.connection()).await {
                // The secret was forgotten meanwhile, and so is what it gave access to.
                _ if store.lacks_secret() => store.list.end(),
                Ok(accounts) => {
                    let count = time::number(accounts.list.len());
                    store.show_loaded(accounts, started);
                    if is_again {
                        announce(&format!("{count} users loaded"));
                    }
                }
                Err(error) => {
                    let health = health(&error);
                    if health == Health::SignedOut {
                        store.transport.set_secret(None);
                    }
                    store.state.set_health(health);
                    let problem = messages::users_failed(store.connection(), &error);
                    store.failure.set_value(Some(error));
                    store.list.fail(problem);
                }
            }
            early_answers::drop_rest();
            store.set_locked.set(store.lacks_secret());
        });
    }

    /// Whether it needs a secret that was not entered.
    fn lacks_secret(&self) -> bool {
        self.connection().ask && !self.transport.has_secret()
    }

    /// Tries `secret`: its pages open unless the platform refuses it.
    pub(crate) fn unlock(&self, secret: &str) {
        self.transport.set_secret(Some(secret.to_owned()));
        self.failure.set_value(None);
        self.list.state().forgive();
        self.load();
    }

    /// Forgets the secret, and everything it gave access to.
    pub(crate) fn lock(&self) {
        self.transport.set_secret(None);
        self.failure.set_value(None);
        self.list.clear(Accounts::none(self.connection().platform));
        self.state.set_health(Health::Unknown);
        self.set_locked.set(true);
    }

    fn advance_clock(&self) -> u32 {
        let mut clock = self.clock.write_value();
        *clock += 1;
        *clock
    }

    /// Differs whenever any user may have changed.
    pub(crate) fn version(&self) -> (u32, Option<f64>) {
        let loaded_at = untrack(|| self.load_state().loaded_at());
        (self.clock.get_value(), loaded_at)
    }

    /// Shows what a load that began at `started` brought. What was read back after a
    /// change since then is newer, and stays.
    fn show_loaded(&self, mut accounts: Accounts, started: u32) {
        let newer: Vec<String> = self.changed_at.with_value(|changed_at| {
            let newer = changed_at.iter().filter(|(_, when)| **when > started);
            newer.map(|(key, _)| key.clone()).collect()
        });
        if !newer.is_empty() {
            let record = |key: String| {
                let record = untrack(|| self.record(&key));
                (key, record)
            };
            accounts.update(newer.into_iter().map(record).collect());
        }
        self.changes.update_value(|(loads, keys)| {
            *loads += 1;
            keys.clear();
        });
        self.failure.set_value(None);
        self.list.succeed(accounts, time::now());
        self.state.set_health(Health::Fine);
    }

    /// Shows what was read back after changes.
    fn show_changed(&self, records: Vec<(String, Option<Record>)>) {
        if records.is_empty() {
            return;
        }
        let when = self.advance_clock();
        let keys = || records.iter().map(|(key, _)| key.clone());
        self.changed_at
            .update_value(|changed_at| changed_at.extend(keys().map(|key| (key, when))));
        self.changes
            .update_value(|(_, changed)| changed.extend(keys()));
        self.list.update(|accounts| accounts.update(records));
    }

    /// Marks the users of `plan` in the list: a change of each is in progress.
    pub(crate) fn mark_pending(&self, plan: &Plan) {
        let items = plan.items.iter().filter(|item| item.blocked.is_none());
        let changes = items.map(|item| {
            let access = match &item.change {
                Change::Enable { .. } => Some(true),
                Change::Disable { .. } => Some(false),
                _ => None,
            };
            (item.key.clone(), access)
        });
        self.set_pending.update(|pending| pending.extend(changes));
    }

    /// The users of `plan` are not being changed any more.
    pub(crate) fn unmark_pending(&self, plan: &Plan) {
        self.set_pending.update(|pending| {
            for item in &plan.items {
                pending.remove(&item.key);
            }
        });
    }

    /// The keys of the accounts that changed since `revision`, and the revision of now;
    /// nothing where all may have changed.
    pub(crate) fn changed_since(&self, revision: Revision) -> (Option<Vec<String>>, Revision) {
        self.changes.with_value(|(loads, keys)| {
            let changed = keys.get(revision.1..).map(<[String]>::to_vec);
            let changed = changed.filter(|_| *loads == revision.0);
            (changed, (*loads, keys.len()))
        })
    }

    /// The record of the account with this key, or the status with this key that belongs
    /// to no user. Reactive.
    pub(crate) fn record(&self, key: &str) -> Option<Record> {
        self.accounts.with(|accounts| accounts.record(key))
    }

    /// Why it cannot be done here, because of the platform or of the role of who is
    /// signed in; nothing where it can.
    pub(crate) fn unavailable_reason(&self, ability: Ability) -> Option<&'static str> {
        let role = self.transport.session.role();
        let unavailable = ability.unavailable(self.connection().platform, role)?;
        Some(messages::unavailable(unavailable))
    }

    /// `plan`, with all of its items blocked for viewers.
    pub(crate) fn block_for_viewers(&self, mut plan: Plan) -> Plan {
        if self.transport.session.role() == Role::Viewer {
            for item in &mut plan.items {
                item.blocked = Some(BlockReason::ViewOnly);
            }
        }
        plan
    }

    /// The plan of `change` for the accounts with these keys.
    pub(crate) fn plan(&self, change: &Change, keys: &[&str]) -> Plan {
        self.accounts
            .with_untracked(|accounts| Plan::new(self.connection(), accounts, change, keys))
    }
}
