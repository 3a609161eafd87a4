//! The user who has the same name or address already.

use super::Invite;
use super::send::reactivate;
use crate::components::invite::InviteForm;
use crate::routes;
use crate::ui::attributes::boolean;
use leptos::prelude::*;
use roster::accounts::Account;
use roster::input::isolated;
use roster::record::Access;

/// Says who has the same name or address, and what to do instead of inviting.
#[component]
pub(super) fn DuplicateWarning(invite: Invite, form: InviteForm) -> impl IntoView {
    let accounts = invite.target.store().accounts.clone();
    let found = Memo::new(move |_| accounts.with(|accounts| form.fields().duplicate(accounts)));
    let warning = move || {
        let account = found.get()?;
        Some(view! { <Duplicate invite=invite form=form account=account /> })
    };
    view! {
        <div class="page" role="status">
            {warning}
        </div>
    }
}

#[component]
fn Duplicate(invite: Invite, form: InviteForm, account: Account) -> impl IntoView {
    let store = invite.target.store();
    let connection = store.connection();
    let is_disabled = matches!(account.access(), Access::Disabled { .. });
    let state = if is_disabled { " and is disabled" } else { "" };
    let label = account.label();
    let label = isolated(&label);
    let general = if is_disabled {
        "Enable that user instead."
    } else {
        "Nothing will be sent."
    };
    let support = invite.target.support();
    let advice = support.duplicate_advice(is_disabled).unwrap_or(general);
    let key = account.key.to_string();
    let users = routes::users(&connection.id).unwrap_or_default();
    let url = routes::searching(&users, &key);
    let reactivate_button = (is_disabled && support.reactivates_duplicates()).then(|| {
        view! {
            <button
                type="button"
                class="button"
                aria-busy=move || boolean(form.fields().form.is_busy())
                on:click=move |_| reactivate(invite, form, &key)
            >
                "Reactivate"
            </button>
        }
    });
    view! {
        <div class="strip twin">
            <p>{format!("{label} already exists{state}.")}</p>
            <p>{advice}</p>
            {reactivate_button}
            <a href=url>{format!("Show {label} in the list")}</a>
        </div>
    }
}
