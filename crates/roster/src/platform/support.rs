//! What the rest of the console asks of a platform. Each platform answers it in
//! its own folder; nothing outside those folders knows which platform it has.
//!
//! There are two traits for the domain, because code that is fetched on demand is
//! found by what refers to it: every method of a trait that a list uses is part of
//! the first load, whether the list calls it or not.

use super::read::AllAccounts;
use super::verify::Verdict;
use super::{Column, Steps};
use crate::CallError;
use crate::accounts::Accounts;
use crate::capability::{Ability, RoleKind};
use crate::change::Change;
use crate::plan::{self, Reversible};
use crate::record::Record;
use crate::transport::DynTransport;
use futures::future::LocalBoxFuture;
use std::collections::HashMap;
use wire::console::Connection;
use wire::{Request, SegmentError};

/// What a list of users needs of its platform.
pub trait ListSupport {
    /// Its name within a sentence.
    fn name(&self) -> &'static str;

    /// What gives its users their permissions.
    fn role_kind(&self) -> RoleKind;

    /// Why it cannot do something; nothing where it can.
    fn unsupported_reason(&self, ability: Ability) -> Option<&'static str>;

    /// The roles to choose from, with their titles, where no list has them.
    fn fixed_roles(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The columns of the list. The first is what its users are called.
    fn columns(&self) -> &'static [Column];

    /// What to do where it refuses to list its users (403), where that is known.
    fn forbidden_advice(&self) -> Option<&'static str> {
        None
    }

    /// Reads all accounts; see [`crate::load`].
    fn load<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
    ) -> LocalBoxFuture<'a, Result<Accounts, CallError>>;

    /// The requests of [`ListSupport::load`] that must succeed.
    fn load_requests(&self, connection: &Connection) -> Vec<Result<Request, SegmentError>>;
}

/// What is asked of a platform before and after one of its users is changed.
pub(crate) trait ChangeSupport {
    /// The role or group that makes an administrator.
    fn admin_role(&self) -> String;

    /// Whether a user has exactly one role, so that another replaces it.
    fn has_one_role(&self) -> bool {
        false
    }

    /// The group that every user is in, if there is one.
    fn common_role(&self) -> Option<String> {
        None
    }

    /// Whether a record says which roles or groups its user has.
    fn knows_roles(&self, _record: &Record) -> bool {
        true
    }

    /// Whether an administrator who is enabled again is none any more.
    fn enabling_drops_admin(&self) -> bool {
        false
    }

    /// Whether a change can be undone.
    fn reversible(&self, change: &Change) -> Reversible {
        plan::usually_reversible(change)
    }

    /// The change that takes `change` back; see [`Change::inverse`].
    fn inverse(
        &self,
        change: &Change,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Option<Change> {
        change.usual_inverse(before, after)
    }

    /// Whether the requests for `change` write fields back that it is not about, so
    /// that `record` has to be read right before it is changed.
    fn writes_back(&self, change: &Change, _record: &Record) -> bool {
        change.is_about_fields()
    }

    /// The requests for a change to a user that is `before`; nothing was found of
    /// a user without. `now` is an RFC 3339 time in UTC with milliseconds.
    fn steps(
        &self,
        connection: &Connection,
        change: &Change,
        key: &str,
        before: Option<&Record>,
        now: &str,
    ) -> Steps;

    /// Whether a change can be planned although its user was not found.
    fn needs_no_user(&self, change: &Change) -> bool {
        change.needs_no_user()
    }

    /// Whether `change` shows in `after`, for a user that was `before`.
    fn verify(&self, change: &Change, before: Option<&Record>, after: Option<&Record>) -> Verdict;

    /// Reads one user as far as `change` is about it; nothing where there is none.
    /// What is not read is as `known` has it.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read_one<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
        change: &'a Change,
        key: &'a str,
        known: Option<&'a Record>,
    ) -> LocalBoxFuture<'a, Result<Option<Record>, CallError>>;

    /// Reads all users as far as `change` is about them.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read_all<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
        change: &'a Change,
        known: &'a HashMap<&'a str, &'a Record>,
    ) -> LocalBoxFuture<'a, Result<AllAccounts, CallError>>;
}
