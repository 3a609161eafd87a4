//! Who looks at this console, whether they may change anything, and what to do
//! once the console's server does not know them any more.

pub(crate) mod account;
pub(crate) mod ended;

use crate::pieces;
use crate::ui::dom::{El, el};
use crate::ui::icons::{self, icon};
use crate::ui::popover::popover_of;
use leptos::prelude::*;
use std::cell::RefCell;
use wire::console::{Role, Session};

thread_local! {
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
    if session.is_some() {
        // What says that it has ended must be here before it has.
        pieces::prepare();
    }
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

/// The console's server does not know who asks: says so, and how to go on.
pub(crate) fn is_over() {
    pieces::ended().then(|open| open());
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
