//! What is true of reviews of any company.

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;
use wire::Platform;
use wire::console::reviews::{Decision, DecisionKind, ReviewFilter, ReviewProgress};

const ADDRESSES: [&str; 4] = ["", "ana@x.example", "bo@x.example", "cy@other.example"];

/// An account of a random company: its connection, number, address, and what it is.
fn record() -> impl Strategy<Value = Record> {
    (0..3_usize, 0..6_u64, 0..4_usize, any::<(bool, bool)>()).prop_map(
        |(connection, number, address, (is_admin, is_disabled))| {
            let address = ADDRESSES[address];
            let disabled = is_disabled.then_some("2025-12-01T00:00:00Z");
            match PLATFORMS[connection] {
                Platform::Pivot => {
                    let role = if is_admin { "super-admin" } else { "analyst" };
                    pivot_with(&format!("user{number}"), address, &[role], disabled)
                }
                Platform::Actian => {
                    let role = if is_admin { "admin" } else { "user" };
                    of_actian(&format!("{number}{address}"), role)
                }
                Platform::Metabase => user(number, address, |user| {
                    user.is_superuser = Some(is_admin);
                    user.is_active = Some(!is_disabled);
                }),
            }
        },
    )
}

fn company() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(record(), 0..16).prop_map(|records| {
        let mut keys = HashSet::new();
        let mut records = records;
        records.retain(|record| keys.insert((record.platform().id(), record.key())));
        records
    })
}

fn any_scope() -> impl Strategy<Value = ReviewScope> {
    let filter = prop_oneof![
        Just(ReviewFilter::EnabledAnywhere),
        Just(ReviewFilter::Unmatched),
        Just(ReviewFilter::LacksAccessTo("actian".to_owned())),
        Just(ReviewFilter::EnabledAndDisabled),
    ];
    (
        prop::sample::subsequence(vec!["pivot", "actian", "metabase"], 1..=3),
        any::<(bool, bool)>(),
        prop::collection::vec(filter, 0..2),
    )
        .prop_map(
            |(connections, (admins_only, disabled), filters)| ReviewScope {
                admins_only,
                disabled,
                filters,
                ..scope(&connections)
            },
        )
}

proptest! {
    #[test]
    fn a_review_has_each_account_of_its_scope_once_and_in_whichever_slices_the_same(
        records in company(),
        scope in any_scope(),
        budget in 1..7_usize,
    ) {
        let world = World::new(records);
        let (people, lists) = (world.people(), world.lists());
        let settings = DriftSettings::default();
        let mut sliced = Freezing::new(&people, &scope, settings.clone(), NOW).unwrap();
        while sliced.step(&people, &lists, budget) {}
        let mut at_once = Freezing::new(&people, &scope, settings, NOW).unwrap();
        prop_assert!(!at_once.step(&people, &lists, usize::MAX));
        let (sliced, at_once) = (sliced.finish(&people), at_once.finish(&people));
        prop_assert_eq!(&sliced, &at_once);

        let names = names(&sliced.items);
        let unique: HashSet<&String> = names.iter().collect();
        prop_assert_eq!(unique.len(), names.len());
        for item in &sliced.items {
            prop_assert!(scope.connections.contains(&item.account.connection));
            prop_assert!(!scope.admins_only || item.admin);
            prop_assert!(people.find(&person_key(&item.person)).is_some());
        }
        if !scope.admins_only && scope.disabled && scope.filters.is_empty() {
            let in_scope = people.connections().zip(&lists).filter(|(connection, _)| scope.connections.contains(&connection.id));
            let all: usize = in_scope.map(|(_, list)| list.unwrap().list.len()).sum();
            prop_assert_eq!(sliced.items.len(), all);
        }
    }

    #[test]
    fn while_nothing_changes_no_account_has_changed(records in company(), scope in any_scope()) {
        let world = World::new(records);
        let (people, lists) = (world.people(), world.lists());
        for item in frozen(&people, &lists, &scope).items {
            prop_assert_eq!(compare_with_now(&people, &lists, &item), ItemNow::Known(Vec::new()));
        }
    }

    #[test]
    fn what_is_to_be_removed_is_what_was_revoked_and_nothing_else(
        records in company(),
        decided in prop::collection::vec(prop::option::of(any::<bool>()), 16),
    ) {
        let items = items(&World::new(records), &everywhere());
        let decision = |(item, revoked): (usize, &Option<bool>)| Decision {
            item,
            decision: revoked.map(|revoked| if revoked { DecisionKind::Revoke } else { DecisionKind::Keep }),
            comment: String::new(),
            version: 1,
            at: NOW.to_owned(),
            by: None,
            via: None,
        };
        let decisions: Vec<Decision> = decided.iter().enumerate().map(decision).collect();
        let revoked: HashSet<_> = revoked_accounts(&items, &decisions).into_iter().collect();
        for (item, decision) in items.iter().zip(&decided) {
            let account = account(&item.account.connection, &item.account.key);
            prop_assert_eq!(revoked.contains(&account), *decision == Some(true));
        }
        let rows: Vec<_> = evidence_rows(&items, &decisions).collect();
        prop_assert_eq!(rows.len(), items.len());
        let progress: ReviewProgress = decisions[..items.len()].iter().collect();
        prop_assert_eq!(progress.revoked, revoked.len());
    }
}
