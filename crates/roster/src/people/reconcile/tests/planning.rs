use super::*;
use crate::change::Change;
use crate::change::ChangeKind::{Create, Edit};
use crate::guard::BlockReason;
use crate::people::tests::world::*;
use crate::people::{FirstAccess, LeaveWay, PlanChange, Purpose};
use crate::record::Field;
use crate::{CallError, TransportError};

#[test]
fn a_connection_that_cannot_be_read_any_more_is_unknown_in_the_plan_and_nothing_is_created_there() {
    let world = world(vec![pivot("ana", "ana@x.example")]);
    let (mut people, lists) = (world.people(), world.lists());
    let rules = || rules_on(&people, &[PIVOT, METABASE]);
    let rows: &[&[&str]] = &[&["bo@x.example", "Bo", "Okafor"]];
    let selected = [(ReconcileList::Create, 0)];
    let before = compared(&people, &lists, rules(), rows);
    let before = PeoplePlan::reconcile(&people, &lists, &before, selected, None);
    assert!(before.unknown.is_empty());
    assert_eq!(before.people[0].connections, [PIVOT, METABASE]);
    let rules = rules();
    for at in [PIVOT, METABASE] {
        let problem = TransportError::Network("down".to_owned());
        people.failed(at, CallError::Transport(problem));
    }
    let after = compared(&people, &lists, rules, rows);
    let after = PeoplePlan::reconcile(&people, &lists, &after, selected, None);
    assert!(after.parts.is_empty());
    assert_eq!(after.people.len(), 1);
    let unknown: Vec<usize> = after.unknown.iter().map(|(at, _)| *at).collect();
    assert_eq!(
        unknown,
        [PIVOT, METABASE],
        "it cannot be taken for the same plan"
    );
    assert_eq!(after.changes_since(&before), [], "that is said by itself");
}

#[test]
fn an_account_that_someone_else_has_created_meanwhile_is_a_change_of_the_plan() {
    let planned = |records| {
        let world = world(records);
        let (people, lists) = (world.people(), world.lists());
        let rows: &[&[&str]] = &[&["bo@x.example", "Bo", "Okafor"]];
        let found = compared(&people, &lists, rules_on(&people, &[METABASE]), rows);
        PeoplePlan::reconcile(&people, &lists, &found, [(ReconcileList::Create, 0)], None)
    };
    let before = planned(Vec::new());
    let bo = named(of_metabase(1, "bo@x.example").into(), "Bo", "Okafor");
    let after = planned(vec![bo]);
    let created = account("metabase", "bo@x.example");
    assert_eq!(
        after.changes_since(&before),
        [PlanChange::NotToCreate(created)]
    );
}

#[test]
fn what_was_selected_is_planned_and_nothing_else() {
    let world = world(vec![
        pivot("ana", "ana@x.example"),
        named(of_metabase(1, "ana@x.example").into(), "Anna", "Sato"),
    ]);
    let (people, lists) = (world.people(), world.lists());
    let rules = ReconcileRules::new(&people);
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[
            &["ana@x.example", "Ana", "Sato"],
            &["bo@x.example", "Bo", "Okafor"],
        ],
    );
    let plan = |selected: &[(ReconcileList, usize)]| {
        let plan =
            PeoplePlan::reconcile(&people, &lists, &comparison, selected.iter().copied(), None);
        assert_eq!(plan.purpose, Purpose::Reconcile);
        let items = plan.parts.iter().flat_map(|part| {
            let items = part.plan.items.iter();
            items.map(|item| (part.connection, item.key.clone(), item.change.kind()))
        });
        (items.collect::<Vec<_>>(), plan.people.len())
    };
    let item = |connection, key: &str, kind| (connection, key.to_owned(), kind);
    assert_eq!(plan(&[]), (vec![], 0));
    // Hers is an account on Actian, and her name on Pivot and Metabase.
    assert_eq!(
        plan(&[(ReconcileList::Create, 0)]),
        (vec![item(ACTIAN, "ana@x.example", Create)], 1)
    );
    assert_eq!(
        plan(&[
            (ReconcileList::Change, 0),
            (ReconcileList::Create, 0),
            (ReconcileList::Change, 0)
        ]),
        (
            vec![
                item(PIVOT, "ana", Edit),
                item(ACTIAN, "ana@x.example", Create),
                item(METABASE, "1", Edit),
            ],
            1
        )
    );
    assert_eq!(
        plan(&[(ReconcileList::Remove, 0), (ReconcileList::Create, 9)]),
        (vec![], 0)
    );
    assert_eq!(plan(&[(ReconcileList::Create, 1)]).0.len(), 3);
}

#[test]
fn a_new_account_has_what_its_platform_asks_for() {
    let world = world(vec![]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = ReconcileRules::new(&people);
    let link = "https://pivot.x.example".to_owned();
    rules.connections[PIVOT].first_access = FirstAccess::EmailWithLink(link);
    rules.connections[PIVOT].roles.new = vec!["analyst".to_owned()];
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[&["Bo <bo@X.example>", "Bo", "Okafor"]],
    );
    let plan = plan_of_all(&people, &lists, &comparison);
    let new = |connection: usize| match &plan.parts[connection].plan.items[0].change {
        Change::Create(new) => (**new).clone(),
        other => panic!("{other:?}"),
    };
    let address = "bo@X.example";
    assert_eq!(new(PIVOT).key, address);
    assert_eq!(new(PIVOT).roles, ["analyst"]);
    assert_eq!(
        new(PIVOT).welcome,
        Some(Some("https://pivot.x.example".to_owned()))
    );
    assert_eq!(new(ACTIAN).roles, ["user"]);
    assert_eq!(new(METABASE).field(Field::Email), Some(address));
    for connection in [PIVOT, ACTIAN, METABASE] {
        assert_eq!(new(connection).field(Field::FirstName), Some("Bo"));
        assert_eq!(plan.parts[connection].plan.items[0].label, "Bo Okafor");
    }
    assert_eq!(plan.people[0].key, person_key("bo@x.example"));
}

#[test]
fn guard_rails_hold_and_ones_own_access_stays() {
    let world = world(vec![
        pivot_with("root", "root@x.example", &["super-admin"], None),
        pivot("me", "me@x.example"),
    ]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = rules_on(&people, &[PIVOT]);
    rules.removal = RemovalScope::MarkedOrAbsent;
    let comparison = compared(&people, &lists, rules, &[&["bo@x.example"]]);
    let selected = comparison.places(ReconcileList::Remove).iter();
    let selected = selected.map(|place| (ReconcileList::Remove, *place as usize));
    let plan = PeoplePlan::reconcile(&people, &lists, &comparison, selected, Some("Me@x.example"));
    let blocked: Vec<_> = plan.parts[0]
        .plan
        .items
        .iter()
        .map(|item| (&*item.key, item.blocked))
        .collect();
    assert_eq!(
        blocked,
        [
            ("me", Some(BlockReason::Yourself)),
            ("root", Some(BlockReason::LastAdmin))
        ]
    );
    assert_eq!(removal_guards(&plan, &lists), []);
}

#[test]
fn a_plan_that_removes_many_says_how_many() {
    for (all, named, expected) in [
        // One in ten is not more than one in ten.
        (100, 90, None),
        (100, 89, Some((11, 100))),
        (1000, 980, None),
        (1000, 979, Some((21, 1000))),
        (3, 2, Some((1, 3))),
    ] {
        let records =
            (0..all).map(|number| pivot(&format!("u{number}"), &format!("u{number}@x.example")));
        // Those who are disabled already do not count.
        let disabled = pivot_with("old", "old@x.example", &[], Some("2025-01-01T00:00:00Z"));
        let world = world(records.chain([disabled]).collect());
        let (people, lists) = (world.people(), world.lists());
        let mut rules = rules_on(&people, &[PIVOT]);
        rules.removal = RemovalScope::MarkedOrAbsent;
        let rows: Vec<String> = (0..named)
            .map(|number| format!("u{number}@x.example"))
            .collect();
        let rows: Vec<[&str; 1]> = rows.iter().map(|row| [row.as_str()]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        let comparison = compared(&people, &lists, rules, &rows);
        let plan = plan_of_all(&people, &lists, &comparison);
        let guards = removal_guards(&plan, &lists);
        let guards: Vec<_> = guards
            .iter()
            .map(|guard| (guard.removed, guard.enabled))
            .collect();
        assert_eq!(
            guards,
            expected.into_iter().collect::<Vec<_>>(),
            "{named} of {all}"
        );
    }
}

#[test]
fn access_is_removed_in_the_way_that_was_chosen() {
    let world = world(vec![
        pivot_with("ana", "ana@x.example", &[], Some("2026-01-01T00:00:00Z")),
        of_metabase(1, "ana@x.example").into(),
    ]);
    let (people, lists) = (world.people(), world.lists());
    let mut rules = ReconcileRules::new(&people);
    rules.removal = RemovalScope::Marked;
    for rule in &mut rules.connections {
        rule.way = LeaveWay::Remove;
    }
    let comparison = compared(
        &people,
        &lists,
        rules,
        &[&["ana@x.example", "", "", "left"]],
    );
    let plan = plan_of_all(&people, &lists, &comparison);
    let changes: Vec<_> = plan
        .parts
        .iter()
        .map(|part| &part.plan.items[0].change)
        .collect();
    // A disabled user of Pivot is deleted; Metabase cannot delete users.
    assert_eq!(changes, [&Change::Remove, &Change::Disable { since: None }]);
}
