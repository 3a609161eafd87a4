//! Who uses this console, whether they may change anything, and what to do once the
//! console's server does not know them any more.

use leptos::prelude::*;
use wire::console::{NO_SESSION, Role, Session};

/// What keeps the page from going on as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Interruption {
    /// The session has ended.
    Ended,
    /// The server knows another user, or the same one in another role: another tab of
    /// this browser has signed in.
    OtherSession,
    /// Something in front of the server answered, in these words.
    Intercepted(String),
}

/// The session that this page works in. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct SessionState {
    /// Its ID; nothing until the server has named it.
    id: StoredValue<Option<String>>,
    session: RwSignal<Option<Session>>,
    /// Changes when a session began after an interruption.
    resumed: RwSignal<()>,
    interruption: RwSignal<Option<Interruption>>,
}

impl SessionState {
    /// The server has not named the session yet. Once, for the whole page.
    pub(crate) fn new() -> Self {
        Self {
            id: StoredValue::new(None),
            session: RwSignal::new(None),
            resumed: RwSignal::new(()),
            interruption: RwSignal::new(None),
        }
    }

    /// The session, as the console's server reports it; nothing where no sign-in is
    /// needed. Reactive.
    pub(crate) fn session(self) -> Option<Session> {
        self.session.get()
    }

    /// The page works in this session from now on.
    pub(crate) fn begin(self, session: Option<Session>) {
        let id = session.as_ref().map_or(NO_SESSION, |session| &session.id);
        self.id.set_value(Some(id.to_owned()));
        self.session.set(session);
    }

    /// As [`begin`](Self::begin), after an interruption: what failed without a session
    /// can be requested once more.
    pub(crate) fn resume(self, session: Option<Session>) {
        self.begin(session);
        self.resumed.set(());
    }

    /// Runs what reads it again when a session began after an interruption.
    pub(crate) fn track_resumed(self) {
        self.resumed.track();
    }

    /// What the user may do. Where no sign-in is needed, that is everything.
    pub(crate) fn role(self) -> Role {
        self.session.with_untracked(|session| {
            let session = session.as_ref();
            session.map_or(Role::Operator, |session| session.role)
        })
    }

    /// The ID of the session. Every request names it, so that the server changes
    /// nothing in another user's name.
    pub(crate) fn id(self) -> Option<String> {
        self.id.get_value()
    }

    /// Checks that an answer was made in this page's session: `answered` is the ID of
    /// the one that it was made in.
    pub(crate) fn check(self, answered: &str) {
        if self.id().is_some_and(|id| id != answered) {
            self.interrupt(Interruption::OtherSession);
        }
    }

    /// Reports what keeps the page from going on.
    pub(crate) fn interrupt(self, why: Interruption) {
        self.interruption.set(Some(why));
    }

    /// What keeps the page from going on. Reactive: it runs again for each one, also
    /// where it is the same as the one before.
    pub(crate) fn interruption(self) -> Option<Interruption> {
        self.interruption.get()
    }
}
