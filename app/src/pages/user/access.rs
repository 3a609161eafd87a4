//! Whether the user can sign in: now, how to change it, and earlier changes.

use super::User;
use super::details::Moment;
use super::form_dialog::{LastResult, ResultView, request_change, run_confirmed};
use crate::browser::announce::announce;
use crate::browser::time;
use crate::components::access_change::{access_change, toggled};
use crate::messages::speaker;
use crate::ui::attributes::{boolean, new_id};
use crate::ui::dialog::{self, Dialog};
use crate::ui::fields::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::panel::Section;
use crate::ui::switch::Switch;
use leptos::either::Either;
use leptos::prelude::*;
use roster::accounts::Account;
use roster::record::{Access, Record};
use roster::{Ability, Change, StatusForm};

/// Whether the user can sign in, with the switch.
#[component]
pub(super) fn AccessSection(user: User) -> impl IntoView {
    let result = LastResult::none();
    let control = match user.unsupported_reason(Ability::SwitchAccess) {
        Some(reason) => Either::Left(view! { <NoSwitch user=user.clone() reason=reason /> }),
        None => Either::Right(view! { <Control user=user.clone() result=result /> }),
    };
    view! {
        <Section title="Access">
            <div>{control}</div>
            <ResultView result=result />
            <History user=user />
        </Section>
    }
}

/// What the switch is called: with what tells the user from others of the same name.
fn switch_label(user: &User) -> String {
    user.store.accounts.with_untracked(|accounts| {
        let account = accounts.find(&user.key);
        let handle = account.map_or(&*user.key, Account::handle);
        format!("Access for {handle}")
    })
}

#[component]
fn Control(user: User, result: LastResult) -> impl IntoView {
    let access = {
        let record = user.record.clone();
        Memo::new(move |_| record.with(|record| record.as_ref().map(Record::access)))
    };
    let is_unknown = Memo::new(move |_| access.get() == Some(Access::Unknown));
    // What was requested, until the platform has reported the outcome.
    let requested = {
        let user = user.clone();
        Signal::derive(move || user.requested_access())
    };
    let is_on = Signal::derive(move || {
        let is_enabled = || access.with(|access| access.as_ref().is_none_or(Access::is_enabled));
        requested.get().unwrap_or_else(is_enabled)
    });
    let is_busy = {
        let user = user.clone();
        Signal::derive(move || user.is_pending())
    };
    let forbidden = user.unavailable_reason(Ability::SwitchAccess);
    let reason_id = forbidden.map(|_| new_id());
    let press = {
        let user = user.clone();
        move |()| match forbidden {
            Some(reason) => announce(reason),
            None => press(&user, result),
        }
    };
    let status = move || match (requested.get(), access.get()) {
        (Some(true), _) => "Enabling…",
        (Some(false), _) => "Disabling…",
        (None, Some(Access::NoRecord)) => "Enabled, with no status record",
        (None, access) => access.map(|access| access.word()).unwrap_or_default(),
    };
    let label = user.edit_support().disabled_time_label();
    let since = move || match access.get() {
        Some(Access::Disabled { since: Some(since) }) => Some(view! {
            <span class="since">
                {label} " "
                <Moment text=&*since />
            </span>
        }),
        _ => None,
    };
    let label = switch_label(&user);
    let choice = move || {
        let user = user.clone();
        is_unknown
            .get()
            .then(|| view! { <EitherWay user=user result=result /> })
    };
    let reason = forbidden.zip(reason_id.clone()).map(|(reason, id)| {
        view! {
            <p class="reason" id=id>
                {reason}
            </p>
        }
    });
    view! {
        <div class="access">
            <Switch
                label=label
                checked=is_on
                busy=is_busy
                on_press=press
                attr:data-unknown=move || boolean(is_unknown.get())
                attr:aria-disabled=forbidden.map(|_| "true")
                attr:aria-describedby=reason_id
            />
            <span class="status-word" data-on=move || boolean(is_on.get())>
                {status}
            </span>
            {since}
        </div>
        <div>{choice}</div>
        {reason}
    }
}

/// Two buttons in place of the switch, where the platform does not report the status.
#[component]
fn EitherWay(user: User, result: LastResult) -> impl IntoView {
    let platform = speaker(user.platform());
    let forbidden = user.unavailable_reason(Ability::SwitchAccess);
    let set = move |user: &User, enable| match forbidden {
        Some(reason) => announce(reason),
        None => request_change(user, &access_change(enable), result),
    };
    let other = user.clone();
    view! {
        <div class="stack">
            <p class="reason">
                {format!("{platform} does not say whether this user is enabled.")}
            </p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| set(&user, true)>
                    "Enable"
                </button>
                <button type="button" class="button" on:click=move |_| set(&other, false)>
                    "Disable"
                </button>
            </div>
        </div>
    }
}

/// Where the platform has no such switch: one that cannot be pressed, and why.
#[component]
fn NoSwitch(user: User, reason: &'static str) -> impl IntoView {
    let id = new_id();
    view! {
        <div class="access">
            <Switch
                label=switch_label(&user)
                checked=true
                busy=false
                on_press=move |()| announce(reason)
                attr:aria-disabled="true"
                attr:aria-describedby=id.clone()
            />
            <span class="status-word" data-on="true">
                "Member"
            </span>
        </div>
        <p class="reason" id=id>
            {reason}
        </p>
    }
}

fn press(user: &User, result: LastResult) {
    let Some(record) = user.now() else { return };
    if untrack(|| user.is_pending()) {
        announce("A change of this user is still running.");
        return;
    }
    match toggled(&record.access()) {
        Some(change) => request_change(user, &change, result),
        None => announce("The status is unknown. Choose Enable or Disable below."),
    }
}

/// An access that was read earlier, in words.
const fn access_word(access: Option<&Access>) -> &'static str {
    match access {
        None => "Not there",
        Some(Access::NoRecord) => "Enabled, no status record",
        Some(access) => access.word(),
    }
}

/// The changes of the user's access that this browser saw.
#[component]
fn History(user: User) -> impl IntoView {
    let list = move || {
        let history = user.store.access_history(&user.key);
        if history.is_empty() {
            return None;
        }
        let items = history.into_iter().map(|entry| {
            let source = if entry.changed_here {
                "read back after a change from here"
            } else {
                "read with the list"
            };
            view! {
                <li>
                    <span>{format!("{}, {source}, ", access_word(entry.access.as_ref()))}</span>
                    <Moment text=entry.at />
                </li>
            }
        });
        Some(view! {
            <details>
                <summary>"Changes seen in this browser"</summary>
                <ol class="seen">{items.collect_view()}</ol>
            </details>
        })
    };
    view! { <div class="page">{list}</div> }
}

/// Asks for a status as a record of its own. Only Pivot has them.
pub(super) fn open_status_dialog(user: &User, result: LastResult) {
    let user = user.clone();
    dialog::open("Set the status record", move |dialog| {
        status_form(dialog, user, result)
    });
}

fn status_form(dialog: &Dialog, user: User, result: LastResult) -> impl IntoView + use<> {
    let record = user.now();
    let status = record.as_ref().and_then(Record::status);
    let disabled = status.and_then(|status| status.disabled.clone());
    let opened = StatusForm {
        disabled: disabled.map(String::from),
    };
    let form = Form::new();
    let since = form.text(
        "Disabled since",
        opened.disabled.as_deref().unwrap_or_default(),
    );
    let hint = format!(
        "A time in UTC such as {}. Empty means enabled. What {} makes of a time to come is not \
         documented.",
        time::now_rfc3339(),
        speaker(user.platform()),
    );
    let dialog = dialog.clone();
    let submit = move |()| {
        let text = since.text().trim().to_owned();
        if !text.is_empty() && time::write(&text).is_none() {
            let error = "Write the time like 2026-01-31T09:30:00.000Z, or leave it empty";
            return vec![(Some(since), error.to_owned())];
        }
        let change = Change::SetStatus {
            disabled: (!text.is_empty()).then_some(text),
            opened: Some(opened.clone()),
        };
        dialog.close();
        run_confirmed(&user, user.plan(&change), result);
        Vec::new()
    };
    view! {
        <FormView form=form verb="Set the status" on_submit=submit>
            <TextField field=since hint=hint />
        </FormView>
    }
}
