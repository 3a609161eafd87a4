//! What is said about access profiles.

use super::{counted, roles_label};
use crate::browser::time;
use roster::input::isolated;
use roster::people::{ProfileEntry, Standing};
use wire::Platform;
use wire::console::people as rows;

/// The title of what went wrong when a profile was to be saved or removed.
pub(crate) const NOT_SAVED: &str = "The profile could not be saved";

/// The same where it was saved under a new name.
pub(crate) const OLD_NAME_LEFT: &str =
    "The profile is saved under its new name, but the one with the old name could not be removed";

/// What a form says about the role that a platform needs.
pub(crate) const CHOOSE_ROLE: &str = "Choose a role.";

/// How people's access compares to a profile: the label before their number.
pub(crate) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Exactly => "Exactly this",
        Standing::More => "More than this",
        Standing::Less => "Less than this",
        Standing::Other => "Some of this, and something else",
        Standing::Nothing => "Nothing of this",
        Standing::Unknown => "Unknown",
    }
}

/// What that means.
pub(crate) const fn meaning(standing: Standing) -> &'static str {
    match standing {
        Standing::Exactly => {
            "They have all of it, and nothing else on the connections that it names."
        }
        Standing::More => "They have all of it, and something else on the connections it names.",
        Standing::Less => "They have some of it, and nothing else on the connections it names.",
        Standing::Other => "They have some of it, and something else on the connections it names.",
        Standing::Nothing => "They have nothing of it.",
        Standing::Unknown => {
            "A connection that the profile names is not loaded, or is no longer there."
        }
    }
}

/// “12 people”.
pub(crate) fn people(count: usize) -> String {
    counted(count, "person", "people")
}

/// What is said to someone who edits a profile that so many people have.
pub(crate) fn have_it(count: usize) -> String {
    let have = if count == 1 { "has" } else { "have" };
    format!(
        "{} {have} exactly this profile. Saving changes no account.",
        people(count)
    )
}

/// What is said of those who had a profile before it was changed.
pub(crate) fn had_it(count: usize) -> String {
    format!(
        "{} had exactly this profile before you changed it",
        people(count)
    )
}

/// What a profile says about a connection. `names` are those of its roles or groups.
pub(crate) fn entry(entry: &ProfileEntry, names: &[String], platform: Platform) -> String {
    let label = roles_label(platform);
    match (entry, names) {
        (ProfileEntry::NoAccess, _) => "No access".to_owned(),
        (ProfileEntry::Access(_), []) => format!("Access without {}", label.to_lowercase()),
        (ProfileEntry::Access(_), names) => {
            let names: Vec<String> = names.iter().map(|name| isolated(name).into()).collect();
            format!("{label}: {}", names.join(", "))
        }
    }
}

/// What was changed about one connection.
pub(crate) fn difference(before: Option<&str>, now: Option<&str>) -> String {
    let part = |text: Option<&str>| text.unwrap_or("Not part of the profile").to_owned();
    format!("{} → {}", part(before), part(now))
}

/// Who changed a profile last, and when.
pub(crate) fn last_change(row: &rows::Profile) -> String {
    let day = time::write(&row.at).map_or_else(|| row.at.clone(), |at| at.day);
    match &row.by {
        Some(by) => format!("Changed by {} on {day}.", isolated(by)),
        None => format!("Changed on {day}."),
    }
}

/// Who changed a profile while it was edited; `theirs` is nothing where it was removed.
pub(crate) fn changed_meanwhile(theirs: Option<&rows::Profile>) -> String {
    match theirs {
        None => "Someone else has removed this profile since you opened it.".to_owned(),
        Some(row) => {
            let by = row.by.as_deref().map(isolated);
            let by = by.unwrap_or_else(|| "Someone else".into());
            format!("{by} has changed this profile since you opened it.")
        }
    }
}

/// What is wrong with the name of a profile; `others` are the names of the other ones.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn check_name(name: &str, others: &[String]) -> Result<(), &'static str> {
    const LONGEST: usize = wire::console::people::MAX_PROFILE_NAME;
    let is_taken = |other: &String| other.to_lowercase() == name.to_lowercase();
    if name.is_empty() {
        Err("Enter a name.")
    } else if name.chars().count() > LONGEST {
        Err("A name has at most 100 characters.")
    } else if others.iter().any(is_taken) {
        Err("There is a profile with this name already.")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_profiles_cannot_have_one_name_whatever_its_case() {
        let others = ["Analyst".to_owned()];
        assert_eq!(check_name("Sales", &others), Ok(()));
        for name in ["", "analyst", "Analyst", &"a".repeat(101)] {
            assert!(check_name(name, &others).is_err(), "{name}");
        }
        assert_eq!(check_name(&"ü".repeat(100), &others), Ok(()));
    }

    #[test]
    fn an_entry_says_which_access_people_are_to_have() {
        let access = ProfileEntry::Access(vec!["7".to_owned()]);
        let none = ProfileEntry::Access(Vec::new());
        let names = ["Sales".to_owned()];
        let metabase = Platform::Metabase;
        assert_eq!(entry(&access, &names, metabase), "Groups: Sales");
        assert_eq!(entry(&none, &[], metabase), "Access without groups");
        assert_eq!(entry(&ProfileEntry::NoAccess, &[], metabase), "No access");
    }

    #[test]
    fn a_difference_names_what_was_and_what_is() {
        assert_eq!(
            difference(Some("Groups: Sales"), Some("No access")),
            "Groups: Sales → No access"
        );
        assert_eq!(
            difference(None, Some("No access")),
            "Not part of the profile → No access"
        );
    }
}
