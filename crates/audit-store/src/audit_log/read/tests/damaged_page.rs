//! A page of the file that cannot be read.

use super::*;
use std::io::{Read, Seek, SeekFrom, Write};

#[tokio::test]
async fn rows_on_a_damaged_page_of_the_file_are_marked_and_the_others_exported() {
    let folder = Folder::new("damaged-page");
    let file = folder.file();
    drop(start(&file).await);
    let entries: Vec<Entry> = (0..400)
        .map(|number| asked_at(number, "2026-01-31"))
        .collect();
    for entries in entries.chunks(100) {
        add(&file, entries).await;
    }
    tamper(&file, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    // The page with a row in the middle: a leaf of the table, which begins
    // with 13.
    let mut bytes = Vec::new();
    let mut stored = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(&file)
        .unwrap();
    stored.read_to_end(&mut bytes).unwrap();
    let page = bytes
        .chunks(4096)
        .position(|page| page[0] == 13 && page.windows(10).any(|part| part == b"\"id\":\"200\""))
        .unwrap();
    stored.seek(SeekFrom::Start(page as u64 * 4096)).unwrap();
    stored.write_all(&[0xff; 4096]).unwrap();
    drop(stored);

    let reader = Reader {
        pool: database(&file).pool(),
    };
    for order in [Order::OldestFirst, Order::NewestFirst] {
        let (mut after, mut numbers, mut damaged) = (None, Vec::new(), 0);
        loop {
            let part = Part {
                after,
                limit: 50,
                order,
            };
            let page = reader.changes(&Filter::default(), part).await.unwrap();
            damaged += page
                .changes
                .iter()
                .filter(|change| change.damage.is_some())
                .count();
            numbers.extend(page.changes.iter().map(|change| change.number));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if order == Order::NewestFirst {
            numbers.reverse();
        }
        assert_eq!(numbers, (1..=400).collect::<Vec<u64>>());
        assert!((2..100).contains(&damaged), "{damaged}");
    }
    let faults = verified(&file).await.unwrap_err();
    assert!(faults.len() > 1, "{faults:?}");
}
