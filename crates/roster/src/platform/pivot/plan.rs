//! The requests for a change of a user of Pivot.

use super::PivotRecord;
use super::record::pivot_record;
use crate::capability::Ability;
use crate::change::{Change, Edit, NewUser, StatusForm};
use crate::merge::{Conflict, Part};
use crate::platform::{ImpossibleReason, Steps, roles_after, same_set};
use crate::record::{Field, Record};
use crate::step::{Step, StepKind};
use wire::console::Connection;
use wire::pivot::{
    CreateStatus, CreateUser, DeleteStatus, DeleteUser, Generation, SetStatus, SetUser, Status,
    User, Welcome,
};

/// The requests for `change` to a user whose record is `before`.
pub(super) fn steps(
    connection: &Connection,
    change: &Change,
    key: &str,
    before: Option<&Record>,
    now: &str,
) -> Steps {
    let nothing = PivotRecord::default();
    let Some(before) = before.map_or(Some(&nothing), pivot_record) else {
        return Steps::Cannot(ImpossibleReason::OtherPlatform);
    };
    match change {
        Change::Enable { .. } => match &before.status {
            Some(status) if status.disabled.is_some() => {
                Steps::single(set_status(StepKind::EnableUser, status, key, None))
            }
            _ => Steps::Already,
        },
        Change::Disable { since } => match &before.status {
            // It keeps the time it was really disabled at.
            Some(status) if status.disabled.is_some() && since.is_none() => Steps::Already,
            status => Steps::single(set_status(
                StepKind::DisableUser,
                status.as_ref().unwrap_or(&Status::default()),
                key,
                Some(since.as_deref().unwrap_or(now)),
            )),
        },
        Change::Edit(_) | Change::SetRoles(_) | Change::AddRole(_) | Change::RemoveRole(_) => {
            let Some(user) = &before.user else {
                return Steps::Cannot(ImpossibleReason::StatusWithoutUser);
            };
            let wanted = edited(user, change);
            if wanted == *user {
                return Steps::Already;
            }
            if wanted.roles != user.roles && user.has_odd_roles() {
                return Steps::Cannot(ImpossibleReason::UnreadableRoles);
            }
            Steps::single(Step::new(
                StepKind::WriteUser,
                SetUser {
                    user: wanted,
                    welcome: None,
                    generation: connection.generation,
                },
            ))
        }
        Change::SendWelcome { client_url } => match &before.user {
            None => Steps::Cannot(ImpossibleReason::StatusWithoutUser),
            Some(user) => Steps::single(Step::new(
                StepKind::WriteUserWithWelcome,
                SetUser {
                    user: user.clone(),
                    welcome: Some(Welcome {
                        client_url: client_url.clone(),
                    }),
                    generation: connection.generation,
                },
            )),
        },
        Change::Create(new) => Steps::Do(create(connection, new, before)),
        Change::Remove => Steps::Do(remove(before, key, now)),
        Change::SetStatus {
            disabled,
            opened: Some(opened),
        } if conflicts(before, opened, disabled.as_deref()) => {
            let text = |since: Option<&str>| since.unwrap_or("enabled").to_owned();
            let now = before
                .status
                .as_ref()
                .and_then(|one| one.disabled.as_deref());
            Steps::Conflict(vec![Conflict {
                part: Part::DisabledSince,
                opened: text(opened.disabled.as_deref()),
                theirs: text(now),
                mine: text(disabled.as_deref()),
            }])
        }
        Change::SetStatus { disabled, .. } => match &before.status {
            Some(status) if status.disabled.as_deref() == disabled.as_deref() => Steps::Already,
            status => Steps::single(set_status(
                StepKind::SetStatus,
                status.as_ref().unwrap_or(&Status::default()),
                key,
                disabled.as_deref(),
            )),
        },
        Change::DeleteStatus => match &before.status {
            None => Steps::Already,
            Some(_) => Steps::single(delete_status(key)),
        },
        Change::SetAdmin(_) => Steps::lacking(Ability::SetAdmin),
        Change::Assign { .. } => Steps::lacking(Ability::Assign),
        Change::SendReset => Steps::lacking(Ability::SendReset),
        Change::SetPassword(_) => Steps::lacking(Ability::SetPassword),
        Change::ChangePassword { .. } => Steps::lacking(Ability::ChangePassword),
        Change::MarkSeen(_) => Steps::lacking(Ability::MarkSeen),
    }
}

/// Whether someone else changed the status to something else than `mine` since
/// the form was opened.
fn conflicts(now: &PivotRecord, opened: &StatusForm, mine: Option<&str>) -> bool {
    let now = now.status.as_ref().and_then(|one| one.disabled.as_deref());
    now != opened.disabled.as_deref() && now != mine
}

/// Sets the status, or creates it where there is none: Pivot answers 404 to
/// setting one that it does not hold (pivot note 9).
fn set_status(kind: StepKind, before: &Status, key: &str, disabled: Option<&str>) -> Step {
    let status = Status {
        name: key.into(),
        disabled: disabled.map(Into::into),
        extra: before.extra.clone(),
    };
    if before.name.is_empty() {
        return Step::new(kind, CreateStatus { status });
    }
    Step::new(
        kind,
        SetStatus {
            status: status.clone(),
        },
    )
    .or_else(CreateStatus { status })
}

fn delete_status(key: &str) -> Step {
    Step::new(StepKind::DeleteStatus, DeleteStatus { name: key.into() }).missing_is_fine()
}

/// The user as `change` wants it, every unknown field kept: a POST replaces.
fn edited(user: &User, change: &Change) -> User {
    let mut user = user.clone();
    if let Change::Edit(Edit { fields, .. }) = change {
        for (field, text) in fields {
            set_field(&mut user, *field, text);
        }
    }
    let before: Vec<String> = user.roles.iter().map(ToString::to_string).collect();
    if let Some(roles) = roles_after(change, &before)
        && !same_set(&roles, &before)
    {
        user.roles = roles.into_iter().map(Into::into).collect();
    }
    user
}

fn set_field(user: &mut User, field: Field, text: &str) {
    let place = match field {
        Field::FirstName => &mut user.first_name,
        Field::LastName => &mut user.last_name,
        Field::Email => &mut user.email,
        Field::ColorMode => &mut user.color_mode,
        Field::Locale => return,
    };
    // A field that was never there and is to hold nothing stays away.
    *place = (!text.is_empty()).then(|| text.into());
}

fn create(connection: &Connection, new: &NewUser, before: &PivotRecord) -> Vec<Step> {
    let mut user = User {
        name: new.key.as_str().into(),
        roles: new.roles.iter().map(|role| role.as_str().into()).collect(),
        ..User::default()
    };
    for (field, text) in &new.fields {
        set_field(&mut user, *field, text);
    }
    let welcome = new.welcome.as_ref().map(|client_url| Welcome {
        client_url: client_url.clone(),
    });
    let kind = if welcome.is_some() {
        StepKind::CreateUserWithWelcome
    } else {
        StepKind::CreateUser
    };
    let mut steps = vec![match connection.generation {
        Generation::Current => Step::new(kind, CreateUser { user, welcome }),
        generation @ Generation::V2023_01 => Step::new(
            kind,
            SetUser {
                user,
                welcome,
                generation,
            },
        ),
    }];
    // A disabled status left by an earlier user of this name would keep the
    // new one out (pivot note 6).
    if let Some(status) = before.status.as_ref().filter(|s| s.disabled.is_some()) {
        steps.push(set_status(
            StepKind::EnableEarlierStatus,
            status,
            &new.key,
            None,
        ));
    }
    steps
}

/// Disables before deleting: whichever step fails, the user cannot sign in
/// (pivot note 11).
fn remove(before: &PivotRecord, key: &str, now: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(status) = before.status.as_ref().filter(|s| s.disabled.is_none()) {
        steps.push(set_status(StepKind::DisableUser, status, key, Some(now)));
    }
    if before.user.is_some() {
        steps.push(
            Step::new(StepKind::DeleteUser, DeleteUser { name: key.into() }).missing_is_fine(),
        );
    }
    if before.status.is_some() {
        steps.push(delete_status(key));
    }
    steps
}
