//! Reading JSON tolerantly, with the place of whatever is wrong.
//!
//! A body is cut into raw values first and each is read on its own. So an
//! answer of many thousand users never stands in memory as a tree, any wrapper
//! can be taken off, unknown fields are kept to the letter, and an error knows
//! where it is.

use crate::Malformed;
use crate::error::clip;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Fields of an object that we do not know: kept in order and to the letter,
/// so that writing an object back loses nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra(pub(crate) Vec<(String, String)>);

impl Extra {
    /// Names and raw JSON values, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, raw)| (&**name, &**raw))
    }

    /// Puts every field into `map`.
    pub(crate) fn serialize_into<M: serde::ser::SerializeMap>(
        &self,
        map: &mut M,
    ) -> Result<(), M::Error> {
        for (name, raw) in &self.0 {
            let raw: &RawValue =
                serde_json::from_str(raw).map_err(<M::Error as serde::ser::Error>::custom)?;
            map.serialize_entry(name, raw)?;
        }
        Ok(())
    }
}

/// A type read from one JSON object.
pub(crate) trait FromObject: Sized {
    /// Takes the fields it knows, keeps the rest.
    fn from_object(object: Object<'_>) -> Result<Self, Malformed>;
}

/// A thing told from its siblings by its name.
pub(crate) trait Named: FromObject {
    /// The name.
    fn name(&self) -> &str;
}

/// How a platform wraps a kind of thing: `{"users": […]}`, `{"user": {…}}`.
pub(crate) struct Wrapper {
    pub(crate) plural: &'static str,
    pub(crate) singular: &'static str,
}

/// All of them, out of `[…]`, `{"users": […]}`, `{"user": {…}}` or a bare object.
pub(crate) fn unwrap_many<T: FromObject>(
    body: &str,
    wrapper: &Wrapper,
) -> Result<Vec<T>, Malformed> {
    members(body, wrapper)
        .and_then(|(place, items)| read_all(&items, place))
        .map_err(|error| error.of(body))
}

/// The one called `name`, or nothing where the answer holds none at all.
///
/// # Errors
/// Malformed also where the answer is about others only.
pub(crate) fn unwrap_one<T: Named>(
    body: &str,
    wrapper: &Wrapper,
    name: &str,
) -> Result<Option<T>, Malformed> {
    let mut all: Vec<T> = unwrap_many(body, wrapper)?;
    if let Some(index) = all.iter().position(|one| one.name() == name) {
        return Ok(Some(all.swap_remove(index)));
    }
    match all.first() {
        None => Ok(None),
        Some(other) => Err(Malformed {
            place: String::new(),
            problem: format!("expected “{}”, found “{}”", clip(name), clip(other.name())),
            body: body.to_owned(),
        }),
    }
}

/// The one thing an answer is, without a wrapper.
pub(crate) fn bare_one<T: FromObject>(body: &str) -> Result<T, Malformed> {
    Object::parse(body, "")
        .and_then(T::from_object)
        .map_err(|error| error.of(body))
}

/// Everything in an answer that is a bare list.
pub(crate) fn bare_many<T: FromObject>(body: &str) -> Result<Vec<T>, Malformed> {
    parse(body, "")
        .and_then(|items: Vec<&RawValue>| read_all(&items, ""))
        .map_err(|error| error.of(body))
}

fn read_all<T: FromObject>(items: &[&RawValue], place: &str) -> Result<Vec<T>, Malformed> {
    items
        .iter()
        .enumerate()
        .map(|(index, raw)| {
            // Most answers are fine: the place is only spelt out on failure.
            Object::parse(raw.get(), "")
                .and_then(T::from_object)
                .map_err(|error| inside(&format!("{place}[{index}]"), error))
        })
        .collect()
}

/// The raw members of an answer and the place they stand at.
fn members<'a>(
    body: &'a str,
    wrapper: &Wrapper,
) -> Result<(&'static str, Vec<&'a RawValue>), Malformed> {
    if body.starts_with('[') {
        return Ok(("", parse(body, "")?));
    }
    let object = Object::parse(body, "")?;
    // A bare object is told by its name before any wrapper is looked for: in
    // the 2023.01 documents a user's roles are called `users`, like the list.
    if object.get("name").is_none() {
        for key in [wrapper.plural, wrapper.singular] {
            if let Some(raw) = object.get(key) {
                return match raw.get().as_bytes().first() {
                    Some(b'[') => Ok((key, parse(raw.get(), key)?)),
                    _ => Ok((key, vec![raw])),
                };
            }
        }
        return Err(malformed(
            "",
            &format!(
                "expected a list, “{}” or “{}”, found an object without them",
                wrapper.plural, wrapper.singular
            ),
        ));
    }
    Ok(("", vec![parse(body, "")?]))
}

/// One JSON object, cut into its fields, none of them read yet.
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    pub(crate) fn parse(text: &'a str, place: &str) -> Result<Self, Malformed> {
        parse(text, place)
    }

    fn get(&self, key: &str) -> Option<&'a RawValue> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, raw)| *raw)
    }

    /// The names of the fields nobody took yet.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.to_string()).collect()
    }

    fn remove(&mut self, key: &str) -> Option<&'a RawValue> {
        let index = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(index).1)
    }

    /// Takes a field; absent and `null` are the same.
    pub(crate) fn take<T: Deserialize<'a>>(&mut self, key: &str) -> Result<Option<T>, Malformed> {
        match self.remove(key) {
            None => Ok(None),
            Some(raw) => parse(raw.get(), key),
        }
    }

    /// Takes a field as it stands in the body.
    pub(crate) fn take_raw(&mut self, key: &str) -> Option<&'a str> {
        self.remove(key).map(RawValue::get)
    }

    /// Takes a field that must be there.
    pub(crate) fn require<T: Deserialize<'a>>(&mut self, key: &str) -> Result<T, Malformed> {
        self.take(key)?.ok_or_else(|| Malformed::missing(key))
    }

    /// Takes a list of objects; absent and `null` are the same.
    pub(crate) fn take_all<T: FromObject>(
        &mut self,
        key: &str,
    ) -> Result<Option<Vec<T>>, Malformed> {
        let items: Option<Vec<&RawValue>> = self.take(key)?;
        items.map(|items| read_all(&items, key)).transpose()
    }

    /// Takes a map of texts; other scalars are read as the text they are
    /// written as.
    pub(crate) fn take_texts(
        &mut self,
        key: &str,
    ) -> Result<Option<Vec<(String, String)>>, Malformed> {
        let Some(Object(fields)) = self.take(key)? else {
            return Ok(None);
        };
        let text = |raw: &RawValue| {
            serde_json::from_str(raw.get()).unwrap_or_else(|_| raw.get().to_owned())
        };
        Ok(Some(
            fields
                .into_iter()
                .map(|(name, raw)| (name.into_owned(), text(raw)))
                .collect(),
        ))
    }

    /// The fields nobody took.
    pub(crate) fn rest(self) -> Extra {
        Extra(
            self.0
                .into_iter()
                .map(|(name, raw)| (name.into_owned(), raw.get().to_owned()))
                .collect(),
        )
    }

    /// What an error body says: the first of the fields platforms put words in.
    pub(crate) fn words(&mut self) -> Option<String> {
        ["error", "message", "description", "error_description"]
            .into_iter()
            .find_map(|key| {
                let raw = self.remove(key)?;
                let words = match raw.get().as_bytes().first() {
                    Some(b'"') => parse::<String>(raw.get(), key).ok()?,
                    Some(b'{') => Object::parse(raw.get(), key).ok()?.words()?,
                    Some(b'n') => return None,
                    _ => raw.get().to_owned(),
                };
                (!words.trim().is_empty()).then(|| clip(words.trim()))
            })
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(8);
                while let Some((Key(key), raw)) = map.next_entry()? {
                    fields.push((key, raw));
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A field's name, borrowed from the body unless it holds escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str, place: &str) -> Result<T, Malformed> {
    serde_json::from_str(text).map_err(|error| malformed(place, &error.to_string()))
}

fn malformed(place: &str, problem: &str) -> Malformed {
    Malformed {
        place: place.to_owned(),
        problem: problem.to_owned(),
        body: String::new(),
    }
}

/// `error` seen from one level further out.
fn inside(outer: &str, mut error: Malformed) -> Malformed {
    error.place = match error.place.as_str() {
        "" => outer.to_owned(),
        inner => format!("{outer}.{inner}"),
    };
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Thing {
        name: String,
        extra: Extra,
    }

    impl FromObject for Thing {
        fn from_object(mut object: Object<'_>) -> Result<Self, Malformed> {
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
                r#"{"things":[{"name":"a"},{"name":5}]}"#,
                "at things[1].name, invalid type: integer `5`, expected a string",
            ),
            (
                r#"[{"name":"a"},{}]"#,
                "at [1].name, expected a value, found none",
            ),
            (
                r#"["a"]"#,
                "at [0], invalid type: string \"a\", expected an object",
            ),
            (
                r#"{"things":"a"}"#,
                "at things[0], invalid type: string \"a\", expected an object",
            ),
            (
                r#"{"others":[]}"#,
                "expected a list, “things” or “thing”, found an object without them",
            ),
            (r#"{"things":[{"name":"a""#, "EOF while parsing"),
            ("17", "invalid type: integer `17`, expected an object"),
            ("oops", "expected"),
        ] {
            let error = names(body).unwrap_err();
            assert!(error.contains(says), "{body}: {error}");
        }
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
        assert_eq!(
            thing.extra.iter().collect::<Vec<_>>(),
            [
                ("z", "1.50"),
                ("big", "12345678901234567890123"),
                ("deep", r#"{"x": [1,  2]}"#)
            ]
        );
    }
}
