//! What a list of Pivot's users needs.

use super::{Pivot, PivotRecord};
use crate::accounts::{Accounts, Gap, Role, Rows};
use crate::capability::{Ability, RoleKind};
use crate::platform::read::{listed, rows};
use crate::platform::{Cell, Column, ColumnWidth, ListSupport};
use crate::record::{Field, Record};
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::{LocalBoxFuture, join3};
use std::collections::HashMap;
use wire::console::Connection;
use wire::pivot::{ListRoles, ListStatuses, ListUsers, Status, User};
use wire::{Endpoint, Platform, Request, SegmentError};

/// The columns of the list.
static COLUMNS: [Column; 8] = [
    Column::new(Cell::Key, "name", "Name", ColumnWidth::LongText).code(),
    Column::FIRST_NAME,
    Column::LAST_NAME,
    Column::EMAIL.hidden(),
    Column::new(Cell::Roles, "roles", "Roles", ColumnWidth::LongText),
    Column::ACCESS,
    Column::new(
        Cell::DisabledSince,
        "since",
        "Disabled since",
        ColumnWidth::Word,
    ),
    Column::field(Field::ColorMode, "color", "Colour mode", ColumnWidth::Text).hidden(),
];

impl ListSupport for Pivot {
    fn name(&self) -> &'static str {
        "Pivot"
    }

    fn role_kind(&self) -> RoleKind {
        RoleKind::Role
    }

    fn unsupported_reason(&self, ability: Ability) -> Option<&'static str> {
        Some(match ability {
            Ability::SetAdmin => {
                "Pivot has no administrator switch: give or take the role super-admin instead."
            }
            Ability::SendReset => {
                "Pivot documents no password reset email. Users request one on its own page."
            }
            Ability::SetPassword | Ability::ChangePassword => {
                "Pivot's documented way returns the password in clear text, so the console does \
                 not offer it. Use the welcome email."
            }
            Ability::LastSignIn => "Pivot does not report when users signed in.",
            Ability::Assign => "Only Actian has tenants to assign users to.",
            Ability::MarkSeen | Ability::Recipients => "Only Metabase has this.",
            _ => return None,
        })
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
    ) -> LocalBoxFuture<'a, Result<Accounts, CallError>> {
        Box::pin(load(transport, connection.platform))
    }

    fn load_requests(&self, _: &Connection) -> Vec<Result<Request, SegmentError>> {
        vec![ListUsers.request(), ListStatuses.request()]
    }
}

async fn load(transport: &dyn DynTransport, platform: Platform) -> Result<Accounts, CallError> {
    let (users, statuses, roles) = join3(
        call(transport, &ListUsers),
        call(transport, &ListStatuses),
        call(transport, &ListRoles),
    )
    .await;
    let mut gaps: Vec<Gap> = Vec::new();
    let users = rows(users?, Rows::Users, &mut gaps);
    let statuses = rows(statuses?, Rows::Statuses, &mut gaps);
    let (records, orphans) = joined(without_repeats(users), statuses);
    let (roles, problem) = listed(roles, &mut gaps, |role| Role {
        title: role
            .title
            .as_deref()
            .filter(|title| !title.is_empty())
            .unwrap_or(&role.name)
            .into(),
        id: role.name.clone(),
        listed: true,
    });
    let mut accounts = Accounts::new(platform, records, roles);
    accounts.roles_problem = problem;
    accounts.orphans = orphans.into_iter().map(Record::from).collect();
    accounts.gaps = gaps;
    Ok(accounts)
}

/// `users` without those that repeat another to the letter. Two users of Pivot
/// that differ can have one name (pivot note 3).
fn without_repeats(users: Vec<User>) -> Vec<User> {
    let mut first: HashMap<Box<str>, u32> = HashMap::new();
    let mut kept: Vec<User> = Vec::with_capacity(users.len());
    for user in users {
        let place = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let known = *first.entry(user.name.clone()).or_insert(place);
        let earlier = kept.get(known as usize..).unwrap_or_default();
        if known == place || !earlier.contains(&user) {
            kept.push(user);
        }
    }
    kept
}

/// Pivot's users with their statuses, and the statuses that no user goes with.
fn joined(users: Vec<User>, statuses: Vec<Status>) -> (Vec<Record>, Vec<Status>) {
    // Two users can have one name: both have its status.
    // By a number, which every map here is of: another type is code again.
    let mut places: HashMap<Box<str>, u32> = HashMap::new();
    let mut used = vec![false; statuses.len()];
    for (place, status) in (0..).zip(&statuses) {
        // Of two with one name the last one counts.
        let earlier = places.insert(status.name.clone(), place);
        if let Some(used) = earlier.and_then(|place| used.get_mut(place as usize)) {
            *used = true;
        }
    }
    let records = users
        .into_iter()
        .map(|user| {
            let status = places.get(&*user.name).and_then(|place| {
                let place = *place as usize;
                *used.get_mut(place)? = true;
                statuses.get(place).cloned()
            });
            Record::Pivot(PivotRecord {
                user: Some(user),
                status,
            })
        })
        .collect();
    let mut used = used.into_iter();
    let mut orphans = statuses;
    orphans.retain(|_| used.next() == Some(false));
    (records, orphans)
}
