//! The requests for a change of a user of Metabase.

use super::record::{attributes, metabase_user};
use crate::capability::Ability;
use crate::change::{Change, NewUser};
use crate::platform::{ImpossibleReason, Steps, UserRecord, roles_after, same_set};
use crate::record::{Field, Record};
use crate::step::{Step, StepKind};
use wire::metabase::{
    ALL_USERS, CreateUser, DeactivateUser, ForgotPassword, MarkSeen, Membership, ReactivateUser,
    SetPassword, UpdateUser, User,
};

/// The requests for `change` to a user whose record is `before`.
pub(super) fn steps(change: &Change, key: &str, before: Option<&Record>) -> Steps {
    let nothing = User::default();
    let Some(user) = before.map_or(Some(&nothing), metabase_user) else {
        return Steps::Cannot(ImpossibleReason::OtherPlatform);
    };
    let id = user.id;
    let access = user.access();
    let active = !access.is_disabled();
    match change {
        Change::Create(new) => create(new),
        Change::Enable { restore_admin } => {
            if access.is_enabled() {
                return Steps::Already;
            }
            let mut steps = vec![Step::new(StepKind::ReactivateUser, ReactivateUser { id })];
            if *restore_admin {
                steps.push(Step::new(StepKind::RestoreAdmin, set_admin(id, true)));
            }
            Steps::Do(steps)
        }
        Change::Disable { .. } if active => {
            Steps::single(Step::new(StepKind::DeactivateUser, DeactivateUser { id }))
        }
        Change::Disable { .. } => Steps::Already,
        Change::Remove => Steps::lacking(Ability::Remove),
        Change::MarkSeen(introduction) => Steps::single(Step::new(
            StepKind::MarkSeen,
            MarkSeen {
                id,
                modal: (*introduction).into(),
            },
        )),
        Change::SendReset => Steps::single(Step::new(
            StepKind::RequestReset,
            ForgotPassword {
                email: user.email.to_string(),
            },
        )),
        // A deactivated user cannot be changed (metabase note 13).
        _ if !active => Steps::Cannot(ImpossibleReason::Deactivated),
        Change::SetAdmin(admin) if user.is_superuser == Some(*admin) => Steps::Already,
        Change::SetAdmin(admin) => Steps::single(Step::new(
            if *admin {
                StepKind::GrantAdmin
            } else {
                StepKind::RevokeAdmin
            },
            set_admin(id, *admin),
        )),
        Change::SetPassword(password) => Steps::single(Step::new(
            StepKind::SetPassword,
            SetPassword {
                id,
                password: password.expose().to_owned(),
                old_password: None,
            },
        )),
        Change::Edit(_) | Change::SetRoles(_) | Change::AddRole(_) | Change::RemoveRole(_) => {
            update(user, change)
        }
        Change::SendWelcome { .. } => Steps::lacking(Ability::SendWelcome),
        Change::Assign { .. } => Steps::lacking(Ability::Assign),
        Change::ChangePassword { .. } => Steps::lacking(Ability::ChangePassword),
        Change::SetStatus { .. } | Change::DeleteStatus => Steps::lacking(Ability::StatusRecords),
    }
    .about(key)
}

impl Steps {
    /// Nothing can be asked about an account whose key is not a number.
    fn about(self, key: &str) -> Self {
        match &self {
            Self::Do(steps) if !steps.is_empty() && key.is_empty() => {
                Self::Cannot(ImpossibleReason::NoNumber)
            }
            _ => self,
        }
    }
}

fn set_admin(id: u64, admin: bool) -> UpdateUser {
    UpdateUser {
        id,
        is_superuser: Some(admin),
        ..UpdateUser::default()
    }
}

fn create(new: &NewUser) -> Steps {
    let text = |field| new.field(field).map(Into::into);
    let memberships = match groups(&new.roles, &[]) {
        Ok(groups) => groups,
        Err(steps) => return steps,
    };
    Steps::single(Step::new(
        if new.password.is_some() {
            StepKind::CreateUserWithPassword
        } else {
            StepKind::CreateUserWithInvitation
        },
        CreateUser {
            first_name: text(Field::FirstName),
            last_name: text(Field::LastName),
            email: new.field(Field::Email).unwrap_or(&new.key).into(),
            memberships: (memberships.len() > 1).then_some(memberships),
            login_attributes: None,
            password: new
                .password
                .as_ref()
                .map(|password| password.expose().to_owned()),
        },
    ))
}

/// Memberships in the groups called `ids`, [`ALL_USERS`] always among them.
/// A manager of a group stays one.
fn groups(ids: &[String], before: &[Membership]) -> Result<Vec<Membership>, Steps> {
    let mut all = vec![ALL_USERS];
    for id in ids {
        match id.parse() {
            Ok(id) if all.contains(&id) => {}
            Ok(id) => all.push(id),
            Err(_) => {
                return Err(Steps::Cannot(ImpossibleReason::UnknownGroup(id.clone())));
            }
        }
    }
    let manages = |id| before.iter().find(|one: &&Membership| one.id == id);
    Ok(all
        .into_iter()
        .map(|id| Membership {
            id,
            is_group_manager: manages(id).and_then(|one| one.is_group_manager),
        })
        .collect())
}

/// Only what is different is sent: a PUT merges (metabase note 11).
fn update(user: &User, change: &Change) -> Steps {
    let mut wanted = UpdateUser {
        id: user.id,
        ..UpdateUser::default()
    };
    if let Change::Edit(edit) = change {
        for (field, text) in &edit.fields {
            if user.field(*field).unwrap_or_default() == text {
                continue;
            }
            let cleared = (!text.is_empty()).then(|| text.clone());
            match field {
                Field::FirstName => wanted.first_name = Some(cleared),
                Field::LastName => wanted.last_name = Some(cleared),
                Field::Locale => wanted.locale = Some(cleared),
                Field::Email if text.is_empty() => {
                    return Steps::Cannot(ImpossibleReason::NeedsAddress);
                }
                Field::Email => wanted.email = Some(text.clone()),
                Field::ColorMode => {}
            }
        }
        if let Some(wish) = &edit.attributes
            && *wish != attributes(user)
        {
            wanted.login_attributes = Some(wish.clone());
        }
    }
    let ids = user.role_ids();
    if let Some(roles) = roles_after(change, &ids) {
        if user.groups().is_none() {
            return Steps::Cannot(ImpossibleReason::UnreadableRoles);
        }
        let everyone = ALL_USERS.to_string();
        let plus = |roles: &[String]| [roles, std::slice::from_ref(&everyone)].concat();
        if !same_set(&plus(&roles), &plus(&ids)) {
            match groups(
                &roles,
                user.details().memberships.as_deref().unwrap_or_default(),
            ) {
                Ok(memberships) => wanted.memberships = Some(memberships),
                Err(steps) => return steps,
            }
        }
    }
    let nothing = UpdateUser {
        id: user.id,
        ..UpdateUser::default()
    };
    if wanted == nothing {
        return Steps::Already;
    }
    Steps::single(Step::new(StepKind::UpdateUser, wanted))
}
