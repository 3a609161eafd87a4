use super::*;
use proptest::prelude::*;

fn view(rows: &[&[&str]]) -> View {
    let texts = rows.iter().map(|row| row.len()).max().unwrap_or(1);
    let mut builder = Builder::new(texts, 0);
    for row in rows {
        builder.row(row, &[], &[]);
    }
    View::new(builder.build(0))
}

fn search(text: &str) -> Query {
    Query {
        text: text.into(),
        ..Query::default()
    }
}

fn by(column: Column, descending: bool) -> Query {
    Query {
        sort: Some(Sort { column, descending }),
        ..Query::default()
    }
}

#[test]
fn a_search_finds_words_in_every_text_in_any_order_case_and_accent() {
    let mut view = view(&[
        &["ada@company.com", "Ada", "Ünal", "super-admin"],
        &["bo", "Bo", "Sato", ""],
    ]);
    for text in [
        "ADA",
        "company.com",
        "ünal ada",
        "Ü",
        "unal",
        "U\u{308}nal",
        "super-ADMIN ada",
        "ada @",
    ] {
        assert_eq!(view.rows(&search(text)), [0], "{text}");
    }
    for text in ["", "  ", "a", "o"] {
        assert_eq!(view.rows(&search(text)), [0, 1], "{text}");
    }
    for text in ["carol", "ada sato", "adaünal", "com ada x"] {
        assert_eq!(view.rows(&search(text)), [] as [u32; 0], "{text}");
    }
}

#[test]
fn letters_fold_to_what_people_type() {
    for (text, folded) in [
        ("Ünal", "unal"),
        ("ÉCOLE", "ecole"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Æsop Þór", "aesop thor"),
        ("İstanbul ışık", "istanbul isik"),
        ("Nguyễn Thị Hương", "nguyen thi huong"),
        ("Ștefan Țepeș", "stefan tepes"),
        ("Čapek Dvořák", "capek dvorak"),
        ("ΑΘΉΝΑ", "αθήνα"),
        ("Юлия", "юлия"),
        ("東京 😀", "東京 😀"),
        ("a\u{200b}b\u{202e}c\u{ad}d", "abcd"),
        ("a\nb\0c", "a b c"),
        ("2×3÷4", "2×3÷4"),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn filters_hold_together_and_their_tags_apart() {
    let mut builder = Builder::new(1, 0);
    builder.row(&["a"], &[], &[0, 5]);
    builder.row(&["b"], &[], &[1, 64]);
    builder.row(&["c"], &[], &[1, 5, 1000]);
    let mut view = View::new(builder.build(0));
    let mut rows = |filters: &[&[u32]]| {
        let filters = filters.iter().map(|tags| Filter(tags.to_vec())).collect();
        view.rows(&Query {
            filters,
            ..Query::default()
        })
    };
    assert_eq!(rows(&[]), [0, 1, 2]);
    assert_eq!(rows(&[&[5]]), [0, 2]);
    assert_eq!(rows(&[&[0, 64]]), [0, 1]);
    assert_eq!(rows(&[&[1], &[64, 1000]]), [1, 2]);
    assert_eq!(rows(&[&[1], &[5]]), [2]);
    assert_eq!(rows(&[&[]]), [] as [u32; 0]);
    view.set_tags(0, &[1, 64]);
    assert_eq!(
        view.rows(&Query {
            filters: vec![Filter(vec![64])],
            ..Query::default()
        }),
        [0, 1]
    );
}

#[test]
fn rows_sort_by_text_number_and_key() {
    let mut builder = Builder::new(2, 1);
    builder.row(&["d", "Ünal"], &[Some(3)], &[]);
    builder.row(&["c", ""], &[None], &[]);
    builder.row(&["b", "Unal-Longer"], &[Some(-5)], &[]);
    builder.row(&["a", "unal"], &[Some(3)], &[]);
    let mut view = View::new(builder.build(0));
    assert_eq!(view.rows(&Query::default()), [3, 2, 1, 0]);
    assert_eq!(view.rows(&by(Column::Text(1), false)), [3, 0, 2, 1]);
    assert_eq!(view.rows(&by(Column::Text(1), true)), [2, 3, 0, 1]);
    assert_eq!(view.rows(&by(Column::Number(0), false)), [2, 3, 0, 1]);
    assert_eq!(view.rows(&by(Column::Number(0), true)), [3, 0, 2, 1]);
    view.set_number(1, 0, Some(9));
    assert_eq!(view.rows(&by(Column::Number(0), true)), [1, 3, 0, 2]);
}

#[test]
fn rows_are_chosen_and_sorted_by_what_they_were_not_fed() {
    let mut view = view(&[&["d ada"], &["c bo"], &["b ada"], &["a ada"]]);
    let order = |descending| Order::Numbers {
        number: &|row| [Some(2), Some(1), Some(i64::MIN), None][row as usize],
        descending,
    };
    assert_eq!(view.rows_where("", &|_| true, order(false)), [2, 1, 0, 3]);
    assert_eq!(view.rows_where("", &|_| true, order(true)), [0, 1, 2, 3]);
    assert_eq!(
        view.rows_where("ada", &|row| row != 2, order(false)),
        [0, 3]
    );
    assert_eq!(view.rows_where("ada", &|row| row != 2, Order::Key), [3, 0]);
    let sort = Sort {
        column: Column::Text(0),
        descending: true,
    };
    assert_eq!(
        view.rows_where("", &|row| row > 0, Order::Column(sort)),
        [1, 2, 3]
    );
}

#[test]
fn a_row_holds_the_texts_that_it_was_fed() {
    let view = view(&[&["ada", "Ünal"], &["bo", ""]]);
    assert!(view.holds(0, &["ada", "Ünal"]));
    assert!(
        view.holds(0, &["Ada", "unal"]),
        "no search tells them apart"
    );
    assert!(view.holds(1, &["bo"]));
    for texts in [
        &["ada", "Ünalo"][..],
        &["ada"],
        &["adaÜnal"],
        &["", "adaÜnal"],
    ] {
        assert!(!view.holds(0, texts), "{texts:?}");
    }
    assert!(!view.holds(2, &["", ""]));
}

#[test]
fn columns_that_do_not_exist_are_empty() {
    let mut view = view(&[&["b"], &["a"]]);
    assert_eq!(view.rows(&by(Column::Text(7), true)), [1, 0]);
    assert_eq!(view.rows(&by(Column::Number(7), true)), [1, 0]);
    assert_eq!(super::tests::view(&[]).rows(&search("x")), [] as [u32; 0]);
}

fn any_table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let text = prop_oneof!["[abAÜ ]{0,3}", "(aaaaaaaa|b){0,4}"];
    prop::collection::vec(prop::collection::vec(text, 2), 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn typing_on_finds_the_same_as_typing_anew(table in any_table(), texts in prop::collection::vec("[abuU ]{0,4}", 1..6)) {
        let rows: Vec<Vec<&str>> = table.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let mut used = view(&rows);
        for text in texts {
            let mut expected: Vec<u32> = (0..).zip(&table).filter(|(_, row)| {
                words(&text).iter().all(|word| row.iter().any(|cell| fold(cell).contains(word)))
            }).map(|(row, _)| row).collect();
            expected.sort_by_key(|row| {
                let key = fold(&table[*row as usize][0]);
                (key.is_empty(), key)
            });
            prop_assert_eq!(used.rows(&search(&text)), expected, "{}", text);
        }
    }

    #[test]
    fn the_order_is_that_of_a_plain_sort(table in any_table(), descending: bool) {
        let rows: Vec<Vec<&str>> = table.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let folded = |row: &u32, column: usize| fold(&table[*row as usize][column]);
        let mut expected: Vec<u32> = (0..).zip(&table).map(|(row, _)| row).collect();
        expected.sort_by(|one, other| {
            let (left, right) = (folded(one, 1), folded(other, 1));
            let by_text = left.cmp(&right);
            left.is_empty().cmp(&right.is_empty())
                .then(if descending { by_text.reverse() } else { by_text })
                .then_with(|| folded(one, 0).is_empty().cmp(&folded(other, 0).is_empty()))
                .then_with(|| folded(one, 0).cmp(&folded(other, 0)))
        });
        prop_assert_eq!(view(&rows).rows(&by(Column::Text(1), descending)), expected);
    }
}
