//! What the list can be narrowed to, and by what rows are found for it.

use super::Users;
use crate::routes::UserQuery;
use crate::ui::dom::El;
use crate::ui::filter::{Options, filter};
use leptos::prelude::*;
use roster::people::{Account, People};
use roster::record::{Access, LastSignIn};
use roster::view::Filter;
use roster::{Ability, role_word};
use wire::Platform;

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

/// What a login has and is.
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

/// The conditions that `listed` asks for. One that nobody can meet is met by
/// nobody.
pub(super) fn conditions(people: &People, listed: &UserQuery) -> Vec<Filter> {
    let role = |id: &str| {
        let place = people.roles.iter().position(|role| *role.id == *id);
        place.and_then(|place| u32::try_from(place).ok())
    };
    let of = |value: &str, tags: &[(&str, &[u32])]| {
        let found = tags.iter().find(|(name, _)| *name == value);
        let tags = found.map(|(_, tags)| tags.to_vec()).unwrap_or_default();
        (!value.is_empty()).then_some(Filter(tags))
    };
    let status = of(
        &listed.status,
        &[
            ("enabled", &[ENABLED, NO_RECORD]),
            ("disabled", &[DISABLED]),
            ("none", &[NO_RECORD]),
            ("unknown", &[UNKNOWN]),
        ],
    );
    let rights = of(&listed.rights, &[("admin", &[ADMIN]), ("other", &[OTHER])]);
    let seen = of(&listed.seen, &[("never", &[NEVER]), ("yes", &[SIGNED_IN])]);
    let roles = (!listed.role.is_empty()).then(|| {
        let tags = role(&listed.role).map(|place| ROLES + place);
        Filter(tags.into_iter().collect())
    });
    [status, rights, seen, roles]
        .into_iter()
        .flatten()
        .collect()
}

fn options(pairs: &[(&str, &str)]) -> Options {
    let pair = |(value, label): &(&str, &str)| ((*value).to_owned(), (*label).to_owned());
    pairs.iter().map(pair).collect()
}

/// A filter whose options are always the same.
fn fixed(
    users: &Users,
    label: &str,
    pairs: &'static [(&'static str, &'static str)],
    part: fn(&mut UserQuery) -> &mut String,
) -> El {
    one(users, label, Memo::new(move |_| options(pairs)), part)
}

fn one(
    users: &Users,
    label: &str,
    options: Memo<Options>,
    part: fn(&mut UserQuery) -> &mut String,
) -> El {
    let listed = users.listed;
    filter(
        label,
        options,
        move || part(&mut listed.get()).clone(),
        move |value| listed.update(|listed| *part(listed) = value),
    )
}

/// The filters that the platform has.
pub(super) fn filters(users: &Users) -> Vec<El> {
    let platform = users.store.connection().platform;
    let mut all = Vec::new();
    let status: &[(&str, &str)] = match platform {
        Platform::Pivot => &[
            ("", "Any status"),
            ("enabled", "Enabled"),
            ("disabled", "Disabled"),
            ("none", "No status record"),
        ],
        _ => &[
            ("", "Any status"),
            ("enabled", "Enabled"),
            ("disabled", "Disabled"),
            ("unknown", "Unknown"),
        ],
    };
    if Ability::SwitchAccess.missing_on(platform).is_none() {
        all.push(fixed(users, "Status", status, |listed| &mut listed.status));
    }
    let (label, any) = match role_word(platform) {
        "group" => ("Group", "Any group"),
        _ => ("Role", "Any role"),
    };
    let people = users.store.people.clone();
    let roles = Memo::new(move |_| {
        let mut all = options(&[("", any)]);
        people.with(|people| {
            let role = |role: &roster::people::Role| (role.id.to_string(), role.title.to_string());
            all.extend(people.roles.iter().map(role));
        });
        all[1..].sort_by_cached_key(|(_, title)| title.to_lowercase());
        all
    });
    all.push(one(users, label, roles, |listed| &mut listed.role));
    let rights: &[(&str, &str)] = &[
        ("", "Any rights"),
        ("admin", "Administrators"),
        ("other", "No administrators"),
    ];
    all.push(fixed(users, "Rights", rights, |listed| &mut listed.rights));
    if Ability::LastSignIn.missing_on(platform).is_none() {
        let seen: &[(&str, &str)] = &[
            ("", "Any sign-in"),
            ("never", "Never signed in"),
            ("yes", "Signed in before"),
        ];
        all.push(fixed(users, "Sign-in", seen, |listed| &mut listed.seen));
    }
    all
}
