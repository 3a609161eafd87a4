use super::*;
use crate::people::tests::world::*;
use crate::people::{Assignment, UnknownKind};
use crate::record::Field;
use crate::{CallError, TransportError};

fn ana() -> crate::record::Record {
    named(of_metabase(1, "ana@x.example").into(), "Ana", "Sato")
}

#[test]
fn everyone_is_in_the_list_where_something_can_be_done_for_them() {
    let world = world(vec![
        ana(),
        named(of_metabase(2, "Bo@X.example").into(), "Bob", "Okafor"),
        named(of_metabase(3, "cy@x.example").into(), "Cy", "Novák"),
        named(of_metabase(4, "di@x.example").into(), "Di", "Minh"),
    ]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[METABASE]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[
            &["ana@x.example", "Ana", "Sato"],
            &["bo@x.example", "Bo", "Okafor"],
            &["cy@x.example", "Cy", "Novák", "left"],
            &["eve@x.example", "Eve", "Silva", "active"],
            &["", "No", "Address"],
        ],
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Nothing),
        ["ana@x.example"]
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Change),
        ["bo@x.example"]
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Remove),
        ["cy@x.example", "di@x.example"]
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Create),
        ["eve@x.example"]
    );
    assert_eq!(reason(&comparison, 6), Some(UndecidedReason::NoAddress));
    let [changed] = comparison.list(ReconcileList::Change).collect::<Vec<_>>()[..] else {
        panic!("one is to be changed");
    };
    assert_eq!(
        changed.parts[0].action,
        ReconcileAction::Change {
            key: "2".into(),
            fields: vec![ChangedField {
                field: Field::FirstName,
                before: "Bob".into(),
                after: "Bo".into()
            }],
            roles: None,
        }
    );
    let removed: Vec<(Option<u32>, &ReconcileAction)> = comparison
        .list(ReconcileList::Remove)
        .map(|entry| (entry.row, &entry.parts[0].action))
        .collect();
    let remove = |key: &str, reason| ReconcileAction::Remove {
        keys: vec![key.into()],
        reason,
    };
    assert_eq!(
        removed,
        [
            (Some(4), &remove("3", RemovalReason::Marked)),
            (None, &remove("4", RemovalReason::Absent)),
        ]
    );
}

#[test]
fn no_person_is_removed_unless_that_is_wanted() {
    let world = world(vec![ana(), of_metabase(2, "bo@x.example").into()]);
    let (people, lists) = (world.people(), world.lists());
    for (removal, expected) in [
        (RemovalScope::Never, vec![]),
        (RemovalScope::Marked, vec!["ana@x.example"]),
        (
            RemovalScope::MarkedOrAbsent,
            vec!["ana@x.example", "bo@x.example"],
        ),
    ] {
        let mut rules = rules_on(&people, &[METABASE]);
        rules.removal = removal;
        let comparison = compared(
            &people,
            &lists,
            rules,
            &[&["ana@x.example", "", "", "left"]],
        );
        assert_eq!(
            addresses(&comparison, ReconcileList::Remove),
            expected,
            "{removal:?}"
        );
        let note = comparison.entries()[0].note;
        assert_eq!(
            note,
            (removal == RemovalScope::Never).then_some(NothingNote::Kept)
        );
    }
}

#[test]
fn rows_that_no_address_can_be_read_of_say_why() {
    let world = world(vec![ana()]);
    let (people, lists) = (world.people(), world.lists());
    let rows: [(&str, UndecidedReason); 8] = [
        ("  ", UndecidedReason::NoAddress),
        ("ana", UndecidedReason::InvalidAddress),
        ("ana@", UndecidedReason::InvalidAddress),
        (
            "a@x.example; b@x.example",
            UndecidedReason::SeveralAddresses,
        ),
        (
            "an\u{200b}a@x.example",
            UndecidedReason::Character('\u{200b}'),
        ),
        (
            "ana@x.example\u{202e}",
            UndecidedReason::Character('\u{202e}'),
        ),
        ("an a@x.example", UndecidedReason::Character(' ')),
        ("=\"ana@x.example\"", UndecidedReason::Formula),
    ];
    let cells: Vec<[&str; 1]> = rows.iter().map(|(cell, _)| [*cell]).collect();
    let cells: Vec<&[&str]> = cells.iter().map(|row| &row[..]).collect();
    let mut rules = rules_on(&people, &[METABASE]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let comparison = compared(&people, &lists, rules, &cells);
    for (row, (cell, expected)) in (2..).zip(rows) {
        assert_eq!(reason(&comparison, row), Some(expected), "{cell:?}");
    }
    // The list may mean her: she is not taken for absent.
    assert_eq!(addresses(&comparison, ReconcileList::Remove), [""; 0]);
    let absent = comparison.entries().last().unwrap();
    assert_eq!(
        absent.parts[0].action,
        ReconcileAction::Undecided(UndecidedReason::Mentioned)
    );
}

#[test]
fn a_row_that_cannot_be_read_protects_those_whom_it_mentions() {
    let world = world(vec![ana(), of_metabase(2, "bo@x.example").into()]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[METABASE]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let mut comparison = Reconciliation::new(mapping(), rules, &LibraryRules);
    comparison.add_unread(2, "\"Sato, Ana;<Ana@X.example>;1");
    while comparison.step(&people, &lists, 10) {}
    assert_eq!(reason(&comparison, 2), Some(UndecidedReason::Unread));
    assert_eq!(
        addresses(&comparison, ReconcileList::Remove),
        ["bo@x.example"]
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Undecided),
        ["", "ana@x.example"]
    );
}

#[test]
fn the_same_person_twice_counts_once_or_not_at_all() {
    let world = world(vec![ana()]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[METABASE]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[
            &["bo@x.example", "Bo", "Okafor"],
            &["ana@x.example", "Ana", "Sato"],
            &["ANA@x.example", "Anna", "Sato"],
            &["BO@x.example ", "Bo", "Okafor"],
            &["cy@x.example", "", "", "perhaps"],
        ],
    );
    assert_eq!(
        reason(&comparison, 3),
        Some(UndecidedReason::Twice { first: 3 })
    );
    assert_eq!(
        reason(&comparison, 4),
        Some(UndecidedReason::Twice { first: 3 })
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Create),
        ["bo@x.example"]
    );
    let repeated = &comparison.entries()[3];
    assert_eq!(repeated.note, Some(NothingNote::Repeats { first: 2 }));
    assert_eq!(
        reason(&comparison, 6),
        Some(UndecidedReason::UnknownStatus("perhaps".into()))
    );
    assert_eq!(addresses(&comparison, ReconcileList::Remove), [""; 0]);
}

#[test]
fn links_decide_whom_an_address_names() {
    let world = world(vec![
        pivot("ana", "ana@x.example"),
        of_metabase(1, "ana.sato@x.example").into(),
        of_metabase(2, "bo@x.example").into(),
        of_metabase(3, "bo@x.example").into(),
    ]);
    let lists = world.lists();
    let mut people = world.people();
    let with = |key| Some(Assignment::With(person_key(key)));
    people.assign(&account("metabase", "1"), with("ana@x.example"), &lists);
    people.assign(&account("metabase", "2"), Some(Assignment::Alone), &lists);
    while people.step(&lists, 10) {}
    let mut rules = rules_on(&people, &[METABASE]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    // By either of her addresses, and by both.
    for address in ["ana@x.example", "ana.sato@x.example"] {
        let comparison = compared(
            &people,
            &lists,
            rules.clone(),
            &[&[address], &["bo@x.example"]],
        );
        assert_eq!(action(&comparison, 2), None, "{address}");
        assert_eq!(reason(&comparison, 3), Some(UndecidedReason::SeveralPeople));
        assert_eq!(addresses(&comparison, ReconcileList::Remove), [""; 0]);
    }
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[
            &["ana@x.example"],
            &["ana.sato@x.example"],
            &["bo@x.example"],
        ],
    );
    assert_eq!(
        reason(&comparison, 2),
        Some(UndecidedReason::SamePerson { other: 3 })
    );
    assert_eq!(
        reason(&comparison, 3),
        Some(UndecidedReason::SamePerson { other: 2 })
    );
}

#[test]
fn accounts_that_are_not_certain_to_be_theirs_are_left_alone() {
    let world = world(vec![
        pivot("ana", "ana@x.example"),
        pivot("ana2", "ana@x.example"),
        pivot("bo", "bo@x.example"),
        pivot("bo", "bob@x.example"),
        pivot_with(
            "cy",
            "cy@x.example",
            &["analyst"],
            Some("2026-01-01T00:00:00Z"),
        ),
        pivot("di@x.example", "diana@x.example"),
        pivot("robot", ""),
    ]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[PIVOT]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let comparison = compared(
        &people,
        &lists,
        rules.clone(),
        &[
            &["ana@x.example", "Ana", "Sato"],
            &["bo@x.example", "Bo", "Okafor"],
            &["cy@x.example", "Cy", "Novák"],
            &["di@x.example", "Di", "Minh"],
        ],
    );
    assert_eq!(
        reason(&comparison, 2),
        Some(UndecidedReason::SeveralAccounts)
    );
    assert_eq!(reason(&comparison, 3), Some(UndecidedReason::SharedKey));
    assert_eq!(reason(&comparison, 4), Some(UndecidedReason::Disabled));
    assert_eq!(reason(&comparison, 5), Some(UndecidedReason::KeyTaken));
    let absent: Vec<(&str, &ReconcileAction)> = comparison
        .entries()
        .iter()
        .filter(|entry| entry.row.is_none())
        .map(|entry| (&*entry.name, &entry.parts[0].action))
        .collect();
    assert_eq!(
        absent,
        [
            (
                "bob@x.example",
                &ReconcileAction::Undecided(UndecidedReason::SharedKey)
            ),
            (
                "diana@x.example",
                &ReconcileAction::Remove {
                    keys: vec!["di@x.example".into()],
                    reason: RemovalReason::Absent
                }
            ),
            (
                "robot",
                &ReconcileAction::Undecided(UndecidedReason::NotNameable)
            ),
        ]
    );
    // Whoever has left loses all accounts that are theirs; a disabled one has no access.
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[
            &["ana@x.example", "", "", "left"],
            &["cy@x.example", "", "", "left"],
        ],
    );
    assert_eq!(
        action(&comparison, 2),
        Some(ReconcileAction::Remove {
            keys: vec!["ana".into(), "ana2".into()],
            reason: RemovalReason::Marked
        })
    );
    assert_eq!(action(&comparison, 3), None);
}

#[test]
fn nothing_is_created_where_accounts_are_not_known() {
    let world = world(vec![ana()]);
    let lists = world.lists();
    let mut people = world.people();
    let problem = CallError::Transport(TransportError::Network("down".to_owned()));
    people.failed(METABASE, problem.clone());
    let rules = rules_on(&people, &[METABASE]);
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[&["bo@x.example"], &["ana@x.example", "Anna"]],
    );
    assert_eq!(
        reason(&comparison, 2),
        Some(UndecidedReason::Unknown(UnknownKind::Failed(
            problem.to_string()
        )))
    );
    assert_eq!(
        addresses(&comparison, ReconcileList::Change),
        ["ana@x.example"]
    );
}

#[test]
fn no_row_is_settled_where_users_were_never_loaded() {
    let world = world(vec![ana()]);
    let mut lists = world.lists();
    lists[METABASE] = None;
    let mut people = world.people();
    people.cleared(METABASE);
    let mut rules = rules_on(&people, &[METABASE]);
    let rows: &[&[&str]] = &[&["ana@x.example"], &["bo@x.example", "", "", "left"]];
    let comparison = compared(&people, &lists, rules.clone(), rows);
    let unknown = Some(UndecidedReason::Unknown(UnknownKind::NotLoaded));
    assert_eq!(reason(&comparison, 2), unknown);
    assert_eq!(reason(&comparison, 3), None);
    rules.removal = RemovalScope::Marked;
    let comparison = compared(&people, &lists, rules, rows);
    assert_eq!(reason(&comparison, 3), unknown);
}

#[test]
fn a_full_name_is_taken_apart() {
    for (cell, names) in [
        ("Ana Maria Sato", ["Ana Maria", "Sato"]),
        ("Sato, Ana Maria", ["Ana Maria", "Sato"]),
        ("Ana", ["Ana", ""]),
        ("", ["", ""]),
    ] {
        let mapping = Mapping {
            address: vec![0],
            full_name: Some(1),
            ..Mapping::default()
        };
        let world = world(vec![]);
        let (people, lists) = (world.people(), world.lists());
        let rules = rules_on(&people, &[PIVOT]);
        let mut comparison = Reconciliation::new(mapping, rules, &LibraryRules);
        let row = ["ana@x.example", cell];
        comparison.add_row(2, |column| row[column]);
        while comparison.step(&people, &lists, 10) {}
        assert_eq!(
            comparison.listed(0).names.each_ref().map(|name| &**name),
            names
        );
    }
}

#[test]
fn the_comparison_follows_what_changes_on_the_platforms() {
    let mut world = world(vec![ana()]);
    let mut people = world.people();
    let rules = rules_on(&people, &[METABASE]);
    let mut comparison = Reconciliation::new(mapping(), rules, &LibraryRules);
    comparison.add_row(2, |column| ["bo@x.example", "Bo", "Okafor", ""][column]);
    while comparison.step(&people, &world.lists(), 10) {}
    assert_eq!(comparison.places(ReconcileList::Create), [0]);
    let bo = named(of_metabase(7, "bo@x.example").into(), "Bo", "Okafor");
    world.0[METABASE].update(vec![("7".to_owned(), Some(bo))]);
    people.changed(METABASE, &world.0[METABASE], &["7".to_owned()]);
    while people.step(&world.lists(), 10) {}
    assert!(comparison.step(&people, &world.lists(), 1));
    while comparison.step(&people, &world.lists(), 1) {}
    assert_eq!(comparison.places(ReconcileList::Nothing), [0]);
    let (done, total) = comparison.progress();
    assert_eq!(done, total);
}
