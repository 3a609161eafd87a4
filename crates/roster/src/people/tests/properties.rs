//! What holds for matching in any company, whatever happens to it.

use super::world::*;
use crate::accounts::Accounts;
use crate::people::{AccountRef, Assignment, Assignments, LibraryRules, People};
use crate::record::Record;
use crate::{CallError, TransportError};
use proptest::prelude::*;
use std::collections::BTreeMap;
use wire::Platform;

/// An account of a random company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Drawn {
    connection: usize,
    number: u64,
    address: u8,
}

const ADDRESSES: [&str; 5] = [
    "",
    "ana@x.example",
    "ANA@X.example",
    "bo@x.example",
    "bo+1@x.example",
];

impl Drawn {
    fn record(&self) -> Record {
        let address = ADDRESSES[usize::from(self.address)];
        match PLATFORMS[self.connection] {
            Platform::Pivot => pivot(&format!("user{}", self.number), address),
            Platform::Actian => of_actian(&format!("{}{address}", self.number), "user"),
            Platform::Metabase => of_metabase(self.number, address).into(),
        }
    }

    fn account(&self) -> AccountRef {
        account(PLATFORMS[self.connection].id(), &self.record().key())
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (0..3_usize, 0..4_u64, 0..5_u8).prop_map(|(connection, number, address)| Drawn {
        connection,
        number,
        address,
    })
}

fn assignment() -> impl Strategy<Value = Option<Assignment>> {
    let with = |key: &'static str| Just(Some(Assignment::With(person_key(key))));
    prop_oneof![
        with("ana@x.example"),
        with("cy@x.example"),
        with("pivot:user1"),
        Just(Some(Assignment::Alone)),
        Just(None),
    ]
}

/// Those of `all` that can be together: one for each key, but for Pivot's namesakes.
fn company(all: &[Drawn]) -> Vec<Drawn> {
    let mut unique = BTreeMap::new();
    for one in all {
        unique.insert((one.connection, one.number), one.clone());
    }
    unique.into_values().collect()
}

fn world(drawn: &[Drawn]) -> World {
    World::new(drawn.iter().map(Drawn::record).collect())
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Event {
    /// There is an account, in place of the one with its number.
    Put(Drawn),
    /// There is an account less.
    Drop(usize),
    Assign(Drawn, Option<Assignment>),
    Reload(usize),
    Fail(usize),
    Forget(usize),
    Step(usize),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => drawn().prop_map(Event::Put),
        2 => (0..12_usize).prop_map(Event::Drop),
        2 => (drawn(), assignment()).prop_map(|(one, said)| Event::Assign(one, said)),
        1 => (0..3_usize).prop_map(Event::Reload),
        1 => (0..3_usize).prop_map(Event::Fail),
        1 => (0..3_usize).prop_map(Event::Forget),
        2 => (1..5_usize).prop_map(Event::Step),
    ]
}

fn people_of(world: &World, assignments: Assignments) -> People {
    let mut people = People::new(connections(), &LibraryRules);
    people.set_assignments(assignments, &[]);
    for (at, accounts) in world.0.iter().enumerate() {
        people.loaded(at, accounts);
    }
    people.step(&world.lists(), usize::MAX);
    people
}

proptest! {
    #[test]
    fn it_does_not_matter_in_which_order_anything_comes(
        all in prop::collection::vec(drawn(), 0..12),
        said in prop::collection::vec((drawn(), assignment()), 0..4),
        order in Just([0, 1, 2_usize]).prop_shuffle(),
        budget in 1..4_usize,
    ) {
        let world = world(&company(&all));
        let said = said.iter().filter_map(|(one, said)| Some((one.account(), said.clone()?)));
        let assignments: Assignments = said.collect();
        let expected = people_of(&world, assignments.clone());

        let lists: Vec<Option<&Accounts>> = order.iter().map(|at| Some(&world.0[*at])).collect();
        let connections = order.iter().map(|at| connection(PLATFORMS[*at])).collect();
        let mut people = People::new(connections, &LibraryRules);
        for (at, accounts) in world.0.iter().enumerate() {
            let place = order.iter().position(|one| *one == at).unwrap();
            people.loaded(place, accounts);
            people.step(&lists, budget);
        }
        people.set_assignments(assignments, &lists);
        while people.step(&lists, budget) {}
        prop_assert_eq!(grouped(&people, &lists), grouped(&expected, &world.lists()));
        for id in people.ids() {
            let one = people.person(id, &lists);
            let known = expected.find(one.key()).unwrap();
            let lists = world.lists();
            let other = expected.person(known, &lists);
            prop_assert_eq!(one.name(), other.name());
            prop_assert_eq!(one.addresses(), other.addresses());
        }
    }

    #[test]
    fn linking_and_unlinking_ends_where_it_began(
        all in prop::collection::vec(drawn(), 1..12),
        picked in any::<prop::sample::Index>(),
        said in assignment(),
    ) {
        let company = company(&all);
        let world = world(&company);
        let lists = world.lists();
        let mut people = world.people();
        let before = grouped(&people, &lists);
        let account = company[picked.index(company.len())].account();
        people.assign(&account, said, &lists);
        people.step(&lists, usize::MAX);
        people.assign(&account, None, &lists);
        people.step(&lists, usize::MAX);
        prop_assert_eq!(grouped(&people, &lists), before);
    }

    #[test]
    fn after_any_changes_it_is_as_if_all_were_loaded_at_once(
        events in prop::collection::vec(event(), 0..40),
    ) {
        let mut company: Vec<Drawn> = Vec::new();
        let mut now = world(&company);
        let mut people = now.people();
        let mut forgotten = [false; 3];
        for event in events {
            match event {
                Event::Put(one) => {
                    let is_it = |other: &Drawn| (other.connection, other.number) == (one.connection, one.number);
                    let mut keys = vec![one.account().key.to_string()];
                    keys.extend(company.iter().filter(|other| is_it(other)).map(|old| old.account().key.to_string()));
                    company.retain(|other| !is_it(other));
                    let connection = one.connection;
                    company.push(one);
                    now = world(&company);
                    if !forgotten[connection] {
                        people.changed(connection, &now.0[connection], &keys);
                    }
                }
                Event::Drop(at) if at < company.len() => {
                    let gone = company.remove(at);
                    now = world(&company);
                    if !forgotten[gone.connection] {
                        people.changed(gone.connection, &now.0[gone.connection], &[gone.account().key.to_string()]);
                    }
                }
                Event::Drop(_) => {}
                Event::Assign(one, said) => people.assign(&one.account(), said, &now.lists()),
                Event::Reload(at) => {
                    people.loaded(at, &now.0[at]);
                    forgotten[at] = false;
                }
                Event::Fail(at) => people.failed(at, CallError::Transport(TransportError::Network(String::new()))),
                Event::Forget(at) => {
                    people.cleared(at);
                    forgotten[at] = true;
                }
                Event::Step(budget) => {
                    people.step(&now.lists(), budget);
                }
            }
        }
        for (at, _) in forgotten.iter().enumerate().filter(|(_, is_forgotten)| **is_forgotten) {
            people.loaded(at, &now.0[at]);
        }
        while people.step(&now.lists(), 1) {}
        let expected = people_of(&now, people.assignments().clone());
        prop_assert_eq!(grouped(&people, &now.lists()), grouped(&expected, &now.lists()));
        for at in 0..3 {
            prop_assert_eq!(people.state(at).unwrap().unmatched, 0);
        }
    }
}
