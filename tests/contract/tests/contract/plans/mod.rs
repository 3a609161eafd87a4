//! Roster's engine against the mock: what a plan sends, what is read back, what
//! is left when something goes wrong.

mod actian;
mod every_platform;
mod metabase;
mod pivot;
mod run;
mod someone_else;

use crate::mock::Mock;
use mock_server::Seed;
use roster::accounts::Accounts;
use roster::record::Field;
use roster::{Change, ChangeError, Outcome, Plan, Run, RunContext, load};
use wire::Platform;
use wire::console::Connection;
use wire::pivot::Generation;

const NOW: &str = "2026-01-15T09:30:00.000Z";
const ADMIN: &str = "admin@company.com";

/// A mock and its connection to one platform.
struct Bench {
    mock: Mock,
    connection: Connection,
}

impl Bench {
    async fn new(platform: Platform, seed: Seed) -> Self {
        Self::with(platform, seed, Generation::V2023_01).await
    }

    async fn with(platform: Platform, seed: Seed, generation: Generation) -> Self {
        let mock = Mock::start(seed, generation).await;
        let upstream = mock_server::connections(mock.address, generation)
            .into_iter()
            .find(|upstream| upstream.connection.platform == platform)
            .unwrap();
        Self {
            mock,
            connection: upstream.connection,
        }
    }

    async fn accounts(&self) -> Accounts {
        load(&self.mock, &self.connection).await.unwrap()
    }

    async fn plan(&self, change: Change, keys: &[&str]) -> Plan {
        Plan::new(&self.connection, &self.accounts().await, &change, keys)
    }

    async fn run(&self, change: Change, keys: &[&str]) -> Run {
        self.carry_out(self.plan(change, keys).await).await
    }

    async fn carry_out(&self, plan: Plan) -> Run {
        let run = Run::new(plan);
        let context = RunContext {
            now: NOW,
            on_change: &|_| {},
        };
        run.execute(&self.mock, &context).await;
        assert!(run.is_over());
        run
    }

    /// Forgets the calls that were made so far.
    async fn forget(&self) {
        self.mock.json("DELETE", "/__mock/requests", None).await;
    }

    /// The endpoints that were called since, in order.
    async fn calls(&self) -> Vec<String> {
        let journal = self.mock.json("GET", "/__mock/requests", None).await;
        let calls = journal["requests"].as_array().unwrap().iter();
        calls
            .map(|call| call["endpoint"].as_str().unwrap_or("?").to_owned())
            .collect()
    }

    async fn key(&self, email: &str) -> String {
        let accounts = self.accounts().await;
        let found = accounts
            .list
            .iter()
            .find(|account| account.field(Field::Email) == email || *account.key == *email);
        found.unwrap().key.to_string()
    }
}

fn outcome(run: &Run) -> Outcome {
    run.rows()[0].outcome.clone()
}

#[track_caller]
fn done(run: &Run) {
    for row in run.rows().iter() {
        assert!(matches!(row.outcome, Outcome::Done(_)), "{row:?}");
    }
}

#[track_caller]
fn failed(run: &Run) -> ChangeError {
    match outcome(run) {
        Outcome::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}

const DISABLE: Change = Change::Disable { since: None };
const ENABLE: Change = Change::Enable {
    restore_admin: false,
};
