//! The same file with more columns.

use crate::error::RowProblem;
use crate::reader::offset;
use crate::table::Table;

/// Writes a file that was read with `N` more columns, in slices. What was in it stays as
/// it is, to the byte: what separates cells, quotes, line ends, the encoding, its mark.
/// What is added cannot be taken for a formula (`csv-table`).
///
/// A row whose quotes are unbalanced gets no more cells: they would end up within one of
/// its own.
///
/// ```
/// let file = b"sep=;\r\nemail;name\r\nana@example.com;\"Sato; Ana\"\r\n";
/// let table = people_file::read(file.to_vec())?;
/// let mut writer = people_file::Writer::new(&table, ["Result"]);
/// while writer.step(1000, |row| [format!("row {}", table.number(row))]) {}
/// assert_eq!(
///     writer.finish(),
///     b"sep=;\r\nemail;name;Result\r\nana@example.com;\"Sato; Ana\";row 2\r\n",
/// );
/// # Ok::<(), people_file::FileError>(())
/// ```
#[derive(Debug)]
pub struct Writer<'a, const N: usize> {
    table: &'a Table,
    bytes: Vec<u8>,
    /// How much of the text is written, and how many rows.
    at: usize,
    row: usize,
    undecoded: usize,
}

impl<'a, const N: usize> Writer<'a, N> {
    /// Begins with the names of the columns that are added.
    pub fn new(table: &'a Table, names: [&str; N]) -> Self {
        let mut writer = Self {
            table,
            bytes: table.mark.clone(),
            at: 0,
            row: 0,
            undecoded: 0,
        };
        if let Some(end) = table.header_end {
            writer.copy_to(end);
            writer.add(offset(table.header.len()), names);
        }
        writer
    }

    /// Writes up to `budget` rows more, with what `cells` gives for the row of this place.
    /// Returns whether there are more.
    pub fn step(&mut self, budget: usize, mut cells: impl FnMut(usize) -> [String; N]) -> bool {
        let rows = self.table.rows.iter().enumerate();
        for (place, row) in rows.skip(self.row).take(budget) {
            self.copy_to(row.end as usize);
            self.row += 1;
            match row.problem {
                Some(RowProblem::Quotes) => {}
                // It would look as if it had all cells.
                Some(RowProblem::Cells { found, .. }) if found == self.table.width => {}
                Some(RowProblem::Cells { .. }) => self.add(self.table.width, cells(place)),
                _ => self.add(row.cells, cells(place)),
            }
        }
        self.row < self.table.rows.len()
    }

    /// The file; rows that are not written yet have no more cells.
    pub fn finish(mut self) -> Vec<u8> {
        self.copy_to(self.table.text.len());
        self.bytes
    }

    /// Adds cells to a row that has so many.
    fn add<S: AsRef<str>>(&mut self, count: u32, cells: [S; N]) {
        if N == 0 {
            return;
        }
        let separator = self.table.separator();
        let mut text = String::new();
        for _ in count..self.table.width {
            text.push(separator);
        }
        for cell in cells {
            text.push(separator);
            csv_table::push_cell(&mut text, cell.as_ref(), separator);
        }
        self.table.encoding.encode(&text, &mut self.bytes);
    }

    /// Writes the text of the file up to there.
    fn copy_to(&mut self, end: usize) {
        while let Some((at, unit)) = self.table.undecoded.get(self.undecoded) {
            let at = *at as usize;
            if at >= end {
                break;
            }
            self.copy(at);
            self.table.encoding.restore(*unit, &mut self.bytes);
            self.at = at + char::REPLACEMENT_CHARACTER.len_utf8();
            self.undecoded += 1;
        }
        self.copy(end);
    }

    fn copy(&mut self, end: usize) {
        let text = self.table.text.get(self.at..end).unwrap_or_default();
        self.table.encoding.encode(text, &mut self.bytes);
        self.at = self.at.max(end);
    }
}
