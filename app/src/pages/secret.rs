//! A connection that asks for its secret: the form for it in place of the
//! connection's pages, and above them the way to have it forgotten.

use crate::actions::action;
use crate::announce::announce;
use crate::connections::Known;
use crate::desk::Desk;
use crate::title::show_page;
use crate::ui::button::button;
use crate::ui::dom::{El, el, focus, watch};
use crate::ui::fields;
use crate::ui::form::{Form, no_reason};
use crate::ui::notice::notice;
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

/// What `view` makes of a connection that asks, once it has a secret that it
/// accepts.
pub(crate) fn gate(known: &Known, view: fn(&Known) -> El) -> El {
    let (known, desk) = (known.clone(), Desk::of(known));
    let locked = desk.locked.clone();
    let locked = Memo::new(move |_| locked.get());
    el("div", "page").live(move || {
        let (known, desk) = (known.clone(), desk.clone());
        Some(if locked.get() {
            untrack(|| form(&known, &desk))
        } else {
            untrack(|| el("div", "page").child(strip(&desk)).child(view(&known)))
        })
    })
}

/// What to call the secret of this connection.
fn secret_of(desk: &Desk) -> String {
    let connection = desk.connection();
    [name(connection.sign_in), " of ", &connection.label].concat()
}

fn form(known: &Known, desk: &Desk) -> El {
    let label = &known.connection.label;
    show_page(&["Sign in", label]);
    let form = Form::new();
    let field = form.text(&secret_of(desk), "");
    let busy = desk.loading.clone();
    watch(move || form.set_busy(busy.get()));
    let failed = desk.problem.clone();
    let said = el("div", "page").live(move || {
        let problem = failed.get()?;
        // What was typed is not good: the next goes in its place.
        request_animation_frame(move || field.focus());
        Some(notice(&problem.title, problem.details, Vec::new()))
    });
    let (asking, missing) = (desk.clone(), secret_of(desk));
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
fn strip(desk: &Desk) -> El {
    let kind = name(desk.connection().sign_in);
    let secret = secret_of(desk);
    let verb = ["Forget the ", &*secret].concat();
    let (pressed, chosen, told) = (desk.clone(), desk.clone(), secret.clone());
    let forget = move |desk: &Desk| {
        desk.lock();
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
