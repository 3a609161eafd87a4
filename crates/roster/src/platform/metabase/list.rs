//! What a list of Metabase's users needs.

use super::Metabase;
use super::pages::metabase_users;
use super::record::metabase_user;
use crate::accounts::{Accounts, Role};
use crate::capability::{Ability, RoleKind};
use crate::platform::read::listed;
use crate::platform::{Cell, Column, ColumnWidth, ListSupport};
use crate::record::{Field, Record};
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::{LocalBoxFuture, join3};
use wire::console::Connection;
use wire::metabase::{GetCurrentUser, ListGroups, ListUsers};
use wire::{Endpoint, Platform, Request, SegmentError};

/// The columns of the list.
static COLUMNS: [Column; 10] = [
    Column::new(Cell::Label, "name", "Name", ColumnWidth::LongText),
    Column::EMAIL.code(),
    Column::new(Cell::Roles, "roles", "Groups", ColumnWidth::LongText),
    Column::ACCESS,
    Column::new(Cell::LastSignIn, "seen", "Last sign-in", ColumnWidth::Word),
    Column::new(Cell::Joined, "joined", "Joined", ColumnWidth::Word).hidden(),
    Column::new(Cell::Admin, "admin", "Administrator", ColumnWidth::Word).hidden(),
    Column::new(
        Cell::Other(sign_in_by),
        "sso",
        "Sign-in by",
        ColumnWidth::Text,
    )
    .hidden(),
    Column::field(Field::Locale, "language", "Language", ColumnWidth::Code).hidden(),
    Column::new(Cell::Number, "id", "ID", ColumnWidth::Number)
        .code()
        .hidden(),
];

impl ListSupport for Metabase {
    fn name(&self) -> &'static str {
        "Metabase"
    }

    fn role_kind(&self) -> RoleKind {
        RoleKind::Group
    }

    fn unsupported_reason(&self, ability: Ability) -> Option<&'static str> {
        Some(match ability {
            Ability::Remove => {
                "Metabase never deletes users. A deactivated user keeps the address, and cannot \
                 sign in."
            }
            Ability::SendWelcome => {
                "Metabase has no second invitation. Request a password reset email instead."
            }
            Ability::Assign => "Only Actian has tenants to assign users to.",
            Ability::ChangePassword => {
                "An administrator of Metabase needs no old password to set a new one."
            }
            Ability::StatusRecords => "Only Pivot has separate status records.",
            _ => return None,
        })
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    /// Managers of groups may list their own group only (metabase note 8).
    fn forbidden_advice(&self) -> Option<&'static str> {
        Some(
            "Metabase lists all users for administrators only, not for managers of groups. Add \
             what this connection signs in with to the group Administrators, then retry.",
        )
    }

    fn load<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
    ) -> LocalBoxFuture<'a, Result<Accounts, CallError>> {
        Box::pin(load(transport, connection.platform))
    }

    fn load_requests(&self, _: &Connection) -> Vec<Result<Request, SegmentError>> {
        vec![ListUsers::all().request()]
    }
}

/// What signs a user in, if it is not Metabase itself.
fn sign_in_by(record: &Record) -> &str {
    metabase_user(record).map_or("", |user| user.sso_source.as_deref().unwrap_or("password"))
}

async fn load(transport: &dyn DynTransport, platform: Platform) -> Result<Accounts, CallError> {
    let (users, groups, me) = join3(
        metabase_users(transport, ListUsers::all()),
        call(transport, &ListGroups),
        call(transport, &GetCurrentUser),
    )
    .await;
    let users = users?;
    let mut gaps = users.gaps;
    let records = users.users.into_iter().map(Record::from).collect();
    let (roles, problem) = listed(groups, &mut gaps, |group| Role {
        id: group.id.to_string().into(),
        title: group.name.clone(),
        listed: true,
    });
    let mut accounts = Accounts::new(platform, records, roles);
    accounts.roles_problem = problem;
    accounts.gaps = gaps;
    accounts.me = me.ok().map(|me| me.id.to_string().into());
    Ok(accounts)
}
