//! What the page knows about a connection's users, and what it does.

use crate::announce::announce;
use crate::connections::{Health, Known};
use crate::task::spawn;
use crate::time;
use crate::transport::Browser;
use crate::words::{self, Problem};
use leptos::prelude::*;
use roster::pivot::{self, People};
use roster::{Access, AccessChange, AccessError, Account, Left};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use wire::console::Connection;

/// The users of one connection. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(super) struct Users(Arc<Inner>);

pub(super) struct Inner {
    known: Known,
    transport: Browser,
    /// Everyone, in the order the platform's names sort in.
    pub(super) rows: ArcRwSignal<Vec<Row>>,
    /// Names of statuses without a user.
    pub(super) orphans: ArcRwSignal<Vec<String>>,
    /// When `rows` was loaded, in milliseconds since 1970.
    pub(super) loaded_at: ArcRwSignal<Option<f64>>,
    /// Whether a load is on its way.
    pub(super) loading: ArcRwSignal<bool>,
    /// Why the last load came to nothing.
    pub(super) problem: ArcRwSignal<Option<Problem>>,
    /// Changes that came to nothing.
    pub(super) failures: ArcRwSignal<Vec<Failure>>,
    /// Counts everything that happens, to tell what came first.
    clock: ArcStoredValue<u32>,
}

impl Deref for Users {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// One user as a row. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(super) struct Row {
    /// Tells rows apart where names do not, for as long as the text is the same.
    pub(super) id: u32,
    pub(super) account: Arc<Account>,
    /// Outlives the text: a change can be on its way while the text changes.
    pub(super) state: ArcRwSignal<RowState>,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Whether a row's user can sign in.
pub(super) struct RowState {
    /// As the platform said last.
    seen: Access,
    /// As asked for, until the platform has said what became of it.
    asked: Option<Access>,
    /// When `seen` was last learnt from a change.
    learnt: u32,
}

impl RowState {
    /// What to show: what was asked for, or else what was seen.
    pub(super) fn shown(&self) -> &Access {
        self.asked.as_ref().unwrap_or(&self.seen)
    }

    /// Whether a change is on its way.
    pub(super) const fn is_pending(&self) -> bool {
        self.asked.is_some()
    }
}

/// A change that came to nothing.
#[derive(Clone)]
pub(super) struct Failure {
    pub(super) row: Row,
    /// What was asked for.
    pub(super) enable: bool,
    pub(super) problem: Problem,
    /// Tells failures apart.
    pub(super) serial: u32,
}

impl Users {
    /// Nobody yet, and a load on its way.
    pub(super) fn start(known: Known) -> Self {
        let transport = Browser::new(known.connection.id.clone());
        let users = Self(Arc::new(Inner {
            known,
            transport,
            rows: ArcRwSignal::new(Vec::new()),
            orphans: ArcRwSignal::new(Vec::new()),
            loaded_at: ArcRwSignal::new(None),
            loading: ArcRwSignal::new(false),
            problem: ArcRwSignal::new(None),
            failures: ArcRwSignal::new(Vec::new()),
            clock: ArcStoredValue::new(0),
        }));
        users.load();
        users
    }

    fn tick(&self) -> u32 {
        let mut clock = self.clock.write_value();
        *clock += 1;
        *clock
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.known.connection
    }

    /// Loads everyone, again. The rows there are stay until others come.
    pub(super) fn load(&self) {
        if self.loading.get_untracked() {
            return;
        }
        self.loading.set(true);
        let users = self.clone();
        spawn(async move {
            let started = users.tick();
            let again = users.loaded_at.get_untracked().is_some();
            match pivot::people(&users.transport).await {
                Ok(people) => {
                    if again {
                        let count = time::number(people.accounts.len());
                        announce(&[&*count, " users loaded"].concat());
                    }
                    users.take(people, started);
                }
                Err(error) => {
                    users.known.health.set(Health::Failed);
                    let problem = words::users_failed(users.connection(), &error);
                    users.problem.set(Some(problem));
                }
            }
            users.loading.set(false);
        });
    }

    /// Shows what a load that began at `started` brought.
    fn take(&self, people: People, started: u32) {
        let rows = self.merged(people.accounts, started);
        self.rows.set(rows);
        self.orphans.set(people.orphans);
        self.loaded_at.set(Some(time::now()));
        self.problem.set(None);
        self.known.health.set(Health::Fine);
    }

    /// Rows for `accounts`, of those there are where they say the same: what
    /// does not change is not drawn again, and changes on their way go on.
    fn merged(&self, accounts: Vec<Account>, started: u32) -> Vec<Row> {
        let before = self.rows.read_untracked();
        // Names can occur twice: then the first goes with the first.
        let mut by_name: HashMap<&str, Vec<&Row>> = HashMap::with_capacity(before.len());
        for row in before.iter().rev() {
            by_name.entry(&row.account.name).or_default().push(row);
        }
        accounts
            .into_iter()
            .map(
                |account| match by_name.get_mut(&*account.name).and_then(Vec::pop) {
                    None => {
                        let state = ArcRwSignal::new(RowState {
                            seen: account.access.clone(),
                            asked: None,
                            learnt: 0,
                        });
                        self.row(account, state)
                    }
                    Some(row) => {
                        row.see(&account.access, started);
                        if same_text(&row.account, &account) {
                            row.clone()
                        } else {
                            self.row(account, row.state.clone())
                        }
                    }
                },
            )
            .collect()
    }

    fn row(&self, account: Account, state: ArcRwSignal<RowState>) -> Row {
        Row {
            id: self.tick(),
            account: Arc::new(account),
            state,
        }
    }

    /// Switches a row's access; the row shows it at once and is pending until
    /// the platform has been asked again. A row that is pending is left alone.
    pub(super) fn switch(&self, row: &Row, enable: bool) {
        let name = &*row.account.name;
        if row.state.read_untracked().is_pending() {
            announce(&["Access for ", name, " is still being changed"].concat());
            return;
        }
        let now = time::now_rfc3339();
        row.state.update(|state| {
            state.asked = Some(if enable {
                Access::Enabled
            } else {
                Access::Disabled { since: now.clone() }
            });
        });
        let users = self.clone();
        let row = row.clone();
        spawn(async move {
            let name = &row.account.name;
            let outcome = pivot::set_access(&users.transport, name, enable, &now).await;
            users.settle(&row, enable, &now, outcome);
        });
    }

    /// Shows what became of a change.
    fn settle(
        &self,
        row: &Row,
        enable: bool,
        now: &str,
        outcome: Result<AccessChange, AccessError>,
    ) {
        let name = &*row.account.name;
        let serial = self.tick();
        let of_this_row = |failure: &Failure| failure.row.state == row.state;
        match outcome {
            Ok(change) => {
                self.learn(row, Some(&change.after), serial);
                self.failures
                    .update(|all| all.retain(|one| !of_this_row(one)));
                announce(
                    &[
                        "Access for ",
                        name,
                        if enable { " is on" } else { " is off" },
                        ", read back from ",
                        words::speaker(self.connection().platform),
                    ]
                    .concat(),
                );
            }
            Err(error) => {
                let left = match error.left() {
                    Left::Known(access) => Some(access),
                    Left::Unchanged | Left::Unknown => None,
                };
                self.learn(row, left.as_ref(), serial);
                let failure = Failure {
                    row: row.clone(),
                    enable,
                    problem: words::access_failed(self.connection(), name, enable, now, &error),
                    serial,
                };
                self.failures.update(|all| {
                    all.retain(|one| !of_this_row(one));
                    all.insert(0, failure);
                });
            }
        }
    }

    /// The change of `row` is over, and the platform says `access` now, where
    /// that is known. It says so by name: rows of the same name share it.
    fn learn(&self, row: &Row, access: Option<&Access>, when: u32) {
        row.state.update(|state| state.asked = None);
        let Some(access) = access else { return };
        let rows = self.rows.read_untracked();
        let namesakes = rows
            .iter()
            .filter(|one| one.account.name == row.account.name);
        for one in namesakes.chain([row]) {
            one.state.update(|state| {
                state.seen = access.clone();
                state.learnt = when;
            });
        }
    }

    /// Takes a failure off the page.
    pub(super) fn dismiss(&self, serial: u32) {
        self.failures
            .update(|all| all.retain(|one| one.serial != serial));
    }
}

impl Row {
    /// Takes over what a load that began at `started` says, unless a change
    /// has said something later.
    fn see(&self, access: &Access, started: u32) {
        let news = {
            let state = self.state.read_untracked();
            state.learnt < started && state.seen != *access
        };
        if news {
            self.state.update(|state| state.seen = access.clone());
        }
    }
}

/// Whether a row would show the same, but for the status.
fn same_text(one: &Account, other: &Account) -> bool {
    one.name == other.name
        && one.first_name == other.first_name
        && one.last_name == other.last_name
        && one.email == other.email
        && one.roles == other.roles
}
