//! The dialog for a page that is cut off from its server or its session: what happened
//! and how to continue. Nothing that was typed is lost.

use crate::api::console_api::ConsoleApi;
use crate::api::session::{Interruption, SessionState};
use crate::browser::announce::announce;
use crate::browser::events::on_window;
use crate::browser::reactive::watch;
use crate::browser::task::spawn;
use crate::lazy::lazy;
use crate::routes;
use crate::state::stores::{Stores, use_stores};
use crate::state::user_stores::UserStores;
use crate::ui::attributes::boolean;
use crate::ui::dialog::{self, Dialog};
use leptos::either::Either;
use leptos::prelude::*;
use wire::console::{NO_SESSION, Role, Session};

const NOT_SIGNED_IN: &str = "You are not signed in yet.";

impl Interruption {
    const fn title(&self) -> &'static str {
        match self {
            Self::Ended => "Your session has ended",
            Self::OtherSession => "Another session is active",
            Self::Intercepted(_) => "Rollcall did not answer",
        }
    }

    /// The label of the link to another tab where one signs in.
    const fn link_label(&self) -> Option<&'static str> {
        match self {
            Self::Ended => Some("Sign in, in another tab"),
            Self::OtherSession => None,
            Self::Intercepted(_) => Some("Open in another tab"),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Ended => "Nothing is lost: what you have typed and selected stays as it is. \
                            Sign in again in another tab, then come back to this one."
                .to_owned(),
            Self::OtherSession => "Another tab of this browser has signed in since this page was \
                                   opened. This page changes nothing until you have chosen how to \
                                   continue."
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
    /// Shows what cuts the page off from its server, and how to continue.
    pub(crate) lazy_dialog from work: fn(Interruption, StoredValue<bool>) = open
);

/// Opens the dialog each time that the page is interrupted. Once, by the app.
pub(crate) fn open_when_interrupted(session: SessionState) {
    let is_open = StoredValue::new(false);
    watch(move || {
        if let Some(why) = session.interruption() {
            lazy_dialog().then(move |open| open(why, is_open));
        }
    });
}

/// Asks the server for the session each time that this page gets the focus, as
/// another tab may have signed in meanwhile. Once, by the app.
pub(crate) fn check_on_return(session: SessionState) {
    on_window("focus", move |_| {
        if untrack(|| session.session()).is_some() {
            // Every answer's session is checked when it comes, so the answer is not read.
            spawn(async move { drop(ConsoleApi { session }.start().await) });
        }
    });
}

/// Opens the dialog, unless it is open already.
fn open(why: Interruption, is_open: StoredValue<bool>) {
    if is_open.get_value() {
        return;
    }
    is_open.set_value(true);
    dialog::open(why.title(), move |dialog| {
        on_cleanup(move || is_open.set_value(false));
        view! { <Body dialog=dialog.clone() why=why /> }
    });
}

/// The check whether the page can continue, for as long as the dialog is open.
#[derive(Clone, Copy)]
struct SessionCheck {
    session: SessionState,
    /// Whether the server is being asked for the session.
    is_busy: RwSignal<bool>,
    /// Why the page cannot continue yet.
    message: RwSignal<String>,
    /// The session of now, where the user has to confirm it first.
    changed: RwSignal<Option<Session>>,
    /// The session when the page was opened.
    before: StoredValue<Option<Session>>,
    /// Whether another tab has changed the session.
    is_change: bool,
    /// Continues in a session.
    resume: UnsyncCallback<Option<Session>>,
}

impl SessionCheck {
    fn new(dialog: Dialog, why: &Interruption) -> Self {
        let stores = use_stores();
        let session = stores.session;
        let before = untrack(|| session.session());
        let name = before.as_ref().map(|before| before.name.clone());
        let resume = move |now: Option<Session>| {
            dialog.close();
            if now.as_ref().map(|now| &now.name) != name.as_ref() {
                forget_secrets(stores.users);
            }
            announce("You are signed in again");
            session.resume(now);
            reload_failed(stores);
        };
        Self {
            session,
            is_busy: RwSignal::new(false),
            message: RwSignal::new(String::new()),
            changed: RwSignal::new(None),
            before: StoredValue::new(before),
            is_change: *why == Interruption::OtherSession,
            resume: UnsyncCallback::new(resume),
        }
    }
}

#[component]
fn Body(dialog: Dialog, why: Interruption) -> impl IntoView {
    let check = SessionCheck::new(dialog, &why);
    let before = check.before.get_value();
    let url = match (&why, &before) {
        // The proxy in front of the console signs users in on any page.
        (Interruption::Intercepted(_), _) => routes::home(),
        (_, Some(before)) if !before.sign_out => routes::home(),
        _ => routes::sign_in(),
    };
    // On the return from the other tab there is nothing to press.
    on_window("focus", move |_| check.start(false));
    if check.is_change {
        check.start(true);
    }
    let general = why.words();
    let words = move || {
        let words = match check.changed.get() {
            None => vec![general.clone()],
            Some(now) => check
                .before
                .with_value(|before| changes(before.as_ref(), &now)),
        };
        let words = words.into_iter().map(|words| view! { <p>{words}</p> });
        view! { <div class="stack">{words.collect_view()}</div> }
    };
    let link_label = why.link_label();
    let name = before.map(|before| before.name);
    let actions = move || match check.changed.get() {
        None => Either::Left(view! {
            <div class="actions">
                {link_label
                    .map(|label| {
                        view! { <OtherTab class="button primary" label=label url=url.clone() /> }
                    })}
                <button
                    type="button"
                    class="button"
                    aria-busy=move || boolean(check.is_busy.get())
                    on:click=move |_| check.start(true)
                >
                    "Retry"
                </button>
                <ReloadButton />
            </div>
        }),
        Some(now) => {
            let label = format!("Continue as {}", now.name);
            let link = name.as_ref().map(|name| {
                let label = format!("Sign in as {name}");
                view! { <OtherTab class="button" label=label url=url.clone() /> }
            });
            Either::Right(view! {
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| check.resume.run(Some(now.clone()))
                    >
                        {label}
                    </button>
                    {link}
                    <ReloadButton />
                </div>
            })
        }
    };
    view! {
        <div class="dialog-body">
            {words}
            <p role="status">{check.message}</p>
            {actions}
        </div>
    }
}

#[component]
fn ReloadButton() -> impl IntoView {
    view! {
        <button type="button" class="button" on:click=|_| drop(window().location().reload())>
            "Reload this page"
        </button>
    }
}

/// A link to another tab: this one keeps what is typed.
#[component]
fn OtherTab(class: &'static str, #[prop(into)] label: String, url: String) -> impl IntoView {
    view! {
        <a class=class href=url target="_blank" rel="noopener">
            {label}
        </a>
    }
}

/// What has changed between the session when the page was opened and the one of now.
fn changes(before: Option<&Session>, now: &Session) -> Vec<String> {
    let (name, role) = (&now.name, now.role.name());
    let change = match before {
        Some(before) if before.name == *name && before.role != now.role => format!(
            "Your role is {role} now. It was {} when this page was opened.",
            before.role.name()
        ),
        Some(before) if before.name == *name => format!(
            "You are now signed in as {name} ({role}), but not in the same way as when this page \
             was opened: the name is the same, the person may be another."
        ),
        Some(before) => format!(
            "You are now signed in as {name} ({role}). This page was opened by {}. What you do \
             from here on is done as {name}.",
            before.name
        ),
        None => format!(
            "You are now signed in as {name} ({role}). When this page was opened, no sign-in was \
             required. What you do from here on is done as {name}."
        ),
    };
    let mut sentences = vec![change];
    if now.role == Role::Viewer {
        sentences.push(
            "View only: a viewer cannot change anything. What you have typed stays, but cannot \
             be sent."
                .to_owned(),
        );
    }
    sentences
}

impl SessionCheck {
    /// Asks the server for the session, and continues if it is the same as before;
    /// after a change of the session only if it has been changed back. `is_asked`: the
    /// user asked for it, so the reason why the page cannot continue is shown.
    fn start(self, is_asked: bool) {
        if self.is_busy.try_get_untracked() != Some(false) {
            return;
        }
        self.is_busy.set(true);
        spawn(async move {
            let session = self.session;
            let answer = ConsoleApi { session }.start().await;
            // The dialog may be closed.
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(start) => {
                    let now = start.session;
                    let needs_confirmation = match &now {
                        None => false,
                        Some(now) if self.is_change => session.id().as_ref() != Some(&now.id),
                        Some(now) => self.is_lesser(now),
                    };
                    self.message.set(String::new());
                    if needs_confirmation {
                        self.changed.set(now);
                    } else {
                        self.resume.run(now);
                    }
                }
                Err(error) if is_asked => self.message.set(match error.status {
                    401 if !error.is_intercepted => NOT_SIGNED_IN.to_owned(),
                    _ => error.problem.details.words,
                }),
                Err(_) => {}
            }
        });
    }

    /// Whether `now` is another user than before, or has fewer rights.
    fn is_lesser(self, now: &Session) -> bool {
        self.before.with_value(|before| match before {
            None => self.session.id().is_some_and(|id| id == NO_SESSION),
            Some(before) => {
                let has_fewer_rights = before.role == Role::Operator && now.role == Role::Viewer;
                before.name != now.name || has_fewer_rights
            }
        })
    }
}

/// The secrets that were typed belong to another user.
fn forget_secrets(stores: UserStores) {
    let stores = stores.all().into_iter();
    stores
        .filter(|store| store.connection().ask)
        .for_each(|store| store.lock());
}

/// Loads once more what failed without a session.
fn reload_failed(stores: Stores) {
    let Stores {
        connections, users, ..
    } = stores;
    if untrack(|| connections.load_state().has_failed()) {
        connections.load();
    }
    for store in users.all() {
        if untrack(|| store.load_state().has_failed()) {
            store.load();
        }
    }
}
