//! Tables as comma-separated values (RFC 4180) that a spreadsheet can open
//! without running what is in them.
//!
//! A cell that a spreadsheet could take for a formula gets an apostrophe in
//! front: spreadsheets show such a cell as text. That holds for cells which
//! start with `=`, `+`, `-`, `@`, a tab or a line break, for the full-width
//! forms of those characters, and for cells that look guarded already, so that
//! exactly one apostrophe has to come off to read a guarded cell. A number
//! below zero is guarded as well.
//!
//! Written by hand, and tested by reading with the `csv` crate: no crate guards cells, and
//! none quotes a cell for a semicolon, which separates cells in spreadsheets of half of
//! Europe, without quoting all. What is left of the writing is a dozen lines. `csv` in their
//! place would add 16,100 bytes (brotli) to what the console fetches on demand, `csv-core`
//! 1,100 and more lines than these (29 November 2026).

/// Writes a table, row by row.
///
/// ```
/// let mut table = csv_table::Csv::new(false);
/// table.row(&["name", "note"]);
/// table.row(&["Ada", "=1+1"]);
/// assert_eq!(table.text(), "name,note\r\nAda,'=1+1\r\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csv(String);

impl Csv {
    /// An empty table. `mark` puts a byte-order mark in front, without which
    /// Excel does not take a file for UTF-8.
    pub fn new(mark: bool) -> Self {
        Self(if mark {
            "\u{feff}".into()
        } else {
            String::new()
        })
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[&str]) {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            // A row of one empty cell would be an empty line.
            self.cell(cell, cells.len() == 1 && cell.is_empty());
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str, quoted: bool) {
        if quoted {
            self.0.push_str("\"\"");
        } else {
            push_cell(&mut self.0, cell, ',');
        }
    }

    /// The text of the file.
    pub fn text(self) -> String {
        self.0
    }
}

/// Adds one cell to the text of a file whose cells are separated by `separator`.
///
/// ```
/// let mut row = String::from("Ada|");
/// csv_table::push_cell(&mut row, "=1|1", '|');
/// assert_eq!(row, "Ada|\"'=1|1\"");
/// ```
pub fn push_cell(text: &mut String, cell: &str, separator: char) {
    let edge = cell.starts_with(' ') || cell.ends_with(' ');
    let quoted = edge || cell.contains(['"', ',', ';', '\t', '\r', '\n', separator]);
    if quoted {
        text.push('"');
    }
    if is_formula(cell) {
        text.push('\'');
    }
    if quoted {
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

/// What a cell says that may have been guarded when it was written.
///
/// ```
/// assert_eq!(csv_table::unguarded("'=1+1"), "=1+1");
/// assert_eq!(csv_table::unguarded("'tis"), "'tis");
/// ```
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet could take a cell for a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(rows: &[&[&str]]) -> String {
        let mut csv = Csv::new(false);
        for row in rows {
            csv.row(row);
        }
        csv.text()
    }

    #[test]
    fn rows_end_with_crlf_and_cells_are_quoted_where_needed() {
        assert_eq!(
            text(&[
                &["name", "roles"],
                &["Ada", "a, b"],
                &["say \"hi\"", "two\r\nlines"]
            ]),
            "name,roles\r\nAda,\"a, b\"\r\n\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n"
        );
        assert_eq!(text(&[&[""]]), "\"\"\r\n");
        assert_eq!(text(&[&["", ""]]), ",\r\n");
        assert_eq!(text(&[&[" x", "x "]]), "\" x\",\"x \"\r\n");
    }

    #[test]
    fn a_mark_says_that_it_is_utf_8() {
        let mut csv = Csv::new(true);
        csv.row(&["ü"]);
        assert_eq!(csv.text().as_bytes(), b"\xef\xbb\xbf\xc3\xbc\r\n");
    }

    #[test]
    fn nothing_is_left_that_a_spreadsheet_would_run() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("'=1", "''=1"),
            ("=\"a\"", "\"'=\"\"a\"\"\""),
            ("'tis", "'tis"),
            ("a=1", "a=1"),
        ] {
            assert_eq!(text(&[&[cell]]), format!("{written}\r\n"));
        }
    }

    fn read(text: &str) -> Vec<Vec<String>> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .into_records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    proptest! {
        #[test]
        fn what_was_written_can_be_read(
            rows in prop::collection::vec(prop::collection::vec("[-'=+@\t\r\n \",;＝aü\u{202e}]{0,6}|.{0,6}", 1..4), 0..5)
        ) {
            let mut csv = Csv::new(false);
            // A mark at the start of a file belongs to no cell.
            csv.row(&["head"]);
            for row in &rows {
                csv.row(&row.iter().map(String::as_str).collect::<Vec<_>>());
            }
            let mut found = read(&csv.text()).split_off(1);
            for cell in found.iter_mut().flatten() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
                *cell = unguarded(cell).to_owned();
            }
            prop_assert_eq!(found, rows);
        }
    }
}
