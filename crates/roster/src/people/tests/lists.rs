//! Searching, filtering, sorting and counting people.

use super::world::*;
use crate::people::{
    AccountCounts, Condition, Departed, LibraryRules, People, PeopleColumn, PeopleQuery,
    PeopleSort, PeopleView, SignInAge,
};
use crate::record::Record;
use crate::view::millis;
use crate::{CallError, TransportError};

fn user(id: u64, email: &str, change: impl FnOnce(&mut wire::metabase::User)) -> Record {
    let mut user = of_metabase(id, email);
    change(&mut user);
    user.into()
}

/// A company with someone for each condition.
fn company() -> World {
    World::new(vec![
        named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
        pivot_with(
            "bo",
            "bo@x.example",
            &["super-admin"],
            Some("2025-12-01T00:00:00Z"),
        ),
        named(pivot("cy", ""), "Cy", "Ünal"),
        of_actian("ana@x.example", "user"),
        of_actian("dee@x.example", "admin"),
        user(1, "ana@x.example", |user| {
            user.last_login = Some("2026-01-14T00:00:00Z".into());
        }),
        user(2, "bo@x.example", |user| {
            user.date_joined = Some("2026-01-10T00:00:00Z".into());
        }),
        user(3, "ed@x.example", |user| user.is_active = Some(false)),
        user(4, "flo@x.example", |user| {
            user.last_login = Some("2025-01-01T00:00:00Z".into());
        }),
    ])
}

fn now() -> i64 {
    millis(NOW).unwrap()
}

fn shown(
    view: &mut PeopleView,
    people: &People,
    query: &PeopleQuery,
    world: &World,
) -> Vec<String> {
    while view.step(people, &world.lists(), 2) {}
    let rows = view.rows(people, query, now());
    let key = |id| people.person(id, &[]).key().to_string();
    let keys = rows.into_iter().map(key);
    keys.map(|key| key.replace("@x.example", "").replace("pivot:", ""))
        .collect()
}

fn with(people: &People, world: &World, conditions: &[Condition]) -> Vec<String> {
    let query = PeopleQuery {
        conditions: conditions.to_vec(),
        ..PeopleQuery::default()
    };
    shown(&mut PeopleView::default(), people, &query, world)
}

#[test]
fn each_condition_shows_those_who_meet_it() {
    let world = company();
    let mut people = world.people();
    people.set_departed(vec![Departed {
        person: person_key("gil@x.example"),
        name: "Gil".to_owned(),
        at: "2026-01-01T00:00:00Z".to_owned(),
        receipt: None,
    }]);
    let any = |enabled, disabled| Condition::EnabledAndDisabled { enabled, disabled };
    let used = |connection, age| Condition::LastUsed { connection, age };
    for (condition, expected) in [
        (Condition::Enabled(0), &["ana", "cy"][..]),
        (Condition::Lacks(0), &["bo", "dee", "ed", "flo", "gil"]),
        (Condition::HasAccount(0), &["ana", "bo", "cy"]),
        (Condition::UnknownOn(0), &[]),
        (
            Condition::EnabledAnywhere,
            &["ana", "bo", "cy", "dee", "flo"],
        ),
        (any(None, None), &["bo"]),
        (any(Some(2), None), &["bo"]),
        (any(Some(0), None), &[]),
        (any(None, Some(0)), &["bo"]),
        (any(Some(2), Some(2)), &[]),
        (Condition::Admin, &["dee"]),
        (Condition::NeverSignedIn, &["bo"]),
        (Condition::NotSignedInFor { days: 5 }, &["bo", "flo"]),
        (Condition::NotSignedInFor { days: 6 }, &["flo"]),
        (used(Some(2), SignInAge::Week), &["ana"]),
        (used(Some(2), SignInAge::Month), &[]),
        (used(Some(2), SignInAge::Longer), &["flo"]),
        (used(None, SignInAge::Never), &["bo"]),
        (used(None, SignInAge::NotTold), &["ana", "cy", "dee"]),
        (used(Some(1), SignInAge::NotTold), &["ana", "dee"]),
        (Condition::Departed, &["gil"]),
        (Condition::Unmatched, &["cy", "dee", "ed", "flo"]),
        (Condition::NoAddress, &["cy"]),
    ] {
        let mut found = with(&people, &world, &[condition]);
        found.sort();
        assert_eq!(found, expected, "{condition:?}");
    }
    let both = [Condition::HasAccount(0), Condition::HasAccount(2)];
    assert_eq!(with(&people, &world, &both), ["ana", "bo"]);
}

#[test]
fn nothing_is_lacking_on_a_connection_that_is_not_known() {
    let world = company();
    let mut people = world.people();
    people.failed(
        0,
        CallError::Transport(TransportError::Network(String::new())),
    );
    // Bo's account is there, and disabled; the others may have one by now.
    assert_eq!(with(&people, &world, &[Condition::Lacks(0)]), ["bo"]);
    let unknown = with(&people, &world, &[Condition::UnknownOn(0)]);
    assert_eq!(unknown, ["dee", "ed", "flo"]);
}

#[test]
fn people_are_found_by_name_address_and_key() {
    let world = company();
    let people = world.people();
    let mut view = PeopleView::default();
    for (text, expected) in [
        ("ana sato", &["ana"][..]),
        ("UNAL", &["cy"]),
        ("bo@x", &["bo"]),
        ("4", &["flo"]),
        ("nobody", &[]),
    ] {
        let query = PeopleQuery {
            text: text.to_owned(),
            ..PeopleQuery::default()
        };
        assert_eq!(
            shown(&mut view, &people, &query, &world),
            expected,
            "{text}"
        );
    }
}

#[test]
fn people_sort_by_every_column() {
    let world = company();
    let people = world.people();
    let mut view = PeopleView::default();
    for (column, descending, expected) in [
        (
            PeopleColumn::Name,
            false,
            ["ana", "bo", "cy", "dee", "ed", "flo"],
        ),
        (
            PeopleColumn::Name,
            true,
            ["flo", "ed", "dee", "cy", "bo", "ana"],
        ),
        // Who has none comes last.
        (
            PeopleColumn::Address,
            true,
            ["flo", "ed", "dee", "bo", "ana", "cy"],
        ),
        (
            PeopleColumn::Connection(2),
            false,
            ["ana", "bo", "flo", "ed", "cy", "dee"],
        ),
        (
            PeopleColumn::Connection(0),
            true,
            ["bo", "ana", "cy", "dee", "ed", "flo"],
        ),
        (
            PeopleColumn::LastSignIn,
            true,
            ["ana", "flo", "bo", "cy", "dee", "ed"],
        ),
        (
            PeopleColumn::Accounts,
            true,
            ["ana", "bo", "cy", "dee", "ed", "flo"],
        ),
        // Administrators, then those who are enabled and disabled, then the others.
        (
            PeopleColumn::Flags,
            false,
            ["dee", "bo", "ana", "cy", "ed", "flo"],
        ),
    ] {
        let sort = Some(PeopleSort { column, descending });
        let query = PeopleQuery {
            sort,
            ..PeopleQuery::default()
        };
        assert_eq!(
            shown(&mut view, &people, &query, &world),
            expected,
            "{sort:?}"
        );
    }
}

#[test]
fn a_list_follows_changes_of_states_and_of_names() {
    let mut world = company();
    let mut people = world.people();
    let mut view = PeopleView::default();
    let enabled = PeopleQuery {
        conditions: vec![Condition::Enabled(0)],
        ..PeopleQuery::default()
    };
    assert_eq!(shown(&mut view, &people, &enabled, &world), ["ana", "cy"]);

    let mut update = |key: &str, record: Option<Record>| {
        world.0[0].update(vec![(key.to_owned(), record)]);
        people.changed(0, &world.0[0], &[key.to_owned()]);
        people.step(&world.lists(), usize::MAX);
        shown(&mut view, &people, &enabled, &world)
    };
    let bo = pivot_with("bo", "bo@x.example", &[], None);
    assert_eq!(update("bo", Some(bo)), ["ana", "bo", "cy"]);
    let new = named(pivot("hal", "hal@x.example"), "Abe", "Hal");
    assert_eq!(update("hal", Some(new)), ["hal", "ana", "bo", "cy"]);
    assert_eq!(update("cy", None), ["hal", "ana", "bo"]);
    let renamed = named(pivot("hal", "hal@x.example"), "Zoe", "Hal");
    assert_eq!(update("hal", Some(renamed)), ["ana", "bo", "hal"]);
}

#[test]
fn accounts_are_counted_by_connection() {
    let world = company();
    let counts = world.people().counts(2, now());
    let of = |age: SignInAge| counts.by_age[age as usize];
    assert_eq!(
        SignInAge::ALL.map(of),
        [1, 0, 0, 1, 1, 0],
        "a disabled account is in no age"
    );
    assert_eq!(
        counts,
        AccountCounts {
            accounts: 4,
            enabled: 3,
            disabled: 1,
            admins: 0,
            by_age: counts.by_age,
        }
    );
    let pivot = world.people().counts(0, now());
    assert_eq!(
        (pivot.accounts, pivot.admins, pivot.by_age),
        (3, 0, [0, 0, 0, 0, 0, 2])
    );
}

#[test]
fn an_account_is_in_no_number_before_it_is_matched() {
    let world = company();
    let mut people = People::new(connections(), &LibraryRules);
    people.loaded(2, &world.0[2]);
    let expected = AccountCounts {
        accounts: 4,
        ..AccountCounts::default()
    };
    assert_eq!(people.counts(2, now()), expected);
    assert_eq!(people.state(2).unwrap().unmatched, 4);
}
