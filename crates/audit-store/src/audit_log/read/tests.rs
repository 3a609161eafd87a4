mod damaged_page;

use super::super::chain::Entry;
use super::super::tests::{Folder, add, change, database, five, start, tamper, verified};
use super::super::{Reader, append};
use gateway::{
    AuditLog, AuditLogReader, Change, Export, Filter, Format, NotRead, Order, Outcome, Part,
};
use std::path::Path;

#[tokio::test]
async fn an_export_has_a_line_for_each_change_and_says_what_is_open() {
    let folder = Folder::new("export");
    five(&folder.file()).await;
    let text = exported(&folder.file(), "2020-01-01", Format::Json).await;
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["outcome"], serde_json::json!({ "status": 200 }));
    assert_eq!(lines[4]["outcome"], "open");
    assert_eq!(lines[4]["who"], "=ada");

    let text = exported(&folder.file(), "2020-01-01", Format::Csv).await;
    assert_eq!(text.lines().count(), 6);
    assert!(text.starts_with("number,at,ended,id,who,"), "{text}");
    assert_eq!(text.matches("number,at,").count(), 1, "{text}");
    assert!(text.contains(",'=ada,"), "{text}");
    assert!(text.contains(r#""[""say \""hi\""""]""#), "{text}");
    assert!(text.contains(",open,"), "{text}");

    let text = exported(&folder.file(), "2999-01-01", Format::Json).await;
    assert_eq!(text, "");
}

async fn exported(file: &Path, since: &str, format: Format) -> String {
    let reader = Reader {
        pool: database(file).pool(),
    };
    let filter = Filter {
        since: Some(since.to_owned()),
        ..Filter::default()
    };
    let mut export = Export::new(filter, format);
    let mut text = String::new();
    while let Some(piece) = export.next(&reader).await.unwrap() {
        text.push_str(&piece);
    }
    text
}

/// The numbers that a filter finds, page by page, and how many pages it took.
async fn found(reader: &Reader, filter: &Filter, limit: usize) -> (Vec<u64>, usize) {
    let (mut numbers, mut pages, mut after) = (Vec::new(), 0, None);
    loop {
        let part = Part {
            after,
            limit,
            order: Order::NewestFirst,
        };
        let page = reader.changes(filter, part).await.unwrap();
        assert!(page.changes.len() <= limit);
        numbers.extend(page.changes.iter().map(|change| change.number));
        pages += 1;
        after = page.next;
        if after.is_none() {
            return (numbers, pages);
        }
    }
}

#[tokio::test]
async fn changes_are_found_by_who_where_and_what_newest_first() {
    let folder = Folder::new("find");
    let trail = start(&folder.file()).await;
    for (id, who, connection, target) in [
        ("a", Some("ada"), "pivot", "Zoë Über"),
        ("b", Some("Bob"), "pivot", "carl"),
        ("c", None, "metabase", "7"),
    ] {
        let change = Change {
            who: who.map(str::to_owned),
            connection: connection.to_owned(),
            target: vec![target.to_owned()],
            ..change(id)
        };
        trail.begin(change).await.unwrap();
        trail.finish(id, Outcome::Status(200)).await.unwrap();
    }
    for (pairs, numbers) in [
        (&[][..], &[5, 3, 1][..]),
        (&[("who", "ada")], &[1]),
        (&[("who", "ad")], &[]),
        (&[("connection", "pivot")], &[3, 1]),
        (&[("search", "üBER")], &[1]),
        (&[("search", "bO")], &[3]),
        (&[("search", "USERS.del")], &[5, 3, 1]),
        (&[("search", "carl"), ("connection", "metabase")], &[]),
        (&[("since", "2020-01-31")], &[5, 3, 1]),
        (&[("until", "2020-01-31")], &[]),
        (&[("since", "2999-01-31T00:00:00Z")], &[]),
    ] {
        let (found, _) = found(&trail.reader, &filter(pairs), 2).await;
        assert_eq!(found, numbers, "{pairs:?}");
    }
    let part = Part {
        after: None,
        limit: 2,
        order: Order::NewestFirst,
    };
    let unclear = filter(&[("since", "yesterday")]);
    let error = trail.reader.changes(&unclear, part).await.unwrap_err();
    assert!(matches!(&error, NotRead::Filter(words) if words.contains("yesterday")));
}

#[tokio::test]
async fn entries_about_a_person_are_those_of_exactly_their_accounts() {
    let folder = Folder::new("about");
    let log = start(&folder.file()).await;
    for (id, connection, action, target) in [
        ("a", "metabase", "metabase.users.delete", &["12"][..]),
        ("b", "metabase", "metabase.users.delete", &["120"]),
        ("c", "pivot", "pivot.users.delete", &["12"]),
        ("d", "", "rollcall.person-linked", &["ana@example.com"]),
        (
            "e",
            "",
            "rollcall.person-linked",
            &["bo@example.com", "metabase/12"],
        ),
        ("f", "", "rollcall.person-linked", &["diana@example.com"]),
        ("g", "pivot", "pivot.users.delete", &["ana@example.com"]),
    ] {
        let change = Change {
            connection: connection.to_owned(),
            action: action.to_owned(),
            target: target.iter().map(|&text| text.to_owned()).collect(),
            ..change(id)
        };
        log.begin(change).await.unwrap();
        log.finish(id, Outcome::Status(200)).await.unwrap();
    }
    for (about, numbers) in [
        (&["metabase/12", "ana@example.com"][..], &[9, 7, 1][..]),
        (&["metabase/12"], &[9, 1]),
        (&["pivot/ana@example.com"], &[13]),
        (&["example.com"], &[]),
    ] {
        let filter = Filter {
            about: about.iter().map(|&text| text.to_owned()).collect(),
            ..Filter::default()
        };
        let (found, _) = found(&log.reader, &filter, 2).await;
        assert_eq!(found, numbers, "{about:?}");
    }
}

fn filter(pairs: &[(&str, &str)]) -> Filter {
    let mut filter = Filter::default();
    for (name, value) in pairs {
        let field = match *name {
            "who" => &mut filter.who,
            "connection" => &mut filter.connection,
            "search" => &mut filter.search,
            "since" => &mut filter.since,
            "until" => &mut filter.until,
            _ => panic!("{name}"),
        };
        *field = Some((*value).to_owned());
    }
    filter
}

#[tokio::test]
async fn a_long_trail_is_read_in_pages_and_times_are_found_in_it() {
    let folder = Folder::new("long");
    let file = folder.file();
    drop(start(&file).await);
    let mut connection = database(&file).open().await.unwrap();
    let day = |number: usize| format!("2026-01-{:02}", number / 1000 + 1);
    for hundred in 0..120 {
        let entries: Vec<Entry> = (0..100)
            .map(|number| {
                let number = hundred * 100 + number;
                let mut entry = Entry::asked(&change(&number.to_string())).unwrap();
                entry.at = format!("{}T00:00:00.000000Z", day(number));
                entry
            })
            .collect();
        let entries: Vec<&Entry> = entries.iter().collect();
        append::append_entries(&mut connection, false, 1, &entries)
            .await
            .unwrap();
    }
    let reader = Reader {
        pool: database(&file).pool(),
    };
    let (all, pages) = found(&reader, &Filter::default(), 200).await;
    assert_eq!(all, (1..=12_000).rev().collect::<Vec<u64>>());
    assert_eq!(pages, 60);
    // Two days, the second one included.
    let days = filter(&[("since", "2026-01-03"), ("until", "2026-01-04")]);
    let (some, _) = found(&reader, &days, 200).await;
    assert_eq!(some, (2_001..=4_000).rev().collect::<Vec<u64>>());
    // So many rows are looked through for one answer; the rest for the next.
    let nobody = filter(&[("search", "nobody")]);
    assert_eq!(found(&reader, &nobody, 200).await, (vec![], 2));
    assert_eq!(verified(&file).await, Ok(12_000));
}

/// An entry of the change `id` that was asked for then.
fn asked_at(id: usize, at: &str) -> Entry {
    let mut entry = Entry::asked(&change(&id.to_string())).unwrap();
    entry.at = format!("{at}T00:00:00.000000Z");
    entry
}

#[tokio::test]
async fn changes_are_found_by_time_though_the_clock_was_set_back_and_forth() {
    let folder = Folder::new("clock");
    let file = folder.file();
    drop(start(&file).await);
    // Set back by months, and for one change forth by years.
    let days = [
        "2026-05-01",
        "2026-05-02",
        "2026-01-10",
        "2026-01-11",
        "2031-01-01",
        "2026-01-12",
        "2026-05-03",
    ];
    let entries: Vec<Entry> = (0..7_000)
        .map(|number| asked_at(number, days[number / 1000]))
        .collect();
    for entries in entries.chunks(500) {
        add(&file, entries).await;
    }
    let reader = Reader {
        pool: database(&file).pool(),
    };
    for (pairs, thousands) in [
        (&[("since", "2026-05-01")][..], &[0, 1, 4, 6][..]),
        (&[("since", "2026-05-02"), ("until", "2026-05-02")], &[1]),
        (&[("since", "2026-05-03"), ("until", "2026-12-31")], &[6]),
        (&[("until", "2026-01-11")], &[2, 3]),
        (
            &[("since", "2026-01-11"), ("until", "2026-05-01")],
            &[0, 3, 5],
        ),
        (&[("since", "2031-01-01")], &[4]),
        (&[("since", "2032-01-01")], &[]),
        (&[("since", "2026-02-01"), ("search", "5000")], &[]),
    ] {
        let expected: Vec<u64> = thousands
            .iter()
            .flat_map(|thousand| thousand * 1000 + 1..=thousand * 1000 + 1000)
            .collect();
        let filter = filter(pairs);
        let (mut numbers, _) = found(&reader, &filter, 200).await;
        numbers.reverse();
        assert_eq!(numbers, expected, "{pairs:?}");
        let mut export = Export::new(filter, Format::Json);
        let mut lines = 0;
        while let Some(piece) = export.next(&reader).await.unwrap() {
            lines += piece.lines().count();
        }
        assert_eq!(lines, expected.len(), "{pairs:?}");
    }
}

#[tokio::test]
async fn an_end_that_was_added_before_its_change_does_not_count() {
    let folder = Folder::new("forged-end");
    let file = folder.file();
    five(&file).await;
    tamper(
        &file,
        "INSERT INTO trail (number, at, kind, change, content, hash, instance) \
         VALUES (-1, '2026', 'ended', 'e', '{\"status\":200}', zeroblob(32), 1)",
    )
    .await;
    let text = exported(&file, "2020-01-01", Format::Json).await;
    let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(last["outcome"], "open");
    // It does not keep the change from being marked, either.
    let trail = start(&file).await;
    let page = found(&trail.reader, &Filter::default(), 200).await.0;
    assert_eq!(page.len(), 5);
    let text = exported(&file, "2020-01-01", Format::Json).await;
    assert_eq!(text.matches(r#""outcome":"unknown""#).count(), 1, "{text}");
}

#[tokio::test]
async fn an_outcome_that_is_known_stays_when_the_change_is_marked_as_unknown_after_it() {
    let folder = Folder::new("known");
    five(&folder.file()).await;
    add(&folder.file(), &[Entry::unknown("a").unwrap()]).await;
    let text = exported(&folder.file(), "2020-01-01", Format::Json).await;
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["outcome"], serde_json::json!({ "status": 200 }));
}

#[tokio::test]
async fn a_damaged_row_is_marked_and_everything_else_is_exported() {
    for (test, damage, number, words) in [
        (
            "no-json",
            "UPDATE trail SET content = 'x' WHERE number = 3",
            3,
            "row 3 does not hold a change",
        ),
        (
            "other-json",
            "UPDATE trail SET content = '[]' WHERE number = 3",
            3,
            "row 3 does not hold a change",
        ),
        (
            "no-text",
            "UPDATE trail SET content = CAST(x'7bff' AS TEXT) WHERE number = 3",
            3,
            "row 3 cannot be read",
        ),
        (
            "other-change",
            "UPDATE trail SET content = replace(content, '\"b\"', '\"x\"') WHERE number = 3",
            3,
            "row 3 holds another change",
        ),
        (
            "time",
            "UPDATE trail SET at = '2030' WHERE number = 3",
            3,
            "row 3 does not hold a time",
        ),
        (
            "outcome",
            "UPDATE trail SET content = 'x' WHERE number = 4",
            3,
            "row 4 does not hold an outcome",
        ),
        (
            "no-outcome-text",
            "UPDATE trail SET content = CAST(x'ff' AS TEXT) WHERE number = 4",
            3,
            "its outcome cannot be read",
        ),
    ] {
        let folder = Folder::new(&format!("damaged-{test}"));
        let file = folder.file();
        five(&file).await;
        tamper(&file, damage).await;
        let reader = Reader {
            pool: database(&file).pool(),
        };
        for filter in [
            Filter::default(),
            filter(&[("since", "2020-01-31"), ("who", "=ada")]),
        ] {
            let mut export = Export::new(filter, Format::Json);
            let mut text = String::new();
            while let Some(piece) = export.next(&reader).await.unwrap() {
                text.push_str(&piece);
            }
            assert_eq!(export.damaged(), 1, "{test}");
            let lines: Vec<serde_json::Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            let numbers: Vec<_> = lines.iter().map(|line| line["number"].as_i64()).collect();
            assert_eq!(numbers, [1, 3, 5, 7, 9].map(Some), "{test}");
            for line in lines {
                let is_damaged = line["number"] == number;
                let said = line["damage"].as_str().unwrap_or_default();
                assert_eq!(said.contains(words), is_damaged, "{test}: {line}");
                assert_eq!(said.is_empty(), !is_damaged, "{test}: {line}");
            }
        }
        let (numbers, _) = found(&reader, &Filter::default(), 2).await;
        assert_eq!(numbers, [9, 7, 5, 3, 1], "{test}");
        let text = exported(&file, "2020-01-31", Format::Csv).await;
        assert_eq!(text.lines().count(), 6, "{test}");
        assert!(text.contains(words), "{test}");
    }
}
