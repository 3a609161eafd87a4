use super::*;
use crate::Reader;
use proptest::prelude::*;

/// A file: mostly cells that are separated somehow, sometimes any bytes.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => "[a-z@. ]{0,5}",
        3 => prop_oneof![Just(";"), Just(","), Just("\t")].prop_map(str::to_owned),
        3 => prop_oneof![Just("\n"), Just("\r\n"), Just("\r")].prop_map(str::to_owned),
        2 => Just("\"".to_owned()),
        1 => "[='+üễ😀\u{feff}\u{200b}\0]",
        1 => Just("sep=;\n".to_owned()),
    ];
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
    let utf_16 = |text: &String| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    prop_oneof![
        6 => text.clone().prop_map(String::into_bytes),
        2 => text.clone().prop_map(move |text| utf_16(&text)),
        1 => text.prop_map(|text| text.chars().map(|one| one as u8).collect()),
        2 => prop::collection::vec(any::<u8>(), 0..60),
    ]
}

/// A table that any program could have written, with what separates its cells.
fn ordinary() -> impl Strategy<Value = (Vec<Vec<String>>, char)> {
    let cell = "[a-zü ,;'=\"\n]{0,6}";
    let rows = (2..5_usize).prop_flat_map(move |columns| {
        prop::collection::vec(prop::collection::vec(cell, columns), 1..6)
    });
    (rows, prop_oneof![Just(','), Just(';'), Just('\t')])
}

fn ordinary_file(rows: &[Vec<String>], separator: char) -> String {
    let mut text = String::new();
    let columns = rows[0].len();
    let names = ["email", "name", "role", "note"].map(str::to_owned);
    for row in std::iter::once(&names[..columns]).chain(rows.iter().map(|row| &row[..])) {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push(separator);
            }
            csv_table::push_cell(&mut text, cell, separator);
        }
        text.push_str("\r\n");
    }
    text
}

proptest! {
    #[test]
    fn any_file_comes_back_unchanged(file in file()) {
        if let Ok(table) = read(file.clone()) {
            prop_assert_eq!(unchanged(&table), file);
        }
    }

    #[test]
    fn slices_make_no_difference(file in file(), budget in 1..200_usize) {
        let mut reader = Reader::new(file.clone());
        while reader.step(budget) {}
        match (reader.finish(), read(file)) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(rows(&one), rows(&other));
                prop_assert_eq!(one.header(), other.header());
                for row in 0..one.len() {
                    prop_assert_eq!(one.number(row), other.number(row));
                    prop_assert_eq!(one.problem(row), other.problem(row));
                }
            }
            (one, other) => prop_assert_eq!(one.err(), other.err()),
        }
    }

    #[test]
    fn a_table_that_was_exported_is_read_and_its_report_again(
        (all, separator) in ordinary(),
        result in "[a-z ,;\"=]{0,6}",
    ) {
        let file = ordinary_file(&all, separator);
        let is_blank = |row: &&Vec<String>| row.iter().all(|cell| cell.trim_matches(['"', ' ', ',', ';', '\t']).is_empty());
        let expected: Vec<&Vec<String>> = all.iter().filter(|row| !is_blank(row)).collect();
        let Ok(first) = read(file.into_bytes()) else {
            prop_assert!(expected.is_empty());
            return Ok(());
        };
        prop_assume!(first.separator() == separator);
        let found = rows(&first);
        prop_assert_eq!(found.iter().filter(|row| !is_blank(row)).collect::<Vec<_>>(), expected);
        let report = written(&first, |row| [result.clone(), row.to_string()]);
        let second = read(report).unwrap();
        prop_assume!(second.separator() == separator);
        prop_assert_eq!(second.len(), first.len());
        for (row, cells) in rows(&second).iter().enumerate() {
            let (before, added) = cells.split_at(first.header().len());
            prop_assert_eq!(before, &found[row]);
            prop_assert_eq!(added, [result.clone(), row.to_string()]);
        }
    }
}
