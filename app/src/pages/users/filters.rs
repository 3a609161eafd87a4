//! What the list can be narrowed to, and by what rows are found for it.

use super::Users;
use crate::components::page_query::QueryFilter;
use crate::routes::UserQuery;
use crate::ui::filter::Options;
use leptos::prelude::*;
use roster::accounts::{Account, Accounts};
use roster::record::{Access, LastSignIn};
use roster::view;
use roster::{Ability, RoleKind, lowercase};

const ENABLED: u32 = 0;
const DISABLED: u32 = 1;
const NO_RECORD: u32 = 2;
const ADMIN: u32 = 3;
const OTHER: u32 = 4;
const NEVER: u32 = 5;
const SIGNED_IN: u32 = 6;
const UNKNOWN: u32 = 7;
/// The tag of the first role; the others follow.
const ROLES: u32 = 8;

/// The tags of an account: its access, its rights and its roles.
pub(super) fn tags(account: &Account) -> Vec<u32> {
    let mut tags = Vec::with_capacity(3 + account.roles.len());
    tags.push(match account.access() {
        Access::Enabled | Access::Always => ENABLED,
        Access::Disabled { .. } => DISABLED,
        Access::NoRecord => NO_RECORD,
        Access::Unknown => UNKNOWN,
    });
    tags.push(if account.is_admin() { ADMIN } else { OTHER });
    match account.last_sign_in() {
        LastSignIn::Never => tags.push(NEVER),
        LastSignIn::At(_) => tags.push(SIGNED_IN),
        LastSignIn::NotTold => {}
    }
    tags.extend(account.roles.iter().map(|role| ROLES + role));
    tags
}

/// The conditions of `query`. No user meets one that does not exist.
pub(super) fn conditions(accounts: &Accounts, query: &UserQuery) -> Vec<view::Filter> {
    let role = |id: &str| {
        let place = accounts.roles.iter().position(|role| *role.id == *id);
        place.and_then(|place| u32::try_from(place).ok())
    };
    let tagged = |value: &str, tags: &[(&str, &[u32])]| {
        let found = tags.iter().find(|(name, _)| *name == value);
        let tags = found.map(|(_, tags)| tags.to_vec()).unwrap_or_default();
        (!value.is_empty()).then_some(view::Filter(tags))
    };
    let status = tagged(
        &query.status,
        &[
            ("enabled", &[ENABLED, NO_RECORD]),
            ("disabled", &[DISABLED]),
            ("none", &[NO_RECORD]),
            ("unknown", &[UNKNOWN]),
        ],
    );
    let rights = tagged(&query.rights, &[("admin", &[ADMIN]), ("other", &[OTHER])]);
    let sign_in = tagged(
        &query.sign_in,
        &[("never", &[NEVER]), ("yes", &[SIGNED_IN])],
    );
    let roles = (!query.role.is_empty()).then(|| {
        let tags = role(&query.role).map(|place| ROLES + place);
        view::Filter(tags.into_iter().collect())
    });
    [status, rights, sign_in, roles]
        .into_iter()
        .flatten()
        .collect()
}

fn options(pairs: &[(&str, &str)]) -> Options {
    let pair = |(value, label): &(&str, &str)| ((*value).to_owned(), (*label).to_owned());
    pairs.iter().map(pair).collect()
}

/// A part of what the URL asks for.
type Part = fn(&mut UserQuery) -> &mut String;

/// The filters that the platform has.
#[component]
pub(super) fn Filters(users: Users) -> impl IntoView {
    let (query, platform) = (users.query, users.store.connection().platform);
    let has = |ability: Ability| ability.unsupported_reason(platform).is_none();
    let last_status = if has(Ability::StatusRecords) {
        ("none", "No status record")
    } else {
        ("unknown", "Unknown")
    };
    let status = options(&[
        ("", "Any status"),
        ("enabled", "Enabled"),
        ("disabled", "Disabled"),
        last_status,
    ]);
    let (label, any) = match RoleKind::of_platform(platform) {
        RoleKind::Group => ("Group", "Any group"),
        RoleKind::Role => ("Role", "Any role"),
    };
    let accounts = users.store.accounts.clone();
    let roles = Memo::new(move |_| {
        let mut all = options(&[("", any)]);
        accounts.with(|accounts| {
            let role =
                |role: &roster::accounts::Role| (role.id.to_string(), role.title.to_string());
            all.extend(accounts.roles.iter().map(role));
        });
        all[1..].sort_by_cached_key(|(_, title)| lowercase(title));
        all
    });
    let rights = options(&[
        ("", "Any rights"),
        ("admin", "Administrators"),
        ("other", "Non-administrators"),
    ]);
    let sign_in = options(&[
        ("", "Any sign-in"),
        ("never", "Never signed in"),
        ("yes", "Signed in before"),
    ]);
    let filter = |label, options: Signal<Options>, part: Part| {
        view! { <QueryFilter label=label options=options query=query part=part /> }
    };
    let status = has(Ability::SwitchAccess)
        .then(|| filter("Status", status.into(), |query| &mut query.status));
    let sign_in = has(Ability::LastSignIn)
        .then(|| filter("Sign-in", sign_in.into(), |query| &mut query.sign_in));
    view! {
        {status}
        {filter(label, roles.into(), |query| &mut query.role)}
        {filter("Rights", rights.into(), |query| &mut query.rights)}
        {sign_in}
    }
}
