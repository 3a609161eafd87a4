//! How long a view takes at 1,000, 10,000 and 100,000 rows:
//! `cargo run --profile page --example view -p roster`.

use roster::view::{Builder, Column, Query, Sort, View};
use std::time::Instant;

fn main() {
    for count in [1_000, 10_000, 100_000] {
        measure(count);
    }
}

fn measure(count: u32) {
    let given = [
        "Ada", "Bo", "Carol", "Dieter", "Émilie", "Fatima", "Göran", "Hương",
    ];
    let family = [
        "Minh", "Sato", "Ünal", "Okafor", "Müller", "Nguyễn", "Silva", "Novák", "Smith",
    ];
    let start = Instant::now();
    let mut builder = Builder::new(5, 2);
    let mut seed = 1_u32;
    for row in 0..count {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let first = given[(seed >> 8) as usize % given.len()];
        let last = family[(seed >> 16) as usize % family.len()];
        let name = format!(
            "{}.{}.{row}@company.com",
            first.to_lowercase(),
            last.to_lowercase()
        );
        builder.row(
            &[&name, first, last, &name, "analyst, super-admin"],
            &[Some(i64::from(seed)), Some(i64::from(seed & 1))],
            &[seed & 1, 2 + (seed >> 24) % 40],
        );
    }
    let mut view = View::new(builder.build(0));
    println!("{count} rows: build {:?}", start.elapsed());
    let mut time = |what: &str, query: Query| {
        let start = Instant::now();
        let found = view.rows(&query).len();
        println!("  {what}: {:?}, {found} rows", start.elapsed());
    };
    for text in [
        "a", "an", "ana", "unal ada", "com", "@", "zzz", "99999", ".com", "",
    ] {
        time(
            &format!("search {text:?}"),
            Query {
                text: text.into(),
                ..Query::default()
            },
        );
    }
    for column in [
        Column::Text(0),
        Column::Text(1),
        Column::Text(2),
        Column::Number(0),
        Column::Number(1),
    ] {
        for descending in [false, true] {
            let sort = Some(Sort { column, descending });
            time(
                &format!("sort {column:?} {descending}"),
                Query {
                    sort,
                    ..Query::default()
                },
            );
        }
    }
    let sort = Some(Sort {
        column: Column::Text(1),
        descending: false,
    });
    time(
        "sort again",
        Query {
            sort,
            ..Query::default()
        },
    );
}
