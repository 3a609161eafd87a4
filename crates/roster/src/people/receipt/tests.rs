//! What receipts say of what was read back, and that older ones can be read.

use super::*;
use crate::people::leave::tests as leaving;
use crate::people::tests::model::Company;

/// A receipt as Rollcall has stored it before there were others than those of leaves.
const FIRST: &str = r#"{"version":1,
    "person":{"key":"ana@b.c","name":"Ana","addresses":["ana@b.c"]},"by":"ada",
    "started":"2026-11-29T00:00:00Z","ended":"2026-11-29T00:00:01Z","connections":[
    {"connection":"pivot","label":"Pivot","platform":"pivot","unknown_before":{"failed":"no"},
     "accounts":[
      {"key":"ana","name":"Ana","change":"disable","outcome":"done","reason":null,
       "message":null,"steps":[],
       "audit":[{"id":"r1","number":4,"hash":"aa","outcome_number":5,"outcome_hash":"bb"}]}],
     "read_back":{"accounts":[{"key":"ana","state":"disabled","admin":true}]},
     "verdict":"disabled"}]}"#;

#[test]
fn a_receipt_of_the_first_version_is_one_of_a_leave() {
    let receipt: PeopleReceipt = serde_json::from_str(FIRST).unwrap();
    assert_eq!(receipt.purpose, Purpose::Leave);
    let account = &receipt.connections[0].accounts[0];
    assert_eq!(account.goal, AccountGoal::NoAccess);
    assert_eq!(receipt.entry_numbers(), [4]);
    assert!(receipt.is_proven());
    let again: PeopleReceipt = serde_json::from_str(&receipt.json()).unwrap();
    assert_eq!(again, receipt);
}

fn account(key: &str, state: StateKind, roles: &[&str]) -> AccountState {
    AccountState {
        key: key.to_owned(),
        state,
        admin: false,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

fn present(enabled: Option<bool>, roles: Option<&[&str]>) -> AccountGoal {
    let owned = |roles: &[&str]| roles.iter().map(|role| (*role).to_owned()).collect();
    AccountGoal::Present {
        enabled,
        roles: roles.map(owned),
    }
}

#[test]
fn what_was_read_back_is_what_was_wanted_or_not() {
    use StateKind::{Disabled, Enabled, Unknown};
    use Verdict::{AsPlanned, Different, NotVerified};
    let failed = || Some(UnknownKind::Failed("no".to_owned()));
    let incomplete = || Some(UnknownKind::Incomplete);
    let viewer = || present(Some(true), Some(&["viewer"]));
    let read = |state, roles: &[&str]| vec![account("ana", state, roles)];
    let table = [
        (viewer(), read(Enabled, &["viewer"]), None, AsPlanned),
        (
            viewer(),
            read(Enabled, &["viewer", "editor"]),
            None,
            Different,
        ),
        (viewer(), read(Enabled, &[]), None, Different),
        (viewer(), read(Disabled, &["viewer"]), None, Different),
        (viewer(), read(Unknown, &["viewer"]), None, NotVerified),
        (viewer(), vec![], None, Different),
        (viewer(), vec![], incomplete(), NotVerified),
        (
            viewer(),
            read(Enabled, &["viewer"]),
            incomplete(),
            AsPlanned,
        ),
        (viewer(), read(Enabled, &["viewer"]), failed(), NotVerified),
        (
            present(None, None),
            read(Disabled, &["any"]),
            None,
            AsPlanned,
        ),
        (
            present(Some(false), None),
            read(Disabled, &["any"]),
            None,
            AsPlanned,
        ),
        (AccountGoal::Absent, vec![], None, AsPlanned),
        (AccountGoal::Absent, vec![], incomplete(), NotVerified),
        (AccountGoal::Absent, read(Disabled, &[]), None, Different),
        (AccountGoal::NoAccess, read(Disabled, &[]), None, AsPlanned),
        (AccountGoal::NoAccess, read(Enabled, &[]), None, Different),
        (AccountGoal::NoAccess, read(Unknown, &[]), None, NotVerified),
        (AccountGoal::NoAccess, vec![], None, AsPlanned),
        (AccountGoal::NoAccess, vec![], incomplete(), NotVerified),
    ];
    for (goal, accounts, unknown, verdict) in table {
        let shown = format!("{goal:?} {accounts:?} {unknown:?}");
        let read_back = ReadBack { accounts, unknown };
        let goals = [("ana", &goal)];
        let found = read_back.compare(Platform::Pivot, goals.into_iter());
        assert_eq!(found, verdict, "{shown}");
    }
}

#[test]
fn one_account_that_differs_decides_and_one_that_is_unknown_leaves_it_open() {
    let read_back = ReadBack {
        accounts: vec![
            account("ana", StateKind::Enabled, &["viewer"]),
            account("bo", StateKind::Unknown, &["viewer"]),
        ],
        unknown: None,
    };
    let viewer = present(Some(true), Some(&["viewer"]));
    let editor = present(Some(true), Some(&["editor"]));
    let verdict =
        |goals: &[(&str, &AccountGoal)]| read_back.compare(Platform::Pivot, goals.iter().copied());
    assert_eq!(verdict(&[("ana", &viewer)]), Verdict::AsPlanned);
    let open = [("bo", &viewer), ("ana", &viewer)];
    assert_eq!(verdict(&open), Verdict::NotVerified);
    let other = [("bo", &viewer), ("ana", &editor)];
    assert_eq!(verdict(&other), Verdict::Different);
    assert_eq!(verdict(&[]), Verdict::NotVerified, "nothing was planned");
}

#[test]
fn a_platforms_common_group_counts_on_neither_side() {
    let read_back = ReadBack {
        accounts: vec![account("1", StateKind::Enabled, &["1", "7"])],
        unknown: None,
    };
    let goal = present(Some(true), Some(&["7"]));
    let found = read_back.compare(Platform::Metabase, [("1", &goal)].into_iter());
    assert_eq!(found, Verdict::AsPlanned);
}

#[test]
fn a_receipt_says_what_it_is_for_and_which_roles_were_read() {
    let mut company = Company::new(&leaving::staff(), &[]);
    let request = leaving::request(&company, &["ana@x.example"]);
    let plan = leaving::plan(&company, &request);
    let receipt = company.carry_out(&plan).remove(0);
    let json: serde_json::Value = serde_json::from_str(&receipt.json()).unwrap();
    assert_eq!(json["purpose"], "leave");
    assert_eq!(
        json["connections"][0]["read_back"]["accounts"][0]["roles"][0],
        "analyst"
    );
}
