//! Pivot's roles. Their IDs are used in users; only documented permissions are
//! assigned (pivot note 17).

use super::people::PEOPLE;
use crate::pivot::Role;

const EVERYTHING: &[&str] = &[
    "ManageUsers",
    "ManageUserRoles",
    "ImpersonateUsers",
    "ManageApiTokens",
    "SeeOtherUsers",
    "ConfigureLookAndFeel",
    "SeeErrorMessages",
];

/// ID, display name, permissions.
type Row = (&'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const ALL: [Row; 8] = [
    ("super-admin", "Super Admin", EVERYTHING),
    ("analyst", "Analyst", &["SeeOtherUsers"]),
    ("editor", "Editor", &["SeeOtherUsers", "ConfigureLookAndFeel"]),
    ("viewer", "Viewer", &[]),
    ("finance", "Finance", &[]),
    ("operations", "Operations", &["ManageUsers", "SeeOtherUsers", "SeeErrorMessages"]),
    ("alerts-manager", "Alerts Manager", &["SeeErrorMessages"]),
    ("exporter", "Exporter", &[]),
];

/// The roles of the documents' people.
pub(super) fn documented() -> Vec<Role> {
    ALL.iter().take(2).map(role).collect()
}

/// The roles of Harborline, and no others.
pub(super) fn demo() -> Vec<Role> {
    let held = |(name, ..): &&Row| PEOPLE.iter().any(|person| person.has(name));
    ALL.iter().filter(held).map(role).collect()
}

fn role((name, title, permissions): &Row) -> Role {
    Role {
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        permissions: permissions.iter().map(|name| (*name).to_owned()).collect(),
    }
}
