//! The platforms the console can reach.

use crate::api::console_api::ConsoleApi;
use crate::routes;
use crate::state::loadable::{LoadState, Loadable};
use leptos::prelude::*;
use wire::console::Connection;

/// How a connection responded last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// Nothing was asked of it yet.
    Unknown,
    /// It answered.
    Fine,
    /// It answered that the connection's token is not valid.
    SignedOut,
    /// It did not answer, or not with what was asked for.
    Failed,
}

impl Health {
    /// Its name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "not asked yet",
            Self::Fine => "answering",
            Self::SignedOut => "signed out",
            Self::Failed => "failing",
        }
    }
}

/// A connection and how it responded last. Clones share the latter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConnectionState {
    pub(crate) connection: Connection,
    health: ArcRwSignal<Health>,
}

impl ConnectionState {
    fn new(connection: Connection) -> Self {
        Self {
            connection,
            health: ArcRwSignal::new(Health::Unknown),
        }
    }

    /// How it responded last.
    pub(crate) fn health(&self) -> Signal<Health> {
        self.health.read_only().into()
    }

    pub(super) fn set_health(&self, health: Health) {
        self.health.set(health);
    }
}

/// The list of connections, for every page. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Connections {
    api: ConsoleApi,
    list: StoredValue<Loadable<Vec<ConnectionState>>>,
}

impl Connections {
    /// Starts loading.
    pub(crate) fn start(api: ConsoleApi) -> Self {
        let list = StoredValue::new(Loadable::new(Vec::new()));
        let connections = Self { api, list };
        connections.load();
        connections
    }

    /// Loads the list, again.
    pub(crate) fn load(self) {
        let Self { api, list } = self;
        list.with_value(|list| {
            list.load(async move {
                let start = api.start().await.map_err(|error| error.problem)?;
                // Pages need to know the session when they are built. Later on the user has
                // to confirm another one.
                if api.session.id().is_none() {
                    api.session.begin(start.session);
                }
                let connections = start.connections.into_iter();
                Ok(connections.map(ConnectionState::new).collect())
            });
        });
    }

    /// How loading the list went.
    pub(crate) fn load_state(self) -> LoadState {
        self.list.with_value(|list| list.state().clone())
    }

    /// All of them; none before they are loaded. Reactive.
    pub(crate) fn all(self) -> Vec<ConnectionState> {
        self.list.with_value(Loadable::value).get()
    }

    /// The one with this ID. Reactive.
    pub(crate) fn find(self, id: &str) -> Option<ConnectionState> {
        self.find_by(|connection| connection.id == id)
    }

    /// The one that `path` belongs to. Reactive.
    pub(crate) fn find_by_path(self, path: &str) -> Option<ConnectionState> {
        self.find_by(|connection| routes::is_within(&connection.id, path))
    }

    fn find_by(self, is_wanted: impl Fn(&Connection) -> bool) -> Option<ConnectionState> {
        self.list.with_value(Loadable::value).with(|all| {
            let found = all.iter().find(|state| is_wanted(&state.connection));
            found.cloned()
        })
    }

    /// The name for people of the connection with this ID.
    pub(crate) fn label(self, id: &str) -> String {
        let found = untrack(|| self.find(id));
        found.map_or_else(|| id.to_owned(), |state| state.connection.label)
    }

    /// Every connection to choose from, as its ID and its name, after one for all of
    /// them, whose ID is empty. Reactive.
    pub(crate) fn options(self) -> Vec<(String, String)> {
        let mut options = vec![(String::new(), "All connections".to_owned())];
        let option = |ConnectionState { connection, .. }| (connection.id, connection.label);
        options.extend(self.all().into_iter().map(option));
        options
    }
}
