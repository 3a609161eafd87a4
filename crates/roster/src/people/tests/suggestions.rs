//! Who looks like the same person.

use super::world::*;
use crate::people::{Assignment, People, SuggestionReason, SuggestionSearch};
use crate::record::Record;

fn suggested(
    people: &People,
    world: &World,
    key: &str,
    domains: &[&str],
) -> Vec<(String, SuggestionReason)> {
    let lists = world.lists();
    let person = people.find(&person_key(key)).unwrap();
    let domains: Vec<String> = domains.iter().map(|one| (*one).to_owned()).collect();
    let mut search = SuggestionSearch::new(people, &lists, person);
    while search.step(people, &lists, &domains, 1) {}
    let text = |id| people.person(id, &lists).key().to_string();
    search
        .found()
        .iter()
        .map(|one| (text(one.person), one.reason))
        .collect()
}

fn metabase(id: u64, email: &str, first: &str, last: &str) -> Record {
    named(of_metabase(id, email).into(), first, last)
}

#[test]
fn each_reason_is_found_from_both_sides() {
    let domains = &["x.example", "z.example"];
    for (one, other, reason) in [
        (
            named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
            metabase(1, "ana+test@x.example", "Test", "User"),
            Some(SuggestionReason::SameWithoutTag),
        ),
        (
            named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
            metabase(1, "ana.sato@z.example", "ANA", "Sató"),
            Some(SuggestionReason::SameNameOtherDomain),
        ),
        // The other domain is not the organisation's.
        (
            named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
            metabase(1, "ana@y.example", "Ana", "Sato"),
            None,
        ),
        (
            named(pivot("ana", ""), "Ana", "Sato"),
            metabase(1, "ana@x.example", "Ana", "Sato"),
            Some(SuggestionReason::SameName),
        ),
        (
            named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
            metabase(1, "ana.sato@x.example", "Ana", "Sato"),
            Some(SuggestionReason::SameName),
        ),
        // Two on one connection are usually two people.
        (
            metabase(1, "ana@x.example", "Ana", "Sato"),
            metabase(2, "ana.sato@x.example", "Ana", "Sato"),
            None,
        ),
        (
            named(pivot("ana", "ana@x.example"), "Anna", "Sato"),
            metabase(1, "ana.sato@x.example", "Ana", "Sato"),
            Some(SuggestionReason::NameOneEdit),
        ),
        (
            named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
            metabase(1, "bo@x.example", "Bo", "Ito"),
            None,
        ),
        // A first name alone is not a full name.
        (
            named(pivot("ana", ""), "Ana", ""),
            metabase(1, "ana@x.example", "Ana", ""),
            None,
        ),
    ] {
        let world = World::new(vec![one.clone(), other.clone()]);
        let (people, lists) = (world.people(), world.lists());
        let keys: Vec<String> = people
            .ids()
            .map(|id| people.person(id, &lists).key().to_string())
            .collect();
        for (from, to) in [(0, 1), (1, 0)] {
            let expected: Vec<_> = reason
                .iter()
                .map(|reason| (keys[to].clone(), *reason))
                .collect();
            assert_eq!(
                suggested(&people, &world, &keys[from], domains),
                expected,
                "{one:?} {other:?}"
            );
        }
    }
}

#[test]
fn an_account_of_an_address_that_was_linked_elsewhere_is_suggested() {
    let world = World::new(vec![
        pivot("ana", "ana@y.example"),
        of_metabase(1, "ana@y.example").into(),
    ]);
    let lists = world.lists();
    let mut people = world.people();
    let link = Assignment::With(person_key("ana@x.example"));
    people.assign(&account("pivot", "ana"), Some(link), &lists);
    people.step(&lists, usize::MAX);
    let (own, other) = ("ana@x.example", "ana@y.example");
    for (from, to) in [(own, other), (other, own)] {
        assert_eq!(
            suggested(&people, &world, from, &[]),
            [(to.to_owned(), SuggestionReason::LinkedAddress)]
        );
    }
}

#[test]
fn what_an_administrator_has_taken_apart_is_not_suggested_by_its_address() {
    let world = World::new(vec![
        pivot("ana", "ana+1@x.example"),
        of_metabase(1, "ana@x.example").into(),
    ]);
    let lists = world.lists();
    let mut people = world.people();
    people.assign(&account("pivot", "ana"), Some(Assignment::Alone), &lists);
    people.step(&lists, usize::MAX);
    assert_eq!(suggested(&people, &world, "ana@x.example", &[]), []);
}

#[test]
fn linking_a_suggestion_and_unlinking_it_ends_where_it_began() {
    let world = World::new(vec![
        pivot("ana", ""),
        of_metabase(1, "ana@x.example").into(),
    ]);
    let lists = world.lists();
    let mut people = world.people();
    let before = grouped(&people, &lists);
    let links = person(&people, &lists, "pivot:ana").link_to(&person_key("ana@x.example"));
    for (account, assignment) in links {
        people.assign(&account, Some(assignment), &lists);
    }
    people.step(&lists, usize::MAX);
    let ana = person(&people, &lists, "ana@x.example");
    assert_eq!(ana.accounts().len(), 2);
    let unlinked: Vec<_> = ana
        .accounts()
        .iter()
        .map(|one| (one.to_ref(), ana.unlink(one)))
        .collect();
    assert_eq!(unlinked[0].1, None);
    assert_eq!(
        unlinked[1].1,
        Some(Assignment::Alone),
        "its address would match again"
    );
    people.assign(&unlinked[0].0, unlinked[0].1.clone(), &lists);
    people.step(&lists, usize::MAX);
    assert_eq!(grouped(&people, &lists), before);
}
