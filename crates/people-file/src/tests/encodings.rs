use super::*;
use crate::Encoding;
use crate::windows_1252::{byte, character};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

const TEXT: &str = "Name;E-Mail\r\nZoë Müller;zoe@example.com\r\nHương;huong@example.com\r\n";

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_encoding_is_found_and_read() {
    let files: [(Encoding, Vec<u8>); 6] = [
        (Encoding::Utf8, TEXT.into()),
        (Encoding::Utf8, format!("\u{feff}{TEXT}").into()),
        (Encoding::Utf16Le, utf_16(TEXT, u16::to_le_bytes)),
        (Encoding::Utf16Be, utf_16(TEXT, u16::to_be_bytes)),
        (
            Encoding::Utf16Le,
            utf_16(&format!("\u{feff}{TEXT}"), u16::to_le_bytes),
        ),
        (
            Encoding::Utf16Be,
            utf_16(&format!("\u{feff}{TEXT}"), u16::to_be_bytes),
        ),
    ];
    for (encoding, file) in files {
        let table = table(&file);
        assert_eq!(table.encoding(), encoding);
        assert_eq!(table.header(), ["Name", "E-Mail"], "{encoding:?}");
        let names: Vec<String> = rows(&table).iter().map(|row| row[0].clone()).collect();
        assert_eq!(names, ["Zoë Müller", "Hương"], "{encoding:?}");
        assert_eq!(unchanged(&table), file);
    }
}

#[test]
fn windows_1252_is_what_is_no_utf_8() {
    let file = b"Name,E-Mail\nZo\xeb \x80 M\xfcller,zoe@example.com\n";
    let table = table(file);
    assert_eq!(table.encoding(), Encoding::Windows1252);
    assert_eq!(rows(&table)[0][0], "Zoë € Müller");
    assert_eq!(unchanged(&table), file);
    let report = written(&table, |_| ["fatto: Zoë".to_owned(), "ễ".to_owned()]);
    assert!(report.ends_with(b"example.com,fatto: Zo\xeb,?\n"));
}

#[test]
fn one_damaged_row_of_utf_8_makes_no_other_text_of_the_rest() {
    let file =
        b"Name,E-Mail\nZo\xc3\xab,zoe@x.example\nBo\xff,bo@x.example\nM\xc3\xbc,mu@x.example\n";
    let table = table(file);
    assert_eq!(table.encoding(), Encoding::Utf8);
    assert_eq!(table.problem(1), Some(crate::RowProblem::Encoding));
    assert_eq!(rows(&table)[0][0], "Zoë");
    assert_eq!(rows(&table)[2][0], "Mü");
    assert_eq!(unchanged(&table), file);
}

#[test]
fn half_a_character_of_utf_16_is_a_problem_of_its_row_alone() {
    let mut file = utf_16("\u{feff}email\na@x.example,", u16::to_le_bytes);
    file.extend([0x00, 0xd8]);
    file.extend(utf_16("\nb@x.example\n", u16::to_le_bytes));
    file.push(7);
    let table = table(&file);
    assert_eq!(table.problem(0), Some(crate::RowProblem::Encoding));
    assert_eq!(rows(&table)[1], ["b@x.example"]);
    assert_eq!(unchanged(&table), file);
}

#[test]
fn every_byte_is_what_browsers_take_it_for() {
    for one in 0..=u8::MAX {
        let (expected, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&one));
        assert_eq!(String::from(character(one)), expected);
        assert_eq!(byte(character(one)), Some(one));
    }
    assert_eq!(byte('ễ'), None);
}

#[test]
fn utf_16_is_decoded_as_by_the_library() {
    // Every unit, among them all halves, alone and before another.
    for high in 0..=u8::MAX {
        let mut file: Vec<u8> = b"x\0,\0".repeat(300);
        file.extend((0..=u8::MAX).flat_map(|low| [low, high, b'a', 0]));
        file.extend((0..=u8::MAX).flat_map(|low| [low, high, 1, 0xdc]));
        let mut decoder = crate::encoding::Decoder::new(file.clone()).unwrap();
        while decoder.step(64) {}
        let (expected, _) = UTF_16LE.decode_without_bom_handling(&file);
        assert_eq!(decoder.finish().text, expected);

        let swapped: Vec<u8> = file.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
        let mut decoder = crate::encoding::Decoder::new(swapped.clone()).unwrap();
        while decoder.step(64) {}
        let (expected, _) = UTF_16BE.decode_without_bom_handling(&swapped);
        assert_eq!(decoder.finish().text, expected);
    }
}
