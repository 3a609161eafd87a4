//! What a list of Actian's users needs.

use super::record::actian_user;
use super::{ADMIN, Actian, USER};
use crate::accounts::{Accounts, Role, Rows};
use crate::capability::{Ability, RoleKind};
use crate::platform::read::rows;
use crate::platform::{Cell, Column, ColumnWidth, ListSupport};
use crate::record::Record;
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::LocalBoxFuture;
use std::collections::HashMap;
use wire::actian::{ListUsers, User};
use wire::console::Connection;
use wire::{Endpoint, Request, SegmentError};

/// The columns of the list.
static COLUMNS: [Column; 6] = [
    Column::new(Cell::Key, "name", "Email", ColumnWidth::LongText).code(),
    Column::FIRST_NAME,
    Column::LAST_NAME,
    Column::new(Cell::Roles, "roles", "Role", ColumnWidth::Text),
    Column::ACCESS,
    Column::new(Cell::Other(id), "id", "ID", ColumnWidth::LongText)
        .code()
        .hidden(),
];

impl ListSupport for Actian {
    fn name(&self) -> &'static str {
        "Actian"
    }

    fn role_kind(&self) -> RoleKind {
        RoleKind::Role
    }

    fn unsupported_reason(&self, ability: Ability) -> Option<&'static str> {
        Some(match ability {
            Ability::SwitchAccess => {
                "Actian documents no way to disable a user. Remove the user from the tenant \
                 instead."
            }
            Ability::EditEmail => "On Actian the address is the user's key and cannot be changed.",
            Ability::SeveralRoles => "On Actian a user has exactly one role in a tenant.",
            Ability::SendWelcome => {
                "Actian documents no second activation email. Request a password reset email \
                 instead."
            }
            Ability::SetPassword => {
                "Actian does not let administrators set another person's password. Request a \
                 password reset email instead."
            }
            Ability::LastSignIn => "Actian does not report when users signed in.",
            Ability::StatusRecords => "Only Pivot has separate status records.",
            Ability::MarkSeen | Ability::Recipients => "Only Metabase has this.",
            _ => return None,
        })
    }

    fn fixed_roles(&self) -> &'static [(&'static str, &'static str)] {
        &[(USER, "User"), (ADMIN, "Administrator")]
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
    ) -> LocalBoxFuture<'a, Result<Accounts, CallError>> {
        Box::pin(load(transport, connection))
    }

    fn load_requests(&self, connection: &Connection) -> Vec<Result<Request, SegmentError>> {
        let tenant = connection.tenant.clone();
        vec![ListUsers { tenant }.request()]
    }
}

/// Actian's own identifier of a user, beside the address, which is the key.
fn id(record: &Record) -> &str {
    actian_user(record).map_or("", |user| &user.id)
}

async fn load(
    transport: &dyn DynTransport,
    connection: &Connection,
) -> Result<Accounts, CallError> {
    let tenant = connection.tenant.clone();
    let users = call(transport, &ListUsers { tenant }).await?;
    let mut gaps = Vec::new();
    let users = rows(users, Rows::Users, &mut gaps);
    let roles = [(ADMIN, "Administrator"), (USER, "User")].map(|(id, title)| Role {
        id: id.into(),
        title: title.into(),
        listed: true,
    });
    let records = each_once(users).into_iter().map(Record::Actian).collect();
    let mut accounts = Accounts::new(connection.platform, records, roles.into());
    accounts.gaps = gaps;
    Ok(accounts)
}

/// Each of `users` once, as it came last.
fn each_once(users: Vec<User>) -> Vec<User> {
    let mut places: HashMap<Box<str>, u32> = HashMap::new();
    let mut kept: Vec<User> = Vec::with_capacity(users.len());
    for user in users {
        let place = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let known = *places.entry(user.email.clone()).or_insert(place);
        match kept.get_mut(known as usize) {
            Some(earlier) => *earlier = user,
            None => kept.push(user),
        }
    }
    kept
}
