//! The accounts of every connection, loaded and matched to people.

use super::End;
use super::console::Console;
use super::output::say;
use anyhow::Result;
use futures::future::join_all;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use roster::accounts::Accounts;
use roster::people::records::Records;
use roster::people::{
    LibraryRules, Lists, NormalisedAddress, People, PersonId, PersonKey, UnknownReason,
};
use wire::console::Connection;

/// How many accounts are matched at a time. Nothing else has to run in between.
const BUDGET: usize = 10_000;

/// The accounts of every connection, matched to people.
pub(super) struct Loaded {
    pub(super) people: People,
    pub(super) records: Records,
    lists: Vec<Option<Accounts>>,
    /// When they were loaded.
    pub(super) at: Timestamp,
}

impl Loaded {
    /// Loads what is kept about people, and all connections at the same time. One that
    /// cannot be loaded is unknown; one whose secret users enter is not tried.
    pub(super) async fn new(console: &Console) -> Result<Self> {
        Ok(Self::load(console, console.records().await?).await)
    }

    /// Loads everything again. Where what is kept about people cannot be read any more, it
    /// counts as it was: what was done has to be read back.
    pub(super) async fn again(&self, console: &Console) -> Result<Self> {
        let records = match console.records().await {
            Ok(records) => records,
            Err(error) => {
                say(&format!(
                    "what is kept about people cannot be read again: {error:#}"
                ));
                Records::read(self.records.rows.clone())?
            }
        };
        Ok(Self::load(console, records).await)
    }

    async fn load(console: &Console, records: Records) -> Self {
        let connections = console.connections();
        let loads = connections.iter().map(async |connection| {
            if connection.ask {
                return None;
            }
            Some(roster::load(&console.via(connection), connection).await)
        });
        let loads = join_all(loads).await;
        let mut people = People::new(connections.to_vec(), &LibraryRules);
        let mut lists = Vec::new();
        for (at, loaded) in loads.into_iter().enumerate() {
            lists.push(match loaded {
                None => None,
                Some(Ok(accounts)) => {
                    people.loaded(at, &accounts);
                    Some(accounts)
                }
                Some(Err(problem)) => {
                    people.failed(at, problem);
                    None
                }
            });
        }
        let mut loaded = Self {
            people,
            records,
            lists,
            at: Timestamp::now(),
        };
        let lists: Vec<Option<&Accounts>> = loaded.lists.iter().map(Option::as_ref).collect();
        let people = &mut loaded.people;
        people.set_assignments(loaded.records.assignments.clone(), &lists);
        people.set_departed(loaded.records.departed.clone());
        while people.step(&lists, BUDGET) {}
        loaded
    }

    /// What `read` makes of the people and the lists of their accounts.
    pub(super) fn read<T>(&self, read: impl FnOnce(&People, Lists<'_>) -> T) -> T {
        let lists: Vec<Option<&Accounts>> = self.lists.iter().map(Option::as_ref).collect();
        read(&self.people, &lists)
    }

    /// The connections, and why it is not known who has an account there.
    pub(super) fn connections(
        &self,
    ) -> impl Iterator<Item = (usize, &Connection, Option<UnknownReason<'_>>)> {
        let connections = self.people.connections().enumerate();
        connections.map(|(at, connection)| {
            let state = self.people.state(at);
            let reason = state.map_or(Some(UnknownReason::NotLoaded), |state| {
                state.unknown_reason()
            });
            (at, connection, reason)
        })
    }

    /// Says which connections are not known. Those whose secret users enter in the console
    /// are none that a script could wait for; others make the result incomplete.
    pub(super) fn say_unknown(&self) -> End {
        let mut end = End::Fine;
        for (_, connection, reason) in self.connections() {
            let Connection { id, label, ask, .. } = connection;
            let Some(reason) = reason else {
                continue;
            };
            if *ask {
                say(&format!(
                    "{id} is left out: users enter the secret of {label} in the console"
                ));
                continue;
            }
            end = End::Incomplete;
            match reason {
                UnknownReason::Failed(problem) => {
                    say(&format!(
                        "{id} is unknown: its users could not be loaded: {problem}"
                    ));
                }
                UnknownReason::Incomplete => {
                    say(&format!(
                        "{id} is not complete: {label} did not list all of its users"
                    ));
                }
                UnknownReason::NotLoaded => say(&format!("{id} is unknown: it is not loaded")),
            }
        }
        end
    }

    /// The place of the connection with this ID.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.people.connections().position(|one| one.id == id)
    }

    /// The ID of the role or group of this ID or name on the connection at a place.
    pub(super) fn role(&self, connection: usize, text: &str) -> Option<String> {
        let roles = &self.lists.get(connection)?.as_ref()?.roles;
        let by_id = roles.iter().find(|role| *role.id == *text);
        let role = by_id.or_else(|| roles.iter().find(|role| *role.title == *text))?;
        Some(role.id.to_string())
    }

    /// The person that `text` names by their key, by the address in it, or by another of
    /// their addresses.
    pub(super) fn find(&self, text: &str) -> Option<PersonId> {
        let address = NormalisedAddress::new(text, &LibraryRules);
        let Some(address) = address else {
            return self.people.find(&text.parse::<PersonKey>().ok()?);
        };
        let key = PersonKey::Address(address.clone());
        self.people.find(&key).or_else(|| {
            self.read(|people, lists| {
                people.ids().find(|id| {
                    let addresses = people.person(*id, lists).addresses();
                    let mut addresses = addresses
                        .iter()
                        .filter_map(|one| NormalisedAddress::new(one, &LibraryRules));
                    addresses.any(|one| one == address)
                })
            })
        })
    }
}

/// The current time: RFC 3339 in UTC with milliseconds.
pub(super) fn now() -> String {
    rfc3339(Timestamp::now())
}

/// `time` as RFC 3339 in UTC with milliseconds.
pub(super) fn rfc3339(time: Timestamp) -> String {
    let time = time.to_zoned(TimeZone::UTC);
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
