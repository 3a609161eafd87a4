//! Inviting a user to one connection: the form, and the email that is sent.

mod controls;
mod duplicate;
mod send;
mod success;

use crate::components::change_flow;
use crate::components::connection_page::ConnectionPage;
use crate::components::invite::{
    Email, InviteForm, InviteTarget, Invitee, PasswordOnce, UNCONFIRMED,
};
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::lazy::lazy;
use crate::messages::Problem;
use crate::routes;
use crate::state::connections::ConnectionState;
use crate::state::stores::use_user_store;
use crate::state::user_store::TrackedRun;
use crate::ui::code_block::CodeBlock;
use crate::ui::form::FormView;
use crate::ui::placeholders::EmptyState;
use controls::Controls;
use leptos::either::Either;
use leptos::prelude::*;
use roster::{Ability, Change, Plan, Secret};
use std::rc::Rc;
use success::Success;

/// What the page knows. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Invite {
    target: InviteTarget,
    /// What went wrong with the last attempt.
    problem: RwSignal<Option<Problem>>,
    /// The generated password of a user that may have been created.
    unconfirmed_password: RwSignal<Option<String>>,
    /// The run that created the user, and the user as typed.
    created: RwSignal<Option<(Rc<TrackedRun>, Invitee)>, LocalStorage>,
}

lazy!(
    /// The page at `/{connection}/invite`.
    pub(crate) lazy_page from invite: fn() -> AnyView = page
);

fn page() -> AnyView {
    view! { <ConnectionPage page=connection_page /> }.into_any()
}

fn connection_page(state: &ConnectionState) -> AnyView {
    view! { <InvitePage state=state.clone() /> }.into_any()
}

#[component]
fn InvitePage(state: ConnectionState) -> impl IntoView {
    let label = &state.connection.label;
    show_page(&["Invite", label]);
    let users = routes::users(&state.connection.id).unwrap_or_default();
    let list = users.clone();
    let body = match use_user_store(&state).unavailable_reason(Ability::Invite) {
        Some(reason) => Either::Left(view! {
            <EmptyState title="You can't invite users" text=reason>
                <a href=list>"Show users"</a>
            </EmptyState>
        }),
        None => Either::Right(view! { <Invitation invite=Invite::start(&state) /> }),
    };
    view! {
        <div class="page">
            <div class="page-head invite-head">
                <h1 tabindex="-1">{format!("Invite to {label}")}</h1>
                <a href=users>"All users"</a>
            </div>
            {body}
        </div>
    }
}

/// The form, or what came of it.
#[component]
fn Invitation(invite: Invite) -> impl IntoView {
    let body = move || {
        let created = invite.created.get();
        untrack(|| match created {
            None => Either::Left(view! { <FormAndMessage invite=invite /> }),
            Some((run, invitee)) => {
                Either::Right(view! { <Success invite=invite run=run invitee=invitee /> })
            }
        })
    };
    view! { <div class="page">{body}</div> }
}

impl Invite {
    fn start(state: &ConnectionState) -> Self {
        Self {
            target: InviteTarget::new(use_user_store(state)),
            problem: RwSignal::new(None),
            unconfirmed_password: RwSignal::new(None),
            created: RwSignal::new_local(None),
        }
    }

    /// The change that the form asks for, with a password that was `generated`.
    /// Reactive.
    fn plan(self, form: InviteForm, generated: Option<Secret>) -> Plan {
        let user = form.fields().new_user(generated);
        let key = user.key.clone();
        self.target
            .store()
            .plan(&Change::Create(Box::new(user)), &[&key])
    }

    /// The requests that will be made, as command lines. Reactive.
    fn requests(self, form: InviteForm) -> String {
        // The password is not generated yet, and is masked anyway.
        let placeholder = Secret::new("to be generated".to_owned());
        change_flow::requests(&self.plan(form, Some(placeholder)))
    }
}

/// The form and the message, side by side.
#[component]
fn FormAndMessage(invite: Invite) -> impl IntoView {
    let form = InviteForm::new(invite.target.store().connection());
    let problem = move || {
        let problem = invite.problem.get()?;
        Some(view! { <ProblemNotice problem=problem /> })
    };
    let password = move || {
        let password = invite.unconfirmed_password.get()?;
        Some(view! { <PasswordOnce note=UNCONFIRMED password=password /> })
    };
    let requests = move || {
        view! { <CodeBlock label="As a command line" text=invite.requests(form) /> }
    };
    view! {
        <div class="invite">
            <div class="invite-form">
                {problem}
                {password}
                <FormView
                    form=form.fields().form
                    verb="Invite user"
                    on_submit=move |()| send::send(invite, form)
                >
                    <Controls invite=invite form=form />
                </FormView>
                <details class="part">
                    <summary>"What will be sent"</summary>
                    <div>{requests}</div>
                </details>
            </div>
            <section class="message" aria-label="The email">
                <h2>"The email"</h2>
                <Email target=invite.target form=form />
            </section>
        </div>
    }
}
