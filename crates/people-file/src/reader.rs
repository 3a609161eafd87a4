//! Reading a file in slices: first its encoding, then its rows.

use crate::cells::Cells;
use crate::encoding::{Decoded, Decoder};
use crate::error::{FileError, RowProblem};
use crate::separator::{find, has_balanced_quotes, new_reader};
use crate::table::{RowEntry, Table};
use csv_core::ReadRecordResult;

/// The most bytes of a file that are read.
pub const MOST_BYTES: usize = 100 * 1024 * 1024;
/// The most rows of a file that are read: as many as spreadsheets have.
pub const MOST_ROWS: usize = 1_048_576;
/// The most columns of a file that are read: as many as spreadsheets have.
pub const MOST_COLUMNS: usize = 16_384;

/// The longest row in bytes. A longer one is taken for a quoted cell without an end.
const LONGEST_ROW: usize = 1024 * 1024;

/// How far reading is: in bytes, decoded and separated, of twice as many as the file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many were read.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// Reads a file in slices.
///
/// ```
/// let mut reader = people_file::Reader::new(b"email,name\nana@example.com,Ana\n".to_vec());
/// while reader.step(64 * 1024) {
///     // The page can draw here.
/// }
/// assert_eq!(reader.finish()?.len(), 1);
/// # Ok::<(), people_file::FileError>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Decoding(Decoder),
    Separating(Box<Separating>),
    Failed(FileError),
}

/// Reads a whole file at once.
///
/// # Errors
/// When nothing in it can be trusted.
pub fn read(bytes: Vec<u8>) -> Result<Table, FileError> {
    Reader::new(bytes).finish()
}

impl Reader {
    /// Begins to read a file, or a text that was pasted.
    pub fn new(bytes: Vec<u8>) -> Self {
        let size = bytes.len();
        let stage = match size {
            0 => Stage::Failed(FileError::Empty),
            1..=MOST_BYTES => Decoder::new(bytes).map_or_else(Stage::Failed, Stage::Decoding),
            _ => Stage::Failed(FileError::TooLarge {
                bytes: size,
                most: MOST_BYTES,
            }),
        };
        Self { stage }
    }

    /// Reads about `budget` bytes more. Returns whether there is more to read.
    pub fn step(&mut self, budget: usize) -> bool {
        match &mut self.stage {
            Stage::Decoding(decoder) => {
                if !decoder.step(budget) {
                    let failed = Stage::Failed(FileError::Empty);
                    if let Stage::Decoding(decoder) = std::mem::replace(&mut self.stage, failed) {
                        self.stage = Stage::Separating(Box::new(Separating::new(decoder)));
                    }
                }
                true
            }
            Stage::Separating(separating) => match separating.step(budget) {
                Ok(goes_on) => goes_on,
                Err(error) => {
                    self.stage = Stage::Failed(error);
                    false
                }
            },
            Stage::Failed(_) => false,
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let (done, total) = match &self.stage {
            Stage::Decoding(decoder) => {
                let (done, total) = decoder.progress();
                (done, total * 2)
            }
            Stage::Separating(separating) => {
                let total = separating.table.text.len();
                (total + separating.fed, total * 2)
            }
            Stage::Failed(_) => (0, 0),
        };
        Progress { done, total }
    }

    /// The table; what is not read yet is read at once.
    ///
    /// # Errors
    /// When nothing in the file can be trusted.
    pub fn finish(mut self) -> Result<Table, FileError> {
        while self.step(usize::MAX / 4) {}
        match self.stage {
            Stage::Separating(separating) => separating.finish(),
            Stage::Failed(error) => Err(error),
            Stage::Decoding(_) => Err(FileError::Empty),
        }
    }
}

/// A text whose rows are being found.
#[derive(Debug)]
struct Separating {
    table: Table,
    has_names: bool,
    csv: csv_core::Reader,
    /// Where the row before ends, and how far the text is read.
    start: usize,
    fed: usize,
    cells: u32,
    number: u32,
    /// How many places that could not be decoded are before this row.
    undecoded: usize,
    /// How many bytes were read again because of unbalanced quotes.
    again: usize,
}

impl Separating {
    fn new(decoder: Decoder) -> Self {
        let (encoding, mark) = (decoder.encoding(), decoder.mark());
        let Decoded { text, undecoded } = decoder.finish();
        let (separator, begin) = find(&text);
        Self {
            table: Table {
                text,
                undecoded,
                encoding,
                mark,
                separator,
                header: Vec::new(),
                header_end: None,
                width: 0,
                rows: Vec::new(),
            },
            has_names: false,
            csv: new_reader(separator),
            start: begin,
            fed: begin,
            cells: 0,
            number: 1,
            undecoded: 0,
            again: 0,
        }
    }

    /// Returns whether there is more to read.
    fn step(&mut self, budget: usize) -> Result<bool, FileError> {
        // What is in the cells is not needed yet.
        let (mut output, mut ends) = ([0; 4096], [0; 256]);
        let mut left = budget.max(64);
        loop {
            let end = self.table.text.len().min(self.fed + left.min(LONGEST_ROW));
            let input = self.table.text.as_bytes().get(self.fed..end);
            let input = input.unwrap_or_default();
            let (result, read, _, cells) = self.csv.read_record(input, &mut output, &mut ends);
            self.fed += read;
            self.cells += offset(cells);
            left = left.saturating_sub(read);
            match result {
                ReadRecordResult::Record => self.row()?,
                ReadRecordResult::End => return Ok(false),
                _ => self.check_length()?,
            }
            if left == 0 {
                return Ok(true);
            }
        }
    }

    /// The row that ends where the text is read to, and where the text of it begins.
    fn bounds(&self) -> (usize, usize) {
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let read = self.table.text.as_bytes().get(self.start..self.fed);
        let read = read.unwrap_or_default();
        let before = read.iter().take_while(|byte| is_line_end(byte)).count();
        let behind = read
            .iter()
            .rev()
            .take_while(|byte| is_line_end(byte))
            .count();
        let end = self.fed - behind.min(read.len() - before);
        (self.start + before, end)
    }

    /// A row that goes on for too long has a quoted cell without an end.
    fn check_length(&mut self) -> Result<(), FileError> {
        if self.fed - self.start <= LONGEST_ROW {
            return Ok(());
        }
        let (start, _) = self.bounds();
        if self.fed - start > LONGEST_ROW {
            return self.unbalanced();
        }
        if start == self.fed {
            // Nothing but empty lines. A line end of two characters stays together.
            let text = self.table.text.get(..start).unwrap_or_default();
            let next = start - usize::from(text.ends_with('\r'));
            self.count_lines(next);
            self.start = next;
        }
        Ok(())
    }

    /// Counts the rows between the row before and this one.
    fn count_lines(&mut self, start: usize) {
        let between = self.table.text.as_bytes().get(self.start..start);
        let mut before = 0;
        for byte in between.unwrap_or_default() {
            self.number += u32::from(!(before == b'\r' && *byte == b'\n'));
            before = *byte;
        }
    }

    fn row(&mut self) -> Result<(), FileError> {
        let (start, end) = self.bounds();
        let separator = self.table.separator;
        let content = self.table.text.get(start..end).unwrap_or_default();
        let bytes = content.as_bytes();
        let is_balanced = !bytes.contains(&b'"') || has_balanced_quotes(bytes, separator);
        if !is_balanced || bytes.len() > LONGEST_ROW {
            return self.unbalanced();
        }
        let is_blank =
            |byte: &u8| *byte == separator || matches!(byte, b' ' | b'"' | b',' | b';' | b'\t');
        let is_blank = bytes.iter().all(is_blank);
        let is_nul = bytes.contains(&0);
        self.count_lines(start);
        let cells = std::mem::take(&mut self.cells);
        self.start = end;
        if is_blank {
            return Ok(());
        }
        let problem = self.problem(start, end, is_nul);
        if !self.has_names {
            self.names(start, end, cells, problem)?;
            if self.table.header_end.is_some() {
                return Ok(());
            }
        }
        let problem = problem.or_else(|| self.other_cells(start, end, cells));
        self.push(start, end, cells, problem)
    }

    fn problem(&mut self, start: usize, end: usize, is_nul: bool) -> Option<RowProblem> {
        let later = self.table.undecoded.get(self.undecoded..);
        let later = later.unwrap_or_default().iter();
        self.undecoded += later.take_while(|(at, _)| (*at as usize) < start).count();
        let next = self.table.undecoded.get(self.undecoded);
        if next.is_some_and(|(at, _)| (*at as usize) < end) {
            Some(RowProblem::Encoding)
        } else {
            is_nul.then_some(RowProblem::Nul)
        }
    }

    /// The first row: the names of the columns, unless it has an address.
    fn names(
        &mut self,
        start: usize,
        end: usize,
        count: u32,
        problem: Option<RowProblem>,
    ) -> Result<(), FileError> {
        if let Some(problem) = problem {
            let row = self.number;
            return Err(FileError::Header { row, problem });
        }
        if count as usize > MOST_COLUMNS {
            return Err(FileError::TooManyColumns {
                found: count as usize,
                most: MOST_COLUMNS,
            });
        }
        let mut cells = Cells::default();
        let content = self.table.text.get(start..end).unwrap_or_default();
        cells.read(self.table.separator, content);
        let names: Vec<String> = cells.iter().map(|name| name.trim().to_owned()).collect();
        self.has_names = true;
        self.table.width = count;
        if names.iter().any(|name| is_address(name)) {
            self.table.header = vec![String::new(); names.len()];
        } else {
            self.table.header = names;
            self.table.header_end = Some(end);
        }
        Ok(())
    }

    /// Whether a row has other cells than there are columns; empty ones at its end are
    /// none.
    fn other_cells(&mut self, start: usize, end: usize, found: u32) -> Option<RowProblem> {
        let expected = offset(self.table.header.len());
        if found == expected {
            return None;
        }
        let is_longer = found > expected && {
            let mut cells = Cells::default();
            let content = self.table.text.get(start..end).unwrap_or_default();
            cells.read(self.table.separator, content);
            let mut more = cells.iter().skip(expected as usize);
            more.all(|cell| cell.trim().is_empty())
        };
        if is_longer {
            self.table.width = self.table.width.max(found);
            return None;
        }
        Some(RowProblem::Cells { expected, found })
    }

    fn push(
        &mut self,
        start: usize,
        end: usize,
        cells: u32,
        problem: Option<RowProblem>,
    ) -> Result<(), FileError> {
        if self.table.rows.len() >= MOST_ROWS {
            return Err(FileError::TooManyRows { most: MOST_ROWS });
        }
        self.table.rows.push(RowEntry {
            start: offset(start),
            end: offset(end),
            number: self.number,
            cells,
            problem,
        });
        Ok(())
    }

    /// The quotes of this row are unbalanced: its first line cannot be read, and the next
    /// line is the next row.
    fn unbalanced(&mut self) -> Result<(), FileError> {
        let (start, _) = self.bounds();
        let rest = self.table.text.get(start..).unwrap_or_default();
        let end = start + rest.find(['\r', '\n']).unwrap_or(rest.len());
        self.count_lines(start);
        if !self.has_names {
            return Err(FileError::Header {
                row: self.number,
                problem: RowProblem::Quotes,
            });
        }
        self.again += self.fed.saturating_sub(end);
        // Each row may have to be read to the end of the file.
        if self.again > 4 * self.table.text.len() + LONGEST_ROW {
            return Err(FileError::Quotes { row: self.number });
        }
        self.csv = new_reader(self.table.separator);
        self.start = end;
        self.fed = end;
        self.cells = 0;
        self.push(start, end, 0, Some(RowProblem::Quotes))
    }

    fn finish(self) -> Result<Table, FileError> {
        match (self.has_names, self.table.rows.is_empty()) {
            (false, _) => Err(FileError::Empty),
            (true, true) => Err(FileError::HeaderOnly),
            (true, false) => Ok(self.table),
        }
    }
}

/// Whether a cell has the shape of an email address: no name of a column has.
fn is_address(cell: &str) -> bool {
    let parts = cell.split_once('@');
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !cell.contains(char::is_whitespace)
    })
}

/// Files are shorter than 32 bits can say ([`MOST_BYTES`]).
pub(crate) fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
