//! A file that was read.

use crate::cells::Cells;
use crate::encoding::{Encoding, Unit};
use crate::error::RowProblem;

/// The rows of a file, as they are in it. Cells are separated when they are asked for.
///
/// ```
/// let file = "E-Mail;Vorname\r\nana@example.com;Ana\r\n";
/// let table = people_file::read(file.as_bytes().to_vec())?;
/// assert_eq!(table.header(), ["E-Mail", "Vorname"]);
/// let mut cells = people_file::Cells::default();
/// table.read_row(0, &mut cells);
/// assert_eq!(cells.get(1), "Ana");
/// assert_eq!(table.number(0), 2);
/// # Ok::<(), people_file::FileError>(())
/// ```
#[derive(Debug)]
pub struct Table {
    pub(crate) text: String,
    pub(crate) undecoded: Vec<(u32, Unit)>,
    pub(crate) encoding: Encoding,
    pub(crate) mark: Vec<u8>,
    pub(crate) separator: u8,
    pub(crate) header: Vec<String>,
    /// Where the row with the names of the columns ends.
    pub(crate) header_end: Option<usize>,
    /// As many cells as the longest row that is read has; more than there are columns
    /// where rows end with empty cells.
    pub(crate) width: u32,
    pub(crate) rows: Vec<RowEntry>,
}

/// Where a row is, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowEntry {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) number: u32,
    pub(crate) cells: u32,
    pub(crate) problem: Option<RowProblem>,
}

impl Table {
    /// The names of the columns, trimmed; each is empty where the file has no names.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Whether the file has names of columns. It has none if its first row has an email
    /// address.
    pub const fn has_header(&self) -> bool {
        self.header_end.is_some()
    }

    /// The names that more than one column has, each once.
    pub fn repeated_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.header.iter().map(String::as_str).collect();
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        let repeated = names.chunk_by(|one, next| one == next);
        repeated
            .filter(|same| same.len() > 1)
            .filter_map(|same| same.first().copied())
            .collect()
    }

    /// How many rows there are below the names of the columns. Empty ones are no rows.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of a row as a spreadsheet counts: from 1, with the names of the columns
    /// and with empty rows.
    pub fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// Why a row cannot be read; nothing where it can.
    pub fn problem(&self, row: usize) -> Option<RowProblem> {
        self.rows.get(row)?.problem
    }

    /// A row as it is in the file, without its line end.
    pub fn text(&self, row: usize) -> &str {
        let text = self.rows.get(row);
        text.and_then(|row| self.text.get(row.start as usize..row.end as usize))
            .unwrap_or_default()
    }

    /// Separates the cells of a row. There are none where its quotes are unbalanced.
    pub fn read_row(&self, row: usize, cells: &mut Cells) {
        match self.problem(row) {
            Some(RowProblem::Quotes) => cells.clear(),
            _ => cells.read(self.separator, self.text(row)),
        }
    }

    /// How the file is encoded.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What separates its cells.
    pub const fn separator(&self) -> char {
        self.separator as char
    }
}
