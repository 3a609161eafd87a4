//! One case of drift.

use super::find::{Case, CaseAccount, Who};
use super::{DriftPage, dismiss, mend};
use crate::browser::time;
use crate::messages::counted;
use crate::messages::people as words;
use crate::ui::row_button::RowButton;
use leptos::either::Either;
use leptos::prelude::*;
use roster::input::isolated;
use roster::people::MendKind;

/// How many accounts of a case are shown.
const ACCOUNTS: usize = 8;

#[component]
pub(super) fn CaseItem(page: DriftPage, case: Case) -> impl IntoView {
    let Case {
        id,
        who,
        accounts,
        since,
        mends,
    } = case;
    let name = isolated(&who.name).into_owned();
    let mends = mends.into_iter().map(|kind| {
        let label = words::mend(kind);
        let id = id.clone();
        let reason = match kind {
            MendKind::TakeApart => page.unsaved_reason(),
            _ => page.unchanged_reason(),
        };
        view! {
            <RowButton
                label=label
                name=format!("{label}: {name}")
                reason=reason
                on_press=move |()| mend::mend(page, &id, kind)
            />
        }
    });
    let mends = mends.collect_view();
    let dismissed = (id.clone(), who.name.clone());
    let rest = accounts.len().saturating_sub(ACCOUNTS);
    let rest = (rest > 0).then(|| {
        view! { <li>{format!("and {} more", counted(rest, "account", "accounts"))}</li> }
    });
    let accounts = accounts.into_iter().take(ACCOUNTS);
    let accounts = accounts.map(|account| view! { <AccountItem account=account /> });
    view! {
        <li class="drift-case">
            <div class="drift-who">
                <Subject who=who />
                <ul class="drift-accounts" role="list">{accounts.collect_view()} {rest}</ul>
                {since.map(|since| view! { <Since since=since /> })}
            </div>
            <div class="actions">
                {mends}
                <RowButton
                    label="Dismiss…"
                    name=format!("Dismiss… {name}")
                    reason=page.unsaved_reason()
                    on_press=move |()| dismiss::open(page, dismissed.0.clone(), &dismissed.1)
                />
            </div>
        </li>
    }
}

/// The person or thing that a finding is about, with a link.
#[component]
pub(super) fn Subject(who: Who) -> impl IntoView {
    let name = match who.url {
        Some(url) => Either::Left(view! { <a href=url>{who.name}</a> }),
        None => Either::Right(view! { <span>{who.name}</span> }),
    };
    let exact = (!who.exact.is_empty()).then(|| view! { <span class="second">{who.exact}</span> });
    view! { <p class="drift-subject">{name} " " {exact}</p> }
}

#[component]
fn AccountItem(account: CaseAccount) -> impl IntoView {
    let CaseAccount {
        connection,
        handle,
        access,
        url,
    } = account;
    let handle = match url {
        Some(url) => Either::Left(view! { <a class="name" href=url>{handle}</a> }),
        None => Either::Right(view! { <span class="name">{handle}</span> }),
    };
    view! {
        <li>
            {connection}
            ": "
            <span class="drift-access" data-access=access>
                {access}
            </span>
            " "
            {handle}
        </li>
    }
}

#[component]
fn Since(since: String) -> impl IntoView {
    let written = time::write(&since);
    let text = written.map_or_else(|| since.clone(), |written| written.whole);
    view! {
        <p class="hint">
            "Since "
            <time datetime=since.clone() title=since>
                {text}
            </time>
        </p>
    }
}
