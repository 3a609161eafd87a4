//! Changing access on the three platforms in memory.

use super::*;
use crate::change::Change;
use crate::people::give::tests::{
    analyst, any_staff, in_groups, items, others, outcomes, roles, verdicts,
};
use crate::people::tests::model::Company;
use crate::people::tests::world::*;
use crate::people::{
    Assignments, PeopleReceipt, PersonAccount, RoleDifference, Standing, UnknownKind, Verdict,
};
use crate::run::OutcomeKind;
use proptest::prelude::*;
use wire::Platform;

fn request(company: &Company, profile: &Profile, keys: &[&str]) -> ChangeRequest {
    let found = keys
        .iter()
        .filter_map(|key| company.people.find(&person_key(key)));
    ChangeRequest {
        people: found.collect(),
        profile: profile.clone(),
        ..ChangeRequest::default()
    }
}

fn plan(company: &Company, request: &ChangeRequest) -> PeoplePlan {
    PeoplePlan::change(&company.people, &company.world.lists(), request)
}

fn with(mut profile: Profile, platform: Platform, entry: Option<ProfileEntry>) -> Profile {
    profile.entries.remove(platform.id());
    let entry = entry.map(|entry| (platform.id().into(), entry));
    profile.entries.extend(entry);
    profile
}

#[test]
fn a_new_account_has_the_address_that_makes_it_theirs() {
    let records = [
        of_actian("zoe@x.example", "user"),
        of_metabase(4, "ana@x.example").into(),
    ];
    let mut company = Company::new(&records, &[]);
    let mut assignments = Assignments::default();
    let link = crate::people::Assignment::With(person_key("zoe@x.example"));
    assignments.set(account("metabase", "4"), Some(link));
    company.reload(assignments, Vec::new());
    let mut profile = analyst();
    profile.entries.retain(|id, _| **id == *"pivot");
    let plan = plan(&company, &request(&company, &profile, &["zoe@x.example"]));
    let items = items(&plan);
    let [("pivot", key, Change::Create(_), None)] = items.as_slice() else {
        panic!("{items:?}");
    };
    assert_eq!(*key, "zoe@x.example");
}

#[test]
fn the_difference_to_the_profile_is_the_plan() {
    let records = [
        pivot_with("ana", "ana@x.example", &["editor", "analyst"], None),
        in_groups(4, "ana@x.example", &[1, 7], true),
        pivot("bo", "bo@x.example"),
    ];
    let mut company = Company::new(&records, &[]);
    let request = request(&company, &analyst(), &["ana@x.example"]);
    let plan = plan(&company, &request);
    assert_eq!(plan.purpose, Purpose::Change);
    let kinds: Vec<&Change> = items(&plan).iter().map(|item| item.2).collect();
    assert!(matches!(
        kinds.as_slice(),
        [Change::SetRoles(_), Change::Create(_), Change::Edit(_)]
    ));
    let difference = |part: usize| plan.parts[part].role_difference(0);
    assert_eq!(
        difference(0),
        RoleDifference {
            added: vec![],
            removed: roles(&["editor"]),
            unchanged: roles(&["analyst"]),
        }
    );
    assert_eq!(difference(1).added, roles(&["user"]));
    assert_eq!(difference(2).unchanged, roles(&["7"]));
    let receipts = company.carry_out(&plan);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned; 3]);
    assert_eq!(
        outcomes(&receipts[0]),
        [OutcomeKind::Done, OutcomeKind::Done, OutcomeKind::Already]
    );
}

#[test]
fn access_is_removed_only_where_the_profile_says_that_there_is_to_be_none() {
    let records = [
        pivot("ana", "ana@x.example"),
        of_actian("ana@x.example", "user"),
        in_groups(4, "ana@x.example", &[1, 7], true),
    ];
    let mut company = Company::new(&records, &[]);
    let profile = with(analyst(), Platform::Actian, None);
    let profile = with(profile, Platform::Metabase, Some(ProfileEntry::NoAccess));
    let request = request(&company, &profile, &["ana@x.example"]);
    let plan = plan(&company, &request);
    assert_eq!(plan.people[0].connections, [0, 2]);
    let receipts = company.carry_out(&plan);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned; 2]);
    let lists = company.world.lists();
    let ana = person(&company.people, &lists, "ana@x.example");
    let all = ana.accounts();
    let enabled: Vec<bool> = all.iter().map(PersonAccount::is_enabled).collect();
    assert_eq!(enabled, [true, true, false]);
}

#[test]
fn no_account_where_none_is_to_be_is_as_planned() {
    let mut company = Company::new(&[pivot("ana", "ana@x.example")], &[]);
    let entry = Some(ProfileEntry::NoAccess);
    let profile = with(Profile::default(), Platform::Metabase, entry);
    let request = request(&company, &profile, &["ana@x.example"]);
    let plan = plan(&company, &request);
    assert_eq!(items(&plan), []);
    // One that is created meanwhile is not as planned.
    let receipts = company.carry_out(&plan);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned]);
    company
        .model(Platform::Metabase)
        .add(&in_groups(4, "ana@x.example", &[1], true));
    let receipts = company.carry_out(&plan);
    assert_eq!(verdicts(&receipts[0]), [Verdict::Different]);
}

#[test]
fn just_access_takes_all_groups_away_and_no_access() {
    let mut company = Company::new(&[in_groups(4, "ana@x.example", &[1, 7], true)], &[]);
    let entry = ProfileEntry::access(Platform::Metabase, Vec::new());
    let profile = with(Profile::default(), Platform::Metabase, Some(entry));
    let request = request(&company, &profile, &["ana@x.example"]);
    let receipts = company.carry_out(&plan(&company, &request));
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned]);
    let account = &company.world.0[2].list[0];
    assert!(account.access().is_enabled());
    assert_eq!(account.record.role_ids(), ["1"]);
}

#[test]
fn no_one_takes_their_own_access_or_rights_away() {
    let records = [
        pivot_with("ana", "ana@x.example", &["super-admin"], None),
        pivot_with("bo", "bo@x.example", &["super-admin"], None),
        in_groups(4, "ana@x.example", &[1, 7], true),
    ];
    let company = Company::new(&records, &[]);
    let profile = with(analyst(), Platform::Metabase, Some(ProfileEntry::NoAccess));
    let profile = with(profile, Platform::Actian, None);
    let mut request = request(&company, &profile, &["ana@x.example"]);
    let blocked = |request: &ChangeRequest| -> Vec<Option<BlockReason>> {
        items(&plan(&company, request))
            .iter()
            .map(|item| item.3)
            .collect()
    };
    assert_eq!(blocked(&request), [None, None]);
    request.me = Some("Ana@x.example".to_owned());
    assert_eq!(blocked(&request), [Some(BlockReason::Yourself); 2]);
}

#[test]
fn the_last_administrator_stays_one() {
    let records = [pivot_with("ana", "ana@x.example", &["super-admin"], None)];
    let company = Company::new(&records, &[]);
    let profile = with(analyst(), Platform::Metabase, None);
    let profile = with(profile, Platform::Actian, None);
    let request = request(&company, &profile, &["ana@x.example"]);
    let plan = plan(&company, &request);
    assert_eq!(items(&plan)[0].3, Some(BlockReason::LastAdmin));
}

#[test]
fn someone_without_an_address_gets_no_new_account() {
    let company = Company::new(&[pivot("ana", "")], &[]);
    let request = request(&company, &analyst(), &["pivot:ana"]);
    let plan = plan(&company, &request);
    let blocked: Vec<_> = items(&plan).iter().map(|item| item.3).collect();
    let no_address = Some(BlockReason::NoAddress);
    assert_eq!(blocked, [None, no_address, no_address]);
}

#[test]
fn what_is_not_known_is_not_planned() {
    let mut company = Company::new(&[pivot("ana", "ana@x.example")], &[]);
    company.model(Platform::Metabase).is_down.set(true);
    company.reload(Assignments::default(), Vec::new());
    let request = request(&company, &analyst(), &["ana@x.example"]);
    let plan = plan(&company, &request);
    assert!(matches!(
        plan.unknown.as_slice(),
        [(2, UnknownKind::Failed(_))]
    ));
    assert!(items(&plan).iter().all(|item| item.0 != "metabase"));
    let receipts = company.carry_out(&plan);
    assert_eq!(
        verdicts(&receipts[0]),
        [Verdict::AsPlanned, Verdict::AsPlanned, Verdict::NotVerified]
    );
    assert!(!receipts[0].is_proven());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn those_who_were_changed_have_the_profile_and_no_one_else_was_touched(
        records in any_staff(),
        removes: bool,
        omits: bool,
    ) {
        let mut records = records;
        records.push(of_actian("root@x.example", "admin"));
        let mut company = Company::new(&records, &[]);
        let mut profile = analyst();
        if removes {
            profile = with(profile, Platform::Metabase, Some(ProfileEntry::NoAccess));
        }
        if omits {
            profile = with(profile, Platform::Pivot, None);
        }
        let keys = ["user0@x.example", "user1@x.example"];
        let pivot = |company: &Company| company.world.0[0].clone();
        let (before, pivot_before) = (others(&company, &keys), pivot(&company));
        let request = request(&company, &profile, &keys);
        let found = request.people.len();
        let receipts = company.carry_out(&plan(&company, &request));
        prop_assert_eq!(receipts.len(), found);
        prop_assert!(receipts.iter().all(PeopleReceipt::is_proven), "{:?}", receipts);
        prop_assert_eq!(others(&company, &keys), before);
        if omits {
            prop_assert_eq!(pivot(&company), pivot_before, "Pivot is not named");
        }
        let again = self::request(&company, &profile, &keys);
        {
            let lists = company.world.lists();
            for id in &again.people {
                let person = company.people.person(*id, &lists);
                let comparison = profile.compare(&company.people, &person);
                prop_assert_eq!(comparison.standing, Standing::Exactly);
            }
        }
        let writes = company.writes();
        company.carry_out(&plan(&company, &again));
        prop_assert_eq!(company.writes(), writes, "planning again is empty");
    }
}
