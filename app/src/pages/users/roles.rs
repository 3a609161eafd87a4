//! The dialog that asks which role or group the selected users get or lose.

use super::Users;
use super::row_actions;
use crate::ui::dialog::{self, Dialog};
use crate::ui::fields::{SelectField, TextField};
use crate::ui::form::{Form, FormView};
use leptos::either::Either;
use leptos::prelude::*;
use roster::{Change, RoleKind};

/// Asks for a role or group, and applies the change that `change` makes of it to
/// all selected users.
pub(super) fn open_dialog(users: &Users, title: &str, change: fn(String) -> Change) {
    let users = users.clone();
    dialog::open(title, move |dialog| {
        let dialog = StoredValue::new_local(dialog.clone());
        view! { <RoleForm dialog=dialog users=users change=change /> }
    });
}

#[component]
fn RoleForm(
    dialog: StoredValue<Dialog, LocalStorage>,
    users: Users,
    /// Makes a change of the role's ID.
    change: fn(String) -> Change,
) -> impl IntoView {
    let word = match RoleKind::of_platform(users.store.connection().platform) {
        RoleKind::Group => "Group",
        RoleKind::Role => "Role",
    };
    let (roles, is_unlisted) = users.store.accounts.with_untracked(|accounts| {
        let role = |role: &roster::accounts::Role| (role.id.to_string(), role.title.to_string());
        let mut roles: Vec<_> = accounts.roles.iter().map(role).collect();
        roles.sort_by_cached_key(|(_, title)| roster::lowercase(title));
        (roles, accounts.roles_problem.is_some())
    });
    let form = Form::new();
    let first = roles.first().filter(|_| !is_unlisted);
    let field = form.text(word, first.map_or("", |(id, _)| id));
    let control = if is_unlisted {
        let ids: Vec<String> = roles.into_iter().map(|(id, _)| id).collect();
        Either::Left(view! {
            <TextField
                field=field
                hint="The list of roles could not be read. Type its ID."
                suggestions=Signal::stored(ids)
            />
        })
    } else {
        Either::Right(view! { <SelectField field=field choices=roles /> })
    };
    let close = move || dialog.with_value(Dialog::close);
    let submit = move |()| {
        let role = roster::input::line(&untrack(|| field.text()));
        if role.is_empty() {
            return vec![(Some(field), format!("{word} is missing."))];
        }
        form.settle();
        // Closing the dialog ends what belongs to it.
        let (users, change) = (users.clone(), change(role));
        close();
        let keys = users.selected();
        let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
        row_actions::change(&users, &change, &keys);
        Vec::new()
    };
    let cancel = view! {
        <button type="button" class="button" on:click=move |_| close()>
            "Cancel"
        </button>
    };
    view! {
        <div class="dialog-body">
            <FormView form=form verb="Continue" on_submit=submit actions=cancel.into_any()>
                {control}
            </FormView>
        </div>
    }
}
