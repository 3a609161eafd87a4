//! Every reader takes every answer: a value or an error, never a panic.
//!
//! `cargo xtask fuzz wire` searches the same readers for longer, and measures
//! their memory.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use wire::{ApiError, Platform, Response};
use wire_readers::{PASSWORD, every_reader};

/// The documents' own answers, to be changed.
static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
});

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
}

/// One thing done to a text, at a place in it.
#[derive(Debug, Clone)]
enum Change {
    Cut,
    Remove(usize),
    Put(Vec<u8>),
    Repeat(usize, usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>, place: Index) {
        let at = place.index(bytes.len() + 1);
        match self {
            Self::Cut => bytes.truncate(at),
            Self::Remove(count) => {
                bytes.drain(at..bytes.len().min(at + count));
            }
            Self::Put(new) => {
                bytes.splice(at..at, new.iter().copied());
            }
            Self::Repeat(count, times) => {
                let unit = bytes[at..bytes.len().min(at + count)].repeat(*times);
                bytes.splice(at..at, unit);
            }
        }
    }
}

fn change() -> impl Strategy<Value = (Change, Index)> {
    let pieces = [
        "null",
        "0",
        "-1",
        "1e400",
        "18446744073709551616",
        "true",
        "\"",
        "\\",
        "\\ud800",
        "\"\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "{}",
        "[]",
        "\u{0}",
        "\u{feff}",
        "ü",
        "<title>",
    ];
    let change = prop_oneof![
        Just(Change::Cut),
        (1..40_usize).prop_map(Change::Remove),
        select(pieces.to_vec()).prop_map(|piece| Change::Put(piece.as_bytes().to_vec())),
        prop::collection::vec(any::<u8>(), 1..8).prop_map(Change::Put),
        (1..200_usize, 1..60_usize).prop_map(|(count, times)| Change::Repeat(count, times)),
    ];
    (change, any::<Index>())
}

fn changed_fixture() -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec(change(), 0..4);
    (any::<Index>(), changes).prop_map(|(fixture, changes)| {
        let mut bytes = fixture.get(&FIXTURES).clone();
        for (change, place) in changes {
            change.apply(&mut bytes, place);
        }
        bytes
    })
}

fn response() -> impl Strategy<Value = Response> {
    let body = prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..300),
        4 => changed_fixture(),
    ];
    let status = prop_oneof![2 => Just(200), 1 => any::<u16>()];
    let content_types = ["", "application/json", "text/html; charset=utf-8"];
    (status, select(content_types.to_vec()), body).prop_map(|(status, content_type, body)| {
        Response {
            status,
            content_type: content_type.to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
            ..Response::default()
        }
    })
}

proptest! {
    #[test]
    fn any_answer_is_a_value_or_an_error_in_words(response in response()) {
        for reader in every_reader() {
            let read = reader.answer(&response);
            let id = reader.route.id;
            if response.is_success() {
                prop_assert!(!matches!(read, Err(ApiError::Refused(_))), "{id}");
            } else {
                let Err(ApiError::Refused(refusal)) = &read else {
                    panic!("{id} took status {} for something else", response.status);
                };
                prop_assert_eq!(refusal.status, response.status);
            }
            if let Err(error) = read {
                prop_assert!(!error.to_string().trim().is_empty(), "{id}");
            }
        }
    }

    #[test]
    fn what_a_platform_repeats_of_a_password_is_not_shown(
        (change, place) in change(),
        status in select(vec![200_u16, 400, 500]),
    ) {
        let mut body = br#"{"errors":{"password":""},"message":"refused: "}"#.to_vec();
        change.apply(&mut body, place);
        let body = format!("{}{PASSWORD}", String::from_utf8_lossy(&body));
        let response = Response { status, body, ..Response::default() };
        for reader in every_reader() {
            let secret = !reader.route.secrets.is_empty();
            if let Err(error) = reader.answer(&response) {
                let shown = format!("{error} {error:?}");
                prop_assert!(!secret || !shown.contains(PASSWORD), "{}", reader.route.id);
            }
        }
    }
}

/// Nothing but the platform's own pages asks for these.
const WITHOUT_A_TYPE: [&str; 2] = [
    "metabase.session.token_valid",
    "metabase.session.password_check",
];

#[test]
fn every_row_of_the_catalogue_has_its_reader_here() {
    let read: BTreeSet<&str> = every_reader()
        .iter()
        .map(|reader| reader.route.id)
        .collect();
    let listed = Platform::ALL.into_iter().flat_map(Platform::routes);
    let unread: Vec<&str> = listed
        .map(|route| route.id)
        .filter(|id| !read.contains(id) && !WITHOUT_A_TYPE.contains(id))
        .collect();
    assert!(unread.is_empty(), "{unread:?}");
}
