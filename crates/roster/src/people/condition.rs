//! What a list of people can be filtered and sorted by, as it is now.

use super::counts::SignInAge;
use super::flags::Flags;
use super::index::{People, PersonId};
use super::person::PersonFlag;

const DAY: i64 = 86_400_000;

/// A condition that a person meets or not. Connections are places in
/// [`People::connections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Can sign in there.
    Enabled(usize),
    /// Cannot sign in there, for sure: no account, or only disabled ones.
    Lacks(usize),
    /// Has an account there, in whichever state.
    HasAccount(usize),
    /// May have an account there that is not known.
    UnknownOn(usize),
    /// Can sign in anywhere.
    EnabledAnywhere,
    /// Can sign in on one connection and has a disabled account on another; on these,
    /// where they are given.
    EnabledAndDisabled {
        /// Where they can sign in.
        enabled: Option<usize>,
        /// Where they are disabled.
        disabled: Option<usize>,
    },
    /// Is an administrator anywhere, with an account that is not disabled.
    Admin,
    /// Has never signed in on a platform that tells.
    NeverSignedIn,
    /// Has not signed in for so many days on any platform that tells. Those who never
    /// did count from when their account was made.
    NotSignedInFor {
        /// How many days.
        days: u32,
    },
    /// Has an account that is not disabled and was used last so long ago; there, where a
    /// connection is given. Those that [`AccountCounts::by_age`] counts.
    ///
    /// [`AccountCounts::by_age`]: super::AccountCounts::by_age
    LastUsed {
        /// Where the account is.
        connection: Option<usize>,
        /// How long ago it was used.
        age: SignInAge,
    },
    /// Has left.
    Departed,
    /// Has accounts on one connection only, so that nothing was matched.
    Unmatched,
    /// Has an account without an address to match by.
    NoAddress,
}

/// A column to sort people by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleColumn {
    /// Their name.
    Name,
    /// Their address.
    Address,
    /// What they have on a connection: enabled first.
    Connection(usize),
    /// When they signed in last, anywhere.
    LastSignIn,
    /// How many accounts they have.
    Accounts,
    /// What is worth showing beside their name: by the first of it, as
    /// [`PersonFlag`] orders them.
    Flags,
}

impl People {
    /// Whether a person meets a condition. `now` is in milliseconds since 1970.
    pub fn meets(&self, person: PersonId, condition: Condition, now: i64) -> bool {
        match condition {
            Condition::Enabled(connection) => {
                self.any_on(person, connection, |flags| flags.has(Flags::ENABLED))
            }
            Condition::Lacks(connection) => {
                let may_sign_in = |flags: Flags| !flags.has(Flags::DISABLED);
                !self.any_on(person, connection, may_sign_in)
                    && !self.meets(person, Condition::UnknownOn(connection), now)
            }
            Condition::HasAccount(connection) => self.any_on(person, connection, |_| true),
            Condition::UnknownOn(connection) => {
                let state = self.state(connection);
                !self.any_on(person, connection, |_| true)
                    && state.is_none_or(|state| state.unknown_reason().is_some())
            }
            Condition::EnabledAnywhere => self.any(person, |_, flags| flags.has(Flags::ENABLED)),
            Condition::EnabledAndDisabled { enabled, disabled } => {
                let on = |wanted: Option<usize>, flag| {
                    self.any(person, |connection, flags| {
                        flags.has(flag) && wanted.is_none_or(|wanted| wanted == connection)
                    })
                };
                on(enabled, Flags::ENABLED) && on(disabled, Flags::DISABLED)
            }
            Condition::Admin => self.any(person, |_, flags| {
                flags.has(Flags::ADMIN) && !flags.has(Flags::DISABLED)
            }),
            Condition::NeverSignedIn => {
                self.any(person, |_, flags| {
                    flags.has(Flags::NEVER) && !flags.has(Flags::DISABLED)
                }) && !self.any(person, |_, flags| flags.has(Flags::SIGNED_IN))
            }
            Condition::NotSignedInFor { days } => self.is_idle(person, now - i64::from(days) * DAY),
            Condition::LastUsed { connection, age } => self.chain(person).any(|slot| {
                let flags = self.slots.flags(slot);
                !flags.has(Flags::DISABLED)
                    && connection.is_none_or(|on| on == self.slots.connection(slot))
                    && SignInAge::new(flags, self.slots.seen(slot), now) == age
            }),
            Condition::Departed => self.departed(person).is_some(),
            Condition::Unmatched => {
                let mut connections = self.chain(person).map(|slot| self.slots.connection(slot));
                let first = connections.next();
                first.is_some_and(|first| connections.all(|one| one == first))
            }
            Condition::NoAddress => self.any(person, |_, flags| !flags.has(Flags::ADDRESS)),
        }
    }

    /// Whether someone who can sign in has not done so since a time, as far as is told.
    fn is_idle(&self, person: PersonId, since: i64) -> bool {
        let told = |slot: &u32| self.slots.flags(*slot).has(Flags::NEVER | Flags::SIGNED_IN);
        let mut seen = self
            .chain(person)
            .filter(told)
            .map(|slot| self.slots.seen(slot));
        self.any(person, |_, flags| !flags.has(Flags::DISABLED))
            && self.chain(person).any(|slot| told(&slot))
            && seen.all(|seen| seen.is_none_or(|seen| seen <= since))
    }

    pub(super) fn chain(&self, person: PersonId) -> impl Iterator<Item = u32> {
        self.slots.chain(self.groups.first(person.0))
    }

    fn any(&self, person: PersonId, is_it: impl Fn(usize, Flags) -> bool) -> bool {
        self.chain(person)
            .any(|slot| is_it(self.slots.connection(slot), self.slots.flags(slot)))
    }

    fn any_on(&self, person: PersonId, on: usize, is_it: impl Fn(Flags) -> bool) -> bool {
        self.any(person, |connection, flags| connection == on && is_it(flags))
    }

    /// What is worth showing beside a person's name, in its order. `differing_names` says
    /// whether the names of their accounts differ: the lists know.
    pub(super) fn flags(
        &self,
        person: PersonId,
        differing_names: bool,
    ) -> impl Iterator<Item = PersonFlag> {
        let has = move |flag| self.any(person, |_, flags| flags.has(flag));
        let on_same = move |slot: u32| {
            let others = self.chain(person).filter(move |other| *other != slot);
            let on = self.slots.connection(slot);
            others
                .map(|other| self.slots.connection(other))
                .any(|other| other == on)
        };
        let is_held = move |flag: &PersonFlag| match flag {
            PersonFlag::Departed => self.departed(person).is_some(),
            PersonFlag::Admin => self.meets(person, Condition::Admin, 0),
            PersonFlag::EnabledAndDisabled => has(Flags::ENABLED) && has(Flags::DISABLED),
            PersonFlag::SeveralAccounts => self.chain(person).any(on_same),
            PersonFlag::DifferingNames => differing_names,
            PersonFlag::Assigned => has(Flags::LINKED | Flags::ALONE),
        };
        PersonFlag::ALL.into_iter().filter(is_held)
    }

    /// What a column sorts a person by, where that is a number. `differing_names` as in
    /// [`People::flags`].
    pub(super) fn sort_number(
        &self,
        person: PersonId,
        column: PeopleColumn,
        differing_names: bool,
    ) -> Option<i64> {
        match column {
            PeopleColumn::Name | PeopleColumn::Address => None,
            PeopleColumn::Connection(on) => {
                let slots = self
                    .chain(person)
                    .filter(|slot| self.slots.connection(*slot) == on);
                let rank = |slot| match self.slots.flags(slot) {
                    flags if flags.has(Flags::NO_RECORD) => 1,
                    flags if flags.has(Flags::ENABLED) => 0,
                    flags if flags.has(Flags::DISABLED) => 3,
                    _ => 2,
                };
                slots.map(rank).min()
            }
            PeopleColumn::LastSignIn => {
                let used = |slot: &u32| self.slots.flags(*slot).has(Flags::SIGNED_IN);
                let times = self.chain(person).filter(used);
                times.filter_map(|slot| self.slots.seen(slot)).max()
            }
            PeopleColumn::Accounts => i64::try_from(self.chain(person).count()).ok(),
            PeopleColumn::Flags => {
                let first = self.flags(person, differing_names).next()?;
                let place = PersonFlag::ALL.iter().position(|flag| *flag == first);
                place.and_then(|place| i64::try_from(place).ok())
            }
        }
    }
}
