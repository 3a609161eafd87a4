//! Whether a change shows in what was read back.

use super::{Finding, roles_after, same_set};
use crate::change::{Change, Edit, attributes};
use crate::merge::{changed_names, difference};
use crate::record::{Access, Field, Record};
use wire::Platform;
use wire::metabase::{ALL_USERS, Modal};

/// What reading back says about a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It shows.
    Shown,
    /// It does not: this is read in its place.
    NotShown(Finding),
    /// The platform shows nothing of it.
    Invisible,
}

/// Whether `change` shows in `after`, for a login that was `before`.
pub(crate) fn verify(change: &Change, before: Option<&Record>, after: Option<&Record>) -> Verdict {
    match change {
        Change::SendReset
        | Change::SendWelcome { .. }
        | Change::SetPassword(_)
        | Change::ChangePassword { .. } => return Verdict::Invisible,
        Change::Remove => {
            return shown_or(after.is_none(), || Finding::StillExists);
        }
        Change::DeleteStatus | Change::SetStatus { .. } => return status(change, after),
        _ => {}
    }
    let Some(after) = after else {
        return match change {
            Change::Enable { .. } => Verdict::Shown,
            _ => Verdict::NotShown(Finding::Missing),
        };
    };
    match change {
        Change::Enable { restore_admin } => {
            match after.access() {
                Access::Unknown => return Verdict::NotShown(Finding::AccessUnknown),
                access if access.is_enabled() => {}
                _ => return Verdict::NotShown(Finding::StillDisabled),
            }
            shown_or(!restore_admin || after.is_admin(), || {
                Finding::EnabledWithoutAdmin
            })
        }
        Change::Disable { .. } => shown_or(after.access().is_disabled(), || match after.access() {
            Access::Unknown => Finding::AccessUnknown,
            _ => Finding::StillEnabled,
        }),
        Change::SetAdmin(admin) => shown_or(after.is_admin() == *admin, || {
            if *admin {
                Finding::NotAdmin
            } else {
                Finding::StillAdmin
            }
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
            Record::Metabase(user) => {
                shown_or(user.is_qbnewb != Some(true), || Finding::IntroductionUnseen)
            }
            _ => Verdict::Invisible,
        },
        _ => Verdict::Invisible,
    }
}

fn shown_or(is_shown: bool, finding: impl FnOnce() -> Finding) -> Verdict {
    if is_shown {
        Verdict::Shown
    } else {
        Verdict::NotShown(finding())
    }
}

fn status(change: &Change, after: Option<&Record>) -> Verdict {
    let status = match after {
        Some(Record::Pivot(pivot)) => pivot.status.as_ref(),
        _ => None,
    };
    match (change, status) {
        (Change::SetStatus { disabled, .. }, Some(status)) => {
            shown_or(status.disabled.is_some() == disabled.is_some(), || {
                if status.disabled.is_some() {
                    Finding::StatusDisabled
                } else {
                    Finding::StatusEnabled
                }
            })
        }
        (Change::SetStatus { .. }, None) => Verdict::NotShown(Finding::NoStatus),
        (_, status) => shown_or(status.is_none(), || Finding::StatusStillExists),
    }
}

fn roles(wanted: &[String], after: &Record) -> Verdict {
    let everyone = ALL_USERS.to_string();
    // Every user is in that group.
    let plus = |roles: &[String]| match after.platform() {
        Platform::Metabase => [roles, std::slice::from_ref(&everyone)].concat(),
        _ => roles.to_vec(),
    };
    let now = after.role_ids();
    shown_or(same_set(&plus(wanted), &plus(&now)), || {
        Finding::Roles(now.clone())
    })
}

/// Whether all of `added` and none of `removed` are there. Others may have come
/// and gone: someone else may have changed them.
fn role_change(added: &[String], removed: &[String], after: &Record) -> Verdict {
    let now = after.role_ids();
    let is_shown = added.iter().all(|role| now.contains(role))
        && !removed.iter().any(|role| now.contains(role));
    shown_or(is_shown, || Finding::Roles(now.clone()))
}

fn edit(wanted: &Edit, after: &Record) -> Verdict {
    for (field, text) in &wanted.fields {
        let now = after.field(*field);
        if !same_text(*field, text, now) {
            return Verdict::NotShown(Finding::Text {
                field: *field,
                text: now.to_owned(),
            });
        }
    }
    let opened = wanted.opened.as_deref();
    if let Some(wanted) = &wanted.attributes {
        let now = attributes(after);
        // What someone else changed beside it may be anything.
        let before = opened.map_or_else(|| now.clone(), attributes);
        let changed = changed_names(&before, wanted);
        let counts = |(name, _): &&(String, String)| opened.is_none() || changed.contains(&&**name);
        // Metabase drops keys that begin with an @ (metabase note 7).
        let kept = |(name, _): &&(String, String)| !name.starts_with('@');
        let same = wanted
            .iter()
            .filter(kept)
            .filter(counts)
            .all(|one| now.contains(one))
            && now.iter().filter(counts).all(|one| wanted.contains(one));
        if !same {
            return Verdict::NotShown(Finding::OtherAttributes);
        }
    }
    match (&wanted.roles, opened) {
        (Some(wanted), Some(opened)) if after.platform() != Platform::Actian => {
            let [added, removed] = difference(&opened.role_ids(), wanted);
            role_change(&added, &removed, after)
        }
        (Some(wanted), _) => roles(wanted, after),
        (None, _) => Verdict::Shown,
    }
}

/// Whether a field has the wanted text, allowing for how platforms store some
/// texts: addresses in lower case (metabase note 7), `es-MX` as `es_MX`
/// (metabase note 11).
pub(crate) fn same_text(field: Field, wanted: &str, now: &str) -> bool {
    match field {
        Field::Email => wanted.eq_ignore_ascii_case(now),
        Field::Locale => wanted.replace('-', "_") == now.replace('-', "_"),
        _ => wanted == now,
    }
}
