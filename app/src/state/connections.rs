//! The platforms the console can reach.

use crate::api::console_api;
use crate::api::session;
use crate::browser::task::spawn;
use crate::messages::Problem;
use crate::routes;
use leptos::prelude::*;
use wire::console::Connection;

/// How a connection was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// Not asked yet.
    Unknown,
    /// It answered.
    Fine,
    /// It answered that the connection's token is no good.
    SignedOut,
    /// It did not, or not with what was asked for.
    Failed,
}

impl Health {
    /// Its word.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "not asked yet",
            Self::Fine => "answering",
            Self::SignedOut => "signed out",
            Self::Failed => "failing",
        }
    }
}

/// A connection and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConnectionState {
    pub(crate) connection: Connection,
    pub(crate) health: ArcRwSignal<Health>,
}

/// What is known about all of them.
#[derive(Clone)]
pub(crate) enum Listing {
    Loading,
    Failed(Problem),
    Ready(Vec<ConnectionState>),
}

/// The list of connections, for every page.
#[derive(Clone, Copy)]
pub(crate) struct Connections(pub(crate) RwSignal<Listing>);

impl Connections {
    /// Starts loading.
    pub(crate) fn start() -> Self {
        let connections = Self(RwSignal::new(Listing::Loading));
        connections.load();
        connections
    }

    /// The users of the connection, where there is only one. Reactive.
    pub(crate) fn only_url(self) -> Option<String> {
        self.0.with(|listing| match listing {
            Listing::Ready(all) => match all.as_slice() {
                [known] => routes::users(&known.connection.id),
                _ => None,
            },
            _ => None,
        })
    }

    /// Loads the list, again.
    pub(crate) fn load(self) {
        self.0.set(Listing::Loading);
        spawn(async move {
            let listing = match console_api::start().await {
                Err(error) => Listing::Failed(error.problem),
                Ok(start) => {
                    // Pages ask for it when they are built. Later on a person has to
                    // agree to another one.
                    if session::id().is_none() {
                        session::begin(start.session);
                    }
                    Listing::Ready(
                        start
                            .connections
                            .into_iter()
                            .map(ConnectionState::new)
                            .collect(),
                    )
                }
            };
            self.0.set(listing);
        });
    }
}

impl ConnectionState {
    fn new(connection: Connection) -> Self {
        Self {
            connection,
            health: ArcRwSignal::new(Health::Unknown),
        }
    }
}

/// A connection's name for people.
pub(crate) fn connection_label(id: &str) -> String {
    let listing = use_context::<Connections>().map(|one| one.0.get_untracked());
    let found = match &listing {
        Some(Listing::Ready(all)) => all.iter().find(|known| known.connection.id == id),
        _ => None,
    };
    found.map_or_else(|| id.to_owned(), |known| known.connection.label.clone())
}

/// Every connection to choose from, as its id and its name, after one for all of
/// them, whose id is empty. Reactive.
pub(crate) fn connection_options() -> Vec<(String, String)> {
    let mut options = vec![(String::new(), "All connections".to_owned())];
    let listing = use_context::<Connections>().map(|connections| connections.0.get());
    if let Some(Listing::Ready(all)) = listing {
        let option = |ConnectionState { connection, .. }| (connection.id, connection.label);
        options.extend(all.into_iter().map(option));
    }
    options
}
