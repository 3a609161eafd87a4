//! Roles, names and what a platform needs of a new user.

use super::*;
use crate::people::tests::world::*;

/// The roles that are added and removed where the list has `cell` for a person.
fn roles_by(
    platform: usize,
    mode: RoleMode,
    cell: &str,
    address: &str,
) -> Result<[Vec<String>; 2], UndecidedReason> {
    let world = world(vec![
        pivot_with("ana", "ana@x.example", &["analyst", "viewer"], None),
        pivot_with("root", "root@x.example", &["super-admin"], None),
        of_actian("ana@x.example", "user"),
        of_actian("root@x.example", "admin"),
    ]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[platform]);
    let rule = &mut rules.connections[0].roles;
    rule.column = Some(4);
    rule.mode = mode;
    let profile = ["viewer", "sales"].map(str::to_owned);
    rule.values.insert("Sales, EMEA".to_owned(), profile.into());
    let comparison = compared(&people, &lists, rules, &[&[address, "", "", "", cell]]);
    match action(&comparison, 2) {
        Some(ReconcileAction::Change {
            roles: Some(difference),
            ..
        }) => Ok([difference.added, difference.removed]),
        Some(ReconcileAction::Undecided(reason)) => Err(reason),
        None => Ok([vec![], vec![]]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn roles_are_added_or_made_the_same() {
    use RoleMode::{Add, Exactly};
    let ana = "ana@x.example";
    let root = "root@x.example";
    for (platform, mode, cell, address, added, removed) in [
        (PIVOT, Add, "Analyst", ana, "", ""),
        (PIVOT, Exactly, "Analyst", ana, "", "viewer"),
        (PIVOT, Exactly, "viewer; ANALYST", ana, "", ""),
        (PIVOT, Add, "sales  emea", ana, "sales", ""),
        (PIVOT, Exactly, "", ana, "", ""),
        (ACTIAN, Add, "admin", ana, "admin", "user"),
        // An administrator has every right of a user.
        (ACTIAN, Add, "user", root, "", ""),
        (ACTIAN, Exactly, "user", root, "user", "admin"),
    ] {
        let found = roles_by(platform, mode, cell, address);
        let found = found.map(|both| both.map(|roles| roles.join(" ")));
        assert_eq!(
            found,
            Ok([added, removed].map(str::to_owned)),
            "{cell} {mode:?}"
        );
    }
    assert_eq!(
        roles_by(PIVOT, Add, "viewer|boss", ana),
        Err(UndecidedReason::UnknownRole("boss".into()))
    );
    assert_eq!(
        roles_by(ACTIAN, Exactly, "user, admin", root),
        Err(UndecidedReason::OneRole)
    );
}

#[test]
fn a_role_column_says_who_gets_an_account() {
    let world = world(vec![pivot("ana", "ana@x.example")]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[PIVOT]);
    rules.connections[0].roles.column = Some(4);
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[&["bo@x.example", "", "", "", "analyst"], &["cy@x.example"]],
    );
    assert_eq!(
        action(&comparison, 2),
        Some(ReconcileAction::Create {
            roles: vec!["analyst".to_owned()]
        })
    );
    assert_eq!(action(&comparison, 3), None);
}

#[test]
fn a_platform_that_needs_both_names_gets_them() {
    let world = world(vec![]);
    let (people, lists) = (world.people(), world.lists());
    let rules = rules_on(&people, &[ACTIAN]);
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[&["bo@x.example", "Bo"], &["cy@x.example", "Cy", "Novák"]],
    );
    assert_eq!(reason(&comparison, 2), Some(UndecidedReason::NeedsNames));
    assert_eq!(
        action(&comparison, 3),
        Some(ReconcileAction::Create {
            roles: vec!["user".to_owned()]
        })
    );
}

#[test]
fn names_that_the_platform_takes_from_elsewhere_are_not_compared() {
    let mut user = of_metabase(1, "ana@x.example");
    user.sso_source = Some("saml".into());
    let world = world(vec![named(user.into(), "Ana", "S")]);
    let (people, lists) = (world.people(), world.lists());
    let rules = rules_on(&people, &[METABASE]);
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[&["ana@x.example", "Anna", "Sato"]],
    );
    assert_eq!(action(&comparison, 2), None);
}
