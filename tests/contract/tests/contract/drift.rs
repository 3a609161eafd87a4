//! That the demo shows every kind of drift: its company as the platforms list it, and
//! what it has on record in its console.

use crate::mock::Mock;
use mock_server::{Options, Seed, World, app, connections, fill_console};
use roster::load;
use roster::people::{
    Departed, DriftContext, DriftKind, DriftScan, DriftSettings, LibraryRules, People,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::console::people::PEOPLE_PATH;
use wire::pivot::Generation;

/// The time in the demo: its dates are relative to it.
const NOW: &str = "2031-07-01T09:30:00Z";

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

/// What a console of the demo has on record about people.
async fn on_record() -> Value {
    let console = gateway::router(gateway::Config::new(Vec::new(), "-".into())).unwrap();
    fill_console(&console, Seed::Demo).await.unwrap();
    let console = Mock::serve(console).await;
    let headers = [("sec-fetch-site", "same-origin")];
    let answer = console.call("GET", PEOPLE_PATH, &headers, None).await;
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn the_demo_shows_every_kind_of_drift_and_few_cases_of_each() {
    let record = on_record().await;
    for generation in [Generation::V2023_01, Generation::Current] {
        let world = World::new(Options {
            seed: Seed::Demo,
            clock: NOW.parse().unwrap(),
            generation,
            ..Options::default()
        });
        let mock = Mock::serve(app(world)).await;
        let connections = connections(mock.address, generation).into_iter();
        let connections: Vec<_> = connections.map(|upstream| upstream.connection).collect();
        let mut accounts = Vec::new();
        for connection in &connections {
            accounts.push(load(&mock, connection).await.unwrap());
        }
        let lists: Vec<_> = accounts.iter().map(Some).collect();
        let mut people = People::new(connections, &LibraryRules);
        for (at, accounts) in accounts.iter().enumerate() {
            people.loaded(at, accounts);
        }
        people.set_departed(read::<Vec<Departed>>(&record["departed"]));
        while people.step(&lists, usize::MAX) {}

        let settings: DriftSettings = read(&record["settings"]);
        let context = DriftContext::new(settings, Vec::new(), NOW);
        let mut scan = DriftScan::default();
        while scan.step(&people, &lists, &context, usize::MAX) {}
        let counts = DriftKind::ALL.iter().map(|kind| (*kind, scan.count(*kind)));
        let counts: Vec<_> = counts.collect();
        for (kind, count) in &counts {
            assert!((1..=6).contains(count), "{kind:?}: {counts:?}");
        }
        let departed = scan.people(DriftKind::DepartedEnabled);
        let names = departed.iter().map(|id| people.person(*id, &lists).name());
        assert_eq!(names.collect::<Vec<_>>(), ["Yusuf Demir"]);
    }
}
