//! Every wrapper, and where errors say they are.

use super::*;

#[derive(Debug, PartialEq)]
struct Thing {
    name: String,
    extra: Extra,
}

impl FromObject for Thing {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: object.require("name")?,
            extra: object.rest(),
        })
    }
}

impl Named for Thing {
    fn name(&self) -> &str {
        &self.name
    }
}

const THINGS: Wrapper = Wrapper {
    plural: "things",
    singular: "thing",
};

fn names(body: &str) -> Result<Vec<String>, String> {
    unwrap_many::<Thing>(body, &THINGS)
        .map(|all| all.into_iter().map(|thing| thing.name).collect())
        .map_err(|error| error.to_string())
}

#[test]
fn every_wrapper_comes_off() {
    for body in [
        r#"[{"name":"a"}]"#,
        r#"{"things":[{"name":"a"}]}"#,
        r#"{"things":{"name":"a"}}"#,
        r#"{"thing":{"name":"a"}}"#,
        r#"{"thing":[{"name":"a"}]}"#,
        r#"{"status":"ok","message":"done","thing":{"name":"a"}}"#,
        r#"{"name":"a"}"#,
        r#"{"name":"a","things":["role"]}"#,
        " \n{\"n\\u0061me\":\"a\"} ",
    ] {
        assert_eq!(names(body.trim()), Ok(vec!["a".to_owned()]), "{body}");
    }
    assert_eq!(names("[]"), Ok(vec![]));
    assert_eq!(names(r#"{"things":[]}"#), Ok(vec![]));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (body, says) in [
        (
            r#"{"things":[{"name":5}]}"#,
            "at things[0].name, invalid type: integer `5`, expected a string",
        ),
        ("[{}]", "at [0].name, expected a value, found none"),
        (r#"["a"]"#, "at [0], expected an object, found \"a\""),
        (
            r#"{"things":"a"}"#,
            "at things[0], expected an object, found \"a\"",
        ),
        (
            r#"{"others":[]}"#,
            "expected a list, “things” or “thing”, found an object without them",
        ),
        (r#"{"things":[{"name":"a""#, "EOF while parsing"),
        ("17", "expected an object, found 17"),
        ("oops", "expected"),
    ] {
        let error = names(body).unwrap_err();
        assert!(error.contains(says), "{body}: {error}");
    }
}

#[test]
fn a_row_that_cannot_be_read_hides_no_other_and_is_counted() {
    let list: List<Thing> = unwrap_many(
        r#"{"things":[{"name":"a"},{"name":5},null,"x",[{"name":"no"}],{"name":"b"},{}]}"#,
        &THINGS,
    )
    .unwrap();
    let names: Vec<&str> = list.rows.iter().map(|thing| &*thing.name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(list.unreadable.count, 5);
    assert_eq!(list.unreadable.first.unwrap().place, "things[1].name");
    let one = unwrap_one::<Thing>(r#"[null,{"name":"b"}]"#, &THINGS, "b");
    assert_eq!(one.unwrap().unwrap().name, "b");
}

#[test]
fn one_is_picked_by_name_and_another_is_never_taken_for_it() {
    let one = |body| unwrap_one::<Thing>(body, &THINGS, "b");
    assert_eq!(
        one(r#"[{"name":"a"},{"name":"b"}]"#).unwrap().unwrap().name,
        "b"
    );
    assert_eq!(one("[]"), Ok(None));
    assert!(
        one(r#"{"name":"a"}"#)
            .unwrap_err()
            .to_string()
            .contains("expected “b”, found “a”")
    );
}

#[test]
fn unknown_fields_are_kept_to_the_letter() {
    let body = r#"{"z":1.50,"name":"a","big":12345678901234567890123,"deep":{"x": [1,  2]}}"#;
    let thing: Thing = unwrap_one(body, &THINGS, "a").unwrap().unwrap();
    let kept: Vec<_> = thing.extra.iter().collect();
    let kept: Vec<_> = kept.iter().map(|(name, raw)| (&**name, *raw)).collect();
    assert_eq!(
        kept,
        [
            ("z", "1.50"),
            ("big", "12345678901234567890123"),
            ("deep", r#"{"x": [1,  2]}"#)
        ]
    );
}

/// That lists of the shortest `T` keep to the bound: nine times for the values,
/// the rest for what is held beside them.
fn assert_small<T: FromObject>() {
    let shortest = T::SHORTEST;
    assert!(bare_one::<T>(shortest).is_ok(), "{shortest}");
    let size = size_of::<T>();
    assert!(
        size * 10 <= (shortest.len() + 1) * 95,
        "{size} bytes for {shortest}"
    );
}

#[test]
fn what_comes_in_lists_is_small_beside_its_text() {
    use crate::{actian, metabase, pivot};
    assert_small::<pivot::User>();
    assert_small::<pivot::Status>();
    assert_small::<pivot::Role>();
    assert_small::<actian::User>();
    assert_small::<metabase::User>();
    assert_small::<metabase::Membership>();
    assert_small::<metabase::Group>();
    assert_small::<metabase::GroupMember>();
    assert_small::<metabase::UserMembership>();
}

#[test]
fn names_with_escapes_are_found_kept_and_told_apart() {
    let body = r#"{"n\u0061me":"a","\u006eame":"b","na\"me":1}"#;
    let thing: Thing = bare_one(body).unwrap();
    assert_eq!(thing.name, "a");
    let kept: Vec<_> = thing.extra.iter().collect();
    assert_eq!(kept, [("name".into(), "\"b\""), ("na\"me".into(), "1")]);
    let broken = bare_one::<Thing>(r#"{"\ud800":1,"name":"a"}"#);
    assert!(broken.is_err());
}

#[test]
fn words_are_not_looked_for_without_end() {
    let deep = [
        r#"{"error":"#.repeat(100_000),
        "1".into(),
        "}".repeat(100_000),
    ]
    .concat();
    assert_eq!(Object::parse(&deep, "").unwrap().words(), None);
    let near = r#"{"error":{"error":{"message":"near"}}}"#;
    assert_eq!(
        Object::parse(near, "").unwrap().words().as_deref(),
        Some("near")
    );
}
