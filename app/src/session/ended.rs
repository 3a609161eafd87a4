//! The session has ended: how to go on, and nothing is lost.

use super::{begin, who};
use crate::announce::announce;
use crate::connections::{Connections, Listing};
use crate::desk::Desk;
use crate::server;
use crate::task::spawn;
use crate::ui::button::{busy_button, primary};
use crate::ui::dialog::{self, Dialog};
use crate::ui::dom::{El, el, on_window};
use crate::urls;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wire::console::{Role, Session};

thread_local! {
    static IS_OPEN: Cell<bool> = const { Cell::new(false) };
}

const TITLE: &str = "Your session has ended";
const WORDS: &str = "Nothing is lost: what you have typed and selected stays as it is. Sign in \
                     again in another tab, then come back to this one.";
const NOT_YET: &str = "You are not signed in yet.";

/// Says so, unless that is being said already.
pub(crate) fn open() {
    if IS_OPEN.replace(true) {
        return;
    }
    dialog::open(TITLE, |dialog| {
        on_cleanup(|| IS_OPEN.set(false));
        body(dialog)
    });
}

/// What is known while the dialog is open. All copies are the same.
#[derive(Clone, Copy)]
struct Asking {
    /// Whether the server is being asked who is signed in.
    busy: RwSignal<bool>,
    /// What came of asking that keeps this from going on.
    said: RwSignal<String>,
    /// Who is signed in now, where that is somebody else or one who may less.
    other: RwSignal<Option<Session>>,
}

fn body(dialog: &Dialog) -> El {
    let before = untrack(who);
    let connections = use_context::<Connections>();
    let asking = Asking {
        busy: RwSignal::new(false),
        said: RwSignal::new(String::new()),
        other: RwSignal::new(None),
    };
    let url = match &before {
        // The proxy signs in whoever comes.
        Some(before) if !before.sign_out => urls::home(),
        _ => urls::sign_in(),
    };
    let closing = dialog.clone();
    let name = before.as_ref().map(|before| before.name.clone());
    let go_on = Rc::new(move || {
        closing.close();
        if untrack(who).map(|now| now.name) != name {
            forget_secrets();
        }
        again(connections);
    });
    let look: Rc<dyn Fn(bool)> = {
        let (before, go_on) = (before.clone(), go_on.clone());
        Rc::new(move |aloud| asking.ask(before.clone(), go_on.clone(), aloud))
    };
    let looked = look.clone();
    // Whoever comes back from the other tab need not press anything.
    on_window("focus", move |_| looked(false));
    let said = el("p", "")
        .attr("role", "status")
        .live_text(move || asking.said.get());
    let from = before.map(|before| before.name).unwrap_or_default();
    let was = from.clone();
    let words = move || {
        let words = match asking.other.get() {
            None => vec![WORDS.to_owned()],
            Some(now) => changed(&was, &now),
        };
        let all = words.iter().map(|words| el("p", "").text(words));
        Some(el("div", "stack").children(all.collect()))
    };
    let actions = move || {
        let row = el("div", "actions");
        Some(match asking.other.get() {
            None => {
                let looked = look.clone();
                let retry = busy_button("Retry", move || asking.busy.get(), move || looked(true));
                let sign_in = sign_in("Sign in, in another tab", &url);
                row.child(sign_in.attr("class", "button primary"))
                    .child(retry)
            }
            Some(now) => {
                let go_on = go_on.clone();
                let label = ["Go on as ", &*now.name].concat();
                let other = ["Sign in as ", &*from].concat();
                row.child(primary(&label, move || go_on()))
                    .child(sign_in(&other, &url))
            }
        })
    };
    el("div", "dialog-body")
        .live(words)
        .child(said)
        .live(actions)
}

/// The way to sign in, in another tab: this one keeps what is typed.
fn sign_in(label: &str, url: &str) -> El {
    el("a", "button")
        .attr("href", url)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .text(label)
}

/// That `now` is somebody else than `from`, or may less: it has to be known
/// before it goes on.
fn changed(from: &str, now: &Session) -> Vec<String> {
    let mut said = Vec::new();
    if from != now.name {
        said.push(
            [
                "You are signed in as ",
                &*now.name,
                " now, and were as ",
                from,
                " before. What you do from here on is done as ",
                &now.name,
                ".",
            ]
            .concat(),
        );
    }
    if now.role == Role::Viewer {
        said.push(
            "The role is viewer now: you may look, not change. What is typed stays, and cannot be \
             sent."
                .to_owned(),
        );
    }
    said
}

impl Asking {
    /// Asks who is signed in, and goes on if it is who it was. Says what keeps
    /// it, where that is asked for.
    fn ask(self, before: Option<Session>, go_on: Rc<impl Fn() + 'static>, aloud: bool) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        spawn(async move {
            let answer = server::start().await;
            // The dialog may be gone.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(start) => {
                    begin(start.session.clone());
                    match start.session.filter(|now| is_less(before.as_ref(), now)) {
                        None => go_on(),
                        other => {
                            self.said.set(String::new());
                            self.other.set(other);
                        }
                    }
                }
                Err(error) if aloud => self.said.set(match error.status {
                    401 => NOT_YET.to_owned(),
                    _ => error.problem.details.words,
                }),
                Err(_) => {}
            }
        });
    }
}

/// Whether `now` is another than `before`, or may less.
fn is_less(before: Option<&Session>, now: &Session) -> bool {
    before.is_some_and(|before| {
        before.name != now.name || (before.role == Role::Operator && now.role == Role::Viewer)
    })
}

/// What was typed for connections that ask for it was somebody else's.
fn forget_secrets() {
    let desks = Desk::opened().into_iter();
    desks
        .filter(|desk| desk.connection().ask)
        .for_each(|desk| desk.lock());
}

/// What failed without a session is asked for once more.
fn again(connections: Option<Connections>) {
    announce("You are signed in again");
    if let Some(connections) = connections
        && matches!(connections.0.get_untracked(), Listing::Failed(_))
    {
        connections.load();
    }
    for desk in Desk::opened() {
        if desk.problem.with_untracked(Option::is_some) {
            desk.load();
        }
    }
    super::again().set(());
}
