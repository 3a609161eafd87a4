//! What a record says, whichever platform it is from.

use crate::record::{Access, Field, LastSignIn, Record};
use wire::Platform;
use wire::pivot::Status;

/// A record of one user as its platform holds it.
pub(crate) trait UserRecord {
    /// See [`Record::platform`].
    fn platform(&self) -> Platform;

    /// See [`Record::key`].
    fn key(&self) -> String;

    /// See [`Record::field`].
    fn field(&self, field: Field) -> Option<&str>;

    /// See [`Record::access`].
    fn access(&self) -> Access;

    /// See [`Record::is_admin`].
    fn is_admin(&self) -> bool;

    /// See [`Record::role_ids`].
    fn role_ids(&self) -> Vec<String>;

    /// See [`Record::last_sign_in`].
    fn last_sign_in(&self) -> LastSignIn<'_> {
        LastSignIn::NotTold
    }

    /// See [`Record::joined`].
    fn joined(&self) -> Option<&str> {
        None
    }

    /// An address that the key is, where no field holds one.
    fn address_in_key(&self) -> Option<&str> {
        None
    }

    /// Whether the key is a number, which tells people nothing.
    fn has_numeric_key(&self) -> bool {
        false
    }

    /// See [`Record::status`].
    fn status(&self) -> Option<&Status> {
        None
    }

    /// See [`Record::is_orphan`].
    fn is_orphan(&self) -> bool {
        false
    }

    /// Whether all of the user was read.
    fn is_whole(&self) -> bool {
        true
    }

    /// The record with the status of another of the same name.
    fn with_status_of(&self, _other: &Record) -> Option<Record> {
        None
    }
}
