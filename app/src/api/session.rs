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

/// Who uses this page.
enum User {
    /// The server has not reported it yet.
    Unknown,
    /// No sign-in is needed.
    Anyone,
    SignedIn(Session),
}

/// The session that this page works in. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct SessionState(StoredValue<Signals>);

struct Signals {
    user: ArcRwSignal<User>,
    /// Changes when a session began after an interruption.
    resumed: ArcRwSignal<()>,
    interruption: ArcRwSignal<Option<Interruption>>,
}

impl User {
    const fn session(&self) -> Option<&Session> {
        match self {
            Self::SignedIn(session) => Some(session),
            Self::Unknown | Self::Anyone => None,
        }
    }
}

impl SessionState {
    /// The server has not reported the session yet. Once, for the whole page.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(Signals {
            user: ArcRwSignal::new(User::Unknown),
            resumed: ArcRwSignal::new(()),
            interruption: ArcRwSignal::new(None),
        }))
    }

    fn user(self) -> ArcRwSignal<User> {
        self.0.with_value(|signals| signals.user.clone())
    }

    /// The session, as the console's server reports it; nothing where no sign-in is
    /// needed. Reactive.
    pub(crate) fn session(self) -> Option<Session> {
        self.user().with(|user| user.session().cloned())
    }

    /// The page works in this session from now on.
    pub(crate) fn begin(self, session: Option<Session>) {
        self.user().set(match session {
            Some(session) => User::SignedIn(session),
            None => User::Anyone,
        });
    }

    /// As [`begin`](Self::begin), after an interruption: what failed without a session
    /// can be requested once more.
    pub(crate) fn resume(self, session: Option<Session>) {
        self.begin(session);
        self.0.with_value(|signals| signals.resumed.set(()));
    }

    /// Runs what reads it again when a session began after an interruption.
    pub(crate) fn track_resumed(self) {
        self.0.with_value(|signals| signals.resumed.track());
    }

    /// What the user may do. Where no sign-in is needed, that is everything.
    pub(crate) fn role(self) -> Role {
        self.user().with_untracked(|user| {
            let session = user.session();
            session.map_or(Role::Operator, |session| session.role)
        })
    }

    /// The ID of the session; nothing until the server has reported it. Every request
    /// names it, so that the server changes nothing in another user's name.
    pub(crate) fn id(self) -> Option<String> {
        self.user().with_untracked(|user| match user {
            User::Unknown => None,
            User::Anyone => Some(NO_SESSION.to_owned()),
            User::SignedIn(session) => Some(session.id.clone()),
        })
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
        self.0
            .with_value(|signals| signals.interruption.set(Some(why)));
    }

    /// What keeps the page from going on. Reactive: it runs again for each one, also
    /// where it is the same as the one before.
    pub(crate) fn interruption(self) -> Option<Interruption> {
        self.0.with_value(|signals| signals.interruption.get())
    }
}
