//! Passwords: another one for somebody else, or for oneself.

use super::User;
use super::form_dialog::{LastResult, form_dialog_then};
use crate::browser::random::new_password;
use crate::ui::code_block::code_block;
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use crate::ui::fields;
use crate::ui::form::Wrong;
use leptos::prelude::*;
use roster::{Change, Secret};
use std::cell::RefCell;
use std::rc::Rc;

/// Metabase: sets a password that is made here and shown once, or typed.
pub(super) fn set(user: &User, last: LastResult) {
    let made: Rc<RefCell<String>> = Rc::default();
    let shown = made.clone();
    let label = match user.now() {
        Some(record) if !record.address().is_empty() => record.address().to_owned(),
        _ => user.key.to_string(),
    };
    form_dialog_then(
        user,
        "Set the password",
        "Set the password",
        last,
        move |form| {
            let how = form.text("Which one", "made");
            let typed = form.text("New password", "");
            let choices = [
                ("made", "One that is made here, and shown once"),
                ("typed", "One that I type"),
            ];
            let choices = choices.map(|(id, title)| (id.to_owned(), title.to_owned()));
            let views = vec![
                el("p", "").text("The password that holds is no longer good then."),
                fields::radios(how, "", &choices),
                el("div", "page").live(move || {
                    let hint = "Metabase refuses short and common ones.";
                    (how.text() == "typed").then(|| fields::password(typed, "new-password", hint))
                }),
            ];
            let answer = move || {
                made.take();
                if how.text() == "typed" {
                    let text = typed.text();
                    return if text.is_empty() {
                        Err(vec![(Some(typed), "Type the new password".to_owned())])
                    } else {
                        Ok(Change::SetPassword(Secret::new(text)))
                    };
                }
                let text = new_password().map_err(|_| no_password())?;
                made.replace(text.clone());
                Ok(Change::SetPassword(Secret::new(text)))
            };
            (views, Box::new(answer))
        },
        move || {
            let password = shown.take();
            if !password.is_empty() {
                once(&label, &password);
            }
        },
    );
}

/// Shows a password, this once.
fn once(label: &str, password: &str) {
    let (label, password) = (label.to_owned(), password.to_owned());
    dialog::open("The new password", move |dialog| {
        let closing = dialog.clone();
        el("div", "dialog-body")
            .child(el("p", "").text(&[
                "It is shown this once and kept nowhere. Hand it over on a safe way, and have it \
                 changed at the first sign-in. It is for ",
                &*label,
                ".",
            ]
            .concat()))
            .child(code_block("New password", &password))
            .child(el("div", "actions").child(crate::ui::button::primary(
                "I have kept it",
                move || closing.close(),
            )))
    });
}

fn no_password() -> Vec<Wrong> {
    vec![(
        None,
        "The browser couldn't generate a password. Type one instead.".to_owned(),
    )]
}

/// Actian: another password for whoever knows the one that holds.
pub(super) fn change(user: &User, last: LastResult) {
    form_dialog_then(
        user,
        "Change my password",
        "Change my password",
        last,
        |form| {
            let old = form.text("Password that holds", "");
            let new = form.text("New password", "");
            let views: Vec<El> = vec![
                fields::password(old, "current-password", ""),
                fields::password(new, "new-password", ""),
            ];
            let answer = move || {
                let wrong: Vec<Wrong> = [
                    (old, "Enter the password that holds"),
                    (new, "Enter the new password"),
                ]
                .into_iter()
                .filter(|(field, _)| field.text().is_empty())
                .map(|(field, said)| (Some(field), said.to_owned()))
                .collect();
                if !wrong.is_empty() {
                    return Err(wrong);
                }
                Ok(Change::ChangePassword {
                    old: Secret::new(old.text()),
                    new: Secret::new(new.text()),
                })
            };
            (views, Box::new(answer))
        },
        || {},
    );
}
