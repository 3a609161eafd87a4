//! The cells of one row.

use crate::separator::new_reader;
use csv_core::{ReadRecordResult, Reader};
use std::fmt;

/// The cells of one row. One value can be used for row after row, so that reading a long
/// file asks for little memory.
#[derive(Default)]
pub struct Cells {
    reader: Option<(u8, Reader)>,
    text: String,
    ends: Vec<usize>,
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Cells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a cell, without the apostrophe that keeps spreadsheets from taking it
    /// for a formula; empty where there is no such cell.
    pub fn get(&self, column: usize) -> &str {
        csv_table::unguarded(self.as_written(column))
    }

    /// The text of a cell with such an apostrophe; empty where there is no such cell.
    pub fn as_written(&self, column: usize) -> &str {
        let start = match column.checked_sub(1) {
            None => Some(0),
            Some(before) => self.ends.get(before).copied(),
        };
        let cell = start.zip(self.ends.get(column).copied());
        cell.and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or_default()
    }

    /// The texts of all cells, as [`Cells::get`] has them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|column| self.get(column))
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Reads a row whose quotes are balanced.
    pub(crate) fn read(&mut self, separator: u8, row: &str) {
        if self
            .reader
            .as_ref()
            .is_none_or(|(known, _)| *known != separator)
        {
            self.reader = Some((separator, new_reader(separator)));
        }
        let Some((_, reader)) = &mut self.reader else {
            return;
        };
        let mut output = std::mem::take(&mut self.text).into_bytes();
        output.clear();
        // Reading makes nothing longer.
        output.resize(row.len(), 0);
        let mut ends = std::mem::take(&mut self.ends);
        ends.resize(ends.capacity().max(64), 0);
        let (mut written, mut cells) = (0, 0);
        let mut input = if row.is_empty() {
            b"\n"
        } else {
            row.as_bytes()
        };
        loop {
            let (result, read, more_written, more_cells) = reader.read_record(
                input,
                output.get_mut(written..).unwrap_or_default(),
                ends.get_mut(cells..).unwrap_or_default(),
            );
            input = input.get(read..).unwrap_or_default();
            written += more_written;
            cells += more_cells;
            match result {
                ReadRecordResult::InputEmpty => input = b"\n",
                ReadRecordResult::OutputFull => output.resize(output.len() + 64, 0),
                ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        output.truncate(written);
        ends.truncate(cells);
        self.text = String::from_utf8(output).unwrap_or_default();
        self.ends = ends;
    }
}
