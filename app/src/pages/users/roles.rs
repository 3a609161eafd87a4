//! Which role or group many users are to get or lose.

use super::Users;
use super::row_actions;
use crate::ui::button::button;
use crate::ui::dialog::{self, Dialog};
use crate::ui::dom::{El, el};
use crate::ui::fields;
use crate::ui::form::{Form, no_reason};
use leptos::prelude::*;
use roster::{Change, role_word};

/// Asks for a role or group, and makes what `change` has of it of everybody
/// selected.
pub(super) fn ask(users: &Users, title: &str, change: fn(String) -> Change) {
    let users = users.clone();
    dialog::open(title, move |dialog| body(dialog, users, change));
}

fn body(dialog: &Dialog, users: Users, change: fn(String) -> Change) -> El {
    let word = match role_word(users.store.connection().platform) {
        "group" => "Group",
        _ => "Role",
    };
    let (roles, free) = users.store.people.with_untracked(|people| {
        let role = |role: &roster::people::Role| (role.id.to_string(), role.title.to_string());
        let mut roles: Vec<_> = people.roles.iter().map(role).collect();
        roles.sort_by_cached_key(|(_, title)| title.to_lowercase());
        (roles, people.roles_problem.is_some())
    });
    let form = Form::new();
    let first = roles.first().map(|(id, _)| id.clone());
    let field = form.text(
        word,
        if free {
            ""
        } else {
            first.as_deref().unwrap_or_default()
        },
    );
    let control = if free {
        let ids: Vec<String> = roles.into_iter().map(|(id, _)| id).collect();
        fields::suggested(
            field,
            "The list of roles could not be read. Type its ID.",
            move || ids.clone(),
        )
    } else {
        fields::select(field, "", &roles)
    };
    let [closing, cancelling] = [dialog.clone(), dialog.clone()];
    let cancel = button("Cancel", move || cancelling.close());
    let submit = move || {
        let role = roster::input::line(&untrack(|| field.text()));
        if role.is_empty() {
            return vec![(Some(field), [word, " is missing."].concat())];
        }
        form.settle();
        closing.close();
        let keys = users.selected();
        let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
        row_actions::change(&users, &change(role), &keys);
        Vec::new()
    };
    let view = form.view("Continue", no_reason(), vec![control], vec![cancel], submit);
    el("div", "dialog-body").child(view)
}
