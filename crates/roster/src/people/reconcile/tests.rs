//! Lists of people and small companies: tables and properties.

mod guessing;
mod lists;
mod planning;
mod properties;
mod roles;

use super::*;
use crate::people::tests::world::World;
use crate::people::{LibraryRules, PeoplePlan};
use wire::Platform;

pub(super) const PIVOT: usize = 0;
pub(super) const ACTIAN: usize = 1;
pub(super) const METABASE: usize = 2;

/// The columns of the lists of most tests: address, names, status, role.
fn mapping() -> Mapping {
    Mapping {
        address: vec![0],
        first_name: Some(1),
        last_name: Some(2),
        full_name: None,
        status: Some(StatusColumn {
            column: 3,
            here: vec![String::new(), "active".to_owned()],
            gone: vec!["left".to_owned()],
        }),
    }
}

/// On these connections alone.
fn rules_on(people: &People, connections: &[usize]) -> ReconcileRules {
    let mut rules = ReconcileRules::new(people);
    rules
        .connections
        .retain(|rule| connections.contains(&rule.connection));
    rules
}

/// The comparison with these rows, which begin in row 2.
fn compared(
    people: &People,
    lists: Lists<'_>,
    rules: ReconcileRules,
    rows: &[&[&str]],
) -> Reconciliation {
    let mut comparison = Reconciliation::new(mapping(), rules, &LibraryRules);
    for (number, row) in (2..).zip(rows) {
        comparison.add_row(number, |column| {
            row.get(column).copied().unwrap_or_default()
        });
    }
    while comparison.step(people, lists, 1) {}
    assert!(comparison.is_done());
    comparison
}

/// The addresses of those in a list.
fn addresses(comparison: &Reconciliation, list: ReconcileList) -> Vec<&str> {
    comparison.list(list).map(|entry| &*entry.address).collect()
}

/// What a row of one part says of its connection.
fn action(comparison: &Reconciliation, row: u32) -> Option<ReconcileAction> {
    let mut entries = comparison.entries().iter();
    let entry = entries.find(|entry| entry.row == Some(row)).unwrap();
    assert!(entry.parts.len() < 2, "{entry:?}");
    entry.parts.first().map(|part| part.action.clone())
}

/// Why a row is undecided, as a whole or on its one connection.
fn reason(comparison: &Reconciliation, row: u32) -> Option<UndecidedReason> {
    let mut entries = comparison.entries().iter();
    let entry = entries.find(|entry| entry.row == Some(row)).unwrap();
    let of_part = entry.parts.iter().find_map(|part| match &part.action {
        ReconcileAction::Undecided(reason) => Some(reason.clone()),
        _ => None,
    });
    entry.undecided.clone().or(of_part)
}

/// The plan of everything.
fn plan_of_all(people: &People, lists: Lists<'_>, comparison: &Reconciliation) -> PeoplePlan {
    let lists_to_do = [
        ReconcileList::Create,
        ReconcileList::Change,
        ReconcileList::Remove,
    ];
    let selected = lists_to_do.into_iter().flat_map(|list| {
        let places = comparison.places(list).iter();
        places.map(move |place| (list, *place as usize))
    });
    PeoplePlan::reconcile(people, lists, comparison, selected, None)
}

fn world(records: Vec<crate::record::Record>) -> World {
    World::new(records)
}
