//! The requests for a change of a user of Actian.

use super::record::actian_user;
use super::{ADMIN, USER};
use crate::capability::Ability;
use crate::change::{Change, Edit, NewUser};
use crate::platform::{ImpossibleReason, Steps, roles_after};
use crate::record::{Field, Record};
use crate::step::{Step, StepKind};
use wire::actian::{
    AssignUser, ChangePassword, CreateUser, DeleteUser, Parameters, ResetPassword, Role,
    UpdateUser, User,
};
use wire::console::Connection;

/// The requests for `change` to a user whose record is `before`.
pub(super) fn steps(
    connection: &Connection,
    change: &Change,
    key: &str,
    before: Option<&Record>,
) -> Steps {
    let user = before.and_then(actian_user);
    let tenant = connection.tenant.clone();
    let email = key.to_owned();
    match (change, user) {
        (Change::Create(new), _) => create(connection, new),
        (Change::Assign { role }, _) => {
            if user.is_some_and(|user| user.role.as_str() == role) {
                return Steps::Already;
            }
            Steps::single(Step::new(
                StepKind::AssignUser,
                AssignUser {
                    tenant,
                    email,
                    role: Role::from(role.as_str()),
                },
            ))
        }
        (
            Change::Edit(_) | Change::SetRoles(_) | Change::AddRole(_) | Change::SetAdmin(_),
            Some(user),
        ) => update(connection, user, change),
        (Change::RemoveRole(_), Some(_)) => Steps::lacking(Ability::SeveralRoles),
        (Change::Remove, _) => Steps::single(
            Step::new(StepKind::RemoveUser, DeleteUser { tenant, email }).missing_is_fine(),
        ),
        (Change::SendReset, _) => Steps::single(Step::new(
            StepKind::RequestReset,
            ResetPassword { tenant, email },
        )),
        (Change::ChangePassword { old, new }, _) => Steps::single(Step::new(
            StepKind::ChangePassword,
            ChangePassword {
                tenant,
                email,
                old_password: old.expose().to_owned(),
                new_password: new.expose().to_owned(),
                parameters: away_from_the_address(connection.parameters),
            },
        )),
        (Change::Enable { .. } | Change::Disable { .. }, _) => {
            Steps::lacking(Ability::SwitchAccess)
        }
        (Change::SendWelcome { .. }, _) => Steps::lacking(Ability::SendWelcome),
        (Change::SetPassword(_), _) => Steps::lacking(Ability::SetPassword),
        (Change::SetStatus { .. } | Change::DeleteStatus, _) => {
            Steps::lacking(Ability::StatusRecords)
        }
        (Change::MarkSeen(_), _) => Steps::lacking(Ability::MarkSeen),
        (_, None) => Steps::Cannot(ImpossibleReason::Gone),
    }
}

/// A password in a query string ends up in every log on the way, so it is sent
/// in a form, which is bound from the same parameters (actian note 4).
const fn away_from_the_address(parameters: Parameters) -> Parameters {
    match parameters {
        Parameters::Query => Parameters::Form,
        other => other,
    }
}

fn create(connection: &Connection, new: &NewUser) -> Steps {
    let text = |field| new.field(field).unwrap_or_default().to_owned();
    let [role] = new.roles.as_slice() else {
        return Steps::Cannot(ImpossibleReason::NeedsOneRole);
    };
    let (kind, parameters) = if new.password.is_some() {
        (
            StepKind::CreateUserWithPassword,
            away_from_the_address(connection.parameters),
        )
    } else {
        (StepKind::CreateUserWithActivation, connection.parameters)
    };
    Steps::single(Step::new(
        kind,
        CreateUser {
            tenant: connection.tenant.clone(),
            email: new.key.clone(),
            first_name: text(Field::FirstName),
            last_name: text(Field::LastName),
            role: Role::from(role.as_str()),
            password: new
                .password
                .as_ref()
                .map(|password| password.expose().to_owned()),
            parameters,
        },
    ))
}

/// All three fields are mandatory, so what stays is sent as well.
fn update(connection: &Connection, user: &User, change: &Change) -> Steps {
    let before = [user.role.as_str().to_owned()];
    let role = match change {
        Change::SetAdmin(true) => Some(ADMIN.to_owned()),
        Change::SetAdmin(false) => Some(USER.to_owned()),
        // A user has one role: another takes the place of the one there was.
        Change::AddRole(role) => Some(role.clone()),
        _ => match roles_after(change, &before) {
            None => None,
            Some(roles) => match <[String; 1]>::try_from(roles) {
                Ok([role]) => Some(role),
                Err(_) => return Steps::lacking(Ability::SeveralRoles),
            },
        },
    };
    let role = role.map_or_else(|| user.role.clone(), |role| Role::from(&*role));
    if let Role::Other(text) = &role {
        return Steps::Cannot(ImpossibleReason::UnknownRole(text.to_string()));
    }
    let mut names = [user.first_name.to_string(), user.last_name.to_string()];
    if let Change::Edit(Edit { fields, .. }) = change {
        for (field, text) in fields {
            match field {
                Field::FirstName => names[0].clone_from(text),
                Field::LastName => names[1].clone_from(text),
                Field::Email => return Steps::lacking(Ability::EditEmail),
                Field::ColorMode | Field::Locale => {}
            }
        }
    }
    let [first_name, last_name] = names;
    if role == user.role && *first_name == *user.first_name && *last_name == *user.last_name {
        return Steps::Already;
    }
    Steps::single(Step::new(
        StepKind::UpdateUser,
        UpdateUser {
            tenant: connection.tenant.clone(),
            email: user.email.to_string(),
            first_name,
            last_name,
            role,
            parameters: connection.parameters,
        },
    ))
}
