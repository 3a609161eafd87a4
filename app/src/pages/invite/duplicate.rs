//! Whoever is there already under the same name or address.

use super::Invite;
use super::form_model::InviteForm;
use super::send::reactivate;
use crate::routes;
use crate::ui::button::busy_button;
use crate::ui::dom::{El, el};
use leptos::prelude::*;
use roster::input::isolated;
use roster::people::Account;
use roster::record::Access;
use wire::Platform;

/// Says who, and what to do instead.
pub(super) fn twin(invite: &Invite, asked: InviteForm) -> El {
    let people = invite.store.people.clone();
    let found = Memo::new(move |_| people.with(|people| asked.get().twin(people)));
    let invite = invite.clone();
    el("div", "page")
        .attr("role", "status")
        .live(move || found.get().map(|account| told(&invite, asked, account)))
}

fn told(invite: &Invite, asked: InviteForm, account: Account) -> El {
    let connection = invite.store.connection();
    let disabled = matches!(account.access(), Access::Disabled { .. });
    let state = if disabled { ", and disabled" } else { "" };
    let label = account.label();
    let label = isolated(&label);
    let words = [&*label, " is there already", state, "."].concat();
    let instead = match connection.platform {
        Platform::Metabase if disabled => {
            "Metabase keeps the address of whoever was deactivated. Reactivate that user: the \
             groups come back, administrator rights do not."
        }
        Platform::Pivot => "Pivot would replace that user without a word. Nothing will be sent.",
        _ if disabled => "Enable that user instead.",
        _ => "Nothing will be sent.",
    };
    let key = account.key.to_string();
    let url = routes::searching(&routes::users(&connection.id).unwrap_or_default(), &key);
    let mut strip = el("div", "strip twin")
        .child(el("p", "").text(&words))
        .child(el("p", "").text(instead));
    if disabled && connection.platform == Platform::Metabase {
        let again = invite.clone();
        let press = move || reactivate(&again, asked, &key);
        strip = strip.child(busy_button(
            "Reactivate",
            move || asked.get().form.is_busy(),
            press,
        ));
    }
    let link = el("a", "")
        .attr("href", &url)
        .text(&["Show ", &*label, " in the list"].concat());
    strip.child(link)
}
