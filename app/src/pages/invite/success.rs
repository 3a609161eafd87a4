//! After it went well: what was asked of the platform, and what it does not
//! tell.

use super::Invite;
use super::form_model::Invitee;
use super::password::{made_password, password_once};
use crate::browser::focus::focus;
use crate::components::change_flow::run_report;
use crate::routes;
use crate::state::user_store::Job;
use crate::ui::button::primary;
use crate::ui::dom::{El, el};
use leptos::prelude::*;
use roster::{Change, New};
use std::rc::Rc;
use wire::Platform;

/// What the page shows then.
pub(super) fn done(invite: &Invite, job: &Rc<Job>, guest: &Invitee) -> El {
    let connection = invite.store.connection();
    let again = invite.done;
    let title = [&*guest.name, " is on ", &*connection.label].concat();
    let mut page = el("section", "invited")
        .child(el("h2", "").attr("tabindex", "-1").text(&title))
        .child(run_report::row(job, 0));
    if let Some(password) = made_password(&job.run) {
        page = page.child(password_once(&password));
    }
    let change = job.run.plan.items.first().map(|item| &item.change);
    if let Some(Change::Create(new)) = change {
        let mail = untrack(|| invite.has_mail());
        page = page.child(told(connection.platform, new, &guest.address, mail));
        if !connection.outbox.is_empty() && mails(connection.platform, new, mail) {
            let link = el("a", "")
                .attr("href", &routes::outbox(&connection.outbox, &guest.address))
                .attr("target", "_blank")
                .attr("rel", "noreferrer")
                .text("The message in the mock's outbox");
            page = page.child(el("p", "").child(link));
        }
    }
    let users = routes::users(&connection.id).unwrap_or_default();
    let next = move || {
        again.set(None);
        request_animation_frame(|| focus("main h1"));
    };
    page.child(
        el("div", "actions")
            .child(primary("Invite another user", next))
            .child(
                el("a", "")
                    .attr("href", &routes::searching(&users, &guest.key))
                    .text("Show in the list"),
            ),
    )
}

/// Whether the platform was to send an e-mail. `mail` as [`Invite::has_mail`].
fn mails(platform: Platform, new: &New, mail: Option<bool>) -> bool {
    match platform {
        Platform::Pivot => new.welcome.is_some(),
        Platform::Actian => new.password.is_none(),
        // With a password as well (facts/metabase.md 6).
        Platform::Metabase => mail == Some(true),
    }
}

/// What was asked of the platform, and what it does not tell.
fn told(platform: Platform, new: &New, address: &str, mail: Option<bool>) -> El {
    let (asked, untold): (String, &[&str]) = match platform {
        Platform::Pivot => match &new.welcome {
            Some(link) => (
                [
                    "Pivot was asked to send the welcome e-mail to ",
                    address,
                    ", with a link that starts with ",
                    link.as_deref().unwrap_or("the name it was called by"),
                    ".",
                ]
                .concat(),
                &[
                    "Whether the e-mail was sent, or arrived.",
                    "How long its link works, and whether it was used.",
                ],
            ),
            None => (
                "Pivot was not asked to send an e-mail. Nobody was told.".to_owned(),
                &["Whether a password was set since."],
            ),
        },
        Platform::Actian if new.password.is_none() => (
            [
                "Actian was given no password, for which its documents promise an activation \
                 e-mail to ",
                address,
                ".",
            ]
            .concat(),
            &[
                "Whether the e-mail was sent, or arrived.",
                "Whether the account was activated since.",
            ],
        ),
        Platform::Actian => (
            "Actian was given the password. Hand it over yourself.".to_owned(),
            &["Whether somebody signed in since."],
        ),
        Platform::Metabase => metabase(new, address, mail),
    };
    let speaker = crate::messages::speaker(platform);
    let list = untold.iter().fold(el("ul", "untold"), |list, one| {
        list.child(el("li", "").text(one))
    });
    el("div", "told")
        .child(el("h3", "").text("What was asked for"))
        .child(el("p", "").text(&asked))
        .child(el("h3", "").text(&["What ", speaker, " does not tell"].concat()))
        .child(list)
}

fn metabase(new: &New, address: &str, mail: Option<bool>) -> (String, &'static [&'static str]) {
    let asked = if new.password.is_some() {
        "Metabase was given the password. "
    } else {
        "Metabase was asked to create the user without a password. "
    };
    let when = match mail {
        Some(false) => {
            let words = "No mail is set up there, so nobody was told.";
            let untold: &[&str] = &["Whether somebody signed in, until the list shows it."];
            return ([asked, words].concat(), untold);
        }
        Some(true) => "With mail set up it sends its invitation to ",
        None => "Where mail is set up it sends its invitation to ",
    };
    let untold: &[&str] = &[
        "Whether the e-mail was sent, or arrived.",
        "Whether its link was used, until the list shows a first sign-in.",
    ];
    ([asked, when, address, "."].concat(), untold)
}
