//! The rows of a comparison, each with a key of its own.

use crate::ui::row_keys::index;
use people_file::{Cells, Table};
use roster::people::{PersonId, ReconciledEntry, Reconciliation};
use roster::view::fold;

/// Adds a row of the file to a comparison.
pub(super) fn add_row(
    comparison: &mut Reconciliation,
    table: &Table,
    row: usize,
    cells: &mut Cells,
) {
    let number = table.number(row);
    if table.problem(row).is_some() {
        comparison.add_unread(number, table.text(row));
    } else {
        table.read_row(row, cells);
        comparison.add_row(number, |column| cells.get(column));
    }
}

/// How many of the entries are rows: all but those who are in no row, who follow.
fn row_count(comparison: &Reconciliation) -> usize {
    comparison
        .entries()
        .partition_point(|entry| entry.row.is_some())
}

/// What tells an entry from others for as long as the list is the same: its row, or, for
/// those who are in no row, the number of the person after all rows.
pub(super) fn key_of(comparison: &Reconciliation, place: usize) -> u32 {
    let rows = row_count(comparison);
    let entry = comparison.entries().get(place);
    let person = entry
        .filter(|_| place >= rows)
        .and_then(ReconciledEntry::person);
    match person {
        Some(person) => index(rows).saturating_add(person.number()),
        None => index(place),
    }
}

/// The place of the entry with a key.
pub(super) fn place_of(comparison: &Reconciliation, key: u32) -> Option<usize> {
    let rows = row_count(comparison);
    let number = match (key as usize).checked_sub(rows) {
        None => return Some(key as usize),
        Some(number) => index(number),
    };
    // They are in the order of their numbers.
    let absent = comparison.entries().get(rows..)?;
    let number_of = |entry: &ReconciledEntry| entry.person().map_or(0, PersonId::number);
    let found = absent.binary_search_by_key(&number, number_of);
    found.ok().map(|at| rows + at)
}

/// Whether each of these folded words is in the name, the address or the number of an entry.
pub(super) fn has_words(entry: &ReconciledEntry, words: &str) -> bool {
    let number = entry.row.map(|row| row.to_string()).unwrap_or_default();
    let texts = [fold(&entry.name), fold(&entry.address), number];
    let mut words = words.split_whitespace();
    words.all(|word| texts.iter().any(|text| text.contains(word)))
}
