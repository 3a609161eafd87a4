//! Who is signed in, what that means, and the way out.

use crate::api::session::who;
use crate::lazy::lazy;
use crate::routes;
use crate::ui::icons::{self, Icon};
use crate::ui::popover::Popover;
use leptos::prelude::*;
use wire::console::{Role, Session};

lazy!(
    /// What the badge shows when it is pressed.
    lazy_account from work: fn() -> AnyView = account
);

/// Who is signed in, in the bar; nothing where sign-in is not needed.
#[component]
pub(crate) fn AccountBadge() -> impl IntoView {
    move || {
        let who = who()?;
        let name = format!("{} · {}", who.name, who.role.name());
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
                {lazy_account().view(|account| account())}
            </Popover>
        })
    }
}

fn account() -> AnyView {
    (move || who().map(|who| view! { <Account who=who /> })).into_any()
}

#[component]
fn Account(who: Session) -> impl IntoView {
    let role = match who.role {
        Role::Viewer => "Viewer: view only.",
        Role::Operator => "Operator: can view and change.",
    };
    let by = match who.via.strip_prefix("openid:") {
        Some(issuer) => format!("Signed in with {issuer}."),
        None if who.sign_out => "Signed in with a password.".to_owned(),
        None => "Signed in by the proxy in front of this console.".to_owned(),
    };
    // A form, as the cookie goes and another page comes: no script is needed.
    let sign_out = who.sign_out.then(|| {
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
            <p class="instead-title">{who.name}</p>
            <p class="hint">{role}</p>
            <p class="hint">{by}</p>
            {sign_out}
        </div>
    }
}
