//! Which accounts a review has, and what is kept of them.

use super::*;
use crate::people::{Departed, LibraryRules};
use crate::{CallError, TransportError};
use wire::console::people::AccountRef;
use wire::console::reviews::{
    LastSignInThen, ReviewFilter, ReviewSuggestion, RoleScope, RoleThen, StateThen,
};

fn company() -> World {
    let disabled = Some("2025-12-01T00:00:00Z");
    World::new(vec![
        named(
            pivot_with("ana", "ana@x.example", &["analyst", "super-admin"], None),
            "Ana",
            "Sato",
        ),
        pivot_with("bo", "bo@x.example", &["analyst"], disabled),
        pivot("cy", ""),
        of_actian("ana@x.example", "admin"),
        of_actian("eve@other.example", "user"),
        user(1, "ana@x.example", |user| {
            user.last_login = Some("2025-01-01T00:00:00Z".into());
        }),
        user(2, "bo@x.example", |user| {
            user.last_login = Some("2026-01-14T00:00:00Z".into());
        }),
        user(3, "gil@x.example", |user| {
            user.date_joined = Some("2026-01-10T00:00:00Z".into());
        }),
    ])
}

#[test]
fn an_item_has_what_is_known_of_the_account_now() {
    let items = items(&company(), &scope(&["pivot"]));
    assert_eq!(names(&items), ["pivot/ana", "pivot/cy"]);
    let role = |id: &str| RoleThen {
        id: id.to_owned(),
        title: id.to_owned(),
    };
    let ana = ReviewItem {
        account: AccountRef {
            connection: "pivot".to_owned(),
            key: "ana".to_owned(),
        },
        person: "ana@x.example".to_owned(),
        name: "Ana Sato".to_owned(),
        address: "ana@x.example".to_owned(),
        state: StateThen::Enabled,
        admin: true,
        roles: vec![role("analyst"), role("super-admin")],
        last_sign_in: LastSignInThen::NotTold,
        suggestions: Vec::new(),
    };
    assert_eq!(items[0], ana);
    assert_eq!((&*items[1].person, &*items[1].address), ("pivot:cy", ""));
}

/// Narrows a scope, or widens it.
type Narrowing = fn(&mut ReviewScope);

#[test]
fn each_part_of_a_scope_narrows_it() {
    let role = |connection: &str, role: &str| RoleScope {
        connection: connection.to_owned(),
        role: role.to_owned(),
    };
    let changes: [(&str, Narrowing, &[&str]); 6] = [
        (
            "administrators only",
            |scope| scope.admins_only = true,
            &["pivot/ana", "actian/ana@x.example"],
        ),
        (
            "disabled accounts too",
            |scope| {
                scope.disabled = true;
                scope.connections = vec!["pivot".to_owned()];
            },
            &["pivot/ana", "pivot/bo", "pivot/cy"],
        ),
        (
            "a filter of people",
            |scope| scope.filters = vec![ReviewFilter::NotSignedInFor(90)],
            &["pivot/ana", "actian/ana@x.example", "metabase/1"],
        ),
        (
            "all of several filters",
            |scope| {
                scope.filters = vec![
                    ReviewFilter::HasAccountOn("metabase".to_owned()),
                    ReviewFilter::LacksAccessTo("actian".to_owned()),
                    ReviewFilter::EnabledAndDisabled,
                ];
            },
            &["metabase/2"],
        ),
        (
            "the connections of a scope, each once and in their order",
            |scope| {
                scope.connections = ["metabase", "actian", "metabase"].map(str::to_owned).into();
            },
            &[
                "actian/ana@x.example",
                "actian/eve@other.example",
                "metabase/1",
                "metabase/2",
                "metabase/3",
            ],
        ),
        (
            "a filter that no one meets",
            |scope| scope.filters = vec![ReviewFilter::Departed],
            &[],
        ),
    ];
    for (what, change, expected) in changes {
        let mut scope = everywhere();
        change(&mut scope);
        assert_eq!(names(&items(&company(), &scope)), expected, "{what}");
    }
    // Roles of one connection say nothing about the accounts on others.
    let mut scope = scope(&["pivot", "actian"]);
    scope.roles = vec![role("pivot", "super-admin"), role("pivot", "none")];
    let expected = [
        "pivot/ana",
        "actian/ana@x.example",
        "actian/eve@other.example",
    ];
    assert_eq!(names(&items(&company(), &scope)), expected);
}

#[test]
fn a_scope_without_connections_or_with_another_servers_is_refused() {
    let people = company().people();
    let refused = |change: fn(&mut ReviewScope)| {
        let mut scope = everywhere();
        change(&mut scope);
        Freezing::new(&people, &scope, DriftSettings::default(), NOW).unwrap_err()
    };
    assert_eq!(
        refused(|scope| scope.connections.clear()),
        ScopeError::NoConnection
    );
    let unknown = ScopeError::UnknownConnection("gone".to_owned());
    assert_eq!(
        refused(|scope| scope.connections.push("gone".to_owned())),
        unknown
    );
    assert_eq!(
        refused(|scope| scope.filters = vec![ReviewFilter::CanSignInTo("gone".to_owned())]),
        unknown
    );
    let role = RoleScope {
        connection: "gone".to_owned(),
        role: "1".to_owned(),
    };
    let error = {
        let mut scope = everywhere();
        scope.roles = vec![role];
        Freezing::new(&people, &scope, DriftSettings::default(), NOW).unwrap_err()
    };
    assert_eq!(error, unknown);
}

#[test]
fn each_account_says_what_suggests_to_revoke_it() {
    let world = company();
    let mut people = world.people();
    people.set_departed(vec![Departed {
        person: person_key("gil@x.example"),
        name: "Gil".to_owned(),
        at: "2026-01-01T00:00:00Z".to_owned(),
        receipt: None,
    }]);
    let mut scope = everywhere();
    scope.disabled = true;
    let items = frozen(&people, &world.lists(), &scope).items;
    let suggested = names(&items).into_iter().zip(&items);
    let suggested: Vec<_> = suggested
        .filter(|(_, item)| !item.suggestions.is_empty())
        .map(|(name, item)| (name, item.suggestions.clone()))
        .collect();
    let expected = [
        ("actian/eve@other.example", ReviewSuggestion::OutsideDomains),
        ("metabase/1", ReviewSuggestion::NotSignedInFor(90)),
        ("metabase/2", ReviewSuggestion::DisabledElsewhere),
        ("metabase/3", ReviewSuggestion::Departed),
    ];
    let expected = expected.map(|(name, why)| (name.to_owned(), vec![why]));
    assert_eq!(suggested, expected);
}

#[test]
fn an_account_that_was_never_used_is_idle_from_when_it_was_made() {
    let never = |id, joined: Option<&str>| {
        user(id, &format!("{id}@x.example"), |user| {
            user.date_joined = joined.map(Into::into);
        })
    };
    let world = World::new(vec![
        never(1, Some("2025-10-17T09:30:00Z")),
        never(2, Some("2025-10-17T09:30:01Z")),
        never(3, None),
    ]);
    let items = items(&world, &scope(&["metabase"]));
    let idle = items
        .iter()
        .map(|item| item.suggestions == [ReviewSuggestion::NotSignedInFor(90)]);
    assert_eq!(idle.collect::<Vec<_>>(), [true, false, true]);
    assert!(
        items
            .iter()
            .all(|item| item.last_sign_in == LastSignInThen::Never)
    );
}

#[test]
fn of_namesakes_one_is_reviewed() {
    let world = World::new(vec![pivot("ana", "ana@x.example"), pivot("ana", "")]);
    assert_eq!(names(&items(&world, &everywhere())), ["pivot/ana"]);
}

#[test]
fn a_connection_that_is_not_known_completely_is_named() {
    let world = company();
    let mut people = world.people();
    people.failed(
        0,
        CallError::Transport(TransportError::Network(String::new())),
    );
    let frozen_now = frozen(&people, &world.lists(), &everywhere());
    assert_eq!(frozen_now.incomplete, ["pivot"]);
    assert_eq!(frozen_now.items.len(), 7, "what is known is there");
    let not_in_scope = frozen(&people, &world.lists(), &scope(&["actian"]));
    assert_eq!(not_in_scope.incomplete, [] as [&str; 0]);

    let mut people = People::new(connections(), &LibraryRules);
    people.loaded(1, &world.0[1]);
    let lists = [None, Some(&world.0[1]), None];
    people.step(&lists, usize::MAX);
    let frozen_now = frozen(&people, &lists, &everywhere());
    assert_eq!(frozen_now.incomplete, ["pivot", "metabase"]);
    assert_eq!(frozen_now.items.len(), 2);
}

#[test]
fn accounts_that_change_while_they_are_frozen_are_frozen_as_they_are_in_the_end() {
    let mut world = company();
    let mut people = world.people();
    let scope = everywhere();
    let mut freezing = Freezing::new(&people, &scope, DriftSettings::default(), NOW).unwrap();
    assert!(freezing.step(&people, &world.lists(), 3));
    let admin = pivot_with("cy", "", &["super-admin"], None);
    world.0[0].update(vec![("cy".to_owned(), Some(admin))]);
    people.changed(0, &world.0[0], &["cy".to_owned()]);
    people.step(&world.lists(), usize::MAX);
    while freezing.step(&people, &world.lists(), 3) {}
    let items = freezing.finish(&people).items;
    assert_eq!(items.len(), 7);
    assert!(items[1].admin, "{:?}", items[1]);
}
