//! How many accounts of a connection are what: figures for an overview.

use super::flags::Flags;
use super::index::People;
use super::slots::NONE;

/// How many accounts of a connection are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountCounts {
    /// All of them.
    pub accounts: usize,
    /// Those that can sign in, for sure.
    pub enabled: usize,
    /// Those that cannot, for sure.
    pub disabled: usize,
    /// Administrators that are not disabled.
    pub admins: usize,
    /// Those that are not disabled, by when they were used last: in the order of
    /// [`SignInAge::ALL`].
    pub by_age: [usize; 6],
}

/// How long ago an account was used last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInAge {
    /// Within the last 7 days.
    Week,
    /// Within the last 30 days.
    Month,
    /// Within the last 90 days.
    Quarter,
    /// Longer ago.
    Longer,
    /// Never.
    Never,
    /// The platform does not tell.
    NotTold,
}

impl SignInAge {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Longer,
        Self::Never,
        Self::NotTold,
    ];

    pub(super) fn new(flags: Flags, seen: Option<i64>, now: i64) -> Self {
        match seen {
            _ if flags.has(Flags::NEVER) => Self::Never,
            Some(seen) if flags.has(Flags::SIGNED_IN) => match (now - seen) / 86_400_000 {
                ..7 => Self::Week,
                7..30 => Self::Month,
                30..90 => Self::Quarter,
                _ => Self::Longer,
            },
            _ => Self::NotTold,
        }
    }
}

impl People {
    /// How many accounts of a connection are what. Before an account was matched it is
    /// counted among all of them only. `now` is in milliseconds since 1970.
    pub fn counts(&self, connection: usize, now: i64) -> AccountCounts {
        let mut counts = AccountCounts::default();
        let entry = self.connections.get(connection);
        for slot in entry.iter().flat_map(|entry| &entry.slots) {
            counts.accounts += 1;
            if self.slots.person(*slot) == NONE {
                continue;
            }
            let flags = self.slots.flags(*slot);
            counts.enabled += usize::from(flags.has(Flags::ENABLED));
            if flags.has(Flags::DISABLED) {
                counts.disabled += 1;
                continue;
            }
            counts.admins += usize::from(flags.has(Flags::ADMIN));
            let age = SignInAge::new(flags, self.slots.seen(*slot), now);
            counts.by_age[age as usize] += 1;
        }
        counts
    }

    /// The places of the administrators of a connection who can sign in, in its list.
    pub(super) fn enabled_admins(&self, connection: usize) -> impl Iterator<Item = usize> {
        let entry = self.connections.get(connection).into_iter();
        let slots = entry.flat_map(|entry| &entry.slots).enumerate();
        let is_admin = |slot: u32| {
            let flags = self.slots.flags(slot);
            flags.has(Flags::ADMIN) && flags.has(Flags::ENABLED)
        };
        slots.filter_map(move |(place, slot)| is_admin(*slot).then_some(place))
    }
}
