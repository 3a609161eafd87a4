use super::*;

#[test]
fn commas_semicolons_and_tabs_are_found() {
    for (separator, file) in [
        (',', "email,name\na@x.example,\"Sato; Ana\"\n"),
        (';', "email;name\na@x.example;Sato, Ana\n"),
        (';', "Sato, Ana;email\nOkafor, Bo;b@x.example\n"),
        ('\t', "email\tname\na@x.example\tSato; Ana, B.\n"),
        (',', "email\na@x.example\n"),
    ] {
        assert_eq!(table(file.as_bytes()).separator(), separator, "{file}");
    }
}

#[test]
fn a_line_with_the_separator_wins_and_is_kept() {
    for line in ["sep=|", "SEP=|", "\"sep=|\""] {
        let file = format!("{line}\r\nemail|names\r\na@x.example|a,b;c\r\n");
        let table = table(file.as_bytes());
        assert_eq!(table.separator(), '|');
        assert_eq!(table.header(), ["email", "names"]);
        assert_eq!(rows(&table), [["a@x.example", "a,b;c"]]);
        // Spreadsheets do not count that line.
        assert_eq!(table.number(0), 2);
        let report = String::from_utf8(written(&table, |_| ["a|b".into(), "=1".into()])).unwrap();
        let expected =
            format!("{line}\r\nemail|names|Result|Details\r\na@x.example|a,b;c|\"a|b\"|'=1\r\n");
        assert_eq!(report, expected);
    }
    let table = table(b"sep=ab\n1\n");
    assert_eq!(table.header(), ["sep=ab"]);
}

#[test]
fn quoted_cells_have_quotes_separators_and_line_breaks() {
    let file = b"email,note\n\"a@x.example\",\"say \"\"hi\"\",\r\nbye\"\nb@x.example,5\" disk\n";
    let table = table(file);
    assert_eq!(
        rows(&table),
        [
            ["a@x.example", "say \"hi\",\r\nbye"],
            ["b@x.example", "5\" disk"]
        ]
    );
    assert_eq!([table.number(0), table.number(1)], [2, 3]);
}

#[test]
fn line_ends_can_be_mixed() {
    let table = table(b"email,n\r\na@x.example,1\rb@x.example,2\n\r\n\n\rc@x.example,3");
    assert_eq!(
        rows(&table),
        [
            ["a@x.example", "1"],
            ["b@x.example", "2"],
            ["c@x.example", "3"]
        ]
    );
    // Three lines are empty.
    assert_eq!([2, 3, 7], [0, 1, 2].map(|row| table.number(row)));
}

#[test]
fn rows_without_any_text_are_no_rows() {
    let table = table(b"\n;;\nemail;name;\n;;\n\"\"; ;\na@x.example;Ana;\n;;");
    assert_eq!(table.header(), ["email", "name", ""]);
    assert_eq!(rows(&table), [["a@x.example", "Ana", ""]]);
    assert_eq!(table.number(0), 6);
}

#[test]
fn a_file_without_names_of_columns_loses_no_row() {
    let table = table(b"a@x.example,Ana\nb@x.example,Bo\n");
    assert!(!table.has_header());
    assert_eq!(table.header(), ["", ""]);
    assert_eq!(rows(&table).len(), 2);
    assert_eq!([table.number(0), table.number(1)], [1, 2]);
    let report = written(&table, |row| [row.to_string(), String::new()]);
    assert_eq!(report, b"a@x.example,Ana,0,\nb@x.example,Bo,1,\n");
}

#[test]
fn repeated_and_missing_names_of_columns_are_kept_apart_by_place() {
    let table = table(b"email,name,,name,email,email\na@x.example,1,2,3,4,5\n");
    assert_eq!(table.repeated_names(), ["email", "name"]);
    assert_eq!(rows(&table)[0][3], "3");
}

#[test]
fn rows_may_end_with_more_separators_than_the_names() {
    let table = table(b"email,name\na@x.example,Ana,,\nb@x.example,Bo\n");
    assert_eq!(table.problem(0), None);
    let report = written(&table, |row| [row.to_string(), String::new()]);
    assert_eq!(
        String::from_utf8(report).unwrap(),
        "email,name,,,Result,Details\na@x.example,Ana,,,0,\nb@x.example,Bo,,,1,\n"
    );
}

#[test]
fn an_apostrophe_against_formulas_is_no_part_of_a_cell() {
    let table = table(b"email,name\na@x.example,'=cmd\nb@x.example,'tis\nc@x.example,=1+1\n");
    let names: Vec<String> = rows(&table).iter().map(|row| row[1].clone()).collect();
    assert_eq!(names, ["=cmd", "'tis", "=1+1"]);
}

#[test]
fn ten_thousand_columns_are_read() {
    let names: Vec<String> = (0..10_000).map(|column| format!("c{column}")).collect();
    let cells: Vec<String> = (0..10_000).map(|column| column.to_string()).collect();
    let file = format!("{}\n{}\n", names.join(";"), cells.join(";"));
    let table = table(file.as_bytes());
    assert_eq!(table.header().len(), 10_000);
    assert_eq!(rows(&table)[0], cells);
}

#[test]
fn the_sample_in_the_documents_is_read() {
    let sample = table(include_bytes!("../../../../docs/samples/people.csv"));
    assert_eq!(
        sample.header(),
        ["email", "first name", "last name", "status", "role"]
    );
    assert!((0..sample.len()).all(|row| sample.problem(row).is_none()));
    assert_eq!(rows(&sample)[1][4], "analyst, viewer");
}
