//! Whether a change shows in what was read back.

use super::{roles_after, same_set};
use crate::change::{Change, Edit, attributes};
use crate::merge::{changed_names, difference};
use crate::record::{Access, Field, Record};
use wire::Platform;
use wire::metabase::{ALL_USERS, Modal};

/// What reading back says about a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It is so.
    Yes,
    /// It is not: this is, in words.
    No(String),
    /// The platform shows nothing of it.
    CannotTell,
}

/// What reading back says of access that the platform does not tell.
const UNKNOWN: &str = "the platform does not say whether it is enabled";

/// Whether `change` shows in `after`, for a login that was `before`.
pub(crate) fn seen(change: &Change, before: Option<&Record>, after: Option<&Record>) -> Seen {
    match change {
        Change::SendReset
        | Change::SendWelcome { .. }
        | Change::SetPassword(_)
        | Change::ChangePassword { .. } => return Seen::CannotTell,
        Change::Remove => {
            return yes_or(after.is_none(), || "it is still there".to_owned());
        }
        Change::DeleteStatus | Change::SetStatus { .. } => return status(change, after),
        _ => {}
    }
    let Some(after) = after else {
        return match change {
            Change::Enable { .. } => Seen::Yes,
            _ => Seen::No("it is not there".to_owned()),
        };
    };
    match change {
        Change::Enable { restore_admin } => {
            match after.access() {
                Access::Unknown => return Seen::No(UNKNOWN.to_owned()),
                access if access.is_enabled() => {}
                _ => return Seen::No("it is still disabled".to_owned()),
            }
            yes_or(!restore_admin || after.is_admin(), || {
                "it is enabled, without its administrator rights".to_owned()
            })
        }
        Change::Disable { .. } => yes_or(after.access().is_disabled(), || {
            match after.access() {
                Access::Unknown => UNKNOWN,
                _ => "it is still enabled",
            }
            .to_owned()
        }),
        Change::SetAdmin(admin) => yes_or(after.is_admin() == *admin, || {
            if *admin {
                "it is no administrator"
            } else {
                "it is still an administrator"
            }
            .to_owned()
        }),
        Change::Create(new) => {
            let wanted = Edit {
                fields: new.fields.clone(),
                roles: Some(new.roles.clone()),
                ..Edit::default()
            };
            edit(&wanted, after)
        }
        Change::Assign { role } => roles(std::slice::from_ref(role), after),
        Change::Edit(wanted) => edit(wanted, after),
        // The one role a user has there gives way to another.
        Change::AddRole(role) if after.platform() == Platform::Actian => {
            roles(std::slice::from_ref(role), after)
        }
        Change::AddRole(role) => role_change(std::slice::from_ref(role), &[], after),
        Change::RemoveRole(role) => role_change(&[], std::slice::from_ref(role), after),
        Change::SetRoles(_) => {
            let ids = before.map(Record::role_ids).unwrap_or_default();
            roles(&roles_after(change, &ids).unwrap_or_default(), after)
        }
        Change::MarkSeen(Modal::QueryBuilder) => match after {
            Record::Metabase(user) => yes_or(user.is_qbnewb != Some(true), || {
                "the introduction is still to be shown".to_owned()
            }),
            _ => Seen::CannotTell,
        },
        _ => Seen::CannotTell,
    }
}

fn yes_or(yes: bool, words: impl FnOnce() -> String) -> Seen {
    if yes { Seen::Yes } else { Seen::No(words()) }
}

fn status(change: &Change, after: Option<&Record>) -> Seen {
    let status = match after {
        Some(Record::Pivot(pivot)) => pivot.status.as_ref(),
        _ => None,
    };
    match (change, status) {
        (Change::SetStatus { disabled, .. }, Some(status)) => {
            yes_or(status.disabled.is_some() == disabled.is_some(), || {
                let now = if status.disabled.is_some() {
                    "disabled"
                } else {
                    "enabled"
                };
                format!("the status says {now}")
            })
        }
        (Change::SetStatus { .. }, None) => Seen::No("there is no status".to_owned()),
        (_, status) => yes_or(status.is_none(), || "the status is still there".to_owned()),
    }
}

fn roles(wanted: &[String], after: &Record) -> Seen {
    let everyone = ALL_USERS.to_string();
    // Everybody is in that group, whoever asks for what.
    let plus = |roles: &[String]| match after.platform() {
        Platform::Metabase => [roles, std::slice::from_ref(&everyone)].concat(),
        _ => roles.to_vec(),
    };
    let now = after.role_ids();
    yes_or(same_set(&plus(wanted), &plus(&now)), || held(&now))
}

/// Whether all of `added` and none of `removed` are there. Others may have come
/// and gone: someone else may have changed them.
fn role_change(added: &[String], removed: &[String], after: &Record) -> Seen {
    let now = after.role_ids();
    let seen = added.iter().all(|role| now.contains(role))
        && !removed.iter().any(|role| now.contains(role));
    yes_or(seen, || held(&now))
}

fn held(roles: &[String]) -> String {
    match roles.join(", ").as_str() {
        "" => "it has no role".to_owned(),
        roles => format!("it has {roles}"),
    }
}

fn edit(wanted: &Edit, after: &Record) -> Seen {
    for (field, text) in &wanted.fields {
        let now = after.field(*field);
        if !same_text(*field, text, now) {
            return Seen::No(format!("{} is “{now}”", field.label()));
        }
    }
    let opened = wanted.opened.as_deref();
    if let Some(wanted) = &wanted.attributes {
        let now = attributes(after);
        // What someone else changed beside it may be anything.
        let before = opened.map_or_else(|| now.clone(), attributes);
        let changed = changed_names(&before, wanted);
        let counts = |(name, _): &&(String, String)| opened.is_none() || changed.contains(&&**name);
        // Metabase drops keys that begin with an @ (facts/metabase.md 2).
        let kept = |(name, _): &&(String, String)| !name.starts_with('@');
        let same = wanted
            .iter()
            .filter(kept)
            .filter(counts)
            .all(|one| now.contains(one))
            && now.iter().filter(counts).all(|one| wanted.contains(one));
        if !same {
            return Seen::No("its attributes are others".to_owned());
        }
    }
    match (&wanted.roles, opened) {
        (Some(wanted), Some(opened)) if after.platform() != Platform::Actian => {
            let [added, removed] = difference(&opened.role_ids(), wanted);
            role_change(&added, &removed, after)
        }
        (Some(wanted), _) => roles(wanted, after),
        (None, _) => Seen::Yes,
    }
}

/// Platforms write some texts in their own way: addresses in lower case,
/// `es-MX` as `es_MX` (facts/metabase.md 2, 3.6).
pub(crate) fn same_text(field: Field, wanted: &str, now: &str) -> bool {
    match field {
        Field::Email => wanted.eq_ignore_ascii_case(now),
        Field::Locale => wanted.replace('-', "_") == now.replace('-', "_"),
        _ => wanted == now,
    }
}
