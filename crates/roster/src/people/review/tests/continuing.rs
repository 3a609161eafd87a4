//! A review whose start was interrupted goes on with what is missing, or not at all.

use super::*;

fn company() -> World {
    World::new(vec![
        pivot("ana", "ana@x.example"),
        pivot("bo", "bo@x.example"),
        of_actian("ana@x.example", "admin"),
        of_actian("eve@other.example", "user"),
        user(1, "ana@x.example", |_| ()),
    ])
}

fn frozen_now(world: &World) -> FrozenAccounts {
    frozen(&world.people(), &world.lists(), &everywhere())
}

#[test]
fn wherever_it_was_interrupted_the_review_has_every_account_once_and_in_order() {
    let all = frozen_now(&company());
    for count in 0..=all.items.len() {
        let stored = &all.items[..count];
        let missing = missing_items(stored, &[], all.clone()).unwrap();
        assert_eq!([stored, &missing].concat(), all.items, "{count} stored");
    }
}

#[test]
fn a_list_that_comes_in_another_order_adds_no_account_twice() {
    let all = frozen_now(&company());
    let mut now = all.clone();
    now.items.reverse();
    let missing = missing_items(&all.items[..2], &[], now).unwrap();
    assert_eq!(
        names(&missing),
        [
            "metabase/1",
            "actian/eve@other.example",
            "actian/ana@x.example"
        ]
    );
}

#[test]
fn an_account_that_has_changed_is_gone_or_is_stored_twice_is_named() {
    let all = frozen_now(&company());
    let changed = |stored: &[ReviewItem], now: FrozenAccounts| match missing_items(stored, &[], now)
        .unwrap_err()
    {
        ContinueError::Changed(items) => names(&items),
        other => panic!("{other}"),
    };
    let mut now = all.clone();
    now.items[1].admin = true;
    assert_eq!(changed(&all.items[..3], now.clone()), ["pivot/bo"]);
    // One that is not stored yet is stored as it is now.
    assert!(missing_items(&all.items[..1], &[], now.clone()).is_ok());
    now.items.remove(0);
    assert_eq!(changed(&all.items[..3], now), ["pivot/ana", "pivot/bo"]);
    let twice = [&all.items[..1], &all.items[..1]].concat();
    assert_eq!(changed(&twice, all), ["pivot/ana"]);
}

#[test]
fn a_connection_that_is_known_otherwise_than_when_it_began_stops_it() {
    let all = frozen_now(&company());
    let ids = |id: &str| vec![id.to_owned()];
    let now = FrozenAccounts {
        incomplete: ids("metabase"),
        ..all.clone()
    };
    let stored = &all.items[..1];
    let missing = |incomplete: &[String], now: &FrozenAccounts| {
        missing_items(stored, incomplete, now.clone())
    };
    assert_eq!(
        missing(&[], &now),
        Err(ContinueError::Unknown(ids("metabase")))
    );
    assert_eq!(
        missing(&ids("metabase"), &all),
        Err(ContinueError::KnownSince(ids("metabase")))
    );
    assert!(missing(&ids("metabase"), &now).is_ok());
}
