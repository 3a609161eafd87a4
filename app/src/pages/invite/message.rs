//! The e-mail as its reader will see it, as far as anybody can know.

use super::Invite;
use super::form_model::InviteForm;
use super::link::{parts, verdict};
use super::template::{Draft, editor};
use crate::ui::dom::{El, el};
use crate::ui::icons;
use crate::ui::key_values::key_values;
use crate::ui::sandboxed_html::paper;
use leptos::prelude::*;
use roster::link::{ClientUrl, Link, Part, Surroundings, UNKNOWN_PATH};
use roster::template::{STYLE, preview};
use wire::Platform;

/// What the right side of the page shows.
pub(super) fn message(invite: &Invite, asked: InviteForm) -> El {
    let invite = invite.clone();
    let platform = invite.store.connection().platform;
    let shown = move || {
        let mail = match platform {
            Platform::Pivot => asked.get().welcome.is_ticked(),
            Platform::Actian | Platform::Metabase => !asked.get().by_password(),
        };
        Some(match platform {
            _ if !mail => el("p", "").text(nobody_told(&invite)),
            Platform::Pivot => letter(&invite, asked),
            Platform::Actian => actian(asked),
            Platform::Metabase if invite.has_mail() == Some(false) => el("p", "").text(
                "Metabase would send nothing: no mail is set up there. Nobody would have a \
                 password.",
            ),
            Platform::Metabase => metabase(&invite, asked),
        })
    };
    el("section", "message")
        .attr("aria-label", "The e-mail")
        .child(el("h2", "").text("The e-mail"))
        .live(shown)
}

fn nobody_told(invite: &Invite) -> &'static str {
    match invite.store.connection().platform {
        Platform::Pivot => {
            "Pivot is not asked to send an e-mail. Nobody has a password until somebody sets one."
        }
        Platform::Actian => "Actian sends no e-mail to somebody who is created with a password.",
        Platform::Metabase => match invite.has_mail() {
            Some(false) => {
                "You hand the password over yourself. No mail is set up, so Metabase sends nothing."
            }
            Some(true) => {
                "You hand the password over yourself. Metabase sends its invitation all the same."
            }
            None => {
                "You hand the password over yourself. Where mail is set up, Metabase sends its \
                 invitation all the same."
            }
        },
    }
}

fn to(asked: InviteForm) -> El {
    let class = move || {
        let known = !asked.get().address().is_empty();
        if known { "name" } else { "none" }.to_owned()
    };
    el("span", "")
        .live_attr("class", class)
        .live_text(move || match asked.get().address() {
            address if address.is_empty() => "nobody yet: no address is written".to_owned(),
            address => address,
        })
}

/// The link as far as the form knows it.
fn link_of(invite: &Invite, start: &str) -> Option<Link> {
    let console = window().location().origin().unwrap_or_default();
    let surroundings = Surroundings {
        console: &console,
        connection: &invite.store.connection().public_url,
    };
    let url = ClientUrl::read(start).ok()?;
    Some(url.link(surroundings))
}

/// Stands in for a link while there is none.
fn no_link() -> Link {
    let part = |text: &str| Part {
        text: text.to_owned(),
        concerns: Vec::new(),
    };
    Link {
        protocol: part("https"),
        host: part("…"),
        path: part(UNKNOWN_PATH),
    }
}

fn letter(invite: &Invite, asked: InviteForm) -> El {
    let draft = Draft::start(&invite.store.connection().id);
    let linked = invite.clone();
    let link = Memo::new(move |_| link_of(&linked, &asked.get().link.text()));
    let template = draft.template();
    let mail = Memo::new(move |_| {
        let link = link.get().unwrap_or_else(no_link);
        template.with(|template| template.render(&link))
    });
    let subject = el("span", "").live_text(move || mail.with(|mail| mail.subject.clone()));
    let sender = el("span", "none").text("the sender in Pivot's configuration");
    let warnings = move || {
        let warnings = template.with(roster::template::Template::warnings);
        let list = warnings.iter().fold(el("div", "verdicts"), |list, one| {
            list.child(verdict("careful", icons::ALERT, &one.words()))
        });
        (!warnings.is_empty()).then_some(list)
    };
    el("div", "letter")
        .child(el("p", "hint").text(
            "A simulation from the template below. Pivot reads its own from its configuration, \
             and no API returns that.",
        ))
        .child(
            el("div", "sheet")
                .child(key_values(vec![
                    ("From", sender),
                    ("To", to(asked)),
                    ("Subject", subject),
                ]))
                .child(paper("The e-mail's text", STYLE, move || {
                    mail.with(|mail| preview(&mail.html))
                })),
        )
        .live(warnings)
        .child(el("h3", "").text("Where its link leads"))
        .child(parts(move || link.get()))
        .child(editor(invite, draft))
}

fn actian(asked: InviteForm) -> El {
    el("div", "letter")
        .child(el("div", "sheet").child(key_values(vec![
            ("From", el("span", "").text("Actian")),
            ("To", to(asked)),
            ("Subject", el("span", "none").text("not documented")),
        ])))
        .child(el("p", "").text(
            "Actian writes the activation e-mail itself, whenever somebody is created without a \
             password. Its text and its link are not documented and cannot be changed here.",
        ))
}

fn metabase(invite: &Invite, asked: InviteForm) -> El {
    let properties = invite.properties.clone();
    let site = Memo::new(move |_| {
        let site = properties.with(|all| all.as_ref().map(|all| all.site_url.clone()));
        site.flatten().unwrap_or_default()
    });
    let linked = invite.clone();
    let name = invite.properties.clone();
    let sender = el("span", "").live_text(move || {
        let name = name.with(|all| all.as_ref().map(|all| all.site_name.clone()));
        name.flatten().unwrap_or_else(|| "Metabase".to_owned())
    });
    el("div", "letter")
        .child(el("div", "sheet").child(key_values(vec![
            ("From", sender),
            ("To", to(asked)),
            ("Subject", el("span", "none").text("Metabase's own")),
        ])))
        .child(el("p", "").text(
            "Metabase writes the invitation itself. Its link starts with the site URL in \
             Metabase's settings and works for 48 hours.",
        ))
        .child(el("h3", "").text("Where its link leads"))
        .child(parts(move || link_of(&linked, &site.get())))
}
