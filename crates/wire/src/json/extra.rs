//! Objects that are kept as they came.

use super::cursor::Cursor;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Fields of an object that we do not know: kept in order and to the letter,
/// so that writing an object back loses nothing. One word where there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra(Option<Box<Fields>>);

/// The fields of an object as it has them, brackets included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fields(Box<str>);

impl Extra {
    /// Made of names and values as an object has them; names with their quotes.
    pub(super) fn of<'a>(fields: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let size: usize = fields
            .clone()
            .map(|(name, raw)| name.len() + raw.len() + 2)
            .sum();
        if size == 0 {
            return Self::default();
        }
        let mut text = String::with_capacity(size + 1);
        for (name, raw) in fields {
            text.push(if text.is_empty() { '{' } else { ',' });
            text.push_str(name);
            text.push(':');
            text.push_str(raw);
        }
        text.push('}');
        Self(Some(Box::new(Fields(text.into_boxed_str()))))
    }

    /// Names and raw JSON values, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        fields(self.0.as_ref().map_or("{}", |fields| &fields.0))
    }

    /// The first field called `key`, as it came.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let mut fields = self.iter();
        fields.find(|(name, _)| name == key).map(|(_, raw)| raw)
    }

    /// Puts every field into `map`.
    pub(crate) fn serialize_into<M: serde::ser::SerializeMap>(
        &self,
        map: &mut M,
    ) -> Result<(), M::Error> {
        self.serialize_without(map, &[])
    }

    /// Puts every field but `left_out` into `map`.
    pub(crate) fn serialize_without<M: serde::ser::SerializeMap>(
        &self,
        map: &mut M,
        left_out: &[&str],
    ) -> Result<(), M::Error> {
        for (name, raw) in self.iter() {
            if left_out.contains(&&*name) {
                continue;
            }
            let raw: &RawValue =
                serde_json::from_str(raw).map_err(<M::Error as serde::ser::Error>::custom)?;
            map.serialize_entry(&name, raw)?;
        }
        Ok(())
    }
}

/// A map of texts, kept as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts(Box<str>);

impl Texts {
    /// Of the JSON object `raw`.
    pub(super) fn of(raw: &str) -> Self {
        Self(raw.into())
    }

    /// Names and texts, in the order they came. Another scalar is the text it
    /// is written as.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        fields(&self.0).map(|(name, raw)| (name, text(raw)))
    }
}

/// The fields of an object: their names, and their values as it has them.
pub(super) fn fields(object: &str) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
    let mut cursor = Cursor::new(object);
    std::iter::from_fn(move || {
        cursor.more().then(|| {
            let name = cursor.value();
            cursor.more();
            (text(name), cursor.value())
        })
    })
}

/// What the string `raw` says; anything else as it is written.
pub(crate) fn text(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        Some(_) => serde_json::from_str(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
        None => Cow::Borrowed(raw),
    }
}
