use super::*;
use crate::{FileError, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Reader, RowProblem};

fn error(file: &[u8]) -> FileError {
    read(file.to_vec()).unwrap_err()
}

#[test]
fn a_file_with_nothing_in_it_is_refused() {
    for file in [
        "", "\u{feff}", "\n\r\n", " \n;\n", "\"\"", "sep=;\n", "sep=;",
    ] {
        assert_eq!(error(file.as_bytes()), FileError::Empty, "{file:?}");
    }
    assert_eq!(error(b"email,name\n\n"), FileError::HeaderOnly);
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(error(b"PK\x03\x04\x14\0\x06"), FileError::Workbook);
    assert_eq!(error(b"\xd0\xcf\x11\xe0\xa1\xb1"), FileError::Workbook);
    let random: Vec<u8> = (0..=255)
        .cycle()
        .map(|byte: u8| byte.wrapping_mul(37))
        .take(5000)
        .collect();
    assert_eq!(error(&random), FileError::NotText);
}

#[test]
fn a_file_of_too_much_is_refused() {
    assert_eq!(
        error(&vec![b'a'; MOST_BYTES + 1]),
        FileError::TooLarge {
            bytes: MOST_BYTES + 1,
            most: MOST_BYTES
        }
    );
    assert_eq!(
        error(&b"a\n".repeat(MOST_ROWS + 2)),
        FileError::TooManyRows { most: MOST_ROWS }
    );
    assert_eq!(
        error(&b"a,".repeat(MOST_COLUMNS)),
        FileError::TooManyColumns {
            found: MOST_COLUMNS + 1,
            most: MOST_COLUMNS
        }
    );
}

#[test]
fn rows_with_other_cells_stop_no_other_row() {
    let table = table(b"email,name\na@x.example\nb@x.example,Bo\nc@x.example,C,D\n");
    let problem = |found| Some(RowProblem::Cells { expected: 2, found });
    assert_eq!(
        [0, 1, 2].map(|row| table.problem(row)),
        [problem(1), None, problem(3)]
    );
    assert_eq!(rows(&table)[1], ["b@x.example", "Bo"]);
    assert_eq!(table.number(2), 4);
}

#[test]
fn unbalanced_quotes_cost_one_row() {
    let file =
        b"email,name\n\"a@x.example,Ana\nb@x.example,Bo\nc@x.example,\"C\"c\nd@x.example,D\n";
    let broken = table(file);
    let problems = [0, 1, 2, 3].map(|row| broken.problem(row));
    assert_eq!(
        problems,
        [
            Some(RowProblem::Quotes),
            None,
            Some(RowProblem::Quotes),
            None
        ]
    );
    assert_eq!(rows(&broken)[1], ["b@x.example", "Bo"]);
    assert_eq!(rows(&broken)[3], ["d@x.example", "D"]);
    assert_eq!(broken.text(0), "\"a@x.example,Ana");
    let report = written(&broken, |row| [row.to_string(), String::new()]);
    assert_eq!(
        String::from_utf8(report.clone()).unwrap(),
        "email,name,Result,Details\n\"a@x.example,Ana\nb@x.example,Bo,1,\nc@x.example,\"C\"c\n\
         d@x.example,D,3,\n"
    );
    assert_eq!(
        [0, 1, 2, 3].map(|row| table(&report).problem(row)),
        problems
    );
}

#[test]
fn a_quote_that_never_ends_costs_one_row_however_long_the_file_is() {
    let mut file = b"email,name\n\"a@x.example,Ana\n".to_vec();
    for number in 0..200_000 {
        file.extend(format!("p{number}@x.example,P\n").bytes());
    }
    let table = table(&file);
    assert_eq!(table.len(), 200_001);
    assert_eq!(table.problem(0), Some(RowProblem::Quotes));
    assert!((1..table.len()).all(|row| table.problem(row).is_none()));
}

#[test]
fn quotes_that_end_nowhere_in_row_after_row_are_refused_in_time() {
    // Each row opens a quote that only the one after the next ends, by itself.
    let file = [&b"h,i,j\n"[..], &b"a\",b,\"c\n".repeat(600_000)].concat();
    assert!(matches!(error(&file), FileError::Quotes { row: 2.. }));
}

#[test]
fn names_of_columns_that_cannot_be_read_are_refused_with_their_row() {
    for (file, row, problem) in [
        (
            &b"\n\"email,name\na@x.example,Ana\n"[..],
            2,
            RowProblem::Quotes,
        ),
        (b"em\0ail,name\na@x.example,Ana\n", 1, RowProblem::Nul),
        (
            b"\xef\xbb\xbfem\xffail,name\na@x.example,Ana\n",
            1,
            RowProblem::Encoding,
        ),
    ] {
        assert_eq!(error(file), FileError::Header { row, problem });
    }
}

#[test]
fn a_nul_is_a_problem_of_its_row_alone() {
    let table = table(b"email,name\na@x.example,A\0na\nb@x.example,Bo\n");
    assert_eq!(table.problem(0), Some(RowProblem::Nul));
    assert_eq!(table.problem(1), None);
}

#[test]
fn many_empty_lines_are_no_row_that_goes_on() {
    let mut file = b"email\r\n".to_vec();
    file.extend(b"\r\n".repeat(1_500_000));
    file.extend(b"a@x.example\r\n");
    let table = table(&file);
    assert_eq!(rows(&table), [["a@x.example"]]);
    assert_eq!(table.number(0), 1_500_002);
}

#[test]
fn fifty_megabytes_are_read_in_slices() {
    let mut file = b"email,name,note\n".to_vec();
    let note = "x".repeat(480);
    for number in 0..100_000 {
        file.extend(format!("p{number}@x.example,Zo\u{eb} {number},\"{note}\"\n").bytes());
    }
    assert!(file.len() > 50_000_000);
    let mut reader = Reader::new(file);
    let mut slices = 0;
    let mut before = reader.progress().done;
    while reader.step(256 * 1024) {
        let progress = reader.progress();
        assert!(before <= progress.done && progress.done <= progress.total);
        before = progress.done;
        slices += 1;
    }
    assert!(slices > 300, "{slices}");
    let table = reader.finish().unwrap();
    assert_eq!(table.len(), 100_000);
    assert!((0..table.len()).all(|row| table.problem(row).is_none()));
}
