//! Lists of people from CSV files, as they come: from a spreadsheet, from HR, exported by
//! an identity provider. And the same file again with more columns, every byte of it kept.
//!
//! [`Reader`] finds out the encoding and what separates the cells, and reads in slices, so
//! that a page can draw in between. A row that cannot be read never stops the others: it
//! is in the [`Table`] with its [`RowProblem`]. A file is refused only where nothing in
//! it can be trusted ([`FileError`]).
//!
//! It knows nothing of what the columns mean: `roster::people` compares people. Cells are
//! separated by `csv-core`; encodings are decoded and written here, without the tables of
//! a library (docs/decisions/reconcile-files.md).

mod cells;
mod encoding;
mod error;
mod reader;
mod separator;
mod table;
#[cfg(test)]
mod tests;
mod windows_1252;
mod writer;

pub use cells::Cells;
pub use encoding::Encoding;
pub use error::{FileError, RowProblem};
pub use reader::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Progress, Reader, read};
pub use table::Table;
pub use writer::Writer;
