//! How people stand to profiles.

use super::*;
use crate::people::tests::model::Company;
use crate::people::tests::world::*;
use crate::people::{Assignments, PersonId};
use crate::record::Record;
use proptest::prelude::*;
use wire::Platform;

fn roles(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn profile(entries: &[(Platform, Option<&[&str]>)]) -> Profile {
    let entry = |(platform, names): &(Platform, Option<&[&str]>)| {
        let entry = names.map_or(ProfileEntry::NoAccess, |names| {
            ProfileEntry::access(*platform, roles(names))
        });
        (platform.id().into(), entry)
    };
    Profile {
        name: "Analyst".to_owned(),
        entries: entries.iter().map(entry).collect(),
    }
}

fn in_groups(id: u64, email: &str, groups: &[u64]) -> Record {
    let mut user = of_metabase(id, email);
    user.group_ids = Some(groups.into());
    user.into()
}

/// Ana: an analyst on Pivot, in group 7 on Metabase.
fn company() -> Company {
    let records = [
        pivot_with("ana", "ana@x.example", &["analyst"], None),
        in_groups(1, "ana@x.example", &[1, 7]),
        pivot_with(
            "bo",
            "bo@x.example",
            &["analyst"],
            Some("2025-12-01T00:00:00Z"),
        ),
    ];
    Company::new(&records, &[])
}

fn compare(company: &Company, profile: &Profile, key: &str) -> ProfileComparison {
    let lists = company.world.lists();
    profile.compare(&company.people, &person(&company.people, &lists, key))
}

fn standing(company: &Company, profile: &Profile) -> Standing {
    compare(company, profile, "ana@x.example").standing
}

#[test]
fn someone_has_a_profile_exactly_more_than_it_less_or_something_else() {
    use Platform::{Actian, Metabase, Pivot};
    let company = company();
    let table = [
        (
            profile(&[(Pivot, Some(&["analyst"])), (Metabase, Some(&["7"]))]),
            Standing::Exactly,
        ),
        (profile(&[(Pivot, Some(&["analyst"]))]), Standing::Exactly),
        (
            profile(&[(Pivot, Some(&["analyst"])), (Actian, None)]),
            Standing::Exactly,
        ),
        (profile(&[]), Standing::Exactly),
        (profile(&[(Metabase, Some(&["1", "7"]))]), Standing::Exactly),
        (profile(&[(Metabase, Some(&[]))]), Standing::More),
        (
            profile(&[(Pivot, Some(&["analyst"])), (Metabase, None)]),
            Standing::More,
        ),
        (profile(&[(Metabase, None)]), Standing::More),
        (
            profile(&[(Pivot, Some(&["analyst", "editor"]))]),
            Standing::Less,
        ),
        (
            profile(&[(Pivot, Some(&["analyst"])), (Actian, Some(&["user"]))]),
            Standing::Less,
        ),
        (profile(&[(Pivot, Some(&["editor"]))]), Standing::Other),
        (
            profile(&[(Actian, Some(&["user"])), (Metabase, Some(&[]))]),
            Standing::Other,
        ),
        (profile(&[(Actian, Some(&["user"]))]), Standing::Nothing),
        (
            profile(&[(Actian, Some(&["user"])), (Pivot, None)]),
            Standing::Nothing,
        ),
    ];
    for (profile, expected) in table {
        assert_eq!(standing(&company, &profile), expected, "{profile:?}");
    }
    let pivot = profile(&[(Pivot, Some(&["analyst"]))]);
    let bo = compare(&company, &pivot, "bo@x.example");
    assert_eq!(
        bo.standing,
        Standing::Nothing,
        "a disabled account is no access"
    );
}

#[test]
fn differences_are_named_by_connection() {
    let company = company();
    let wanted = profile(&[
        (Platform::Pivot, Some(&["editor"])),
        (Platform::Actian, Some(&["user"])),
        (Platform::Metabase, None),
    ]);
    let difference = |connection: &str, kind| ProfileDifference {
        connection: connection.into(),
        kind,
    };
    assert_eq!(
        compare(&company, &wanted, "ana@x.example").differences,
        [
            difference(
                "actian",
                DifferenceKind::AccessMissing {
                    roles: roles(&["user"])
                }
            ),
            difference("metabase", DifferenceKind::AccessSurplus),
            difference(
                "pivot",
                DifferenceKind::Roles {
                    missing: roles(&["editor"]),
                    surplus: roles(&["analyst"]),
                }
            ),
        ]
    );
}

#[test]
fn what_is_not_known_is_never_called_less() {
    let mut company = company();
    company.model(Platform::Actian).is_down.set(true);
    company.reload(Assignments::default(), Vec::new());
    let actian = profile(&[
        (Platform::Pivot, Some(&["analyst"])),
        (Platform::Actian, Some(&["user"])),
    ]);
    assert_eq!(standing(&company, &actian), Standing::Unknown);
    let comparison = compare(&company, &actian, "ana@x.example");
    assert_eq!(comparison.differences.len(), 1);
    assert_eq!(comparison.differences[0].kind, DifferenceKind::Unknown);
    let pivot = profile(&[(Platform::Pivot, Some(&["analyst"]))]);
    assert_eq!(standing(&company, &pivot), Standing::Exactly);
    let mut elsewhere = Profile::default();
    elsewhere
        .entries
        .insert("gone".into(), ProfileEntry::NoAccess);
    assert_eq!(standing(&company, &elsewhere), Standing::Unknown);
}

#[test]
fn groups_that_the_platform_did_not_send_are_not_known() {
    let mut user = of_metabase(1, "ana@x.example");
    user.group_ids = None;
    let world = World::new(vec![user.into()]);
    let (people, lists) = (world.people(), world.lists());
    let ana = person(&people, &lists, "ana@x.example");
    let metabase = profile(&[(Platform::Metabase, Some(&["7"]))]);
    assert_eq!(metabase.compare(&people, &ana).standing, Standing::Unknown);
    assert_eq!(Profile::of_person("Ana", &people, &ana).entries.len(), 0);
}

#[test]
fn a_profile_that_is_made_from_a_person_is_what_they_have() {
    let company = company();
    let lists = company.world.lists();
    let ana = person(&company.people, &lists, "ana@x.example");
    let made = Profile::of_person("Analyst", &company.people, &ana);
    let expected = profile(&[
        (Platform::Pivot, Some(&["analyst"])),
        (Platform::Metabase, Some(&["7"])),
    ]);
    assert_eq!(made, expected);
    assert_eq!(
        made.compare(&company.people, &ana).standing,
        Standing::Exactly
    );
}

#[test]
fn a_scan_follows_what_changes() {
    let mut world = World::new(vec![
        pivot("ana", "ana@x.example"),
        pivot("bo", "bo@x.example"),
    ]);
    let mut people = world.people();
    let editor = profile(&[(Platform::Pivot, Some(&["editor"]))]);
    let mut scan = ProfileScan::new(vec![editor]);
    while scan.step(&people, &world.lists(), 1) {}
    assert_eq!(scan.count(0, Standing::Other), 2);
    assert_eq!(scan.count(0, Standing::Exactly), 0);
    // A role that no account had before.
    let changed = pivot_with("ana", "ana@x.example", &["editor"], None);
    world.0[0].update(vec![("ana".to_owned(), Some(changed))]);
    people.changed(0, &world.0[0], &["ana".to_owned()]);
    while people.step(&world.lists(), usize::MAX) {}
    while scan.step(&people, &world.lists(), 1) {}
    let ana = people.find(&person_key("ana@x.example")).unwrap();
    assert_eq!(scan.people(0, Standing::Exactly), [ana]);
    // Gone.
    world.0[0].update(vec![("ana".to_owned(), None)]);
    people.changed(0, &world.0[0], &["ana".to_owned()]);
    while people.step(&world.lists(), usize::MAX) {}
    while scan.step(&people, &world.lists(), 1) {}
    assert_eq!(scan.count(0, Standing::Exactly), 0);
    let all = Standing::ALL.iter().map(|one| scan.count(0, *one));
    assert_eq!(all.sum::<usize>(), 1);
}

fn any_records() -> impl Strategy<Value = Vec<Record>> {
    let one = (
        0..3_usize,
        0..4_u64,
        prop::collection::btree_set(0..3_usize, 0..3),
        any::<bool>(),
    );
    prop::collection::vec(one, 0..8).prop_map(|all| {
        let mut unique = std::collections::BTreeMap::new();
        for (platform, who, roles, is_enabled) in all {
            let address = format!("user{who}@x.example");
            let record = match PLATFORMS[platform] {
                Platform::Pivot => {
                    let names: Vec<&str> = roles.iter().map(|at| ["a", "b", "c"][*at]).collect();
                    let since = (!is_enabled).then_some("2025-12-01T00:00:00Z");
                    pivot_with(&format!("user{who}"), &address, &names, since)
                }
                Platform::Actian => of_actian(&address, if is_enabled { "user" } else { "admin" }),
                Platform::Metabase => {
                    let mut user = of_metabase(who + 1, &address);
                    user.is_active = Some(is_enabled);
                    user.group_ids =
                        Some(roles.iter().map(|at| *at as u64 + 7).chain([1]).collect());
                    user.into()
                }
            };
            unique.insert((platform, record.key()), record);
        }
        unique.into_values().collect()
    })
}

proptest! {
    #[test]
    fn the_scan_says_what_the_comparison_of_each_person_says(
        records in any_records(),
        wanted in prop::collection::btree_set(0..3_usize, 0..3),
        no_access: bool,
        budget in 1..5_usize,
    ) {
        let world = World::new(records);
        let (people, lists) = (world.people(), world.lists());
        let names: Vec<&str> = wanted.iter().map(|at| ["a", "b", "c"][*at]).collect();
        let groups: Vec<&str> = wanted.iter().map(|at| ["7", "8", "9"][*at]).collect();
        let profiles = vec![
            profile(&[(Platform::Pivot, Some(&names)), (Platform::Metabase, Some(&groups))]),
            profile(&[(Platform::Pivot, Some(&names)), (Platform::Actian, (!no_access).then_some(&["user"]))]),
        ];
        let mut scan = ProfileScan::new(profiles.clone());
        while scan.step(&people, &lists, budget) {}
        for (at, profile) in profiles.iter().enumerate() {
            for standing in Standing::ALL {
                let found: Vec<PersonId> = people
                    .ids()
                    .filter(|id| profile.compare(&people, &people.person(*id, &lists)).standing == *standing)
                    .collect();
                prop_assert_eq!(scan.people(at, *standing), found);
                prop_assert_eq!(scan.count(at, *standing), scan.people(at, *standing).len());
            }
        }
    }

    #[test]
    fn everyone_has_exactly_the_profile_that_is_made_from_them(records in any_records()) {
        let world = World::new(records);
        let (people, lists) = (world.people(), world.lists());
        for id in people.ids() {
            let person = people.person(id, &lists);
            let made = Profile::of_person("Any", &people, &person);
            let comparison = made.compare(&people, &person);
            prop_assert_eq!(comparison.standing, Standing::Exactly);
            prop_assert_eq!(comparison.differences, []);
        }
    }
}
