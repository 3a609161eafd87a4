//! What is said when a list of people is compared with the platforms.

use super::{counted, people_plan};
use crate::browser::time::number;
use people_file::{Encoding, FileError, RowProblem, Table};
use roster::people::{
    ChangedField, NothingNote, ReconcileAction, ReconcileList, RemovalReason, RoleDifference,
    UndecidedReason,
};
use roster::record::Field;
use wire::Platform;

/// The names of the two columns that a report has more than the file.
pub(crate) const REPORT_COLUMNS: [&str; 2] = ["Rollcall: list", "Rollcall: details"];

/// What a list is called.
pub(crate) const fn list_title(list: ReconcileList) -> &'static str {
    match list {
        ReconcileList::Create => "To create",
        ReconcileList::Change => "To change",
        ReconcileList::Remove => "To remove",
        ReconcileList::Nothing => "Nothing to do",
        ReconcileList::Undecided => "Cannot decide",
    }
}

/// Who is in a list.
pub(crate) const fn list_meaning(list: ReconcileList) -> &'static str {
    match list {
        ReconcileList::Create => "They work here, and have no account on a connection.",
        ReconcileList::Change => "Their names or roles differ from the list.",
        ReconcileList::Remove => "They have left according to the list, or are not in it.",
        ReconcileList::Nothing => "The platforms agree with the list.",
        ReconcileList::Undecided => "Nothing is done for these rows. Each says why.",
    }
}

/// In place of a list without rows.
pub(crate) const fn list_empty(list: ReconcileList) -> &'static str {
    match list {
        ReconcileList::Create => "Everyone in the list has their accounts.",
        ReconcileList::Change => "No name and no role differs.",
        ReconcileList::Remove => "No access is to be removed.",
        ReconcileList::Nothing => "There is something to do, or to decide, for every row.",
        ReconcileList::Undecided => "Every row could be decided.",
    }
}

/// How a file is written.
pub(crate) fn form_of(table: &Table) -> String {
    let encoding = match table.encoding() {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        Encoding::Windows1252 => "Windows-1252",
    };
    let separator = match table.separator() {
        ',' => "commas".to_owned(),
        ';' => "semicolons".to_owned(),
        '\t' => "tabs".to_owned(),
        other => format!("“{other}”"),
    };
    format!(
        "{}, {}, {encoding}, cells separated by {separator}",
        counted(table.len(), "row", "rows"),
        counted(table.header().len(), "column", "columns"),
    )
}

/// What else is worth knowing about a file, in sentences.
pub(crate) fn remarks(table: &Table) -> Vec<String> {
    let mut remarks = Vec::new();
    if !table.has_header() {
        remarks
            .push("The first row has an address, so the file has no names of columns.".to_owned());
    }
    let repeated = table.repeated_names();
    if !repeated.is_empty() {
        remarks.push(format!(
            "Several columns have the same name: {}. They are told apart by their number.",
            repeated.join(", ")
        ));
    }
    remarks
}

/// The rows that cannot be read, in one sentence; nothing where there are none.
pub(crate) fn unread_rows(rows: &[(u32, RowProblem)], count: usize) -> Option<String> {
    let shown = rows
        .iter()
        .map(|(row, problem)| format!("row {row}: {}", row_problem(*problem)));
    let shown: Vec<String> = shown.collect();
    let rest = count - rows.len();
    let rest = if rest > 0 {
        format!("; and {} more", number(rest))
    } else {
        String::new()
    };
    (count > 0).then(|| {
        format!(
            "{} cannot be read and will not be decided: {}{rest}.",
            counted(count, "row", "rows"),
            shown.join("; ")
        )
    })
}

/// Why a row cannot be read, within a sentence.
pub(crate) fn row_problem(problem: RowProblem) -> String {
    match problem {
        RowProblem::Cells { expected, found } => format!(
            "it has {} in place of {}",
            counted(found as usize, "cell", "cells"),
            number(expected as usize)
        ),
        RowProblem::Quotes => "its quotes are unbalanced".to_owned(),
        RowProblem::Nul => "it contains a NUL character".to_owned(),
        RowProblem::Encoding => {
            "it contains bytes that are not text in the file's encoding".to_owned()
        }
    }
}

/// Why a file is refused, and what to do.
pub(crate) fn file_error(error: &FileError) -> (String, &'static str) {
    let correct = "Correct the file and choose it again.";
    let megabytes = |bytes: usize| number(bytes / (1024 * 1024));
    match error {
        FileError::Empty => ("There is nothing in it.".to_owned(), "Choose another file."),
        FileError::HeaderOnly => (
            "It has names of columns and no row below them.".to_owned(),
            "Choose a file with people in it.",
        ),
        FileError::Workbook => (
            "It is a workbook of a spreadsheet program.".to_owned(),
            "Save it as CSV and choose that file.",
        ),
        FileError::NotText => ("It is not a text file.".to_owned(), "Choose a CSV file."),
        FileError::TooLarge { bytes, most } => (
            format!(
                "It has {} MB. At most {} MB are read.",
                megabytes(*bytes),
                megabytes(*most)
            ),
            "Split it into smaller files.",
        ),
        FileError::TooManyRows { most } => (
            format!("It has more than {} rows.", number(*most)),
            "Split it into smaller files.",
        ),
        FileError::TooManyColumns { found, most } => (
            format!(
                "It has {} columns. At most {} are read.",
                number(*found),
                number(*most)
            ),
            correct,
        ),
        FileError::Header { row, problem } => (
            format!(
                "Row {row}, with the names of the columns, cannot be read: {}.",
                row_problem(*problem)
            ),
            correct,
        ),
        FileError::Quotes { row } => (
            format!(
                "Quotes are unbalanced in row {row} and in many rows before it, so it is not \
                 certain where any row ends."
            ),
            correct,
        ),
    }
}

/// Why it cannot be decided, as a sentence.
pub(crate) fn undecided(reason: &UndecidedReason, platform: Option<Platform>) -> String {
    match reason {
        UndecidedReason::Unread => "The row cannot be read.".to_owned(),
        UndecidedReason::NoAddress => "It has no email address.".to_owned(),
        UndecidedReason::InvalidAddress => "Its address is not an email address.".to_owned(),
        UndecidedReason::SeveralAddresses => "It has more than one email address.".to_owned(),
        UndecidedReason::Character(character) => format!(
            "Its address has a character that no address has (U+{:04X}). Type the address again.",
            u32::from(*character)
        ),
        UndecidedReason::Formula => "It has a formula in place of an email address.".to_owned(),
        UndecidedReason::UnknownStatus(value) if value.is_empty() => {
            "It does not say whether they work here.".to_owned()
        }
        UndecidedReason::UnknownStatus(value) => {
            format!("“{value}” does not say whether they work here: choose what it means.")
        }
        UndecidedReason::Twice { first } => {
            format!(
                "Several rows with this address say different things. The first is row {first}."
            )
        }
        UndecidedReason::SamePerson { other } => {
            format!("Row {other} has another address of the same person.")
        }
        UndecidedReason::SeveralPeople => {
            "Accounts with this address belong to several people, by what administrators said."
                .to_owned()
        }
        UndecidedReason::SeveralAccounts => "They have several accounts.".to_owned(),
        UndecidedReason::SharedKey => "Another user has the same key.".to_owned(),
        UndecidedReason::KeyTaken => "A new user would have the key of another one.".to_owned(),
        UndecidedReason::Disabled => {
            "They work here, and their account is disabled. Enable it if that is meant.".to_owned()
        }
        UndecidedReason::Unknown(kind) => match platform {
            Some(platform) => people_plan::unknown(kind, platform),
            None => "Its users are not known.".to_owned(),
        },
        UndecidedReason::UnknownRole(role) => {
            format!("No role or group is called “{role}”, or several are.")
        }
        UndecidedReason::OneRole => "Each user has exactly one role there.".to_owned(),
        UndecidedReason::NeedsNames => {
            "A given and a family name are needed to create an account.".to_owned()
        }
        UndecidedReason::NotNameable => {
            "Not in the list, and without an address that a list could name them by.".to_owned()
        }
        UndecidedReason::Mentioned => {
            "Not in the list, but a row that cannot be decided has their address.".to_owned()
        }
    }
}

/// What is worth knowing although nothing is to be done.
pub(crate) fn note(note: Option<NothingNote>) -> String {
    match note {
        None => "Agrees.".to_owned(),
        Some(NothingNote::Repeats { first }) => format!("Says the same as row {first}."),
        Some(NothingNote::Kept) => {
            "Has left and has access. Removing access was not chosen.".to_owned()
        }
    }
}

/// What is to be done on a connection. `role` is what a role is called there.
pub(crate) fn action(
    action: &ReconcileAction,
    platform: Option<Platform>,
    role: &dyn Fn(&str) -> String,
) -> String {
    match action {
        ReconcileAction::Create { roles } if roles.is_empty() => "create".to_owned(),
        ReconcileAction::Create { roles } => format!("create with {}", names(roles, role)),
        ReconcileAction::Change { fields, roles, .. } => {
            let fields = fields.iter().map(changed_field);
            let roles = roles.iter().map(|roles| role_difference(roles, role));
            fields.chain(roles).collect::<Vec<_>>().join(", ")
        }
        ReconcileAction::Remove { reason, .. } => match reason {
            RemovalReason::Marked => "remove access, because they have left".to_owned(),
            RemovalReason::Absent => "remove access, because they are not in the list".to_owned(),
        },
        ReconcileAction::Undecided(reason) => undecided(reason, platform),
    }
}

fn changed_field(field: &ChangedField) -> String {
    let label = super::fields::field_name(field.field).to_ascii_lowercase();
    if field.before.is_empty() {
        format!("{label}: “{}”", field.after)
    } else {
        format!("{label}: “{}” → “{}”", field.before, field.after)
    }
}

/// What a field is to hold.
pub(crate) fn new_text(field: Field, text: &str) -> String {
    let label = super::fields::field_name(field);
    format!("{label}: “{text}”")
}

/// What has to be typed before access is taken from many.
pub(crate) fn type_number(removed: usize) -> String {
    format!(
        "Access is taken from {}. Type this number to confirm.",
        counted(removed, "account", "accounts")
    )
}

/// What becomes of roles or groups.
pub(crate) fn role_difference(roles: &RoleDifference, role: &dyn Fn(&str) -> String) -> String {
    let added = (!roles.added.is_empty()).then(|| format!("add {}", names(&roles.added, role)));
    let removed =
        (!roles.removed.is_empty()).then(|| format!("remove {}", names(&roles.removed, role)));
    let both: Vec<String> = added.into_iter().chain(removed).collect();
    both.join(", ")
}

fn names(ids: &[String], role: &dyn Fn(&str) -> String) -> String {
    let names: Vec<String> = ids.iter().map(|id| role(id)).collect();
    names.join(", ")
}

/// The button that leads to the plan for so many rows.
pub(crate) fn plan_button(count: usize) -> String {
    format!("Plan for {}", counted(count, "row", "rows"))
}

/// The button that carries a plan out.
pub(crate) fn run_button(people: usize) -> String {
    format!(
        "Change the accounts of {}",
        counted(people, "person", "people")
    )
}

/// A plan takes access from many on a connection.
pub(crate) fn many_removed(connection: &str, removed: usize, enabled: usize) -> String {
    format!(
        "On {connection}, access is taken from {} of {}.",
        number(removed),
        counted(enabled, "enabled account", "enabled accounts")
    )
}

/// What is said once a file was compared.
pub(crate) fn compared(counts: &[(ReconcileList, usize)]) -> String {
    let counts = counts
        .iter()
        .map(|(list, count)| format!("{}: {}", list_title(*list), number(*count)));
    format!("Compared. {}.", counts.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, FileError> {
        people_file::read(text.as_bytes().to_vec())
    }

    #[test]
    fn what_was_read_is_said() {
        let table = read("email;name;name\nana@b.c;Ana;Sato\nbo@b.c;Bo;Okafor\n").unwrap();
        assert_eq!(
            form_of(&table),
            "2 rows, 3 columns, UTF-8, cells separated by semicolons"
        );
        assert_eq!(
            remarks(&table),
            ["Several columns have the same name: name. They are told apart by their number."]
        );
        let table = read("ana@b.c\tAna\n").unwrap();
        assert_eq!(
            form_of(&table),
            "1 row, 2 columns, UTF-8, cells separated by tabs"
        );
        assert_eq!(remarks(&table).len(), 1);
    }

    #[test]
    fn rows_that_cannot_be_read_are_named_with_the_reason() {
        let problems = [
            (3, RowProblem::Quotes),
            (
                7,
                RowProblem::Cells {
                    expected: 2,
                    found: 1,
                },
            ),
        ];
        assert_eq!(
            unread_rows(&problems, 4).as_deref(),
            Some(
                "4 rows cannot be read and will not be decided: row 3: its quotes are \
                 unbalanced; row 7: it has 1 cell in place of 2; and 2 more."
            )
        );
        assert_eq!(unread_rows(&[], 0), None);
    }

    #[test]
    fn what_is_to_be_done_names_roles_and_values() {
        let role = |id: &str| format!("<{id}>");
        let said = |one: &ReconcileAction| action(one, None, &role);
        assert_eq!(
            said(&ReconcileAction::Create {
                roles: vec!["a".to_owned(), "b".to_owned()]
            }),
            "create with <a>, <b>"
        );
        assert_eq!(
            said(&ReconcileAction::Change {
                key: "ana".into(),
                fields: vec![ChangedField {
                    field: Field::FirstName,
                    before: "Anna".into(),
                    after: "Ana".into()
                }],
                roles: Some(RoleDifference {
                    added: vec!["a".to_owned()],
                    removed: vec!["b".to_owned()],
                    unchanged: Vec::new()
                }),
            }),
            "first name: “Anna” → “Ana”, add <a>, remove <b>"
        );
    }
}
