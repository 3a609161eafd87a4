//! Leaves against the three platforms in memory.

use super::*;
use crate::TransportError;
use crate::people::tests::model::Company;
use crate::people::tests::world::*;
use crate::people::{
    Assignment, Assignments, Loss, PeopleReceipt, PlanChange, ReadBack, UnknownKind, Verdict,
};
use crate::plan::UndoLimit;
use crate::record::Record;
use crate::run::OutcomeKind;
use proptest::prelude::*;

pub(in crate::people) fn request(company: &Company, keys: &[&str]) -> LeaveRequest {
    let find = |key: &&str| company.people.find(&person_key(key)).unwrap();
    LeaveRequest {
        people: keys.iter().map(find).collect(),
        ..LeaveRequest::default()
    }
}

pub(in crate::people) fn plan(company: &Company, request: &LeaveRequest) -> PeoplePlan {
    PeoplePlan::leave(&company.people, &company.world.lists(), request)
}

pub(in crate::people) fn staff() -> Vec<Record> {
    let mut admin = of_metabase(9, "root@x.example");
    admin.is_superuser = Some(true);
    vec![
        named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
        of_actian("ANA@x.example", "user"),
        of_metabase(1, "ana@x.example").into(),
        of_metabase(2, "bo@x.example").into(),
        admin.into(),
    ]
}

fn verdicts(receipt: &PeopleReceipt) -> Vec<Verdict> {
    receipt.connections.iter().map(|one| one.verdict).collect()
}

fn outcomes(receipt: &PeopleReceipt) -> Vec<OutcomeKind> {
    let accounts = receipt.connections.iter().flat_map(|one| &one.accounts);
    accounts.map(|account| account.outcome).collect()
}

#[test]
fn access_is_disabled_where_that_is_possible_and_removed_elsewhere() {
    let mut company = Company::new(&staff(), &[]);
    let plan = plan(&company, &request(&company, &["ana@x.example"]));
    let changes: Vec<&Change> = plan
        .parts
        .iter()
        .map(|part| &part.plan.items[0].change)
        .collect();
    let disable = Change::Disable { since: None };
    assert_eq!(changes, [&disable, &Change::Remove, &disable]);
    assert_eq!(
        plan.parts[1].losses(0),
        [Loss::Undo(UndoLimit::NeedsKeptAccount)]
    );

    let receipts = company.carry_out(&plan);
    assert_eq!(
        verdicts(&receipts[0]),
        [Verdict::Disabled, Verdict::NoAccount, Verdict::Disabled]
    );
    assert!(receipts[0].is_proven());
    assert_eq!(outcomes(&receipts[0]), [OutcomeKind::Done; 3]);
    let departed = receipts[0].departed(Some("7"));
    assert_eq!(
        (&*departed.name, &*departed.at),
        ("Ana Sato", "2026-01-15T09:30:01.000Z")
    );
    assert_eq!(receipts[0].person.name, "Ana Sato");
    let json = receipts[0].json();
    assert_eq!(
        serde_json::from_str::<PeopleReceipt>(&json).unwrap(),
        receipts[0]
    );
    let newer = json.replace("\"version\": 2", "\"version\": 3");
    assert!(serde_json::from_str::<PeopleReceipt>(&newer).is_err());
}

#[test]
fn an_account_is_deleted_where_the_administrator_chooses_it() {
    let mut company = Company::new(&staff(), &[]);
    let mut request = request(&company, &["ana@x.example"]);
    request
        .ways
        .insert(account("pivot", "ana"), LeaveWay::Remove);
    let plan = plan(&company, &request);
    assert_eq!(
        plan.parts[0].losses(0),
        [Loss::Undo(UndoLimit::WorkDeleted)]
    );
    let receipts = company.carry_out(&plan);
    assert_eq!(
        verdicts(&receipts[0]),
        [Verdict::NoAccount, Verdict::NoAccount, Verdict::Disabled]
    );
}

#[test]
fn each_platform_says_how_access_can_be_removed() {
    use LeaveWay::{Disable, Remove};
    let ways = PLATFORMS.map(LeaveWay::of_platform);
    assert_eq!(ways, [vec![Disable, Remove], vec![Remove], vec![Disable]]);
}

#[test]
fn guard_rails_keep_oneself_and_the_last_administrator() {
    let company = Company::new(&staff(), &[]);
    let blocked = |keys: &[&str], me: Option<&str>| -> Vec<Option<BlockReason>> {
        let request = LeaveRequest {
            me: me.map(str::to_owned),
            ..request(&company, keys)
        };
        let plan = plan(&company, &request);
        let items = plan.parts.iter().flat_map(|part| &part.plan.items);
        items.map(|item| item.blocked).collect()
    };
    assert_eq!(
        blocked(&["root@x.example"], None),
        [Some(BlockReason::LastAdmin)]
    );
    let me = Some(BlockReason::Yourself);
    for name in ["Ana@X.example", "ANA"] {
        assert_eq!(blocked(&["ana@x.example"], Some(name)), [me; 3], "{name}");
    }
    assert_eq!(blocked(&["ana@x.example"], Some("someone")), [None; 3]);
}

#[test]
fn namesakes_are_lost_too_and_the_plan_says_so() {
    let company = Company::new(
        &[pivot("bo", "bo@x.example"), pivot("bo", "bo@y.example")],
        &[],
    );
    let plan = plan(&company, &request(&company, &["bo@x.example"]));
    assert_eq!(plan.parts[0].plan.items.len(), 1);
    assert_eq!(plan.parts[0].losses(0), [Loss::Namesakes(1)]);
}

#[test]
fn a_connection_that_cannot_be_read_is_listed_and_not_verified() {
    let mut company = Company::new(&staff(), &[]);
    company.model(Platform::Actian).is_down.set(true);
    company.reload(Assignments::default(), Vec::new());
    let plan = plan(&company, &request(&company, &["ana@x.example"]));
    assert!(matches!(
        plan.unknown.as_slice(),
        [(1, UnknownKind::Failed(_))]
    ));
    let receipts = company.carry_out(&plan);
    let actian = &receipts[0].connections[1];
    assert!(matches!(
        actian.unknown_before,
        Some(UnknownKind::Failed(_))
    ));
    assert_eq!(
        verdicts(&receipts[0]),
        [Verdict::Disabled, Verdict::NotVerified, Verdict::Disabled]
    );
    assert!(!receipts[0].is_proven());
}

#[test]
fn what_was_loaded_before_the_run_does_not_count_as_read_back() {
    let mut company = Company::new(&staff(), &[]);
    let key = person_key("ana@x.example");
    let read = |company: &Company| ReadBack::new(&company.people, &company.world.lists(), 2, &key);
    assert_eq!(read(&company).verdict(), Verdict::StillEnabled);
    company
        .people
        .failed(2, TransportError::Network("gone".to_owned()).into());
    let stale = read(&company);
    assert_eq!(stale.accounts, []);
    assert_eq!(stale.verdict(), Verdict::NotVerified);
}

#[test]
fn what_changed_since_a_plan_was_looked_at_is_told() {
    let mut company = Company::new(&staff(), &[]);
    let request = request(&company, &["ana@x.example"]);
    let earlier = plan(&company, &request);
    assert_eq!(plan(&company, &request).changes_since(&earlier), []);
    company
        .model(Platform::Pivot)
        .add(&pivot("ana2", "ana@x.example"));
    company
        .model(Platform::Metabase)
        .change("1", "is_active", false);
    company.model(Platform::Actian).remove("ANA@x.example");
    company.reload(Assignments::default(), Vec::new());
    let request = self::request(&company, &["ana@x.example"]);
    assert_eq!(
        plan(&company, &request).changes_since(&earlier),
        [
            PlanChange::Added(account("pivot", "ana2")),
            PlanChange::OtherState(account("metabase", "1")),
            PlanChange::Gone(account("actian", "ANA@x.example")),
        ]
    );
}

#[test]
fn what_was_not_read_back_as_removed_is_not_called_removed() {
    let mut company = Company::new(&staff(), &[]);
    company.model(Platform::Metabase).is_deaf.set(true);
    let plan = plan(&company, &request(&company, &["bo@x.example"]));
    // An account that is created while the plan runs is found in the end.
    company
        .model(Platform::Pivot)
        .add(&pivot("bo", "BO@x.example"));
    let receipts = company.carry_out(&plan);
    assert_eq!(outcomes(&receipts[0]), [OutcomeKind::Failed]);
    assert_eq!(
        verdicts(&receipts[0]),
        [
            Verdict::StillEnabled,
            Verdict::NoAccount,
            Verdict::StillEnabled
        ]
    );
    assert!(receipts[0].connections[0].accounts.is_empty());
}

/// A company of a few people with accounts in any state.
fn any_staff() -> impl Strategy<Value = Vec<Record>> {
    let one = (
        0..3_usize,
        1..6_u64,
        0..3_usize,
        any::<bool>(),
        any::<bool>(),
    );
    prop::collection::vec(one, 1..10).prop_map(|all| {
        let mut unique = std::collections::BTreeMap::new();
        for (platform, id, address, is_enabled, is_admin) in all {
            let address = ["ana@x.example", "bo@x.example", "cy@x.example"][address];
            let record = match PLATFORMS[platform] {
                Platform::Pivot => {
                    let role = if is_admin { "super-admin" } else { "analyst" };
                    let since = (!is_enabled).then_some("2025-12-01T00:00:00Z");
                    pivot_with(&format!("user{id}"), address, &[role], since)
                }
                Platform::Actian => of_actian(address, if is_admin { "admin" } else { "user" }),
                Platform::Metabase => {
                    let mut user = of_metabase(id, address);
                    user.is_active = Some(is_enabled);
                    user.is_superuser = Some(is_admin);
                    user.into()
                }
            };
            unique.insert((platform, record.key()), record);
        }
        unique.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn leaving_twice_does_nothing_the_second_time(
        records in any_staff(),
        link: bool,
        removes in prop::collection::vec(any::<bool>(), 10),
    ) {
        let mut company = Company::new(&records, &[]);
        if link {
            let ana = Assignment::With(person_key("ana@x.example"));
            let assignments = [(account("pivot", "user1"), ana)].into_iter().collect();
            company.reload(assignments, Vec::new());
        }
        let keys = ["ana@x.example", "bo@x.example"].map(person_key);
        let request = |company: &Company| {
            let people: Vec<PersonId> = keys.iter().filter_map(|key| company.people.find(key)).collect();
            let ways = records.iter().zip(&removes).filter(|(_, removes)| **removes);
            let ways = ways.filter(|(record, _)| LeaveWay::of_platform(record.platform()).contains(&LeaveWay::Remove));
            let way = |(record, _): (&Record, &bool)| {
                (account(record.platform().id(), &record.key()), LeaveWay::Remove)
            };
            LeaveRequest { people, ways: ways.map(way).collect(), me: None }
        };
        let first = plan(&company, &request(&company));
        let receipts = company.carry_out(&first);
        for receipt in &receipts {
            for connection in &receipt.connections {
                let blocked = connection.accounts.iter().any(|one| one.outcome == OutcomeKind::Blocked);
                prop_assert!(
                    blocked || matches!(connection.verdict, Verdict::NoAccount | Verdict::Disabled),
                    "{:?}", connection
                );
            }
        }
        let writes = company.writes();
        let mut again = request(&company);
        // A disabled account that is to be deleted after all is another wish.
        again.ways.clear();
        let second = plan(&company, &again);
        company.carry_out(&second);
        prop_assert_eq!(company.writes(), writes);
    }
}
