//! Files as they come, and the same files again.

mod bad_input;
mod encodings;
mod properties;
mod rows;

use crate::{Cells, Table, Writer, read};

fn table(file: &[u8]) -> Table {
    read(file.to_vec()).unwrap_or_else(|error| panic!("{error}"))
}

/// The cells of each row; none where it cannot be read.
fn rows(table: &Table) -> Vec<Vec<String>> {
    let mut cells = Cells::default();
    let rows = (0..table.len()).map(|row| {
        table.read_row(row, &mut cells);
        match table.problem(row) {
            None => cells.iter().map(str::to_owned).collect(),
            Some(_) => Vec::new(),
        }
    });
    rows.collect()
}

/// The file with what `cells` gives for each row in two more columns.
fn written(table: &Table, cells: impl Fn(usize) -> [String; 2]) -> Vec<u8> {
    let mut writer = Writer::new(table, ["Result", "Details"]);
    while writer.step(1, &cells) {}
    writer.finish()
}

/// The file without any more columns.
fn unchanged(table: &Table) -> Vec<u8> {
    let mut writer = Writer::new(table, []);
    while writer.step(1, |_| []) {}
    writer.finish()
}
