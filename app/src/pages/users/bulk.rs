//! What can be done with all selected users at once.

use super::Users;
use super::export::export;
use super::roles;
use super::row_actions::change;
use crate::browser::announce::announce;
use crate::components::access_change::access_change;
use crate::components::list::SelectionBar;
use crate::lazy::lazy;
use crate::ui::attributes::{boolean, new_id};
use crate::ui::menu::{Choice, MenuButton};
use leptos::prelude::*;
use roster::{Ability, Change, RoleKind};

/// The bar below the list, while users are selected.
#[component]
pub(super) fn BulkBar(users: Users) -> impl IntoView {
    let selection = users.list.selection;
    let any = Memo::new(move |_| selection.with(|selection| !selection.is_empty()));
    move || {
        let users = users.clone();
        any.get().then(|| {
            let bar = untrack(|| lazy_bar().view(move |bar| bar(&users)));
            view! { <div class="page">{bar}</div> }
        })
    }
}

lazy!(lazy_bar from work: fn(&Users) -> AnyView = bar);

fn bar(users: &Users) -> AnyView {
    view! { <Bar users=users.clone() /> }.into_any()
}

#[component]
fn Bar(users: Users) -> impl IntoView {
    let exported = users.clone();
    view! {
        <SelectionBar list=users.list label="Selected users">
            <AccessButton users=users.clone() label="Enable" enable=true />
            <AccessButton users=users.clone() label="Disable" enable=false />
            <button type="button" class="button" on:click=move |_| export(&exported)>
                "Export CSV"
            </button>
            <MoreMenu users=users />
        </SelectionBar>
    }
}

/// A button that switches access on or off.
#[component]
fn AccessButton(users: Users, label: &'static str, enable: bool) -> impl IntoView {
    let missing = users.store.unavailable_reason(Ability::SwitchAccess);
    let id = new_id();
    let press = move |_| match missing {
        Some(reason) => announce(reason),
        None => change_selected(&users, &access_change(enable)),
    };
    view! {
        <button
            type="button"
            class="button"
            aria-describedby=id.clone()
            aria-disabled=boolean(missing.is_some())
            on:click=press
        >
            {label}
        </button>
        <span class="hidden" id=id>
            {missing.unwrap_or_default()}
        </span>
    }
}

fn change_selected(users: &Users, what: &Change) {
    let keys = users.selected();
    let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
    change(users, what, &keys);
}

/// A menu of everything else.
#[component]
fn MoreMenu(users: Users) -> impl IntoView {
    let choices = move |()| {
        let platform = users.store.connection().platform;
        let has_one_role = Ability::SeveralRoles.unsupported_reason(platform).is_some();
        let reason = |ability: Ability| users.store.unavailable_reason(ability).unwrap_or_default();
        let apply = |what: Change| {
            let users = users.clone();
            move || change_selected(&users, &what)
        };
        let choose_role = |title: &'static str, change: fn(String) -> Change| {
            let users = users.clone();
            Choice::new(title, move || {
                roles::open_dialog(&users, title.trim_end_matches('…'), change);
            })
            .unless(reason(Ability::SetRoles))
        };
        let mut choices = match RoleKind::of_platform(platform) {
            RoleKind::Role if has_one_role => vec![choose_role("Set the role…", |role| {
                Change::SetRoles(vec![role])
            })],
            RoleKind::Role => vec![
                choose_role("Give a role…", Change::AddRole),
                choose_role("Take a role away…", Change::RemoveRole),
            ],
            RoleKind::Group => vec![
                choose_role("Add to a group…", Change::AddRole),
                choose_role("Remove from group…", Change::RemoveRole),
            ],
        };
        for (label, admin) in [
            ("Make administrators…", true),
            ("Take administrator rights…", false),
        ] {
            let choice = Choice::new(label, apply(Change::SetAdmin(admin)));
            choices.push(choice.unless(reason(Ability::SetAdmin)));
        }
        choices.push(
            Choice::new("Remove…", apply(Change::Remove))
                .unless(reason(Ability::Remove))
                .dangerous(),
        );
        choices
    };
    view! { <MenuButton label="More" choices=choices /> }
}
