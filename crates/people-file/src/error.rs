//! Why a file or a row cannot be read.

/// Why a whole file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// There are names of columns and no row.
    #[error("the file has names of columns and no row below them")]
    HeaderOnly,
    /// It is a spreadsheet's own file.
    #[error("this is a workbook; save it as CSV and use that file")]
    Workbook,
    /// It is no text.
    #[error("this is not a text file")]
    NotText,
    /// It has more bytes than are read.
    #[error("the file has {bytes} bytes; at most {most} are read")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many are read.
        most: usize,
    },
    /// It has more rows than are read.
    #[error("the file has more than {most} rows")]
    TooManyRows {
        /// How many are read.
        most: usize,
    },
    /// Its first row has more cells than are read.
    #[error("the file has {found} columns; at most {most} are read")]
    TooManyColumns {
        /// How many it has.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// The row with the names of the columns cannot be read.
    #[error("row {row}, with the names of the columns: {problem}")]
    Header {
        /// Its number.
        row: u32,
        /// What is wrong with it.
        problem: RowProblem,
    },
    /// Quotes are unbalanced in so many rows that it is not certain where any row ends.
    #[error("row {row}: quotes are unbalanced here and in many rows before")]
    Quotes {
        /// The number of the last of these rows.
        row: u32,
    },
}

/// Why one row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// It has more or fewer cells than there are columns.
    #[error("it has {found} cells in place of {expected}")]
    Cells {
        /// How many columns there are.
        expected: u32,
        /// How many cells it has.
        found: u32,
    },
    /// A quoted cell does not end, or has something behind its end.
    #[error("its quotes are unbalanced")]
    Quotes,
    /// There is a NUL character in it.
    #[error("it contains a NUL character")]
    Nul,
    /// It contains bytes that are no text in the encoding of the file.
    #[error("it contains bytes that are not text in this encoding")]
    Encoding,
}
