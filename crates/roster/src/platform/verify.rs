//! Whether a change shows in what was read back.

use super::{ChangeSupport, Finding, roles_after, same_set};
use crate::change::{Change, Edit};
use crate::merge::{changed_names, difference};
use crate::record::{Access, Field, Record};

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

impl Verdict {
    /// That it shows, or what is read in its place.
    pub(super) fn shown_or(is_shown: bool, finding: impl FnOnce() -> Finding) -> Self {
        if is_shown {
            Self::Shown
        } else {
            Self::NotShown(finding())
        }
    }
}

/// Whether `change` shows in `after`, for a user that was `before`, as far as that
/// is the same on every platform.
pub(super) fn verify(
    support: &dyn ChangeSupport,
    change: &Change,
    before: Option<&Record>,
    after: Option<&Record>,
) -> Verdict {
    match change {
        Change::SendReset
        | Change::SendWelcome { .. }
        | Change::SetPassword(_)
        | Change::ChangePassword { .. } => return Verdict::Invisible,
        Change::Remove => {
            return Verdict::shown_or(after.is_none(), || Finding::StillExists);
        }
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
            Verdict::shown_or(!restore_admin || after.is_admin(), || {
                Finding::EnabledWithoutAdmin
            })
        }
        Change::Disable { .. } => {
            Verdict::shown_or(after.access().is_disabled(), || match after.access() {
                Access::Unknown => Finding::AccessUnknown,
                _ => Finding::StillEnabled,
            })
        }
        Change::SetAdmin(admin) => Verdict::shown_or(after.is_admin() == *admin, || {
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
            edit(support, &wanted, after)
        }
        Change::Assign { role } => roles(support, std::slice::from_ref(role), after),
        Change::Edit(wanted) => edit(support, wanted, after),
        // The one role that a user has gives way to another.
        Change::AddRole(role) if support.has_one_role() => {
            roles(support, std::slice::from_ref(role), after)
        }
        Change::AddRole(role) => role_change(std::slice::from_ref(role), &[], after),
        Change::RemoveRole(role) => role_change(&[], std::slice::from_ref(role), after),
        Change::SetRoles(_) => {
            let ids = before.map(Record::role_ids).unwrap_or_default();
            let wanted = roles_after(change, &ids).unwrap_or_default();
            roles(support, &wanted, after)
        }
        _ => Verdict::Invisible,
    }
}

fn roles(support: &dyn ChangeSupport, wanted: &[String], after: &Record) -> Verdict {
    let common: Vec<String> = support.common_role().into_iter().collect();
    let plus = |roles: &[String]| [roles, &*common].concat();
    let now = after.role_ids();
    Verdict::shown_or(same_set(&plus(wanted), &plus(&now)), || {
        Finding::Roles(now.clone())
    })
}

/// Whether all of `added` and none of `removed` are there. Others may have come
/// and gone: someone else may have changed them.
fn role_change(added: &[String], removed: &[String], after: &Record) -> Verdict {
    let now = after.role_ids();
    let is_shown = added.iter().all(|role| now.contains(role))
        && !removed.iter().any(|role| now.contains(role));
    Verdict::shown_or(is_shown, || Finding::Roles(now.clone()))
}

fn edit(support: &dyn ChangeSupport, wanted: &Edit, after: &Record) -> Verdict {
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
        let now = after.attributes();
        // What someone else changed beside it may be anything.
        let before = opened.map_or_else(|| now.clone(), Record::attributes);
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
        (Some(wanted), Some(opened)) if !support.has_one_role() => {
            let [added, removed] = difference(&opened.role_ids(), wanted);
            role_change(&added, &removed, after)
        }
        (Some(wanted), _) => roles(support, wanted, after),
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
