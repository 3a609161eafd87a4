//! What holds for any list and any company.

use super::*;
use crate::people::tests::model::Company;
use crate::people::tests::world::*;
use crate::people::{AccountRef, LeaveWay};
use crate::record::Record;
use proptest::prelude::*;
use std::collections::BTreeSet;

const ADDRESSES: [&str; 7] = [
    "ana@x.example",
    "ANA@X.example",
    "bo@x.example",
    "cy@x.example",
    "di@x.example",
    "eve",
    "",
];
const NAMES: [&str; 3] = ["", "Ana", "Bo"];

/// Cells of a row: address, two names, status, role.
type DrawnRow = (usize, usize, usize, usize, usize);

fn row() -> impl Strategy<Value = DrawnRow> {
    (
        0..ADDRESSES.len(),
        0..3_usize,
        0..3_usize,
        0..4_usize,
        0..5_usize,
    )
}

fn cells((address, first, last, status, role): DrawnRow) -> [&'static str; 5] {
    [
        ADDRESSES[address],
        NAMES[first],
        NAMES[last],
        ["", "active", "left", "unheard of"][status],
        ["", "analyst", "viewer", "analyst;viewer", "boss"][role],
    ]
}

/// An account: connection, number, address, names, role, whether it is disabled.
type DrawnAccount = (usize, u64, usize, usize, usize, bool);

fn drawn_account() -> impl Strategy<Value = DrawnAccount> {
    (
        0..3_usize,
        0..5_u64,
        0..5_usize,
        0..3_usize,
        0..3_usize,
        any::<bool>(),
    )
}

fn record((connection, number, address, name, role, is_disabled): DrawnAccount) -> Record {
    let address = ADDRESSES[address];
    let record = match PLATFORMS[connection] {
        Platform::Pivot => pivot_with(
            &format!("user{number}"),
            address,
            [&["analyst"][..], &["viewer"], &["super-admin"]][role],
            is_disabled.then_some("2025-01-01T00:00:00Z"),
        ),
        Platform::Actian => of_actian(address, ["user", "user", "admin"][role]),
        Platform::Metabase => {
            let mut user = of_metabase(number, address);
            user.is_active = Some(!is_disabled);
            user.is_superuser = Some(role == 2);
            user.into()
        }
    };
    named(record, NAMES[name], "Sato")
}

/// Those of `drawn` that can be together.
fn company(drawn: &[DrawnAccount]) -> Vec<Record> {
    let mut known = BTreeSet::new();
    let mut records: Vec<Record> = drawn.iter().map(|one| record(*one)).collect();
    records.retain(|record| known.insert((record.platform().id(), record.key().to_lowercase())));
    // Metabase has each address once.
    let mut addresses = BTreeSet::new();
    records.retain(|record| {
        record.platform() != Platform::Metabase || addresses.insert(record.address().to_lowercase())
    });
    records
}

fn drawn_rules() -> impl Strategy<Value = (usize, bool, bool, usize)> {
    (0..3_usize, any::<bool>(), any::<bool>(), 1..8_usize)
}

fn rules(
    people: &People,
    (removal, removes, exactly, connections): (usize, bool, bool, usize),
) -> ReconcileRules {
    let chosen: Vec<usize> = (0..3).filter(|at| connections & (1 << at) != 0).collect();
    let mut rules = rules_on(people, &chosen);
    rules.removal = RemovalScope::ALL[removal];
    for rule in &mut rules.connections {
        if removes {
            rule.way = LeaveWay::Remove;
        }
        if rule.connection == PIVOT {
            rule.roles.column = Some(4);
            rule.roles.mode = if exactly {
                RoleMode::Exactly
            } else {
                RoleMode::Add
            };
            for role in ["analyst", "viewer"] {
                rule.roles
                    .values
                    .insert(role.to_owned(), vec![role.to_owned()]);
            }
        }
    }
    rules
}

fn comparison(
    people: &People,
    lists: Lists<'_>,
    rules: ReconcileRules,
    rows: &[DrawnRow],
) -> Reconciliation {
    let rows: Vec<[&str; 5]> = rows.iter().map(|row| cells(*row)).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
    compared(people, lists, rules, &rows)
}

/// What a plan does, whichever order it is in.
fn items(plan: &PeoplePlan) -> BTreeSet<String> {
    let items = plan.parts.iter().flat_map(|part| {
        let items = part.plan.items.iter();
        items.map(|item| {
            format!(
                "{} {} {:?} {:?}",
                part.connection, item.key, item.change, item.blocked
            )
        })
    });
    items.collect()
}

/// The accounts that a plan is about, of those that are blocked or are not.
fn accounts(plan: &PeoplePlan, is_blocked: bool) -> BTreeSet<AccountRef> {
    let items = plan.parts.iter().flat_map(|part| {
        let items = part
            .plan
            .items
            .iter()
            .filter(|item| item.blocked.is_some() == is_blocked);
        items.map(|item| account(&part.plan.connection.id, &item.key))
    });
    items.collect()
}

proptest! {
    #[test]
    fn what_was_reconciled_needs_nothing_when_it_is_compared_again(
        drawn in prop::collection::vec(drawn_account(), 0..12),
        rows in prop::collection::vec(row(), 0..8),
        wanted in drawn_rules(),
    ) {
        let mut company = Company::new(&company(&drawn), &[]);
        let lists = company.world.lists();
        let rules = rules(&company.people, wanted);
        let plan = plan_of_all(&company.people, &lists, &comparison(&company.people, &lists, rules.clone(), &rows));
        company.carry_out(&plan);
        let lists = company.world.lists();
        let again = comparison(&company.people, &lists, rules, &rows);
        let again = plan_of_all(&company.people, &lists, &again);
        let left: BTreeSet<AccountRef> = &accounts(&again, false) | &accounts(&again, true);
        let blocked = accounts(&plan, true);
        prop_assert!(left.is_subset(&blocked), "{:?}", items(&again));
    }

    #[test]
    fn an_account_that_is_not_named_is_not_touched_unless_removal_was_chosen(
        drawn in prop::collection::vec(drawn_account(), 0..12),
        rows in prop::collection::vec(row(), 0..8),
        wanted in drawn_rules(),
    ) {
        let company = Company::new(&company(&drawn), &[]);
        let lists = company.world.lists();
        let rules = rules(&company.people, wanted);
        let removal = rules.removal;
        let plan = plan_of_all(&company.people, &lists, &comparison(&company.people, &lists, rules, &rows));
        for part in &plan.parts {
            for item in &part.plan.items {
                let Some(before) = &item.before else { continue };
                let address = before.address().to_lowercase();
                let mut own = rows.iter().map(|row| cells(*row)).filter(|row| row[0].to_lowercase() == address);
                let removes = matches!(item.change, crate::Change::Disable { .. } | crate::Change::Remove);
                match (removal, removes) {
                    (RemovalScope::Never, true) => prop_assert!(false, "{item:?}"),
                    (RemovalScope::MarkedOrAbsent, true) => prop_assert!(own.all(|row| row[3] == "left")),
                    (_, removes) => prop_assert!(own.any(|row| (row[3] == "left") == removes), "{item:?}"),
                }
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        drawn in prop::collection::vec(drawn_account(), 0..12),
        (rows, shuffled) in prop::collection::vec(row(), 0..8).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        wanted in drawn_rules(),
    ) {
        let company = Company::new(&company(&drawn), &[]);
        let lists = company.world.lists();
        let rules = rules(&company.people, wanted);
        let plan = |rows: &[DrawnRow]| {
            let comparison = comparison(&company.people, &lists, rules.clone(), rows);
            let counts = [ReconcileList::Create, ReconcileList::Change, ReconcileList::Remove, ReconcileList::Undecided, ReconcileList::Nothing]
                .map(|list| comparison.places(list).len());
            let items = items(&plan_of_all(&company.people, &lists, &comparison));
            // Of rows that say the same, the first decides about capital letters.
            let items: BTreeSet<String> = items.iter().map(|item| item.to_lowercase()).collect();
            (items, counts)
        };
        prop_assert_eq!(plan(&rows), plan(&shuffled));
    }
}
