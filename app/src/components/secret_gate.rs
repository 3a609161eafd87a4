//! A connection that asks for its secret: the form for it in place of the
//! connection's pages, and above them the way to have it forgotten.

use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::browser::reactive::watch;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::problem_notice::problem_notice;
use crate::lazy::lazy;
use crate::state::connections::ConnectionState;
use crate::state::user_store::UserStore;
use crate::ui::button::button;
use crate::ui::dom::{El, el};
use crate::ui::fields;
use crate::ui::form::{Form, no_reason};
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

lazy!(
    /// The pages of a connection that asks for its secret: the form for it, then
    /// what the last argument makes.
    pub(crate) lazy_gate from secret: fn(&ConnectionState, fn(&ConnectionState) -> AnyView) -> AnyView = gate
);

/// What `view` makes of a connection that asks, once it has a secret that it
/// accepts.
fn gate(known: &ConnectionState, view: fn(&ConnectionState) -> AnyView) -> AnyView {
    content(known, view).into_any()
}

fn content(known: &ConnectionState, view: fn(&ConnectionState) -> AnyView) -> El {
    let (known, store) = (known.clone(), UserStore::of(known));
    let locked = store.locked.clone();
    let locked = Memo::new(move |_| locked.get());
    el("div", "page").live(move || {
        let (known, store) = (known.clone(), store.clone());
        Some(if locked.get() {
            untrack(|| form(&known, &store))
        } else {
            untrack(|| el("div", "page").child(strip(&store)).view(view(&known)))
        })
    })
}

/// What to call the secret of this connection.
fn secret_of(store: &UserStore) -> String {
    let connection = store.connection();
    [name(connection.sign_in), " of ", &connection.label].concat()
}

fn form(known: &ConnectionState, store: &UserStore) -> El {
    let label = &known.connection.label;
    show_page(&["Sign in", label]);
    let form = Form::new();
    let field = form.text(&secret_of(store), "");
    let busy = store.loading.clone();
    watch(move || form.set_busy(busy.get()));
    let failed = store.problem.clone();
    let said = el("div", "page").live(move || {
        let problem = failed.get()?;
        // What was typed is not good: the next goes in its place.
        request_animation_frame(move || field.focus());
        Some(problem_notice(problem, Vec::new()))
    });
    let (asking, missing) = (store.clone(), secret_of(store));
    let submit = move || {
        let secret = field.text();
        if secret.trim().is_empty() {
            let wrong = ["Type the ", &*missing].concat();
            return vec![(Some(field), wrong)];
        }
        field.reset(Vec::new());
        asking.unlock(secret.trim());
        Vec::new()
    };
    let hint = "It stays in this tab until the tab is closed or reloaded, goes with each request \
                through the console's server to the platform, and is kept nowhere.";
    let fields = vec![fields::password(field, "off", hint)];
    el("div", "page")
        .child(
            el("h1", "page-head")
                .attr("tabindex", "-1")
                .text(&["Sign in to ", &**label].concat()),
        )
        .child(said)
        .child(form.view("Use it", no_reason(), fields, Vec::new(), submit))
}

/// Above a connection's pages: as what one is signed in, and the way back.
fn strip(store: &UserStore) -> El {
    let kind = name(store.connection().sign_in);
    let secret = secret_of(store);
    let verb = ["Forget the ", &*secret].concat();
    let (pressed, chosen, told) = (store.clone(), store.clone(), secret.clone());
    let forget = move |store: &UserStore| {
        store.lock();
        announce(&["The ", &*told, " is forgotten"].concat());
        request_animation_frame(|| focus("main h1"));
    };
    let also = forget.clone();
    action(&verb, "", move || also(&chosen));
    let button = button("Forget it", move || forget(&pressed)).attr("aria-label", &verb);
    el("div", "meta-row")
        .child(el("p", "meta").text(&["The ", kind, " was typed here"].concat()))
        .child(button)
}
