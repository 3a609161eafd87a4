//! What is said when people are given access, or when it is changed.

use super::people_plan::who;
use super::{counted, roles_label};
use roster::Change;
use roster::input::isolated;
use roster::people::PlannedPerson;
use wire::Platform;

/// What the button says that gives access.
pub(crate) fn give_access(people: &[PlannedPerson]) -> String {
    format!("Give access to {}", who(people))
}

/// What the button says that changes access.
pub(crate) fn change_access(people: &[PlannedPerson]) -> String {
    format!("Change the access of {}", who(people))
}

/// The connections that a plan leaves alone.
pub(crate) fn left_alone(labels: &[String]) -> String {
    format!(
        "Not in the profile, and left as it is: {}.",
        labels.join(", ")
    )
}

/// The connections that a profile names and that are not there any more.
pub(crate) fn gone(ids: &[String]) -> String {
    format!("No connection has this ID any more: {}.", ids.join(", "))
}

/// What a change does to an account; nothing where it changes nothing.
pub(crate) fn action(change: &Change, platform: Platform) -> Option<String> {
    Some(match change {
        Change::Create(_) => "New user".to_owned(),
        Change::Enable { .. } => "Enable".to_owned(),
        Change::Disable { .. } => "Disable".to_owned(),
        Change::Remove => "Remove".to_owned(),
        Change::SetRoles(_) => format!("Change {}", roles_label(platform).to_lowercase()),
        _ => return None,
    })
}

/// What the form says about an account that exists already. `roles` are the names of its
/// roles or groups, where they are known.
pub(crate) fn existing(
    label: &str,
    is_disabled: bool,
    roles: Option<&[String]>,
    platform: Platform,
) -> String {
    let label = isolated(label);
    let state = if is_disabled {
        "is disabled"
    } else {
        "exists already"
    };
    let roles = match roles {
        None => format!(
            " Its {} are not known: those that you choose replace them.",
            roles_label(platform).to_lowercase()
        ),
        Some([]) => String::new(),
        Some(names) => format!(" {}: {}.", roles_label(platform), names.join(", ")),
    };
    format!("{label} {state}.{roles}")
}

/// What became of the form when it was filled in by a profile or by what a person has.
/// `open` are the connections whose role has to be chosen by hand.
pub(crate) fn filled_in(source: &str, given: usize, open: &[String]) -> String {
    let source = isolated(source);
    let given = counted(given, "connection", "connections");
    let filled = format!("Filled in from {source}: access to {given}.");
    match open {
        [] => filled,
        labels => format!(
            "{filled} Choose the role yourself on {}.",
            labels.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_exists_is_described() {
        let roles = ["Sales".to_owned(), "All Users".to_owned()];
        assert_eq!(
            existing("Ana", false, Some(&roles), Platform::Metabase),
            "Ana exists already. Groups: Sales, All Users."
        );
        assert_eq!(
            existing("Ana", true, Some(&[]), Platform::Pivot),
            "Ana is disabled."
        );
        assert_eq!(
            existing("Ana", false, None, Platform::Metabase),
            "Ana exists already. Its groups are not known: those that you choose replace them."
        );
    }

    #[test]
    fn what_could_not_be_filled_in_is_said() {
        assert_eq!(
            filled_in("Analyst", 1, &[]),
            "Filled in from Analyst: access to 1 connection."
        );
        assert_eq!(
            filled_in("Analyst", 2, &["A".to_owned()]),
            "Filled in from Analyst: access to 2 connections. Choose the role yourself on A."
        );
    }

    #[test]
    fn a_change_of_roles_is_called_as_the_platform_calls_them() {
        let change = Change::SetRoles(Vec::new());
        assert_eq!(
            action(&change, Platform::Metabase).as_deref(),
            Some("Change groups")
        );
        assert_eq!(
            action(&Change::Edit(roster::Edit::default()), Platform::Pivot),
            None
        );
    }
}
