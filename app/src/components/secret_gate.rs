//! A connection that asks for its secret: the form for it in place of the
//! connection's pages, and above them the way to have it forgotten.

use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::browser::reactive::watch;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::lazy::lazy;
use crate::state::connections::ConnectionState;
use crate::state::stores::use_user_store;
use crate::state::user_store::UserStore;
use crate::ui::fields::PasswordField;
use crate::ui::form::{Form, FormView};
use leptos::either::Either;
use leptos::prelude::*;
use wire::console::SignIn;

/// What a connection signs in with, as people call it.
const fn name(how: SignIn) -> &'static str {
    match how {
        SignIn::ApiToken => "API token",
        SignIn::ApiKey => "API key",
        SignIn::Bearer => "Bearer token",
        // Never asked for.
        SignIn::Password => "Password",
    }
}

/// Makes a page of a connection.
type Page = fn(&ConnectionState) -> AnyView;

lazy!(
    /// The pages of a connection that asks for its secret: the form for it, then
    /// what the last argument makes.
    pub(crate) lazy_gate from secret: fn(&ConnectionState, Page) -> AnyView = gate
);

fn gate(state: &ConnectionState, page: Page) -> AnyView {
    let state = state.clone();
    view! { <SecretGate state=state page=page /> }.into_any()
}

/// The form for the secret, or the page once there is one that the connection
/// accepts.
#[component]
fn SecretGate(state: ConnectionState, page: Page) -> impl IntoView {
    let store = use_user_store(&state);
    let is_locked = store.is_locked.clone();
    let is_locked = Memo::new(move |_| is_locked.get());
    let shown = move || {
        let store = store.clone();
        if is_locked.get() {
            Either::Left(view! { <SecretForm store=store /> })
        } else {
            Either::Right(view! {
                <div class="page">
                    <SignedInStrip store=store />
                    {untrack(|| page(&state))}
                </div>
            })
        }
    };
    view! { <div class="page">{shown}</div> }
}

/// What the secret of this connection is called.
fn secret_of(store: &UserStore) -> String {
    let connection = store.connection();
    format!("{} of {}", name(connection.sign_in), connection.label)
}

#[component]
fn SecretForm(store: UserStore) -> impl IntoView {
    const HINT: &str = "It stays in this tab until the tab is closed or reloaded, goes with each \
                        request through the console's server to the platform, and is not stored.";
    let label = store.connection().label.clone();
    show_page(&["Sign in", &label]);
    let form = Form::new();
    let field = form.text(&secret_of(&store), "");
    let state = store.load_state().clone();
    watch(move || form.set_busy(state.is_loading()));
    let state = store.load_state().clone();
    let problem = move || {
        let problem = state.problem()?;
        // The secret that was typed does not work: another one replaces it.
        request_animation_frame(move || field.focus());
        Some(view! { <ProblemNotice problem=problem /> })
    };
    let missing = format!("Type the {}", secret_of(&store));
    let submit = move |()| {
        let secret = field.text();
        if secret.trim().is_empty() {
            return vec![(Some(field), missing.clone())];
        }
        field.reset(Vec::new());
        store.unlock(secret.trim());
        Vec::new()
    };
    view! {
        <div class="page">
            <h1 class="page-head" tabindex="-1">
                {format!("Sign in to {label}")}
            </h1>
            <div class="page">{problem}</div>
            <FormView form=form verb="Connect" on_submit=submit>
                <PasswordField field=field purpose="off" hint=HINT />
            </FormView>
        </div>
    }
}

/// Above a connection's pages: what it is signed in with, and the way to have that
/// forgotten.
#[component]
fn SignedInStrip(store: UserStore) -> impl IntoView {
    let kind = name(store.connection().sign_in);
    let secret = secret_of(&store);
    let verb = format!("Forget the {secret}");
    let forget = move || {
        store.lock();
        announce(&format!("The {secret} is forgotten"));
        request_animation_frame(|| focus("main h1"));
    };
    action(&verb, "", forget.clone());
    view! {
        <div class="meta-row">
            <p class="meta">{format!("The {kind} was entered here")}</p>
            <button type="button" class="button" aria-label=verb on:click=move |_| forget()>
                {format!("Forget the {kind}")}
            </button>
        </div>
    }
}
