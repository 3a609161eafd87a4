//! Who looks at this console, whether they may change anything, and what to do
//! once the console's server does not know them any more.

use leptos::prelude::*;
use std::cell::RefCell;
use wire::console::{NO_SESSION, Role, Session};

/// What keeps the page from going on as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Interruption {
    /// The server does not know any more who asks.
    Ended,
    /// It knows somebody else, or the same person in another role: another tab
    /// of this browser has signed in.
    OtherSession,
    /// Something in front of the server answered, in these words.
    Intercepted(String),
}

thread_local! {
    /// The session that this page works in, as `SESSION_HEADER` names it;
    /// nothing until the server has said so.
    static ID: RefCell<Option<String>> = const { RefCell::new(None) };
    static WHO: RefCell<Option<Session>> = const { RefCell::new(None) };
    /// Told when it is somebody else.
    static CHANGED: ArcRwSignal<()> = ArcRwSignal::new(());
    /// Told when a session was begun again.
    static AGAIN: ArcRwSignal<()> = ArcRwSignal::new(());
    static INTERRUPTED: ArcRwSignal<Option<Interruption>> = ArcRwSignal::new(None);
}

/// Who is signed in, as the console's server says; nobody where nobody has to.
/// Reactive.
pub(crate) fn who() -> Option<Session> {
    CHANGED.with(Clone::clone).track();
    WHO.with_borrow(Clone::clone)
}

/// It is this one, from now on.
pub(crate) fn begin(session: Option<Session>) {
    let id = session.as_ref().map_or(NO_SESSION, |session| &session.id);
    ID.set(Some(id.to_owned()));
    WHO.set(session);
    CHANGED.with(Clone::clone).set(());
}

/// What may be done. Whoever needs not sign in may do everything.
pub(crate) fn role() -> Role {
    WHO.with_borrow(|who| who.as_ref().map_or(Role::Operator, |who| who.role))
}

/// Told when a session was begun again, so that what failed without one can be
/// asked for once more.
pub(crate) fn again() -> ArcRwSignal<()> {
    AGAIN.with(Clone::clone)
}

/// The session that this page works in. Every request names it, so that the
/// server changes nothing in the name of somebody else.
pub(crate) fn id() -> Option<String> {
    ID.with_borrow(Clone::clone)
}

/// Looks whether an answer was made in this page's session: `answered` names
/// the one that it was made in.
pub(crate) fn check(answered: &str) {
    if id().is_some_and(|id| id != answered) {
        interrupt(Interruption::OtherSession);
    }
}

/// Tells the page what keeps it from going on.
pub(crate) fn interrupt(why: Interruption) {
    INTERRUPTED.with(Clone::clone).set(Some(why));
}

/// What keeps the page from going on, each time that something does.
pub(crate) fn interrupted() -> ArcRwSignal<Option<Interruption>> {
    INTERRUPTED.with(Clone::clone)
}
