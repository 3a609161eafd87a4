//! The stores of the console, in one context.

use crate::api::console_api::ConsoleApi;
use crate::api::request_log::RequestLog;
use crate::api::session::SessionState;
use crate::state::connections::{ConnectionState, Connections};
use crate::state::user_store::UserStore;
use crate::state::user_stores::UserStores;
use leptos::prelude::*;

/// What the pages share. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Stores {
    pub(crate) session: SessionState,
    pub(crate) requests: RequestLog,
    pub(crate) connections: Connections,
    pub(crate) users: UserStores,
    /// How many findings of drift there are, for people; empty while that is not known.
    pub(crate) drift: RwSignal<String>,
    /// How many approvals wait for this user's decision, for people; empty while that is
    /// not known.
    pub(crate) approvals: RwSignal<String>,
}

impl Stores {
    /// Provides them to every component, and starts loading the connections.
    pub(crate) fn provide() -> Self {
        let (session, requests) = (SessionState::new(), RequestLog::new());
        let stores = Self {
            session,
            requests,
            connections: Connections::start(ConsoleApi { session }),
            users: UserStores::new(session, requests),
            drift: RwSignal::new(String::new()),
            approvals: RwSignal::new(String::new()),
        };
        provide_context(stores);
        stores
    }
}

/// The stores. Only available below the app.
pub(crate) fn use_stores() -> Stores {
    expect_context()
}

/// The users of this connection. Only available below the app.
pub(crate) fn use_user_store(state: &ConnectionState) -> UserStore {
    use_stores().users.open(state)
}
