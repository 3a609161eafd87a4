//! The user stores that are open: one for each connection whose users were needed.

use crate::api::request_log::RequestLog;
use crate::api::session::SessionState;
use crate::state::connections::ConnectionState;
use crate::state::user_store::UserStore;
use leptos::prelude::*;

/// All of them. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct UserStores {
    session: SessionState,
    log: RequestLog,
    open: StoredValue<Vec<UserStore>>,
}

impl UserStores {
    /// None yet. Once, for the whole page.
    pub(crate) fn new(session: SessionState, log: RequestLog) -> Self {
        Self {
            session,
            log,
            open: StoredValue::new(Vec::new()),
        }
    }

    /// The store of this connection. Opening it loads its users.
    pub(crate) fn open(self, state: &ConnectionState) -> UserStore {
        let mut all = self.open.write_value();
        if let Some(store) = all.iter().find(|store| store.is_of(state)) {
            return store.clone();
        }
        let store = UserStore::new(state.clone(), self.session, self.log);
        store.load();
        all.push(store.clone());
        store
    }

    /// Those that are open.
    pub(crate) fn all(self) -> Vec<UserStore> {
        self.open.get_value()
    }
}
