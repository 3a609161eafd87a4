//! The form's controls, platform by platform.

use super::form_model::{BY_MAIL, BY_PASSWORD, InviteForm, email, shown_email};
use super::{Invite, duplicate};
use crate::browser::reactive::watch_later;
use crate::ui::dom::{El, el};
use crate::ui::fields::{Choice, boxes, password, radios, reading, text, tick_box};
use leptos::prelude::*;
use roster::input::line;
use roster::people::People;
use wire::Platform;
use wire::metabase::ALL_USERS;

/// All of them, in order.
pub(super) fn controls(invite: &Invite, asked: InviteForm) -> Vec<El> {
    let platform = invite.store.connection().platform;
    let mut controls = Vec::new();
    let key = |kind, hint| {
        let field = asked.get().key;
        let read = if kind == "email" { shown_email } else { email };
        reading(field, text(field, kind, hint), read)
    };
    let name = |field| reading(field, text(field, "text", ""), line);
    controls.push(unknown(invite));
    match platform {
        Platform::Pivot => controls.push(key(
            "text",
            "Usually the e-mail address. It cannot be changed later.",
        )),
        Platform::Actian => controls.push(key(
            "email",
            "It is the user's key and cannot be changed later.",
        )),
        Platform::Metabase => controls.push(key("email", "")),
    }
    controls.push(duplicate::twin(invite, asked));
    controls.push(
        el("div", "names")
            .child(name(asked.get().first))
            .child(name(asked.get().last)),
    );
    if asked.get().has_email() {
        let field = asked.get().email;
        let hint = "Where the welcome e-mail goes. Leave it empty where the user name is the \
                    address.";
        controls.push(reading(field, text(field, "email", hint), shown_email));
    }
    controls.push(roles(invite, asked));
    match platform {
        Platform::Pivot => {
            controls.push(tick_box(
                asked.get().welcome,
                "With a link to set a password. Without it nobody is told.",
            ));
            controls.push(el("div", "page").live(move || {
                asked.get().is_welcome().then(|| {
                    text(
                        asked.get().link,
                        "url",
                        "Scheme and host at which people open Pivot (clientUrl). Without it Pivot \
                         would take the name by which this console's server calls it.",
                    )
                })
            }));
        }
        Platform::Actian => actian_password(&mut controls, asked),
        Platform::Metabase => metabase_password(&mut controls, invite, asked),
    }
    controls
}

/// Where it is not known who is there.
fn unknown(invite: &Invite) -> El {
    let store = invite.store.clone();
    el("div", "page").live(move || {
        // Old ones are better than none.
        if store.loaded_at.with(Option::is_some) {
            return None;
        }
        let why = store.problem.get()?.details.words;
        Some(el("p", "strip").attr("role", "status").text(
            &[
                "Who is there already could not be read, so nobody is warned of doubles here; it \
                 is looked up once more before anything is sent. ",
                &why,
            ]
            .concat(),
        ))
    })
}

fn choices(people: &People) -> Vec<Choice> {
    let listed = people.roles.iter().filter(|role| role.listed);
    listed
        .map(|role| (role.id.to_string(), role.title.to_string()))
        .collect()
}

fn roles(invite: &Invite, asked: InviteForm) -> El {
    if invite.store.connection().platform == Platform::Actian {
        let choices = [("user", "User"), ("admin", "Administrator")]
            .map(|(id, title)| (id.to_owned(), title.to_owned()));
        return radios(asked.get().roles, "", &choices);
    }
    let is_metabase = invite.store.connection().platform == Platform::Metabase;
    // Only what can be chosen matters here, not who there is.
    let people = invite.store.people.clone();
    let listed = Memo::new(move |_| people.with(choices));
    let store = invite.store.clone();
    let unlisted = Memo::new(move |_| {
        store.problem.with(Option::is_some)
            || store.people.with(|people| people.roles_problem.is_some())
    });
    el("div", "page").live(move || {
        let choices = listed.get();
        if !choices.is_empty() {
            let everyone = ALL_USERS.to_string();
            let locked = [(everyone, "Everybody is in it.")];
            let locked: &[_] = if is_metabase { &locked } else { &[] };
            let hint = if is_metabase {
                ""
            } else {
                "Somebody without a role may see nothing."
            };
            return Some(boxes(asked.get().roles, hint, choices, locked));
        }
        // Before the list is there, or where it cannot be had.
        unlisted.get().then(|| {
            text(
                asked.get().typed_roles,
                "text",
                "They could not be listed. Write their IDs, separated by commas.",
            )
        })
    })
}

fn actian_password(controls: &mut Vec<El>, asked: InviteForm) {
    let choices = [
        (BY_MAIL, "Actian sends an activation e-mail"),
        (BY_PASSWORD, "Set a password now; no e-mail is sent"),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()));
    controls.push(radios(asked.get().how, "", &choices));
    controls.push(el("div", "page").live(move || {
        asked.get().by_password().then(|| {
            password(
                asked.get().password,
                "new-password",
                "You have to hand it over yourself. It is sent in the request's body, never in \
                 its address.",
            )
        })
    }));
}

fn metabase_password(controls: &mut Vec<El>, invite: &Invite, asked: InviteForm) {
    // Without mail nobody is invited by Metabase itself.
    let told = invite.clone();
    watch_later(move || {
        if told.has_mail() == Some(false) {
            asked.get().how.set_text(BY_PASSWORD);
            asked.get().how.settle();
        }
    });
    let choices = [
        (BY_MAIL, "Metabase sends its invitation"),
        (
            BY_PASSWORD,
            "Make a password, shown once when the user is there",
        ),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()));
    controls.push(radios(asked.get().how, "", &choices));
    let properties = invite.properties.clone();
    let said = move || {
        let state = properties.with(|all| all.as_ref().map(|all| all.email_configured));
        match state {
            None => "Asking Metabase whether it can send e-mails…",
            Some(Some(true)) => "Mail is set up on this Metabase.",
            Some(Some(false)) => {
                "Mail is not set up on this Metabase: it would invite nobody. Make a password and \
                 hand it over yourself."
            }
            Some(None) => "This Metabase did not tell whether mail is set up.",
        }
        .to_owned()
    };
    controls.push(el("p", "mail-state").attr("role", "status").live_text(said));
}
