//! Somebody new on one connection: the form, and the e-mail its reader gets.

mod controls;
mod draft_storage;
mod duplicate;
mod form_model;
mod link;
mod message;
mod password;
mod send;
mod success;
mod template;

use crate::browser::task::spawn;
use crate::components::change_flow;
use crate::components::connection_page::ConnectionPage;
use crate::components::page_title::show_page;
use crate::components::problem_notice::problem_notice;
use crate::lazy::lazy;
use crate::messages::Problem;
use crate::routes;
use crate::state::connections::ConnectionState;
use crate::state::user_store::{Job, UserStore};
use crate::ui::code_block::code_block;
use crate::ui::dom::{El, el};
use crate::ui::form::no_reason;
use crate::ui::placeholders::instead;
use form_model::{InviteForm, Invitee};
use leptos::prelude::*;
use roster::{Ability, Change, Plan, Secret};
use std::rc::Rc;
use wire::Platform;
use wire::metabase::{GetProperties, Properties};

/// What the page knows. All clones are the same.
#[derive(Clone)]
pub(super) struct Invite {
    store: UserStore,
    /// Metabase: what the server says of itself; nothing until it has.
    properties: ArcRwSignal<Option<Properties>>,
    /// What went wrong with the last try.
    problem: ArcRwSignal<Option<Problem>>,
    /// A password that may hold by now, though nobody can tell.
    perhaps: ArcRwSignal<Option<String>>,
    /// What was asked and answered, once it went well.
    done: RwSignal<Option<(Rc<Job>, Invitee)>, LocalStorage>,
}

lazy!(
    /// The page at `/{connection}/invite`.
    pub(crate) lazy_page from invite: fn() -> AnyView = page
);

fn page() -> AnyView {
    view! { <ConnectionPage page=of /> }.into_any()
}

fn of(known: &ConnectionState) -> AnyView {
    content(known).into_any()
}

fn content(known: &ConnectionState) -> El {
    let label = known.connection.label.clone();
    show_page(&["Invite", &label]);
    let forbidden = UserStore::of(known).lacks(Ability::Invite);
    let users = routes::users(&known.connection.id).unwrap_or_default();
    let heading = ["Invite to ", &*label].concat();
    let head = el("div", "page-head invite-head")
        .child(el("h1", "").attr("tabindex", "-1").text(&heading))
        .child(el("a", "").attr("href", &users).text("All users"));
    if let Some(why) = forbidden {
        let title = || "You cannot invite anybody".to_owned();
        let list = el("a", "").attr("href", &users).text("Look at the users");
        let body = instead(title, move || why.to_owned(), list);
        return el("div", "page").child(head).child(body);
    }
    let invite = Invite::start(known);
    let body = el("div", "page").live(move || {
        Some(match invite.done.get() {
            None => asking(&invite),
            Some((job, guest)) => success::done(&invite, &job, &guest),
        })
    });
    el("div", "page").child(head).child(body)
}

impl Invite {
    fn start(known: &ConnectionState) -> Self {
        let invite = Self {
            store: UserStore::of(known),
            properties: ArcRwSignal::new(None),
            problem: ArcRwSignal::new(None),
            perhaps: ArcRwSignal::new(None),
            done: RwSignal::new_local(None),
        };
        if known.connection.platform == Platform::Metabase {
            let asking = invite.clone();
            spawn(async move {
                let properties = roster::call(&asking.store.transport, &GetProperties).await;
                asking.properties.set(Some(properties.unwrap_or_default()));
            });
        }
        invite
    }

    /// Metabase: whether it can send e-mails; nothing where nobody knows. Reactive.
    fn has_mail(&self) -> Option<bool> {
        let told = |all: &Option<Properties>| all.as_ref()?.email_configured;
        self.properties.with(told)
    }

    /// What is to be done, as the form stands; with a password that was `made`.
    /// Reactive.
    fn plan(&self, asked: InviteForm, made: Option<Secret>) -> Plan {
        let login = asked.get().login(made);
        let key = login.key.clone();
        self.store.plan(&Change::Create(Box::new(login)), &[&key])
    }

    /// The requests that will be made, as command lines. Reactive.
    fn requests(&self, asked: InviteForm) -> String {
        // A password that is to be made is not there yet, and masked anyway.
        let made = Secret::new("to be made".to_owned());
        change_flow::requests(&self.plan(asked, Some(made)))
    }
}

/// The form and the message, side by side.
fn asking(invite: &Invite) -> El {
    let asked = InviteForm::new(invite.store.connection());
    let fields = controls::controls(invite, asked);
    let sent = invite.clone();
    let requests = invite.clone();
    let shown = el("details", "part")
        .child(el("summary", "").text("What will be sent"))
        .child(el("div", "").live(move || {
            let lines = requests.requests(asked);
            Some(code_block("As a command line", &lines))
        }));
    let problem = invite.problem.clone();
    let form = asked
        .get()
        .form
        .view("Invite user", no_reason(), fields, Vec::new(), move || {
            send::send(&sent, asked)
        });
    let perhaps = invite.perhaps.clone();
    let left = el("div", "invite-form")
        .live(move || Some(problem_notice(problem.get()?, Vec::new())))
        .live(move || {
            let password = perhaps.get()?;
            let words = "If the user is there after all, this is the password. It is kept nowhere.";
            let said = el("p", "").text(words);
            Some(
                el("div", "once")
                    .child(said)
                    .child(code_block("Password", &password)),
            )
        })
        .child(form)
        .child(shown);
    el("div", "invite")
        .child(left)
        .child(message::message(invite, asked))
}
