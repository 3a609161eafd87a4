//! The kinds of rows that the server keeps about people: what tells the rows of a kind apart,
//! and where they are changed.

use crate::messages;
use roster::people::records::Records;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::hash::Hash;
use wire::console::people as rows;
use wire::console::people::{ASSIGNMENTS_PATH, DEPARTED_PATH, DISMISSALS_PATH, PROFILES_PATH};

/// Rows of one kind: what tells them apart, and where they are kept.
pub(super) trait Row: Clone + Serialize + DeserializeOwned + 'static {
    /// What tells one from others.
    type Key: Clone + Eq + Hash;
    /// A change of one.
    type Change: Serialize;

    /// Where they are changed.
    const PATH: &'static str;
    /// What is said where that fails.
    const FAILED: &'static str;

    fn rows(rows: &rows::People) -> &[Self];
    fn all(rows: &mut rows::People) -> &mut Vec<Self>;
    fn key(&self) -> Self::Key;
    fn version(&self) -> u64;
    fn last_change(&self) -> LastChange;

    /// The version of each row.
    fn versions(records: &Records) -> HashMap<Self::Key, u64> {
        let all = Self::rows(&records.rows).iter();
        all.map(|row| (row.key(), row.version())).collect()
    }

    /// Who changed the row with this key last, and when. Nothing is known of a row that was
    /// removed.
    fn changed_last(records: &Records, key: &Self::Key) -> LastChange {
        let mut all = Self::rows(&records.rows).iter();
        let row = all.find(|row| row.key() == *key);
        row.map_or_else(LastChange::default, Self::last_change)
    }
}

/// Who changed a row last, if known, and when (RFC 3339; empty if not known).
pub(super) type LastChange = (Option<String>, String);

/// A change before it is known which version it is of.
pub(super) type Unversioned<R> = (<R as Row>::Key, Box<dyn FnOnce(u64) -> <R as Row>::Change>);

/// Replaces the rows with these keys; a row that is gone is removed.
pub(super) fn replace<R: Row>(all: &mut Vec<R>, keys: Vec<R::Key>, new: Vec<Option<R>>) {
    let mut new: HashMap<R::Key, Option<R>> = keys.into_iter().zip(new).collect();
    all.retain_mut(|row| match new.remove(&row.key()) {
        None => true,
        Some(None) => false,
        Some(Some(other)) => {
            *row = other;
            true
        }
    });
    all.extend(new.into_values().flatten());
}

/// Says of a kind of row which field tells one from others, and where it is kept.
macro_rules! row {
    (
        $row:ty, $change:ty, $key:ident: $key_type:ty,
        $all:ident at $path:expr, or $failed:expr
    ) => {
        impl Row for $row {
            type Key = $key_type;
            type Change = $change;

            const PATH: &'static str = $path;
            const FAILED: &'static str = $failed;

            fn rows(rows: &rows::People) -> &[Self] {
                &rows.$all
            }

            fn all(rows: &mut rows::People) -> &mut Vec<Self> {
                &mut rows.$all
            }

            fn key(&self) -> $key_type {
                self.$key.clone()
            }

            fn version(&self) -> u64 {
                self.version
            }

            fn last_change(&self) -> LastChange {
                (self.by.clone(), self.at.clone())
            }
        }
    };
}

row!(
    rows::Assignment, rows::AssignmentChange, account: rows::AccountRef,
    assignments at ASSIGNMENTS_PATH, or messages::people::LINK_FAILED
);
row!(
    rows::Departed, rows::DepartedChange, person: String,
    departed at DEPARTED_PATH, or messages::people::DEPARTED_FAILED
);
row!(
    rows::Profile, rows::ProfileChange, name: String,
    profiles at PROFILES_PATH, or messages::profiles::NOT_SAVED
);
row!(
    rows::Dismissal, rows::DismissalChange, finding: rows::Finding,
    dismissals at DISMISSALS_PATH, or messages::people::DISMISSAL_FAILED
);

#[cfg(test)]
mod tests {
    use super::*;

    fn departed(person: &str, version: u64) -> rows::Departed {
        rows::Departed {
            person: person.to_owned(),
            name: person.to_owned(),
            receipt: None,
            version,
            at: "2026-11-01T00:00:00Z".to_owned(),
            by: None,
            via: None,
        }
    }

    #[test]
    fn rows_are_replaced_added_and_removed_and_others_stay() {
        let mut all = vec![departed("a", 1), departed("b", 2), departed("c", 3)];
        let keys = ["a", "b", "d"].map(str::to_owned).to_vec();
        let new = vec![Some(departed("a", 4)), None, Some(departed("d", 4))];
        replace(&mut all, keys, new);
        assert_eq!(all, [departed("a", 4), departed("c", 3), departed("d", 4)]);
    }
}
