//! Passwords: a new one for someone else, or for oneself.

use super::User;
use super::form_dialog::{FormDialog, LastResult};
use crate::browser::random::{RandomError, new_password};
use crate::messages::speaker;
use crate::ui::code_block::CodeBlock;
use crate::ui::dialog;
use crate::ui::fields::{PasswordField, RadioField};
use crate::ui::form::Wrong;
use leptos::prelude::*;
use roster::{Change, Secret};
use std::cell::RefCell;
use std::rc::Rc;

/// The choice of a generated password.
const GENERATED: &str = "generated";

/// The choice of a password that is typed.
const TYPED: &str = "typed";

/// Metabase: sets a password that is generated here and shown once, or typed.
pub(super) fn set(user: &User, result: LastResult) {
    let generated: Rc<RefCell<String>> = Rc::default();
    let made = generated.clone();
    let label = match user.now() {
        Some(record) if !record.address().is_empty() => record.address().to_owned(),
        _ => user.key.to_string(),
    };
    let speaker = speaker(user.platform());
    let dialog = FormDialog {
        title: "Set the password",
        verb: "Set the password",
        result,
        content: Box::new(move |form| {
            let kind = form.text("Which one", GENERATED);
            let typed = form.text("New password", "");
            let choices = [
                (GENERATED, "Generate one and show it once"),
                (TYPED, "One that I type"),
            ];
            let choices = choices.map(|(id, title)| (id.to_owned(), title.to_owned()));
            let password = move || {
                (kind.text() == TYPED).then(|| {
                    let hint = format!("{speaker} refuses short and common ones.");
                    view! { <PasswordField field=typed purpose="new-password" hint=hint /> }
                })
            };
            let fields = view! {
                <p>"The current password will stop working."</p>
                <RadioField field=kind choices=choices.into() />
                <div class="page">{password}</div>
            };
            let read = move || {
                made.take();
                if kind.text() == TYPED {
                    let text = typed.text();
                    return if text.is_empty() {
                        Err(vec![(Some(typed), "Enter the new password".to_owned())])
                    } else {
                        Ok(Change::SetPassword(Secret::new(text)))
                    };
                }
                let text = new_password().map_err(not_generated)?;
                made.replace(text.clone());
                Ok(Change::SetPassword(Secret::new(text)))
            };
            (fields.into_any(), Box::new(read))
        }),
        then: Box::new(move || {
            let password = generated.take();
            if !password.is_empty() {
                show_once(label, password);
            }
        }),
    };
    dialog.open(user);
}

fn not_generated(error: RandomError) -> Vec<Wrong> {
    let sentence = match error {
        RandomError::Unavailable | RandomError::Unsuitable => {
            "The browser couldn't generate a password. Type one instead."
        }
    };
    vec![(None, sentence.to_owned())]
}

/// Shows a password, this once.
fn show_once(label: String, password: String) {
    dialog::open("The new password", move |dialog| {
        let closing = dialog.clone();
        view! {
            <div class="dialog-body">
                <p>
                    {format!(
                        "This is the only time it is shown, and it is not saved anywhere. Send it \
                         over a secure channel, and have it changed at the first sign-in. It is \
                         for {label}.",
                    )}
                </p>
                <CodeBlock label="New password" text=password />
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| closing.close()
                    >
                        "I've saved it"
                    </button>
                </div>
            </div>
        }
    });
}

/// Actian: sets a new password, for a user who knows the current one.
pub(super) fn change(user: &User, result: LastResult) {
    let dialog = FormDialog {
        title: "Change my password",
        verb: "Change my password",
        result,
        content: Box::new(|form| {
            let old = form.text("Current password", "");
            let new = form.text("New password", "");
            let fields = view! {
                <PasswordField field=old purpose="current-password" />
                <PasswordField field=new purpose="new-password" />
            };
            let read = move || {
                let wrong: Vec<Wrong> = [
                    (old, "Enter the current password"),
                    (new, "Enter the new password"),
                ]
                .into_iter()
                .filter(|(field, _)| field.text().is_empty())
                .map(|(field, sentence)| (Some(field), sentence.to_owned()))
                .collect();
                if !wrong.is_empty() {
                    return Err(wrong);
                }
                Ok(Change::ChangePassword {
                    old: Secret::new(old.text()),
                    new: Secret::new(new.text()),
                })
            };
            (fields.into_any(), Box::new(read))
        }),
        then: Box::new(|| {}),
    };
    dialog.open(user);
}
