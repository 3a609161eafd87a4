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

/// The rows that the console calls: roster for lists and changes, the app for
/// what only a page of its own shows.
pub(super) const CONSOLE: &[&str] = &[
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
    "metabase.users.list",
    "metabase.users.current",
    "metabase.users.recipients",
    "metabase.users.get",
    "metabase.users.create",
    "metabase.users.update",
    "metabase.users.deactivate",
    "metabase.users.reactivate",
    "metabase.users.password",
    "metabase.users.modal",
    "metabase.session.properties",
    "metabase.session.forgot_password",
    "metabase.groups.list",
];

/// What wire asks for, or leaves out, whatever the console does.
const NOT_IN_CONSOLE: &[&str] = &["pretty"];

/// Whether the console makes use of a part of this name.
pub(super) fn console_has(name: &str) -> bool {
    !NOT_IN_CONSOLE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use wire::{Endpoint, actian, metabase, pivot};

    /// Modules and types by name, each with its row.
    macro_rules! endpoints {
        ($($module:ident: $($name:ident),+;)+) => {
            vec![$($((
                stringify!($module),
                stringify!($name),
                <$module::$name as Endpoint>::ROUTE.id,
            ),)+)+]
        };
    }

    /// Every type that wire has for a row.
    fn types() -> Vec<(&'static str, &'static str, &'static str)> {
        endpoints! {
            pivot: ListUsers, GetUser, SetUser, CreateUser, DeleteUser, ListStatuses, GetStatus, SetStatus, CreateStatus, DeleteStatus, ListRoles;
            actian: ListUsers, GetUser, CreateUser, UpdateUser, DeleteUser, AssignUser, ChangePassword, ResetPassword, RequestToken;
            metabase: CreateUser, UpdateUser, DeactivateUser, ReactivateUser, SetPassword, CreateResetLink, MarkSeen, ListUsers, ListRecipients, GetCurrentUser, GetUser, ListGroups, GetGroup, CreateGroup, RenameGroup, DeleteGroup, ListMemberships, CreateMembership, DeleteMembership, ClearGroup, SignIn, SignOut, GetProperties, ForgotPassword, ResetPassword, GetHealth;
        }
    }

    fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
        ids.sort_unstable();
        ids
    }

    #[test]
    fn wire_has_a_type_for_every_row_in_the_list_and_for_no_other() {
        let ids = types().into_iter().map(|(_, _, id)| id).collect();
        assert_eq!(sorted(ids), sorted(WIRE.to_vec()));
    }

    #[test]
    fn the_console_calls_the_rows_in_the_list() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut sources = Vec::new();
        for folder in ["crates/roster/src", "app/src"] {
            read(&root.join(folder), &mut sources);
        }
        let called = types()
            .into_iter()
            .filter(|(module, name, _)| sources.iter().any(|text| names(text, module, name)))
            .map(|(_, _, id)| id)
            .collect();
        assert_eq!(sorted(called), sorted(CONSOLE.to_vec()));
    }

    /// The sources below `folder`, without their tests.
    fn read(folder: &Path, sources: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, sources);
            } else if !path.file_stem().unwrap().to_string_lossy().contains("test") {
                let text = fs::read_to_string(&path).unwrap();
                let tests = text.find("#[cfg(test)]\nmod tests {");
                sources.push(text[..tests.unwrap_or(text.len())].to_owned());
            }
        }
    }

    /// Whether a source names this type of wire's, by its path or in a list.
    fn names(text: &str, module: &str, name: &str) -> bool {
        let is_it = |word: &str| word == name;
        let by = |letter: char| !letter.is_alphanumeric();
        let (path, list) = (format!("{module}::"), format!("use wire::{module}::{{"));
        let mut paths = text.split(&path).skip(1);
        let mut lists = text.split(&list).skip(1);
        paths.any(|rest| rest.split(by).next().is_some_and(is_it))
            || lists.any(|rest| {
                rest.split('}')
                    .take(1)
                    .any(|list| list.split(by).any(is_it))
            })
    }
}
