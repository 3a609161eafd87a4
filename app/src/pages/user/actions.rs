//! What else can be done with a user. What the platform does not offer is shown
//! as well, with the reason.

use super::User;
use super::access::open_status_dialog;
use super::form_dialog::{FormDialog, LastResult, ResultView, request_change};
use super::{password, recipients};
use crate::browser::announce::announce;
use crate::messages::changes::verb;
use crate::messages::speaker;
use crate::ui::attributes::{boolean, new_id};
use crate::ui::button::GuardedButton;
use crate::ui::fields::{RadioField, TextField};
use crate::ui::panel::Section;
use leptos::prelude::*;
use roster::platform::{Removal, list_support};
use roster::record::Record;
use roster::{Ability, Change, Edit, Introduction, Secret};

/// One thing that can be done.
#[derive(Clone, Copy)]
struct UserAction {
    ability: Ability,
    /// The button's text.
    label: &'static str,
    hint: &'static str,
    destructive: bool,
    /// Whether it can only be done where there is a status record.
    needs_status: bool,
    run: UnsyncCallback<()>,
}

/// The actions, those that the platform offers first.
#[component]
pub(super) fn Actions(user: User) -> impl IntoView {
    let result = LastResult::none();
    // What it offers depends on these alone; the rest of the record may change.
    let shape = {
        let user = user.clone();
        Memo::new(move |_| {
            let is_admin = |record: &Option<Record>| record.as_ref().is_some_and(Record::is_admin);
            (user.record.with(is_admin), user.is_orphan())
        })
    };
    let actions = move || {
        let (is_admin, is_orphan) = shape.get();
        let actions = untrack(|| user_actions(&user, is_admin, is_orphan, result));
        view! { <ActionLists user=user.clone() actions=actions /> }
    };
    view! {
        <Section title="Actions">
            {actions} <ResultView result=result />
        </Section>
    }
}

#[component]
fn ActionLists(user: User, actions: Vec<UserAction>) -> impl IntoView {
    let platform = speaker(user.platform());
    let viewing = user
        .unavailable_reason(Ability::Edit)
        .map(|reason| view! { <p class="reason">{reason}</p> });
    let (offered, missing): (Vec<_>, Vec<_>) = actions
        .into_iter()
        .partition(|action| user.unsupported_reason(action.ability).is_none());
    let rows = |actions: Vec<UserAction>| {
        let row = |action| view! { <ActionRow user=user.clone() action=action /> };
        view! { <div class="deeds">{actions.into_iter().map(row).collect_view()}</div> }
    };
    view! {
        <div class="stack">
            {viewing} {rows(offered)} <details>
                <summary>{format!("What {platform} does not offer")}</summary>
                {rows(missing)}
            </details>
        </div>
    }
}

/// A button with what it does, or why it cannot be pressed.
#[component]
fn ActionRow(user: User, action: UserAction) -> impl IntoView {
    let missing = user.unsupported_reason(action.ability);
    let forbidden = user.unavailable_reason(action.ability);
    let reason = Signal::derive(move || match forbidden {
        None if action.needs_status && !has_status(&user) => Some("There is no status record."),
        forbidden => forbidden,
    });
    let press = move |_| match reason.get_untracked() {
        Some(reason) => announce(reason),
        None => action.run.run(()),
    };
    let class = if action.destructive && forbidden.is_none() {
        "button destroys"
    } else {
        "button"
    };
    // The reason of every row is shown once, above them.
    let reason_class = if forbidden == missing {
        "reason"
    } else {
        "hidden"
    };
    let id = new_id();
    view! {
        <div class="deed">
            <button
                type="button"
                class=class
                aria-describedby=id.clone()
                aria-disabled=move || boolean(reason.get().is_some())
                on:click=press
            >
                {action.label}
            </button>
            <div>
                <p class="hint">{missing.is_none().then_some(action.hint)}</p>
                <span class=reason_class id=id>
                    {move || reason.get().unwrap_or_default()}
                </span>
            </div>
        </div>
    }
}

fn has_status(user: &User) -> bool {
    user.record
        .with(|record| record.as_ref().and_then(Record::status).is_some())
}

fn user_actions(
    user: &User,
    is_admin: bool,
    is_orphan: bool,
    result: LastResult,
) -> Vec<UserAction> {
    let own_hint = |ability| user.edit_support().action_hint(ability);
    let action = |ability, label, hint, run| UserAction {
        ability,
        label,
        hint,
        destructive: false,
        needs_status: false,
        run,
    };
    let change = |change: Change| {
        let user = user.clone();
        UnsyncCallback::new(move |()| request_change(&user, &change, result))
    };
    let open = |open: fn(&User, LastResult)| {
        let user = user.clone();
        UnsyncCallback::new(move |()| open(&user, result))
    };
    let mut actions = vec![
        action(
            Ability::SetAdmin,
            if is_admin {
                "Take administrator rights"
            } else {
                "Make administrator"
            },
            "Administrators may do everything on the platform.",
            change(Change::SetAdmin(!is_admin)),
        ),
        action(
            Ability::SendWelcome,
            "Request welcome email again",
            own_hint(Ability::SendWelcome),
            open(open_welcome_dialog),
        ),
        action(
            Ability::SendReset,
            "Request password-reset email",
            "The platform does not report whether the email arrives.",
            change(Change::SendReset),
        ),
        action(
            Ability::SetPassword,
            "Set the password",
            "A generated one, shown once, or one that you type.",
            open(password::set),
        ),
        action(
            Ability::ChangePassword,
            "Change my password",
            own_hint(Ability::ChangePassword),
            open(password::change),
        ),
        action(
            Ability::Assign,
            "Assign to this tenant",
            own_hint(Ability::Assign),
            open(open_assign_dialog),
        ),
        action(
            Ability::StatusRecords,
            "Set the status record",
            "The record that says whether the name is disabled, and since when.",
            open(open_status_dialog),
        ),
        UserAction {
            needs_status: true,
            ..action(
                Ability::StatusRecords,
                "Delete the status record",
                "The record alone. Not a way to enable a user.",
                change(Change::DeleteStatus),
            )
        },
        action(
            Ability::MarkSeen,
            "Mark the first introduction as seen",
            "Query builder introduction.",
            change(Change::MarkSeen(Introduction::QueryBuilder)),
        ),
        action(
            Ability::MarkSeen,
            "Mark the data introduction as seen",
            "Data set introduction.",
            change(Change::MarkSeen(Introduction::DataSets)),
        ),
        action(
            Ability::Recipients,
            "Show recipients",
            "The people this connection's user can send results to.",
            open(|user, _| recipients::show(user)),
        ),
    ];
    if !is_orphan {
        let Removal { label, hint } = user.edit_support().removal();
        actions.push(UserAction {
            destructive: true,
            ..action(Ability::Remove, label, hint, change(Change::Remove))
        });
    }
    actions
}

fn open_welcome_dialog(user: &User, result: LastResult) {
    let url = user.store.connection().public_url.clone();
    let label = format!("Address of {}", speaker(user.platform()));
    let dialog = FormDialog {
        title: "Request welcome email again",
        verb: "Request email",
        result,
        content: Box::new(move |form| {
            let start = form.text(&label, &url);
            let hint = "What the link in the email starts with.";
            let field = view! { <TextField field=start kind="url" hint=hint /> };
            let read = move || {
                let url = start.text().trim().to_owned();
                Ok(Change::SendWelcome {
                    client_url: (!url.is_empty()).then_some(url),
                })
            };
            (field.into_any(), Box::new(read))
        }),
        then: Box::new(|| {}),
    };
    dialog.open(user);
}

fn open_assign_dialog(user: &User, result: LastResult) {
    let roles = list_support(user.platform()).fixed_roles();
    let dialog = FormDialog {
        title: "Assign to this tenant",
        verb: "Assign",
        result,
        content: Box::new(move |form| {
            let role = form.text("Role", roles.first().map_or("", |(id, _)| id));
            let choices = roles.iter();
            let choices = choices.map(|(id, title)| ((*id).to_owned(), (*title).to_owned()));
            let field = view! { <RadioField field=role choices=choices.collect() /> };
            let read = move || Ok(Change::Assign { role: role.text() });
            (field.into_any(), Box::new(read))
        }),
        then: Box::new(|| {}),
    };
    dialog.open(user);
}

/// Assigns a user of another tenant, who is not in the list, to this one.
#[component]
pub(super) fn AssignSection(user: User) -> impl IntoView {
    let result = LastResult::none();
    let reason = user.unavailable_reason(Ability::Assign).map(str::to_owned);
    let press = UnsyncCallback::new(move |()| open_assign_dialog(&user, result));
    view! {
        <Section title="Assign">
            <p class="hint">"An account of another tenant can be assigned to this one."</p>
            <div class="actions">
                <GuardedButton
                    label="Assign to this tenant"
                    reason=Signal::stored(reason)
                    on_press=press
                />
            </div>
            <ResultView result=result />
        </Section>
    }
}

/// Every change that the page offers, with what would be typed left open.
pub(super) fn samples(user: &User) -> Vec<(String, Change)> {
    let text = || "…".to_owned();
    let secret = || Secret::new("…".to_owned());
    let record = user.now();
    let ids = record.as_ref().map(Record::role_ids).unwrap_or_default();
    // One that the user lacks, by its ID where the list of them was read.
    let another = user.store.accounts.with_untracked(|accounts| {
        let is_missing = |role: &&roster::accounts::Role| ids.iter().all(|id| **id != *role.id);
        let found = accounts.roles.iter().find(is_missing);
        found.map_or_else(text, |role| role.id.to_string())
    });
    let edit = Edit {
        fields: roster::record::Field::all_of(user.platform())
            .map(|field| (field, text()))
            .collect(),
        ..Edit::default()
    };
    let admin = record.as_ref().is_some_and(Record::is_admin);
    let all = [
        (
            Ability::SwitchAccess,
            Change::Enable {
                restore_admin: admin,
            },
        ),
        (Ability::SwitchAccess, Change::Disable { since: None }),
        (Ability::Edit, Change::Edit(edit)),
        (
            Ability::SeveralRoles,
            Change::SetRoles([ids, vec![another]].concat()),
        ),
        (Ability::SetAdmin, Change::SetAdmin(!admin)),
        (
            Ability::SendWelcome,
            Change::SendWelcome {
                client_url: Some(text()),
            },
        ),
        (Ability::SendReset, Change::SendReset),
        (Ability::SetPassword, Change::SetPassword(secret())),
        (
            Ability::ChangePassword,
            Change::ChangePassword {
                old: secret(),
                new: secret(),
            },
        ),
        (
            Ability::Assign,
            Change::Assign {
                role: "…".to_owned(),
            },
        ),
        (
            Ability::StatusRecords,
            Change::SetStatus {
                disabled: Some(text()),
                opened: None,
            },
        ),
        (Ability::StatusRecords, Change::DeleteStatus),
        (
            Ability::MarkSeen,
            Change::MarkSeen(Introduction::QueryBuilder),
        ),
        (Ability::MarkSeen, Change::MarkSeen(Introduction::DataSets)),
        (Ability::Remove, Change::Remove),
    ];
    let label = user
        .record
        .with_untracked(|record| record.as_ref().map(Record::label).unwrap_or_default());
    all.into_iter()
        .filter(|(ability, _)| user.unsupported_reason(*ability).is_none())
        .map(|(_, change)| (format!("{} {label}", verb(change.kind())), change))
        .collect()
}
