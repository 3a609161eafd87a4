//! Reads JSON tolerantly; errors name the place.
//!
//! A body is checked once and then sliced in place: a part is only read when it is
//! used. So an answer with many thousand users is never in memory as a tree, nor as
//! a list of its parts; any wrapper can be removed, unknown fields are kept exactly,
//! and an error has its place.
//!
//! What reading holds at any time is at most ten times the body, whatever is in
//! it (`cargo xtask fuzz wire` measures it). That is why lists are counted
//! before they are read, and texts are boxed.

mod cursor;
mod extra;
mod object;
#[cfg(test)]
mod tests;

pub(crate) use extra::text;
pub use extra::{Extra, Texts};
pub(crate) use object::{Object, texts_of};

use crate::Malformed;
use crate::error::clip;
use cursor::{Cursor, count};
use serde::de::Deserialize;
use serde_json::value::RawValue;

/// A type read from one JSON object.
pub(crate) trait FromObject: Sized {
    /// The shortest object it can be read from. No list of these holds more of
    /// them than fit into it, however many elements of other kinds it has.
    const SHORTEST: &str = "{}";

    /// Takes the fields it knows, and may keep the rest.
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed>;
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

/// The rows of a list. A row that cannot be read hides no other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List<T> {
    /// Those that could be read.
    pub rows: Vec<T>,
    /// Those that could not.
    pub unreadable: Unreadable,
}

/// The rows of a list that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// How many they are.
    pub count: usize,
    /// What is wrong with the first of them, and where; without the body.
    pub first: Option<Box<Malformed>>,
}

impl Unreadable {
    fn add(&mut self, error: Malformed) {
        self.count += 1;
        self.first.get_or_insert_with(|| Box::new(error));
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.rows
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

/// All of them, out of `[…]`, `{"users": […]}`, `{"user": {…}}` or a bare object.
pub(crate) fn unwrap_many<T: FromObject>(
    body: &str,
    wrapper: &Wrapper,
) -> Result<List<T>, Malformed> {
    members(body, wrapper)
        .and_then(|(place, members)| read_rows(members, place))
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
    let mut found = None;
    let mut other = None;
    let mut unreadable = Unreadable::default();
    members(body, wrapper)
        .map(|(place, members)| {
            each_readable(members, place, &mut unreadable, &mut |object| {
                let one = T::from_object(object)?;
                if one.name() != name {
                    other.get_or_insert_with(|| clip(one.name()));
                } else if found.is_none() {
                    found = Some(one);
                }
                Ok(())
            });
        })
        .map_err(|error| error.of(body))?;
    if let (None, Some(error)) = (&found, unreadable.first) {
        return Err(error.of(body));
    }
    match other {
        Some(other) if found.is_none() => {
            let problem = format!("expected “{}”, found “{other}”", clip(name));
            Err(malformed("", &problem).of(body))
        }
        _ => Ok(found),
    }
}

/// The one thing an answer is, without a wrapper.
pub(crate) fn bare_one<T: FromObject>(body: &str) -> Result<T, Malformed> {
    Object::parse(body, "")
        .and_then(|mut object| T::from_object(&mut object))
        .map_err(|error| error.of(body))
}

/// Everything in an answer that is a bare list.
pub(crate) fn bare_many<T: FromObject>(body: &str) -> Result<List<T>, Malformed> {
    valid(body, "")
        .and_then(|list| {
            if list.starts_with('[') {
                read_rows(list, "")
            } else {
                Err(unexpected(list, "", "a list"))
            }
        })
        .map_err(|error| error.of(body))
}

/// The readable objects of a list, or the one object that stands there instead.
///
/// # Errors
/// Where there are objects and none of them can be read: then it is a list of
/// something else.
fn read_rows<T: FromObject>(members: &str, place: &str) -> Result<List<T>, Malformed> {
    let mut list = List {
        rows: Vec::with_capacity(capacity::<T>(members)),
        unreadable: Unreadable::default(),
    };
    let rows = &mut list.rows;
    each_readable(members, place, &mut list.unreadable, &mut |object| {
        rows.push(T::from_object(object)?);
        Ok(())
    });
    match list.unreadable.first {
        Some(error) if list.rows.is_empty() => Err(*error),
        first => Ok(List {
            unreadable: Unreadable {
                first,
                ..list.unreadable
            },
            ..list
        }),
    }
}

/// How many of `T` the list `members` can hold.
fn capacity<T: FromObject>(members: &str) -> usize {
    let fit = members.len() / (T::SHORTEST.len() + 1);
    if members.starts_with('[') {
        count(members).min(fit + 1)
    } else {
        1
    }
}

/// The objects of a list, or the one object that stands there instead.
fn read_all<T: FromObject>(members: &str, place: &str) -> Result<Vec<T>, Malformed> {
    let mut all = Vec::with_capacity(capacity::<T>(members));
    each(members, place, &mut |object| {
        all.push(T::from_object(object)?);
        Ok(())
    })?;
    Ok(all)
}

/// Gives every object of a list to `read`, or the one that stands there instead.
fn each(
    members: &str,
    place: &str,
    read: &mut dyn FnMut(&mut Object<'_>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let mut cursor = Cursor::new(members);
    let mut object = Object::within(members);
    let list = members.starts_with('[');
    let mut index = 0_usize;
    while !list || cursor.more() {
        object
            .fill(&mut cursor)
            .and_then(|()| read(&mut object))
            // Most answers are fine: the place is only spelt out on failure.
            .map_err(|error| inside(&format!("{place}[{index}]"), error))?;
        if !list {
            break;
        }
        index += 1;
    }
    Ok(())
}

/// As [`each`], going on behind an element that cannot be read.
fn each_readable(
    members: &str,
    place: &str,
    unreadable: &mut Unreadable,
    read: &mut dyn FnMut(&mut Object<'_>) -> Result<(), Malformed>,
) {
    let mut cursor = Cursor::new(members);
    let mut object = Object::within(members);
    let list = members.starts_with('[');
    let mut index = 0_usize;
    while !list || cursor.more() {
        let start = cursor.clone();
        let outcome = object.fill(&mut cursor).and_then(|()| read(&mut object));
        if let Err(error) = outcome {
            unreadable.add(inside(&format!("{place}[{index}]"), error));
            cursor = start;
            cursor.value();
        }
        if !list {
            break;
        }
        index += 1;
    }
}

/// The members of an answer as it has them, and their place: a list, or the value
/// in place of one.
fn members<'a>(body: &'a str, wrapper: &Wrapper) -> Result<(&'static str, &'a str), Malformed> {
    let body = valid(body, "")?;
    if body.starts_with('[') {
        return Ok(("", body));
    }
    let mut object = Object::within(body);
    object.fill(&mut Cursor::new(body))?;
    // A bare object is told by its name before any wrapper is looked for: in
    // the 2023.01 documents a user's roles are called `users`, like the list.
    if object.get("name").is_some() {
        return Ok(("", body));
    }
    for key in [wrapper.plural, wrapper.singular] {
        if let Some(raw) = object.get(key) {
            return Ok((key, raw));
        }
    }
    let Wrapper { plural, singular } = wrapper;
    let problem =
        format!("expected a list, “{plural}” or “{singular}”, found an object without them");
    Err(malformed("", &problem))
}

/// `text`, which is one JSON value and nothing else.
fn valid<'a>(text: &'a str, place: &str) -> Result<&'a str, Malformed> {
    parse(text, place).map(RawValue::get)
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str, place: &str) -> Result<T, Malformed> {
    serde_json::from_str(text).map_err(|error| malformed(place, &error.to_string()))
}

fn malformed(place: &str, problem: &str) -> Malformed {
    Malformed {
        place: place.to_owned(),
        problem: clip(problem),
        body: String::new(),
    }
}

/// That `raw` is not what is `wanted` at `place`.
fn unexpected(raw: &str, place: &str, wanted: &str) -> Malformed {
    malformed(place, &["expected ", wanted, ", found ", raw].concat())
}

/// `error` seen from one level further out.
fn inside(outer: &str, mut error: Malformed) -> Malformed {
    error.place = match (outer, error.place.as_str()) {
        (_, "") => outer.to_owned(),
        ("", _) => error.place,
        (_, inner) if inner.starts_with('[') => [outer, inner].concat(),
        (_, inner) => [outer, ".", inner].concat(),
    };
    error
}
