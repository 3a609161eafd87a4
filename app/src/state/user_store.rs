//! One connection's people, for every page: loaded once, kept while pages come
//! and go, changed only through roster's engine.

mod access_history;
mod interrupted_runs;
mod run;
mod run_storage;
mod runs;

pub(crate) use access_history::AccessChange;
pub(crate) use interrupted_runs::{
    InterruptedRow, InterruptedRun, left, look_for_interrupted_runs,
};
pub(crate) use run::{Job, Then};
use run_storage::StoredRun;
pub(crate) use runs::{ended_jobs, jobs, set_docked};

use crate::api::early_answers;
use crate::api::entered_secrets;
use crate::api::session;
use crate::api::transport::Browser;
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages::{self, Problem};
use crate::state::connections::{ConnectionState, Health};
use leptos::prelude::*;
use roster::people::People;
use roster::record::Record;
use roster::{Ability, CallError, Change, Plan, VIEWER};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use wire::ApiError;
use wire::console::{Connection, Role};

/// What was known of a store's people once: how often they were loaded, and how
/// many changes were seen since.
pub(crate) type Mark = (u32, usize);

/// What a failed load says about the connection.
fn health(error: &CallError) -> Health {
    match error {
        CallError::Api(ApiError::Refused(refusal)) if refusal.status == 401 => Health::SignedOut,
        _ => Health::Failed,
    }
}

/// What is known of a connection. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(crate) struct UserStore(Arc<Inner>);

pub(crate) struct Inner {
    known: ConnectionState,
    pub(crate) transport: Browser,
    /// Everybody, as they were read last.
    pub(crate) people: ArcRwSignal<People>,
    /// When everybody was loaded, in milliseconds since 1970.
    pub(crate) loaded_at: ArcRwSignal<Option<f64>>,
    /// How long the last load took, in milliseconds.
    pub(crate) took: ArcRwSignal<Option<f64>>,
    /// Whose change is on its way, and whether it switches access on or off.
    pub(crate) asked: ArcRwSignal<HashMap<String, Option<bool>>>,
    /// Counts loads and changes, to tell what came first.
    clock: ArcStoredValue<u32>,
    /// When a login was last learnt about from a change.
    learnt: ArcStoredValue<HashMap<String, u32>>,
    /// How often everybody was loaded, and whose logins changed since.
    news: ArcStoredValue<(u32, Vec<String>)>,
    /// Whether a load is on its way.
    pub(crate) loading: ArcRwSignal<bool>,
    /// Whether nothing can be asked before somebody types a secret.
    pub(crate) locked: ArcRwSignal<bool>,
    /// Why the last load came to nothing.
    pub(crate) problem: ArcRwSignal<Option<Problem>>,
    /// What was seen of single logins.
    sightings: ArcRwSignal<Vec<AccessChange>>,
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

thread_local! {
    static ALL: RefCell<Vec<UserStore>> = const { RefCell::new(Vec::new()) };
}

impl UserStore {
    /// The one of this connection; made, and a load begun, where there was none.
    pub(crate) fn of(known: &ConnectionState) -> Self {
        ALL.with_borrow_mut(|all| {
            if let Some(store) = all.iter().find(|store| store.known == *known) {
                return store.clone();
            }
            let store = Self(Arc::new(Inner {
                transport: Browser::new(known.connection.id.clone()),
                people: ArcRwSignal::new(People::none(known.connection.platform)),
                known: known.clone(),
                loaded_at: ArcRwSignal::new(None),
                took: ArcRwSignal::new(None),
                asked: ArcRwSignal::new(HashMap::new()),
                clock: ArcStoredValue::new(0),
                learnt: ArcStoredValue::new(HashMap::new()),
                news: ArcStoredValue::new((0, Vec::new())),
                loading: ArcRwSignal::new(false),
                locked: ArcRwSignal::new(known.connection.ask),
                problem: ArcRwSignal::new(None),
                sightings: ArcRwSignal::new(Vec::new()),
            }));
            store.load();
            all.push(store.clone());
            store
        })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.known.connection
    }

    /// Loads everybody, again. Those there are stay until others come.
    pub(crate) fn load(&self) {
        if self.loading.get_untracked() || self.lacks_secret() {
            return;
        }
        self.loading.set(true);
        let store = self.clone();
        spawn(async move {
            let again = store.loaded_at.get_untracked().is_some();
            let (started, then) = (store.tick(), time::now());
            match roster::load(&store.transport, store.connection()).await {
                // It was forgotten meanwhile, and so is what it let in to.
                _ if store.lacks_secret() => {}
                Ok(people) => {
                    let count = time::number(people.accounts.len());
                    store.take(people, started);
                    store.took.set(Some(time::now() - then));
                    if again {
                        announce(&format!("{count} users loaded"));
                    }
                }
                Err(error) => {
                    let health = health(&error);
                    if health == Health::SignedOut {
                        entered_secrets::keep(&store.connection().id, "");
                    }
                    store.known.health.set(health);
                    let problem = messages::users_failed(store.connection(), &error);
                    store.problem.set(Some(problem));
                }
            }
            early_answers::drop_rest();
            store.loading.set(false);
            store.locked.set(store.lacks_secret());
        });
    }

    /// Whether it asks for a secret that nobody typed.
    fn lacks_secret(&self) -> bool {
        let connection = self.connection();
        connection.ask && entered_secrets::secret(&connection.id).is_none()
    }

    /// Tries `secret`: its pages open unless the platform refuses it.
    pub(crate) fn unlock(&self, secret: &str) {
        entered_secrets::keep(&self.connection().id, secret);
        self.problem.set(None);
        self.load();
    }

    /// Forgets the secret, and everything it let in to.
    pub(crate) fn lock(&self) {
        entered_secrets::keep(&self.connection().id, "");
        self.people.set(People::none(self.connection().platform));
        self.loaded_at.set(None);
        self.problem.set(None);
        self.known.health.set(Health::Unknown);
        self.locked.set(true);
    }

    fn tick(&self) -> u32 {
        let mut clock = self.clock.write_value();
        *clock += 1;
        *clock
    }

    /// Changes whenever anybody may have.
    pub(crate) fn version(&self) -> (u32, Option<f64>) {
        (self.clock.get_value(), self.loaded_at.get_untracked())
    }

    /// Those that were opened.
    pub(crate) fn opened() -> Vec<Self> {
        ALL.with_borrow(Clone::clone)
    }

    /// Shows what a load that began at `started` brought; what a change has
    /// told since then is newer.
    fn take(&self, mut people: People, started: u32) {
        let newer: Vec<String> = self.learnt.with_value(|learnt| {
            let later = |(key, when): (&String, &u32)| (*when > started).then(|| key.clone());
            learnt.iter().filter_map(later).collect()
        });
        if !newer.is_empty() {
            let of = |key: String| {
                let record = untrack(|| self.record(&key));
                (key, record)
            };
            people.put(newer.into_iter().map(of).collect());
        }
        self.news.update_value(|(loads, names)| {
            *loads += 1;
            names.clear();
        });
        self.people.set(people);
        self.loaded_at.set(Some(time::now()));
        self.problem.set(None);
        self.known.health.set(Health::Fine);
    }

    /// Shows what was read back after changes.
    fn learn(&self, news: Vec<(String, Option<Record>)>) {
        if news.is_empty() {
            return;
        }
        let when = self.tick();
        self.learnt.update_value(|learnt| {
            for (key, _) in &news {
                learnt.insert(key.clone(), when);
            }
        });
        self.news
            .update_value(|(_, names)| names.extend(news.iter().map(|(key, _)| key.clone())));
        self.people.update(|people| people.put(news));
    }

    /// Whose logins changed since `mark`, and the mark of now; nothing where
    /// everybody may have.
    pub(crate) fn changed_since(&self, mark: Mark) -> (Option<Vec<String>>, Mark) {
        self.news.with_value(|(loads, names)| {
            let changed = names.get(mark.1..).map(<[String]>::to_vec);
            (changed.filter(|_| *loads == mark.0), (*loads, names.len()))
        })
    }

    /// The login called `key`, or the status that belongs to nobody. Reactive.
    pub(crate) fn record(&self, key: &str) -> Option<Record> {
        self.people.with(|people| {
            let account = people.find(key).map(|account| account.record.clone());
            account.or_else(|| {
                let status = people.orphans.iter().find(|one| *one.name == *key)?;
                Some(Record::Pivot(roster::record::PivotRecord {
                    user: None,
                    status: Some(status.clone()),
                }))
            })
        })
    }

    /// Why it cannot be done here, by the platform or by whoever is signed in;
    /// nothing where it can.
    pub(crate) fn lacks(&self, ability: Ability) -> Option<&'static str> {
        ability.missing_for(self.connection().platform, session::role())
    }

    /// `plan`, with all of its items blocked where the role is viewer.
    pub(crate) fn allowed(mut plan: Plan) -> Plan {
        if session::role() == Role::Viewer {
            for item in &mut plan.items {
                item.blocked = Some(VIEWER.to_owned());
            }
        }
        plan
    }

    /// What `change` comes to for the logins called `keys`.
    pub(crate) fn plan(&self, change: &Change, keys: &[&str]) -> Plan {
        self.people
            .with_untracked(|people| Plan::new(self.connection(), people, change, keys))
    }
}
