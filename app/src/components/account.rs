//! Who is signed in, what that means, and the way out.

use crate::api::session::SessionState;
use crate::lazy::lazy;
use crate::routes;
use crate::state::stores::use_stores;
use crate::ui::icons::{self, Icon};
use crate::ui::popover::Popover;
use leptos::prelude::*;
use wire::console::{Role, Session};

lazy!(
    /// What the badge shows when it is pressed.
    lazy_account from work: fn(SessionState) -> AnyView = account
);

/// Who is signed in, in the bar; nothing where sign-in is not needed.
#[component]
pub(crate) fn AccountBadge() -> impl IntoView {
    let state = use_stores().session;
    move || {
        let session = state.session()?;
        let name = format!("{} · {}", session.name, session.role.name());
        let title = format!("Signed in: {name}");
        let face = view! {
            <Icon strokes=icons::PERSON />
            <span class="badge-name">{name}</span>
        };
        Some(view! {
            <Popover
                label="Session"
                class="button opens badge"
                title=title
                face=face.into_any()
            >
                {lazy_account().view(move |account| account(state))}
            </Popover>
        })
    }
}

fn account(state: SessionState) -> AnyView {
    (move || {
        let session = state.session();
        session.map(|session| view! { <Account session=session /> })
    })
    .into_any()
}

#[component]
fn Account(session: Session) -> impl IntoView {
    let role = match session.role {
        Role::Viewer => "Viewer: view only.",
        Role::Operator => "Operator: can view and change.",
    };
    let by = match session.via.strip_prefix("openid:") {
        Some(issuer) => format!("Signed in with {issuer}."),
        None if session.sign_out => "Signed in with a password.".to_owned(),
        None => "Signed in by the proxy in front of this console.".to_owned(),
    };
    // A form, as the cookie goes and another page comes: no script is needed.
    let sign_out = session.sign_out.then(|| {
        view! {
            <form class="actions" method="post" action=routes::sign_out()>
                <button type="submit" class="button">
                    "Sign out"
                </button>
            </form>
        }
    });
    view! {
        <div class="stack">
            <p class="instead-title">{session.name}</p>
            <p class="hint">{role}</p>
            <p class="hint">{by}</p>
            {sign_out}
        </div>
    }
}
