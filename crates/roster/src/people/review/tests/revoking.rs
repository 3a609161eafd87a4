//! What was revoked is removed, and nothing else.

use super::*;
use crate::guard::BlockReason;
use crate::people::tests::model::Company;
use crate::people::{AccountRef, LeaveWay, PeoplePlan, Purpose, Verdict};
use crate::run::OutcomeKind;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn staff() -> Vec<Record> {
    let mut admin = of_metabase(9, "root@x.example");
    admin.is_superuser = Some(true);
    vec![
        named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
        pivot("bo", "bo@x.example"),
        of_actian("ana@x.example", "user"),
        user(1, "ana@x.example", |_| {}),
        user(2, "bo@x.example", |user| user.is_active = Some(false)),
        admin.into(),
    ]
}

fn request(accounts: &[(&str, &str)]) -> RevokeRequest {
    let accounts = accounts.iter();
    RevokeRequest {
        accounts: accounts.map(|(on, key)| account(on, key)).collect(),
        ..RevokeRequest::default()
    }
}

fn plan(company: &Company, request: &RevokeRequest) -> PeoplePlan {
    PeoplePlan::revoke(&company.people, &company.world.lists(), request)
}

/// The accounts that a plan is about.
fn planned(plan: &PeoplePlan) -> BTreeSet<AccountRef> {
    let parts = plan.parts.iter();
    let items = parts.flat_map(|part| {
        let connection = &*part.plan.connection.id;
        let items = part.plan.items.iter();
        items.map(move |item| AccountRef::new(connection, &item.key))
    });
    items.collect()
}

#[test]
fn only_the_accounts_that_were_revoked_lose_their_access() {
    let mut company = Company::new(&staff(), &[]);
    let plan = plan(
        &company,
        &request(&[
            ("metabase", "1"),
            ("pivot", "ana"),
            ("metabase", "2"),
            ("metabase", "1"),
        ]),
    );
    assert_eq!(plan.purpose, Purpose::Review);
    let people: Vec<_> = plan.people.iter().map(|one| one.key.to_string()).collect();
    assert_eq!(people, ["ana@x.example", "bo@x.example"]);
    assert_eq!(plan.people[0].connections, [0, 2]);
    let receipts = company.carry_out(&plan);
    assert_eq!(receipts.len(), 2);
    for receipt in &receipts {
        assert!(receipt.is_proven());
        let verdicts = receipt.connections.iter().map(|one| one.verdict);
        assert!(verdicts.clone().all(Verdict::is_wanted));
    }
    let outcomes = receipts[1].connections[0].accounts.iter();
    let outcomes: Vec<_> = outcomes.map(|one| one.outcome).collect();
    assert_eq!(outcomes, [OutcomeKind::Already], "it was disabled already");
    let access = |at: usize, key: &str| {
        let account = company.world.0[at].find(key).unwrap();
        account.access().is_enabled()
    };
    assert!(!access(0, "ana") && !access(2, "1"));
    assert!(access(0, "bo") && access(1, "ana@x.example") && access(2, "9"));
}

#[test]
fn what_is_gone_or_not_loaded_is_not_planned() {
    let company = Company::new(&staff(), &[]);
    let gone = request(&[("metabase", "77"), ("gone", "1")]);
    let plan = plan(&company, &gone);
    assert_eq!((plan.people.len(), plan.parts.len()), (0, 0));
    assert_eq!(plan.missing, ["gone".into()]);

    let mut people = company.people;
    people.cleared(2);
    people.cleared(1);
    let lists = [Some(&company.world.0[0]), None, None];
    let both = request(&[("metabase", "1"), ("pivot", "ana")]);
    let plan = PeoplePlan::revoke(&people, &lists, &both);
    assert_eq!(planned(&plan), [account("pivot", "ana")].into());
    let unknown: Vec<_> = plan.unknown.iter().map(|(place, _)| *place).collect();
    assert_eq!(unknown, [2], "only where something was revoked");
}

#[test]
fn your_own_account_is_not_removed_and_another_way_can_be_chosen() {
    let company = Company::new(&staff(), &[]);
    let mut request = request(&[("pivot", "ana"), ("pivot", "bo")]);
    request.me = Some("ANA@x.example".to_owned());
    request.ways = [(account("pivot", "bo"), LeaveWay::Remove)].into();
    let plan = plan(&company, &request);
    let items = &plan.parts[0].plan.items;
    assert_eq!(items[0].blocked, Some(BlockReason::Yourself));
    assert_eq!(items[1].blocked, None);
    assert_eq!(items[1].change, crate::Change::Remove);
}

proptest! {
    #[test]
    fn a_plan_is_about_what_was_revoked_and_sends_nothing_the_second_time(
        revoked in prop::sample::subsequence(
            vec![
                ("pivot", "ana"), ("pivot", "bo"), ("actian", "ana@x.example"),
                ("metabase", "1"), ("metabase", "2"), ("metabase", "9"), ("metabase", "77"),
            ],
            0..=7,
        ),
    ) {
        let mut company = Company::new(&staff(), &[]);
        let request = request(&revoked);
        let first = plan(&company, &request);
        let mut expected: BTreeSet<_> = request.accounts.iter().cloned().collect();
        expected.remove(&account("metabase", "77"));
        prop_assert_eq!(planned(&first), expected);
        company.carry_out(&first);
        let writes = company.writes();
        company.carry_out(&plan(&company, &request));
        prop_assert_eq!(company.writes(), writes);
    }
}
