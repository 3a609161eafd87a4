//! What comes after the first load, and in which piece of a release build.

use crate::connections::{Connections, Known};
use crate::desk::Desk;
use crate::later::later;
use crate::session::Interruption;
use crate::ui::dom::El;
use crate::ui::grid::{Column, Layout, choice};
use crate::ui::shortcuts;
use crate::{carry_out, command, dock, pages, session};
use leptos::prelude::{RwSignal, set_timeout};
use roster::Change;
use std::rc::Rc;
use std::time::Duration;

later!(
    /// The start.
    pub(crate) home from home: fn() -> El = pages::home::page
);
later!(
    /// The page of requests and changes.
    pub(crate) activity from work: fn() -> El = pages::activity::page
);
later!(
    /// The pages of a connection that asks for its secret: the form for it, then
    /// what the last argument makes.
    pub(crate) secret from secret: fn(&Known, fn(&Known) -> El) -> El = pages::secret::gate
);
later!(
    /// The page of the audit trail.
    pub(crate) trail from trail: fn() -> El = pages::trail::page
);
later!(
    /// The page of the form for somebody new.
    pub(crate) invite from invite: fn() -> El = pages::invite::page
);
later!(
    /// The panel of one user; the last argument closes it.
    pub(crate) user from work: fn(Desk, &str, Rc<dyn Fn()>) -> El = pages::user::panel
);
later!(
    /// Makes one change of everybody called so, asking first where that is
    /// called for.
    pub(crate) change from work: fn(&Desk, &Change, &[&str]) = carry_out::change
);
later!(
    /// What is being carried out, and what came of it.
    pub(crate) dock from work: fn() -> El = dock::dock
);
later!(
    /// The list of everything that can be done; the last argument leads to an
    /// address.
    pub(crate) palette from work: fn(Connections, &command::Go) = command::open
);
later!(
    /// The choice of a table's columns, their order and density; `first` is
    /// theirs without one.
    pub(crate) columns from work:
        fn(Vec<Column>, RwSignal<Layout>, Layout, RwSignal<String>) -> El = choice::choice
);
later!(
    /// Every key of this page, in a dialog.
    pub(crate) keys from work: fn() = shortcuts::help
);

later!(
    /// Who is signed in, and the way out.
    pub(crate) account from work: fn() -> El = session::account::account
);
later!(
    /// Says what keeps the page from its server, and how to go on.
    pub(crate) ended from work: fn(Interruption) = session::ended::open
);

/// How long the browser is left alone with what it is about to show.
const PAUSE: Duration = Duration::from_secs(1);

/// Brings what is likely to be asked for next, once there is time.
pub(crate) fn prepare() {
    set_timeout(bring, PAUSE);
}

fn bring() {
    // All of what is in one piece comes with any of it, but each has its own way.
    change().prepare();
    user().prepare();
    palette().prepare();
    keys().prepare();
    columns().prepare();
    ended().prepare();
}
