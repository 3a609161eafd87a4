//! People across every connection: the accounts that the user stores hold, matched to
//! people, with what the server keeps about them. One for the whole page, made when the
//! first page of people is opened.
//!
//! Matching, the texts that are searched, and drift are worked out in slices; signals say
//! when there is something new to show. What is read in between is true of the accounts
//! that are matched so far.

mod chosen;
mod matched;
mod people_run;
mod saving;

pub(crate) use people_run::{FiledReceipt, PeopleRun, RunPhase};

use crate::api::console_api::ConsoleApi;
use crate::browser::reactive::{in_root, wait_until, watch};
use crate::browser::task::{next_task, spawn};
use crate::browser::time;
use crate::messages::{self, Problem};
use crate::state::approvals;
use crate::state::loadable::{LoadState, Loadable, Phase};
use crate::state::stores::{Stores, use_stores};
use crate::state::user_store::UserStore;
use leptos::prelude::*;
use matched::{Finished, Matched, with_lists};
pub(crate) use roster::people::records::{Records, drift_id, kind_name, profile, profile_value};
use roster::people::{
    DriftContext, DriftScan, DriftSettings, Lists, People, PeopleQuery, PersonId,
};
use std::rc::Rc;
use wire::console::Role;
use wire::console::people as rows;

/// How old what the server keeps may be when a page of people is opened, in milliseconds.
const FRESH: f64 = 30_000.0;

/// People across every connection. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct PeopleStore(StoredValue<Parts, LocalStorage>);

#[derive(Clone, Copy)]
struct Parts {
    stores: Stores,
    api: ConsoleApi,
    matched: StoredValue<Matched, LocalStorage>,
    records: StoredValue<Loadable<Records>>,
    /// Whether slices follow each other now.
    is_working: StoredValue<bool>,
    signals: Signals,
    /// The plan that is carried out just now, or was last.
    run: RwSignal<Option<Rc<PeopleRun>>, LocalStorage>,
    /// The keys of the people who were chosen last, where they are too many for an address.
    chosen: StoredValue<Vec<String>>,
}

#[derive(Clone, Copy)]
struct Signals {
    /// Changes when there are other connections.
    connections: RwSignal<()>,
    /// Changes when other people, or something else of them, can be shown.
    drawn: RwSignal<()>,
    /// Changes when drift was worked out again.
    drift: RwSignal<()>,
    /// Whether everything that is loaded is worked out.
    is_settled: RwSignal<bool>,
}

/// The store of people. The first call loads the users of every connection. Only available
/// below the app.
pub(crate) fn use_people() -> PeopleStore {
    let people = use_context().unwrap_or_else(|| {
        let stores = use_stores();
        in_root(|| {
            let people = PeopleStore::start(stores);
            provide_context(people);
            people
        })
    });
    people.load_records_if_old();
    people
}

impl PeopleStore {
    fn start(stores: Stores) -> Self {
        let people = Self(StoredValue::new_local(Parts {
            stores,
            api: ConsoleApi {
                session: stores.session,
            },
            matched: StoredValue::new_local(Matched::new(Vec::new(), &Records::default())),
            records: StoredValue::new(Loadable::new(Records::default())),
            is_working: StoredValue::new(false),
            signals: Signals {
                connections: RwSignal::new(()),
                drawn: RwSignal::new(()),
                drift: RwSignal::new(()),
                is_settled: RwSignal::new(false),
            },
            run: RwSignal::new_local(None),
            chosen: StoredValue::default(),
        }));
        approvals::count();
        watch(move || people.follow_connections());
        watch(move || people.follow_records());
        watch(move || {
            stores.session.track_resumed();
            if untrack(|| people.records_state().has_failed()) {
                people.load_records();
            }
        });
        people
    }

    fn parts(self) -> Parts {
        self.0.get_value()
    }

    fn signals(self) -> Signals {
        self.parts().signals
    }

    /// Begins anew when there are other connections.
    fn follow_connections(self) {
        let all = self.parts().stores.connections.all();
        let stores: Vec<UserStore> = untrack(|| {
            let stores = all
                .iter()
                .map(|state| self.parts().stores.users.open(state));
            stores.collect()
        });
        // Ends with the next change of the connections, as this effect runs again.
        for store in stores.clone() {
            watch(move || {
                store.accounts.track();
                let state = store.load_state();
                state.has_failed();
                state.is_loaded();
                self.work();
            });
        }
        if self
            .parts()
            .matched
            .with_value(|matched| matched.stores != stores)
        {
            self.with_records(|records| {
                self.parts()
                    .matched
                    .set_value(Matched::new(stores, records));
            });
            self.signals().connections.set(());
            self.signals().drawn.set(());
            self.work();
        }
    }

    /// Takes over what the server keeps when it was loaded or changed.
    fn follow_records(self) {
        let records = self.parts().records.with_value(Loadable::value);
        records.with(|records| {
            self.parts()
                .matched
                .update_value(|matched| matched.apply(records));
        });
        self.work();
    }

    /// Works in slices until everything is worked out.
    fn work(self) {
        if self.parts().is_working.get_value() {
            return;
        }
        self.parts().is_working.set_value(true);
        if self.signals().is_settled.get_untracked() {
            self.signals().is_settled.set(false);
        }
        spawn(async move {
            loop {
                next_task().await;
                let mut finished = Finished::All;
                self.parts()
                    .matched
                    .update_value(|matched| finished = matched.work());
                match finished {
                    Finished::Nothing => {}
                    Finished::Rows => {
                        // Finding the rows and drawing them takes a slice of its own.
                        next_task().await;
                        self.signals().drawn.set(());
                    }
                    Finished::All => break,
                }
            }
            self.parts().is_working.set_value(false);
            self.signals().drift.set(());
            self.parts().stores.drift.set(self.drift_count());
            self.signals().is_settled.set(true);
        });
    }

    /// How many findings of drift there are; nothing while no connection is loaded.
    fn drift_count(self) -> String {
        self.parts().matched.with_value(|matched| {
            let mut connections = 0..matched.stores.len();
            let is_known = connections.any(|at| {
                let state = matched.people.state(at);
                state.is_some_and(|state| state.has_list)
            });
            if is_known {
                time::number(matched.drift.total())
            } else {
                String::new()
            }
        })
    }

    /// The users of each connection, in the order of [`People::connections`]. Reactive.
    pub(crate) fn user_stores(self) -> Vec<UserStore> {
        self.signals().connections.track();
        self.parts()
            .matched
            .with_value(|matched| matched.stores.clone())
    }

    /// Whether the users of a connection are being loaded. Reactive.
    pub(crate) fn is_loading(self) -> bool {
        let stores = self.user_stores();
        stores.iter().any(|store| store.load_state().is_loading())
    }

    /// When the oldest list that is shown was loaded; nothing before any is. Reactive.
    pub(crate) fn loaded_at(self) -> Option<f64> {
        let stores = self.user_stores();
        let times = stores
            .iter()
            .filter_map(|store| store.load_state().loaded_at());
        times.reduce(f64::min)
    }

    /// Loads the users of every connection again, and what the server keeps.
    pub(crate) fn load(self) {
        for store in self.user_stores_now() {
            store.load();
        }
        self.load_records();
    }

    /// Loads the users of every connection once more and waits for them. A load that had
    /// begun before does not count: it may not have what was changed meanwhile.
    pub(crate) async fn load_users_again(self) {
        let stores = self.user_stores_now();
        let is_idle = {
            let stores = stores.clone();
            move || !stores.iter().any(|store| store.load_state().is_loading())
        };
        wait_until(is_idle.clone()).await;
        for store in &stores {
            store.load();
        }
        wait_until(is_idle).await;
        self.settle().await;
    }

    fn user_stores_now(self) -> Vec<UserStore> {
        untrack(|| self.user_stores())
    }

    /// Runs what reads it again when other people, or something else of them, can be shown.
    pub(crate) fn track(self) {
        self.signals().drawn.track();
    }

    /// The console's own API.
    pub(crate) fn api(self) -> ConsoleApi {
        self.parts().api
    }

    /// Runs what reads it again when drift was worked out again.
    pub(crate) fn track_drift(self) {
        self.signals().drift.track();
    }

    /// Whether everything that is loaded is worked out. Reactive.
    pub(crate) fn is_settled(self) -> bool {
        self.signals().is_settled.get()
    }

    /// What `read` makes of the people and the accounts they have. Not reactive.
    pub(crate) fn read<T>(self, read: impl FnOnce(&People, Lists<'_>) -> T) -> T {
        self.catch_up();
        self.parts()
            .matched
            .with_value(|matched| with_lists(&matched.stores, |lists| read(&matched.people, lists)))
    }

    /// As [`read`](Self::read), with drift and what it depends on.
    pub(crate) fn read_drift<T>(
        self,
        read: impl FnOnce(&People, Lists<'_>, &DriftScan, &DriftContext) -> T,
    ) -> T {
        self.catch_up();
        self.parts().matched.with_value(|matched| {
            with_lists(&matched.stores, |lists| {
                read(&matched.people, lists, &matched.drift, &matched.context)
            })
        })
    }

    /// The people that match `query`, in its order. Not reactive.
    pub(crate) fn rows(self, query: &PeopleQuery) -> Vec<PersonId> {
        self.catch_up();
        let mut rows = Vec::new();
        self.parts().matched.update_value(|matched| {
            let Matched { view, people, .. } = matched;
            rows = view.rows(people, query, time::now_millis());
        });
        rows
    }

    fn catch_up(self) {
        let mut has_changed = false;
        self.parts()
            .matched
            .update_value(|matched| has_changed = matched.catch_up());
        if has_changed {
            self.work();
        }
    }

    /// Waits until everything that is loaded is worked out.
    pub(crate) async fn settle(self) {
        self.catch_up();
        while !self.parts().matched.with_value(Matched::is_done) {
            self.work();
            next_task().await;
        }
    }

    /// How loading what the server keeps went.
    pub(crate) fn records_state(self) -> LoadState {
        self.parts()
            .records
            .with_value(|records| records.state().clone())
    }

    /// What `read` makes of what the server keeps: of nothing before it is loaded. Reactive.
    pub(crate) fn records<T>(self, read: impl FnOnce(&Records) -> T) -> T {
        self.parts().records.with_value(Loadable::value).with(read)
    }

    /// The settings of drift, by which revoking is suggested. Not reactive.
    pub(crate) fn drift_settings(self) -> DriftSettings {
        self.with_records(Records::drift_settings)
    }

    fn with_records<T>(self, read: impl FnOnce(&Records) -> T) -> T {
        untrack(|| self.records(read))
    }

    /// Loads what the server keeps, again.
    pub(crate) fn load_records(self) {
        let request = self.request_records();
        self.parts()
            .records
            .with_value(|records| records.load(request));
    }

    async fn request_records(self) -> Result<Records, Problem> {
        let rows = self
            .parts()
            .api
            .people()
            .await
            .map_err(|error| error.problem)?;
        Records::read(rows).map_err(messages::people::unreadable_records)
    }

    fn load_records_if_old(self) {
        let state = self.records_state();
        let is_fresh = untrack(|| {
            let loaded_at = state.loaded_at();
            state.is_loading() || loaded_at.is_some_and(|at| time::now() - at < FRESH)
        });
        if !is_fresh {
            self.load_records();
        }
    }

    /// Why nothing that the server keeps about people can be changed; nothing if it can.
    /// Reactive.
    pub(crate) fn unsaved_reason(self) -> Option<&'static str> {
        if let Some(reason) = self.view_only_reason() {
            return Some(reason);
        }
        let phase = self.records_state().phase();
        matches!(phase, Phase::Failed).then_some(messages::people::NOT_SAVED)
    }

    /// Why this user can change nothing, on any platform; nothing if they can. Reactive.
    pub(crate) fn view_only_reason(self) -> Option<&'static str> {
        let session = self.parts().stores.session.session();
        let is_viewer = session.is_some_and(|session| session.role == Role::Viewer);
        is_viewer.then_some(messages::VIEW_ONLY)
    }

    /// The name of the user of this console; nothing where no sign-in is needed.
    pub(crate) fn me(self) -> Option<String> {
        let session = untrack(|| self.parts().stores.session.session());
        session.map(|session| session.name)
    }

    /// Stores a receipt on the server.
    ///
    /// # Errors
    /// Why it could not be stored.
    pub(crate) async fn store_receipt(
        self,
        receipt: &rows::NewReceipt,
    ) -> Result<rows::StoredReceipt, Problem> {
        let stored = self.parts().api.store_receipt(receipt).await;
        stored.map_err(|error| error.problem)
    }

    /// The newest receipts that name the person with this key, or all of them.
    ///
    /// # Errors
    /// Why they could not be loaded.
    pub(crate) async fn receipts(
        self,
        person: Option<&str>,
    ) -> Result<Vec<rows::ReceiptSummary>, Problem> {
        let page = self.parts().api.receipts(person).await;
        page.map(|page| page.receipts)
            .map_err(|error| error.problem)
    }
}
