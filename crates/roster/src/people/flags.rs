//! What searching, sorting and filtering people needs of an account, in bits.

use crate::accounts::Account;
use crate::record::{Access, LastSignIn};
use crate::view::millis;
use std::ops::BitOr;

/// Some of what an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(u16);

impl Flags {
    pub(super) const NONE: Self = Self(0);
    /// It can sign in, for sure.
    pub(super) const ENABLED: Self = Self(1);
    /// It cannot sign in, for sure.
    pub(super) const DISABLED: Self = Self(1 << 1);
    /// Pivot: it has no status.
    pub(super) const NO_RECORD: Self = Self(1 << 2);
    pub(super) const ADMIN: Self = Self(1 << 3);
    /// It was never used.
    pub(super) const NEVER: Self = Self(1 << 4);
    /// It was used.
    pub(super) const SIGNED_IN: Self = Self(1 << 5);
    /// It has an address to match by.
    pub(super) const ADDRESS: Self = Self(1 << 6);
    /// An administrator has linked it to its person.
    pub(super) const LINKED: Self = Self(1 << 7);
    /// An administrator has taken it apart.
    pub(super) const ALONE: Self = Self(1 << 8);

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What `account` is by itself, and when it was last used (or made, if it never
    /// was) in milliseconds since 1970.
    pub(super) fn of_account(account: &Account) -> (Self, Option<i64>) {
        let access = match account.access() {
            Access::Enabled | Access::Always => Self::ENABLED,
            Access::NoRecord => Self::ENABLED | Self::NO_RECORD,
            Access::Disabled { .. } => Self::DISABLED,
            Access::Unknown => Self::NONE,
        };
        let admin = if account.is_admin() {
            Self::ADMIN
        } else {
            Self::NONE
        };
        let (sign_in, seen) = match account.last_sign_in() {
            LastSignIn::NotTold => (Self::NONE, None),
            LastSignIn::Never => (Self::NEVER, account.record.joined().and_then(millis)),
            LastSignIn::At(time) => (Self::SIGNED_IN, millis(time)),
        };
        (access | admin | sign_in, seen)
    }
}

impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
