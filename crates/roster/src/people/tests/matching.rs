//! Whose accounts are whose.

use super::world::*;
use crate::people::{
    AccountRef, Assignment, Cell, ConnectionState, LastSeen, LibraryRules, MatchReason, People,
    PersonFlag, Revision, UnknownReason,
};
use crate::record::Record;
use crate::{CallError, TransportError};

/// Which accounts belong together, as `people` and as text.
fn groups(world: &World, people: &People) -> Vec<(String, String)> {
    let text = |account: &AccountRef| format!("{}/{}", account.connection, account.key);
    let accounts = |all: Vec<AccountRef>| all.iter().map(text).collect::<Vec<_>>().join(" ");
    let grouped = grouped(people, &world.lists());
    grouped
        .into_iter()
        .map(|(key, all)| (key, accounts(all)))
        .collect()
}

fn pair(key: &str, accounts: &str) -> (String, String) {
    (key.to_owned(), accounts.to_owned())
}

#[test]
fn accounts_with_one_address_belong_to_one_person() {
    let world = World::new(vec![
        pivot("ana", "Ana@Example.com"),
        pivot("bo@example.com", ""),
        pivot("cy", ""),
        pivot("dee@example.com", "not an address"),
        of_actian("ANA@example.com", "user"),
        of_actian("bo+test@example.com", "user"),
        of_metabase(1, "ana@example.com").into(),
        of_metabase(2, "BO@example.com").into(),
    ]);
    assert_eq!(
        groups(&world, &world.people()),
        [
            pair(
                "ana@example.com",
                "actian/ANA@example.com metabase/1 pivot/ana"
            ),
            pair("bo@example.com", "metabase/2 pivot/bo@example.com"),
            pair("bo~2Btest@example.com", "actian/bo+test@example.com"),
            pair("dee@example.com", "pivot/dee@example.com"),
            pair("pivot:cy", "pivot/cy"),
        ]
    );
}

#[test]
fn two_accounts_of_one_connection_can_belong_to_one_person() {
    let world = World::new(vec![
        pivot("ana", "ana@example.com"),
        pivot("ana2", "ANA@example.com"),
        // Two users with one name (pivot note 3).
        pivot("bo", ""),
        named(pivot("bo", ""), "Bo", "Sato"),
    ]);
    let (people, lists) = (world.people(), world.lists());
    for key in ["ana@example.com", "pivot:bo"] {
        let person = person(&people, &lists, key);
        assert!(
            matches!(person.cell(0), Cell::Accounts(both) if both.len() == 2),
            "{key}"
        );
        assert_eq!(person.flags(), [PersonFlag::SeveralAccounts]);
    }
}

#[test]
fn what_an_administrator_says_wins_over_addresses() {
    let world = World::new(vec![
        pivot("ana", ""),
        of_actian("ana@example.com", "user"),
        of_metabase(1, "ana@example.com").into(),
    ]);
    let lists = world.lists();
    let mut people = world.people();
    let ana = Assignment::With(person_key("ana@example.com"));
    people.assign(&account("pivot", "ana"), Some(ana), &lists);
    people.assign(&account("metabase", "1"), Some(Assignment::Alone), &lists);
    people.step(&lists, usize::MAX);
    assert_eq!(
        groups(&world, &people),
        [
            pair("ana@example.com", "actian/ana@example.com pivot/ana"),
            pair("metabase:1", "metabase/1"),
        ]
    );
    let reasons = |key| -> Vec<MatchReason> {
        let accounts = person(&people, &lists, key).accounts();
        accounts.iter().map(|account| account.reason).collect()
    };
    assert_eq!(
        reasons("ana@example.com"),
        [MatchReason::Linked, MatchReason::Address]
    );
    assert_eq!(reasons("metabase:1"), [MatchReason::Alone]);
}

#[test]
fn an_assignment_waits_for_its_account() {
    let world = World::new(vec![of_metabase(1, "ana@example.com").into()]);
    let mut people = People::new(connections(), &LibraryRules);
    let bo = Assignment::With(person_key("bo@example.com"));
    people.assign(&account("metabase", "1"), Some(bo), &[None; 3]);
    people.loaded(2, &world.0[2]);
    people.step(&world.lists(), usize::MAX);
    assert_eq!(
        groups(&world, &people),
        [pair("bo@example.com", "metabase/1")]
    );
}

#[test]
fn a_connection_that_is_not_read_leaves_its_cells_unknown() {
    let world = World::new(vec![
        pivot("ana", "ana@example.com"),
        of_metabase(1, "bo@example.com").into(),
    ]);
    let lists = world.lists();
    let mut people = People::new(connections(), &LibraryRules);
    people.loaded(0, &world.0[0]);
    people.step(&lists, usize::MAX);
    let problem = CallError::Transport(TransportError::Network("Failed to fetch".to_owned()));
    people.failed(1, problem.clone());
    let ana = person(&people, &lists, "ana@example.com");
    assert!(matches!(ana.cell(0), Cell::Accounts(_)));
    assert!(matches!(ana.cell(1), Cell::Unknown(UnknownReason::Failed(why)) if *why == problem));
    assert!(matches!(
        ana.cell(2),
        Cell::Unknown(UnknownReason::NotLoaded)
    ));

    // Until all of it is matched, somebody's account may still come.
    people.loaded(2, &world.0[2]);
    people.loaded(1, &world.0[1]);
    let ana = person(&people, &lists, "ana@example.com");
    assert!(matches!(ana.cell(1), Cell::None));
    assert!(matches!(
        ana.cell(2),
        Cell::Unknown(UnknownReason::NotLoaded)
    ));
    people.step(&lists, usize::MAX);
    let ana = person(&people, &lists, "ana@example.com");
    assert!(matches!(ana.cell(2), Cell::None));

    // What was loaded before a failure stays; who is not in it may be there by now.
    people.failed(2, problem);
    let cell = |key| person(&people, &lists, key).cell(2);
    assert!(matches!(cell("bo@example.com"), Cell::Accounts(_)));
    assert!(matches!(
        cell("ana@example.com"),
        Cell::Unknown(UnknownReason::Failed(_))
    ));
    people.cleared(2);
    assert_eq!(people.state(2), Some(&ConnectionState::default()));
    assert_eq!(people.find(&person_key("bo@example.com")), None);
}

#[test]
fn a_list_with_gaps_says_nothing_about_who_is_not_in_it() {
    let mut world = World::new(vec![pivot("ana", "ana@example.com")]);
    world.0[2]
        .gaps
        .push(crate::Gap::TenantsRefused("no".to_owned()));
    let (people, lists) = (world.people(), world.lists());
    let ana = person(&people, &lists, "ana@example.com");
    assert!(matches!(ana.cell(1), Cell::None));
    assert!(matches!(
        ana.cell(2),
        Cell::Unknown(UnknownReason::Incomplete)
    ));
}

#[test]
fn a_person_is_called_what_most_of_their_accounts_are() {
    let name = |names: &[(&str, &str)]| {
        let platforms = ["ana", "ana@x.example", "1"];
        let records = [
            pivot(platforms[0], "ana@x.example"),
            of_actian(platforms[1], "user"),
            of_metabase(1, "ana@x.example").into(),
        ];
        let named = records
            .into_iter()
            .zip(names)
            .map(|(record, name)| named(record, name.0, name.1));
        let world = World::new(named.collect());
        let (people, lists) = (world.people(), world.lists());
        person(&people, &lists, "ana@x.example").name()
    };
    assert_eq!(
        name(&[("Ana", "Sato"), ("Ana Maria", "Sato"), ("Ana", "Sato")]),
        "Ana Sato"
    );
    assert_eq!(
        name(&[("Ana", "Sato"), ("Ana Maria", "Sato")]),
        "Ana Maria Sato"
    );
    assert_eq!(name(&[("Bna", "Sato"), ("Ana", "Sato")]), "Ana Sato");
    assert_eq!(name(&[("", ""), ("", "Sato")]), "Sato");
    assert_eq!(name(&[("", "")]), "ana@x.example");
}

#[test]
fn the_last_sign_in_is_the_latest_of_those_that_are_told() {
    let last = |times: &[Option<&str>]| {
        let mut records: Vec<Record> = vec![pivot("ana", "ana@x.example")];
        for (id, time) in (1..).zip(times) {
            let mut user = of_metabase(id, "ana@x.example");
            user.last_login = time.map(Into::into);
            records.push(user.into());
        }
        let world = World::new(records);
        let (people, lists) = (world.people(), world.lists());
        match person(&people, &lists, "ana@x.example").last_sign_in() {
            LastSeen::At(time) => time.to_owned(),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(last(&[]), "NotTold");
    assert_eq!(last(&[None]), "Never");
    let (early, late) = ("2025-12-31T23:30:00Z", "2026-01-01T00:15:00+00:30");
    assert_eq!(last(&[None, Some(early)]), early);
    assert_eq!(last(&[Some(late), Some(early), None]), late);
}

#[test]
fn those_who_changed_are_told_until_all_may_have() {
    let world = World::new(vec![
        pivot("ana", "ana@x.example"),
        pivot("bo", "bo@x.example"),
    ]);
    let (mut people, lists) = (world.people(), world.lists());
    let (all, revision) = people.changed_since(Revision::default());
    assert_eq!(all, None);
    people.changed(0, &world.0[0], &["bo".to_owned()]);
    people.step(&lists, usize::MAX);
    let bo = people.find(&person_key("bo@x.example")).unwrap();
    let (some, revision) = people.changed_since(revision);
    assert_eq!(some, Some(&[bo][..]));
    assert_eq!(people.changed_since(revision).0, Some(&[][..]));
    people.loaded(0, &world.0[0]);
    assert_eq!(people.changed_since(revision).0, None);
}
