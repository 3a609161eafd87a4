//! One account of the person: its state, what it is, and what can be done with it.

use super::PersonPage;
use super::model::{AccountModel, SignIn, Unlink};
use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::components::access_change::toggled;
use crate::components::account_menu::{choices, make_change};
use crate::components::navigation::use_navigation;
use crate::messages::people::match_reason;
use crate::messages::{roles_label, speaker};
use crate::routes;
use crate::state::user_store::UserStore;
use crate::ui::attributes::boolean;
use crate::ui::key_values::{Exact, KeyValues, Plain};
use crate::ui::link::ButtonLink;
use crate::ui::menu::MenuButton;
use crate::ui::row_button::RowButton;
use crate::ui::switch::Switch;
use crate::ui::toast::{self, Toast};
use leptos::prelude::*;
use roster::Ability;
use roster::record::Access;
use std::rc::Rc;

#[component]
pub(super) fn AccountCard(
    page: PersonPage,
    store: UserStore,
    account: Memo<AccountModel>,
) -> impl IntoView {
    let facts = {
        let store = store.clone();
        move || view! { <KeyValues pairs=facts(&store, &account.get()) /> }
    };
    view! {
        <AccessLine store=store.clone() account=account />
        {facts}
        <CardActions page=page store=store account=account />
    }
}

/// Whether the account can sign in, with the switch where there is one.
#[component]
fn AccessLine(store: UserStore, account: Memo<AccountModel>) -> impl IntoView {
    let access = Memo::new(move |_| account.with(|account| account.access.clone()));
    let requested = {
        let store = store.clone();
        Signal::derive(move || {
            store.pending.with(|pending| {
                let key = account.with(|account| account.account.key.clone());
                pending.get(&*key).copied()
            })
        })
    };
    let is_on = Signal::derive(move || {
        let is_enabled = access.with(Access::is_enabled);
        requested.get().flatten().unwrap_or(is_enabled)
    });
    let word = move || match requested.get() {
        Some(Some(true)) => "Enabling…",
        Some(Some(false)) => "Disabling…",
        Some(None) => "Changing…",
        None => access.with(Access::word),
    };
    let since = move || match access.get() {
        Access::Disabled { since: Some(since) } => {
            let day = time::write(&since).map(|written| written.day);
            let day = day.unwrap_or_else(|| since.clone());
            Some(view! {
                <span class="since">
                    "since "
                    <time datetime=since.clone() title=since>
                        {day}
                    </time>
                </span>
            })
        }
        _ => None,
    };
    let admin = move || {
        account
            .with(|account| account.is_admin)
            .then(|| view! { <span class="admin-mark">"★ Administrator"</span> })
    };
    let platform = store.connection().platform;
    let has_switch = Ability::SwitchAccess.unsupported_reason(platform).is_none();
    let switch = has_switch.then(|| view! { <AccessSwitch store=store account=account checked=is_on busy=Signal::derive(move || requested.get().is_some()) /> });
    view! {
        <div class="access">
            {switch}
            <span class="status-word" data-on=move || boolean(is_on.get())>
                {word}
            </span>
            {since}
            {admin}
        </div>
    }
}

#[component]
fn AccessSwitch(
    store: UserStore,
    account: Memo<AccountModel>,
    checked: Signal<bool>,
    busy: Signal<bool>,
) -> impl IntoView {
    let label = account.with_untracked(|account| {
        format!(
            "Access for {} on {}",
            account.handle,
            store.connection().label
        )
    });
    let forbidden = store.unavailable_reason(Ability::SwitchAccess);
    let press = move |()| {
        if let Some(reason) = forbidden {
            toast::say(reason);
            return;
        }
        let account = account.get_untracked();
        match toggled(&account.access) {
            Some(change) => make_change(&store, &change, &[&account.account.key]),
            None => announce("The status is unknown. Choose Enable or Disable in its actions."),
        }
    };
    let is_unknown = move || boolean(account.with(|account| account.access == Access::Unknown));
    view! {
        <Switch
            label=label
            checked=checked
            busy=busy
            on_press=press
            attr:data-unknown=is_unknown
            attr:aria-disabled=forbidden.map(|_| "true")
            attr:title=forbidden
        />
    }
}

/// What is known about the account.
fn facts(store: &UserStore, account: &AccountModel) -> Vec<(&'static str, AnyView)> {
    let platform = store.connection().platform;
    let exact = |text: &str| view! { <Exact text=text /> }.into_any();
    let plain = |text: String| view! { <Plain text=text /> }.into_any();
    let mut facts = vec![("Name", plain(account.name.clone()))];
    if *account.account.key != *account.address {
        facts.push(("Key", exact(&account.account.key)));
    }
    facts.push(("Address", exact(&account.address)));
    facts.push((roles_label(platform), plain(account.roles.join(", "))));
    let seen = match &account.last_sign_in {
        SignIn::NotTold => plain(format!("{} does not tell", speaker(platform))),
        SignIn::Never => plain("Never".to_owned()),
        SignIn::At(text) => {
            let written = time::write(text).map(|written| written.whole);
            let (text, shown) = (text.clone(), written.unwrap_or_else(|| text.clone()));
            view! { <time datetime=text.clone() title=text>{shown}</time> }.into_any()
        }
    };
    facts.push(("Last sign-in", seen));
    facts.push((
        "Belongs here",
        plain(match_reason(account.reason).to_owned()),
    ));
    facts
}

#[component]
fn CardActions(page: PersonPage, store: UserStore, account: Memo<AccountModel>) -> impl IntoView {
    let (name, url) = account.with_untracked(|account| {
        let connection = &store.connection().id;
        (
            format!("{} on {}", account.handle, store.connection().label),
            routes::user(connection, &account.account.key),
        )
    });
    let navigation = use_navigation();
    let menu = {
        let (store, url) = (store.clone(), url.clone());
        UnsyncCallback::new(move |()| {
            let account = account.get_untracked();
            let open = url.clone().map(|url| {
                let navigation = navigation.clone();
                let open: Box<dyn Fn()> = Box::new(move || navigation.open(&url));
                open
            });
            choices(&store, &account.account.key, &account.access, open)
        })
    };
    let unlink = Memo::new(move |_| account.with(|account| account.unlink.clone()));
    let unlinking = {
        let name = name.clone();
        move || {
            let Unlink {
                assignment,
                before,
                label,
            } = unlink.get()?;
            let press = move |()| {
                let own = account.with_untracked(|account| account.account.clone());
                let (assignment, before) = (assignment.clone(), before.clone());
                let changes = vec![(own.clone(), assignment)];
                page.saving
                    .run(Box::pin(page.people.assign(changes)), move || {
                        say_unlinked(page, own, before);
                    });
            };
            Some(view! {
                <RowButton
                    label=label
                    name=format!("{label}: {name}")
                    reason=page.unsaved_reason()
                    on_press=press
                />
            })
        }
    };
    view! {
        <div class="actions">
            <ButtonLink
                label="Open"
                name=format!("Open {name}")
                unavailable=url.is_none().then_some(routes::UNADDRESSABLE)
                url=url.unwrap_or_default()
            />
            <MenuButton label="Actions" choices=menu />
            {unlinking}
        </div>
    }
}

/// Says that an account was unlinked, with the way back. Its card may be gone.
fn say_unlinked(
    page: PersonPage,
    own: roster::people::AccountRef,
    before: Option<roster::people::Assignment>,
) {
    let people = page.people;
    let undo = move || {
        let changes = vec![(own.clone(), before.clone())];
        spawn(async move {
            match people.assign(changes).await {
                Ok(()) => toast::say("Linked as before."),
                Err(problem) => toast::show(Toast {
                    text: format!("{}. {}", problem.title, problem.details.words),
                    failed: true,
                    actions: Vec::new(),
                }),
            }
        });
    };
    toast::show(Toast {
        text: "Saved for everyone who uses this server.".to_owned(),
        failed: false,
        actions: vec![("Undo", Rc::new(undo))],
    });
    request_animation_frame(|| focus("#accounts"));
}
