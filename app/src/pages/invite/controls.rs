//! The form's controls, as the platform describes them.

use super::Invite;
use super::duplicate::DuplicateWarning;
use crate::components::invite::{
    FirstPasswordControls, InviteForm, Roles, address_or_line, address_or_unchanged,
};
use crate::ui::fields::TextField;
use leptos::prelude::*;
use roster::input::line;

/// All controls, in order.
#[component]
pub(super) fn Controls(invite: Invite, form: InviteForm) -> impl IntoView {
    let fields = form.fields();
    let description = fields.description;
    let (key_kind, read_key): (_, fn(&str) -> String) = if description.key.is_address {
        ("email", address_or_unchanged)
    } else {
        ("text", address_or_line)
    };
    let email = description.email_hint.map(|hint| {
        view! { <TextField field=fields.email kind="email" hint=hint read=address_or_unchanged /> }
    });
    view! {
        <UsersUnknown invite=invite />
        <TextField field=fields.key kind=key_kind hint=description.key.hint read=read_key />
        <DuplicateWarning invite=invite form=form />
        <div class="names">
            <TextField field=fields.first read=line />
            <TextField field=fields.last read=line />
        </div>
        {email}
        <Roles target=invite.target form=form />
        <FirstPasswordControls target=invite.target form=form />
    }
}

/// Says so where the existing users could not be loaded.
#[component]
fn UsersUnknown(invite: Invite) -> impl IntoView {
    let store = invite.target.store();
    let warning = move || {
        // Old ones are better than none.
        if store.load_state().is_loaded() {
            return None;
        }
        let reason = store.load_state().problem()?.details.words;
        Some(view! {
            <p class="strip" role="status">
                "The existing users could not be loaded, so duplicates can't be detected here; \
                 they are looked up once more before anything is sent. "
                {reason}
            </p>
        })
    };
    view! { <div class="page">{warning}</div> }
}
