//! Who looks at this console, whether they may change anything, and what to do
//! once the console's server does not know them any more.

pub(crate) mod account;
pub(crate) mod ended;

use crate::pieces;
use crate::server;
use crate::task::spawn;
use crate::ui::dom::{El, el, on_window};
use crate::ui::icons::{self, icon};
use crate::ui::popover::popover_of;
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
}

/// Who is signed in, as the console's server says; nobody where nobody has to.
/// Reactive.
pub(crate) fn who() -> Option<Session> {
    CHANGED.with(Clone::clone).track();
    WHO.with_borrow(Clone::clone)
}

/// It is this one, from now on.
pub(crate) fn begin(session: Option<Session>) {
    // What says that it has ended, or that something in front of the server
    // answers, must be here before that happens.
    pieces::prepare();
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

/// Says what happened, and how to go on.
pub(crate) fn interrupt(why: Interruption) {
    pieces::ended().then(move |open| open(why));
}

/// Asks whose session it is whenever somebody comes back to this page, as another
/// tab may have signed in meanwhile. Once, by the shell.
pub(crate) fn check_on_return() {
    on_window("focus", |_| {
        if WHO.with_borrow(Option::is_some) {
            // The answer is checked like every other, which is all it is for.
            spawn(async { drop(server::start().await) });
        }
    });
}

/// Who is signed in, in the bar; nothing where nobody has to be.
pub(crate) fn badge() -> El {
    el("div", "page").live(|| {
        let who = who()?;
        let name = [&*who.name, " · ", who.role.name()].concat();
        let button = el("button", "button opens badge")
            .attr("title", &["Signed in: ", &*name].concat())
            .child(icon(icons::PERSON))
            .child(el("span", "badge-name").text(&name));
        Some(popover_of(button, "Session", || {
            pieces::account().view(|account| account())
        }))
    })
}
