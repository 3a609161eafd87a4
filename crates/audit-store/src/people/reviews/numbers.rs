//! Numbers as the database has them.

/// How many something is, as the database has it.
pub(super) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// A number for the database; the largest there is for one that it has no room for.
pub(super) fn bound(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number of a change for the database; the largest there is for one that it has no
/// room for, which no change has.
pub(super) fn version(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
