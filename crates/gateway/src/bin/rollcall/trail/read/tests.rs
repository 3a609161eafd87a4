use super::super::chain::Entry;
use super::super::tests::{Folder, change, database, five, start, verified};
use super::super::{Reader, table};
use gateway::{Change, Export, Filter, Format, NotRead, Order, Outcome, Part, Trail, TrailReader};
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
    assert!(text.contains("\"'=ada\""), "{text}");
    assert!(text.contains(r#""[""say \""hi\""""]""#), "{text}");
    assert!(text.contains(r#""open""#), "{text}");

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
        trail.asked(change).await.unwrap();
        trail.ended(id, Outcome::Status(200)).await.unwrap();
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
        table::append(&mut connection, false, 1, &entries)
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
