//! What wire and the console cover of the catalogue. Each list is checked
//! against the code it is about.

/// The rows that have a type in wire.
pub(super) const WIRE: &[&str] = &[
    "pivot.users.list",
    "pivot.users.get",
    "pivot.users.set",
    "pivot.users.create",
    "pivot.users.delete",
    "pivot.statuses.list",
    "pivot.statuses.get",
    "pivot.statuses.set",
    "pivot.statuses.create",
    "pivot.statuses.delete",
    "pivot.roles.list",
    "actian.users.list",
    "actian.users.get",
    "actian.users.create",
    "actian.users.update",
    "actian.users.delete",
    "actian.users.assign",
    "actian.password.change",
    "actian.password.reset",
    "actian.token",
    "metabase.users.list",
    "metabase.users.current",
    "metabase.users.recipients",
    "metabase.users.get",
    "metabase.users.create",
    "metabase.users.update",
    "metabase.users.deactivate",
    "metabase.users.reactivate",
    "metabase.users.password",
    "metabase.users.password_reset_url",
    "metabase.users.modal",
    "metabase.session.create",
    "metabase.session.delete",
    "metabase.session.properties",
    "metabase.session.forgot_password",
    "metabase.session.reset_password",
    "metabase.groups.list",
    "metabase.groups.get",
    "metabase.groups.create",
    "metabase.groups.update",
    "metabase.groups.delete",
    "metabase.memberships.list",
    "metabase.memberships.create",
    "metabase.memberships.delete",
    "metabase.memberships.clear",
    "metabase.health",
];

/// Parameters and fields that a row of wire's leaves out: it never sends them.
/// The first text is a row, or a platform for all of its rows.
const NOT_IN_WIRE: &[(&str, &str)] = &[
    ("pivot", "pretty"),
    ("metabase.users.list", "include_deactivated"),
    ("metabase.users.recipients", "limit"),
    ("metabase.users.recipients", "offset"),
    ("metabase.groups.list", "limit"),
    ("metabase.groups.list", "offset"),
];

/// Whether wire sends or reads this parameter or field of the row.
pub(super) fn wire_has(id: &str, name: &str) -> bool {
    WIRE.contains(&id)
        && !NOT_IN_WIRE
            .iter()
            .any(|(row, left_out)| *left_out == name && id.starts_with(row))
}

/// The rows that the console calls: users, and enabling and disabling them.
pub(super) const CONSOLE: &[&str] = &[
    "pivot.users.list",
    "pivot.statuses.list",
    "pivot.statuses.get",
    "pivot.statuses.set",
    "pivot.statuses.create",
];

/// What people see of a user, and what wire asks for on their behalf, is less
/// than there is.
const NOT_IN_CONSOLE: &[&str] = &["colorMode", "pretty"];

/// Whether the console makes use of a part of this name.
pub(super) fn console_has(name: &str) -> bool {
    !NOT_IN_CONSOLE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Endpoint, actian, metabase, pivot};

    fn id<T: Endpoint>() -> &'static str {
        T::ROUTE.id
    }

    #[test]
    fn wire_has_a_type_for_every_row_in_the_list_and_for_no_other() {
        let mut types = vec![
            id::<pivot::ListUsers>(),
            id::<pivot::GetUser>(),
            id::<pivot::SetUser>(),
            id::<pivot::CreateUser>(),
            id::<pivot::DeleteUser>(),
            id::<pivot::ListStatuses>(),
            id::<pivot::GetStatus>(),
            id::<pivot::SetStatus>(),
            id::<pivot::CreateStatus>(),
            id::<pivot::DeleteStatus>(),
            id::<pivot::ListRoles>(),
            id::<actian::ListUsers>(),
            id::<actian::GetUser>(),
            id::<actian::CreateUser>(),
            id::<actian::UpdateUser>(),
            id::<actian::DeleteUser>(),
            id::<actian::AssignUser>(),
            id::<actian::ChangePassword>(),
            id::<actian::ResetPassword>(),
            id::<actian::RequestToken>(),
            id::<metabase::CreateUser>(),
            id::<metabase::UpdateUser>(),
            id::<metabase::DeactivateUser>(),
            id::<metabase::ReactivateUser>(),
            id::<metabase::SetPassword>(),
            id::<metabase::CreateResetLink>(),
            id::<metabase::MarkSeen>(),
            id::<metabase::ListUsers>(),
            id::<metabase::ListRecipients>(),
            id::<metabase::GetCurrentUser>(),
            id::<metabase::GetUser>(),
            id::<metabase::ListGroups>(),
            id::<metabase::GetGroup>(),
            id::<metabase::CreateGroup>(),
            id::<metabase::RenameGroup>(),
            id::<metabase::DeleteGroup>(),
            id::<metabase::ListMemberships>(),
            id::<metabase::CreateMembership>(),
            id::<metabase::DeleteMembership>(),
            id::<metabase::ClearGroup>(),
            id::<metabase::SignIn>(),
            id::<metabase::SignOut>(),
            id::<metabase::GetProperties>(),
            id::<metabase::ForgotPassword>(),
            id::<metabase::ResetPassword>(),
            id::<metabase::GetHealth>(),
        ];
        let mut listed = WIRE.to_vec();
        types.sort_unstable();
        listed.sort_unstable();
        assert_eq!(types, listed);
    }

    #[test]
    fn the_console_calls_the_rows_in_the_list() {
        // Its calls stand in one file; the app has none of its own.
        let roster = include_str!("../../../crates/roster/src/pivot.rs");
        let named = roster
            .split("use wire::pivot::{")
            .nth(1)
            .and_then(|names| names.split('}').next())
            .unwrap();
        let mut called: Vec<&str> = named
            .split(',')
            .filter_map(|name| match name.trim() {
                "ListUsers" => Some(id::<pivot::ListUsers>()),
                "ListStatuses" => Some(id::<pivot::ListStatuses>()),
                "GetStatus" => Some(id::<pivot::GetStatus>()),
                "SetStatus" => Some(id::<pivot::SetStatus>()),
                "CreateStatus" => Some(id::<pivot::CreateStatus>()),
                "ListRoles" => Some(id::<pivot::ListRoles>()),
                "" | "Status" | "User" => None,
                other => panic!("is {other} an endpoint? Say so here, and in CONSOLE"),
            })
            .collect();
        let mut listed = CONSOLE.to_vec();
        called.sort_unstable();
        listed.sort_unstable();
        assert_eq!(called, listed);
    }
}
