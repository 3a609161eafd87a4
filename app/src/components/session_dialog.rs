//! The page cannot go on as it was: what happened, how to go on, and nothing is lost.

use crate::api::console_api;
use crate::api::session::{Interruption, begin, id, interrupted, who};
use crate::browser::announce::announce;
use crate::browser::events::on_window;
use crate::browser::reactive::watch;
use crate::browser::task::spawn;
use crate::lazy::lazy;
use crate::routes;
use crate::state::connections::{Connections, Listing};
use crate::state::user_store::UserStore;
use crate::ui::button::{busy_button, button, primary};
use crate::ui::dialog::{self, Dialog};
use crate::ui::dom::{El, el};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wire::console::{NO_SESSION, Role, Session};

thread_local! {
    static IS_OPEN: Cell<bool> = const { Cell::new(false) };
}

const NOT_YET: &str = "You are not signed in yet.";

impl Interruption {
    const fn title(&self) -> &'static str {
        match self {
            Self::Ended => "Your session has ended",
            Self::OtherSession => "Another session is active",
            Self::Intercepted(_) => "Rollcall did not answer",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Ended => "Nothing is lost: what you have typed and selected stays as it is. \
                            Sign in again in another tab, then come back to this one."
                .to_owned(),
            Self::OtherSession => "Another tab of this browser has signed in since this page was \
                                   opened. This page changes nothing until you have chosen how to \
                                   go on."
                .to_owned(),
            Self::Intercepted(what) => {
                let mut what = what.clone();
                if let Some(first) = what.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                format!(
                    "{what}. You may have to sign in to it again: do so in another tab, then come \
                     back to this one, or reload this page. Until then, what you have typed and \
                     selected stays as it is. A change that was under way may or may not have been \
                     made: check it on the platform."
                )
            }
        }
    }
}

lazy!(
    /// Says what keeps the page from its server, and how to go on.
    pub(crate) lazy_dialog from work: fn(Interruption) = open
);

/// Opens the dialog each time that something keeps the page from going on. Once,
/// by the app.
pub(crate) fn open_when_interrupted() {
    let interrupted = interrupted();
    watch(move || {
        if let Some(why) = interrupted.get() {
            lazy_dialog().then(move |open| open(why));
        }
    });
}

/// Asks the server for the session each time that this page gets the focus, as
/// another tab may have signed in meanwhile. Once, by the app.
pub(crate) fn check_on_return() {
    on_window("focus", |_| {
        if untrack(who).is_some() {
            // The answer is checked like every other, which is all it is for.
            spawn(async { drop(console_api::start().await) });
        }
    });
}

/// Says so, unless something is being said already.
fn open(why: Interruption) {
    if IS_OPEN.replace(true) {
        return;
    }
    dialog::open(why.title(), |dialog| {
        on_cleanup(|| IS_OPEN.set(false));
        body(dialog, why)
    });
}

/// What is known while the dialog is open. All copies are the same.
#[derive(Clone, Copy)]
struct Asking {
    /// Whether the server is being asked who is signed in.
    busy: RwSignal<bool>,
    /// What came of asking that keeps this from going on.
    said: RwSignal<String>,
    /// Who is signed in now, where that has to be known before it goes on.
    other: RwSignal<Option<Session>>,
}

/// Goes on in a session.
type GoOn = Rc<dyn Fn(Option<Session>)>;

fn body(dialog: &Dialog, why: Interruption) -> El {
    let before = untrack(who);
    let connections = use_context::<Connections>();
    let asking = Asking {
        busy: RwSignal::new(false),
        said: RwSignal::new(String::new()),
        other: RwSignal::new(None),
    };
    let url = match (&why, &before) {
        // What is in front signs in whoever comes.
        (Interruption::Intercepted(_), _) => routes::home(),
        (_, Some(before)) if !before.sign_out => routes::home(),
        _ => routes::sign_in(),
    };
    let closing = dialog.clone();
    let name = before.as_ref().map(|before| before.name.clone());
    let go_on: GoOn = Rc::new(move |now| {
        closing.close();
        if now.as_ref().map(|now| &now.name) != name.as_ref() {
            forget_secrets();
        }
        begin(now);
        again(connections);
    });
    let is_change = why == Interruption::OtherSession;
    let look: Rc<dyn Fn(bool)> = {
        let (before, go_on) = (before.clone(), go_on.clone());
        Rc::new(move |aloud| asking.ask(before.clone(), is_change, go_on.clone(), aloud))
    };
    let looked = look.clone();
    // Whoever comes back from the other tab need not press anything.
    on_window("focus", move |_| looked(false));
    if is_change {
        look(true);
    }
    let said = el("p", "")
        .attr("role", "status")
        .live_text(move || asking.said.get());
    let was = before.clone();
    let general = why.words();
    let words = move || {
        let words = match asking.other.get() {
            None => vec![general.clone()],
            Some(now) => changed(was.as_ref(), &now),
        };
        let all = words.iter().map(|words| el("p", "").text(words));
        Some(el("div", "stack").children(all.collect()))
    };
    let from = before.map(|before| before.name).unwrap_or_default();
    let actions = move || {
        let row = el("div", "actions");
        let reload = || button("Reload this page", || drop(window().location().reload()));
        Some(match asking.other.get() {
            None => {
                let looked = look.clone();
                let retry = busy_button("Retry", move || asking.busy.get(), move || looked(true));
                let row = match &why {
                    Interruption::OtherSession => row.child(retry),
                    Interruption::Ended => row
                        .child(in_another_tab(
                            "button primary",
                            "Sign in, in another tab",
                            &url,
                        ))
                        .child(retry),
                    Interruption::Intercepted(_) => row
                        .child(in_another_tab(
                            "button primary",
                            "Open in another tab",
                            &url,
                        ))
                        .child(retry),
                };
                row.child(reload())
            }
            Some(now) => {
                let go_on = go_on.clone();
                let label = format!("Continue as {}", now.name);
                let row = row.child(primary(&label, move || go_on(Some(now.clone()))));
                let row = if from.is_empty() {
                    row
                } else {
                    let label = format!("Sign in as {from}");
                    row.child(in_another_tab("button", &label, &url))
                };
                row.child(reload())
            }
        })
    };
    el("div", "dialog-body")
        .live(words)
        .child(said)
        .live(actions)
}

/// A link to another tab: this one keeps what is typed.
fn in_another_tab(class: &str, label: &str, url: &str) -> El {
    el("a", class)
        .attr("href", url)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .text(label)
}

/// Who is signed in now, and who was `before`: it has to be known before it goes
/// on.
fn changed(before: Option<&Session>, now: &Session) -> Vec<String> {
    let mut said = Vec::new();
    let role = now.role.name();
    match before {
        Some(before) if before.name == now.name && before.role != now.role => said.push(format!(
            "Your role is {role} now. It was {} when this page was opened.",
            before.role.name()
        )),
        Some(before) if before.name == now.name => said.push(format!(
            "You are now signed in as {} ({role}) in another way than when this page was opened: \
             the name is the same, but it may be another person's.",
            now.name
        )),
        Some(before) => said.push(format!(
            "You are now signed in as {} ({role}). This page was opened by {}. What you do from \
             here on is done as {}.",
            now.name, before.name, now.name
        )),
        None => said.push(format!(
            "You are now signed in as {} ({role}). When this page was opened, nobody had to sign \
             in. What you do from here on is done as {}.",
            now.name, now.name
        )),
    }
    if now.role == Role::Viewer {
        said.push(
            "A viewer may look, not change. What is typed stays, and cannot be sent.".to_owned(),
        );
    }
    said
}

impl Asking {
    /// Asks who is signed in, and goes on if that is who it was; after a change
    /// of the session (`is_change`) only if it has been changed back. Says what
    /// keeps it, where that is asked for.
    fn ask(self, before: Option<Session>, is_change: bool, go_on: GoOn, aloud: bool) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        spawn(async move {
            let answer = console_api::start().await;
            // The dialog may be gone.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(start) => {
                    let now = start.session;
                    let has_to_be_known = match &now {
                        None => false,
                        Some(now) if is_change => id().as_ref() != Some(&now.id),
                        Some(now) => is_less(before.as_ref(), now),
                    };
                    self.said.set(String::new());
                    if has_to_be_known {
                        self.other.set(now);
                    } else {
                        go_on(now);
                    }
                }
                Err(error) if aloud => self.said.set(match error.status {
                    401 if !error.is_intercepted => NOT_YET.to_owned(),
                    _ => error.problem.details.words,
                }),
                Err(_) => {}
            }
        });
    }
}

/// Whether `now` is another than `before`, or may less.
fn is_less(before: Option<&Session>, now: &Session) -> bool {
    match before {
        None => id().is_some_and(|id| id == NO_SESSION),
        Some(before) => {
            let may_less = before.role == Role::Operator && now.role == Role::Viewer;
            before.name != now.name || may_less
        }
    }
}

/// What was typed for connections that ask for it was somebody else's.
fn forget_secrets() {
    let stores = UserStore::opened().into_iter();
    stores
        .filter(|store| store.connection().ask)
        .for_each(|store| store.lock());
}

/// What failed without a session is asked for once more.
fn again(connections: Option<Connections>) {
    announce("You are signed in again");
    if let Some(connections) = connections
        && matches!(connections.0.get_untracked(), Listing::Failed(_))
    {
        connections.load();
    }
    for store in UserStore::opened() {
        if store.problem.with_untracked(Option::is_some) {
            store.load();
        }
    }
    crate::api::session::again().set(());
}
