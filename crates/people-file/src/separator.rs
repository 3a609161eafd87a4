//! What separates the cells of a file.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// What separates cells, the rarest in texts first: it wins where several fit.
const CANDIDATES: [u8; 3] = [b'\t', b';', b','];

/// How much of a text is looked at.
const HEAD: usize = 64 * 1024;
const RECORDS: usize = 100;

/// What separates the cells of `text`, and where its first row begins: a line `sep=;`
/// decides, as in spreadsheets, and is no row.
pub(crate) fn find(text: &str) -> (u8, usize) {
    declared(text).unwrap_or_else(|| (guessed(text), 0))
}

fn declared(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end)?;
    let line = line.strip_prefix('"').unwrap_or(line);
    let (name, value) = line.split_at_checked(4)?;
    let value = match value.as_bytes() {
        [one] | [one, b'"'] => *one,
        _ => return None,
    };
    let separates = value == b'\t' || value.is_ascii_punctuation() && value != b'"';
    let line_end = if rest.starts_with("\r\n") { 2 } else { 1 };
    let begin = text.len().min(end + line_end);
    (name.eq_ignore_ascii_case("sep=") && separates).then_some((value, begin))
}

/// The candidate with which most rows have as many cells as the first, and the most.
fn guessed(text: &str) -> u8 {
    let bytes = text.as_bytes();
    let is_cut = bytes.len() > HEAD;
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let mut best = (b',', (0, 1));
    for candidate in CANDIDATES {
        let counts = counts(head, candidate, is_cut);
        let Some(first) = counts.first().copied().filter(|first| *first > 1) else {
            continue;
        };
        let same = counts.iter().filter(|count| **count == first).count();
        let score = (same * 100 / counts.len(), first);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// How many cells each of the first rows has, without one that is cut off.
fn counts(head: &[u8], separator: u8, is_cut: bool) -> Vec<usize> {
    let mut reader = new_reader(separator);
    let (mut output, mut ends) = ([0; 4096], [0; 256]);
    let (mut counts, mut cells, mut rest) = (Vec::new(), 0, head);
    while counts.len() < RECORDS {
        if rest.is_empty() && is_cut && !counts.is_empty() {
            break;
        }
        let (result, read, _, ended) = reader.read_record(rest, &mut output, &mut ends);
        rest = rest.get(read..).unwrap_or_default();
        cells += ended;
        match result {
            ReadRecordResult::End => break,
            ReadRecordResult::Record => {
                counts.push(cells);
                cells = 0;
            }
            _ => {}
        }
    }
    counts
}

/// A reader that takes a byte-order mark for an ordinary character: that of the file was
/// taken off before.
pub(crate) fn new_reader(separator: u8) -> Reader {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let (_, _, _, _) = reader.read_record(b"\n", &mut [0; 4], &mut [0; 4]);
    reader
}

/// Whether every quoted cell of a row ends, with nothing but spaces behind it. What is
/// quoted inside of a cell that is not is text.
pub(crate) fn has_balanced_quotes(row: &[u8], separator: u8) -> bool {
    #[derive(Clone, Copy)]
    enum State {
        Start,
        Plain,
        Quoted,
        /// A quote in a quoted cell: its end, or the first of two.
        Quote,
        End,
    }
    let mut state = State::Start;
    for byte in row {
        state = match (state, *byte) {
            (State::Quoted, b'"') => State::Quote,
            (State::Start | State::Quote, b'"') | (State::Quoted, _) => State::Quoted,
            (_, byte) if byte == separator => State::Start,
            (State::Start | State::Plain, _) => State::Plain,
            (State::Quote | State::End, b' ') => State::End,
            (State::Quote | State::End, _) => return false,
        };
    }
    !matches!(state, State::Quoted)
}
