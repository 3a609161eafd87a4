//! One JSON object, cut into its fields, none of them read yet.

use super::cursor::{Cursor, count};
use super::extra::text;
use super::{Extra, FromObject, List, Texts, each, inside, malformed, parse, unexpected, valid};
use crate::Malformed;
use crate::error::clip;
use serde::de::Deserialize;

/// How deep an error body's own words are looked for.
const DEPTH: u8 = 4;

/// One JSON object, cut into its fields, none of them read yet.
pub(crate) struct Object<'a> {
    /// What the fields' places count in.
    text: &'a str,
    fields: Vec<Field>,
}

/// Where a field stands. A quarter of the size of two slices and a name, which
/// is what keeps an object of many tiny fields small.
#[derive(Clone, Copy)]
struct Field {
    name: Span,
    value: Span,
}

/// From one byte to before another.
#[derive(Clone, Copy)]
struct Span(u32, u32);

impl Span {
    /// Of `value`, which a cursor has just stepped over.
    fn behind(cursor: &Cursor<'_>, value: &str) -> Result<Self, Malformed> {
        let end = u32::try_from(cursor.at())
            .map_err(|_| malformed("", "longer than the 4 GiB that can be read"))?;
        // No value is longer than what lies behind the cursor.
        let size = u32::try_from(value.len()).unwrap_or(end);
        Ok(Self(end - size, end))
    }

    fn of(self, text: &str) -> &str {
        let (start, end) = (self.0 as usize, self.1 as usize);
        text.get(start..end).unwrap_or_default()
    }
}

impl<'a> Object<'a> {
    /// Cuts `text` into fields.
    pub(crate) fn parse(text: &'a str, place: &str) -> Result<Self, Malformed> {
        let text = valid(text, place)?;
        let mut object = Self::within(text);
        object
            .fill(&mut Cursor::new(text))
            .map_err(|error| inside(place, error))?;
        Ok(object)
    }

    /// An empty object, for reading several objects in `text` one after the other.
    pub(super) const fn within(text: &'a str) -> Self {
        Self {
            text,
            fields: Vec::new(),
        }
    }

    /// Becomes the object that comes next.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn fill(&mut self, cursor: &mut Cursor<'a>) -> Result<(), Malformed> {
        self.fields.clear();
        if cursor.peek() != b'{' {
            return Err(unexpected(cursor.value(), "", "an object"));
        }
        while cursor.more() {
            let name = cursor.value();
            if name.contains('\\') {
                parse::<String>(name, "")?;
            }
            let name = Span::behind(cursor, name)?;
            cursor.more();
            let value = cursor.value();
            let value = Span::behind(cursor, value)?;
            if self.fields.len() == self.fields.capacity() {
                // By half: doubling would hold thrice as much while it moves.
                self.fields.reserve_exact(self.fields.len() / 2 + 16);
            }
            self.fields.push(Field { name, value });
        }
        Ok(())
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| {
            let name = field.name.of(self.text);
            // An escape is longer than what it stands for, quotes left aside.
            if name.len() == key.len() + 2 {
                &name[1..=key.len()] == key
            } else {
                name.len() > key.len() + 2 && name.contains('\\') && text(name) == key
            }
        })
    }

    /// The field `key` as the body has it.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        let index = self.position(key)?;
        Some(self.fields.get(index)?.value.of(self.text))
    }

    /// Whether there is a field called `key`.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Takes a field as the body has it.
    pub(crate) fn take_raw(&mut self, key: &str) -> Option<&'a str> {
        let index = self.position(key)?;
        Some(self.fields.remove(index).value.of(self.text))
    }

    /// As [`Object::take_raw`]; absent and `null` are the same.
    fn take_some(&mut self, key: &str) -> Option<&'a str> {
        self.take_raw(key).filter(|raw| *raw != "null")
    }

    /// Takes a field; absent and `null` are the same.
    pub(crate) fn take<T: Deserialize<'a>>(&mut self, key: &str) -> Result<Option<T>, Malformed> {
        match self.take_some(key) {
            None => Ok(None),
            Some(raw) => parse(raw, key).map(Some),
        }
    }

    /// Takes a text. Anything else is the text it is written as: an odd field
    /// is shown as it came, and hides nothing.
    pub(crate) fn take_text(&mut self, key: &str) -> Option<Box<str>> {
        self.take_some(key).map(|raw| text(raw).into())
    }

    /// As [`Object::take_text`], for what is written back: whatever is no plain
    /// text stays among the rest, to the letter.
    pub(crate) fn read_text(&mut self, key: &str) -> Option<Box<str>> {
        let raw = self.get(key)?;
        if raw == "null" {
            return None;
        }
        let read = text(raw);
        if raw.starts_with('"') && *read != *raw {
            self.take_raw(key);
        }
        Some(read.into())
    }

    /// Takes a number or yes or no; anything else stays among the rest, where
    /// it is shown as it came. `null` is taken and is nothing.
    pub(crate) fn take_scalar<T: Deserialize<'a>>(&mut self, key: &str) -> Option<T> {
        let raw = self.get(key)?;
        let read: Option<T> = serde_json::from_str(raw).ok()?;
        if raw == "null" || read.is_some() {
            self.take_raw(key);
        }
        read
    }

    /// Takes the text or number that identifies an object.
    pub(crate) fn require_key(&mut self, key: &str) -> Result<Box<str>, Malformed> {
        match self.get(key) {
            Some(raw) if raw.starts_with(['{', '[', 't', 'f']) => {
                Err(unexpected(raw, key, "a text"))
            }
            _ => self.take_text(key).ok_or_else(|| Malformed::missing(key)),
        }
    }

    /// Takes the number that identifies an object, also where it is written as
    /// a text.
    pub(crate) fn require_number(&mut self, key: &str) -> Result<u64, Malformed> {
        let raw = self.take_some(key).ok_or_else(|| Malformed::missing(key))?;
        let number = text(raw).trim().parse();
        number.map_err(|_| unexpected(raw, key, "a whole number"))
    }

    /// Takes a field that must be there.
    pub(crate) fn require<T: Deserialize<'a>>(&mut self, key: &str) -> Result<T, Malformed> {
        self.take(key)?.ok_or_else(|| Malformed::missing(key))
    }

    /// Takes a list as the body has it.
    fn take_raw_list(&mut self, key: &str) -> Result<Option<&'a str>, Malformed> {
        match self.take_some(key) {
            Some(raw) if !raw.starts_with('[') => Err(unexpected(raw, key, "a list")),
            found => Ok(found),
        }
    }

    /// Takes a list of objects; where one of them or the list is odd, all of it
    /// stays among the rest.
    pub(crate) fn take_plain<T: FromObject>(&mut self, key: &str) -> Option<Vec<T>> {
        let raw = self.get(key)?;
        let all = match raw {
            "null" => None,
            _ if raw.starts_with('[') => Some(super::read_all(raw, key).ok()?),
            _ => return None,
        };
        self.take_raw(key);
        all
    }

    /// Takes a list of numbers, also such as are written as texts; an odd list
    /// stays among the rest.
    pub(crate) fn take_numbers(&mut self, key: &str) -> Option<Box<[u64]>> {
        let raw = self.get(key)?;
        if !raw.starts_with('[') {
            if raw == "null" {
                self.take_raw(key);
            }
            return None;
        }
        let mut all = Vec::with_capacity(count(raw));
        let mut cursor = Cursor::new(raw);
        while cursor.more() {
            all.push(text(cursor.value()).trim().parse().ok()?);
        }
        self.take_raw(key);
        Some(all.into_boxed_slice())
    }

    /// The field `key` as a list of texts; anything else in it or in place of
    /// it is the text it is written as. What is no plain list of texts stays
    /// among the rest, to be written back to the letter.
    pub(crate) fn read_texts(&mut self, key: &str) -> Option<Box<[Box<str>]>> {
        let raw = self.get(key)?;
        let (all, plain) = texts_of(raw);
        if plain {
            self.take_raw(key);
        }
        Some(all)
    }

    /// Takes a list of objects; absent and `null` are the same.
    pub(crate) fn take_all<T: FromObject>(
        &mut self,
        key: &str,
    ) -> Result<Option<Vec<T>>, Malformed> {
        let list = self.take_raw_list(key)?;
        list.map(|list| super::read_all(list, key)).transpose()
    }

    /// Takes a list of objects that must be there; one that cannot be read
    /// hides no other.
    pub(crate) fn take_rows<T: FromObject>(&mut self, key: &str) -> Result<List<T>, Malformed> {
        let list = self.take_raw_list(key)?;
        super::read_rows(list.ok_or_else(|| Malformed::missing(key))?, key)
    }

    /// Takes every field there is as a list of objects, and all of them as one.
    pub(crate) fn take_every<T: FromObject>(&mut self) -> Result<Vec<T>, Malformed> {
        let mut all = Vec::new();
        for field in std::mem::take(&mut self.fields) {
            let (name, list) = (field.name.of(self.text), field.value.of(self.text));
            match list.as_bytes().first() {
                Some(b'n') => continue,
                Some(b'[') => each(list, "", &mut |object| {
                    all.push(T::from_object(object)?);
                    Ok(())
                }),
                _ => Err(unexpected(list, "", "a list")),
            }
            .map_err(|error| inside(&clip(&text(name)), error))?;
        }
        Ok(all)
    }

    /// Takes a map of texts; anything else stays among the rest.
    pub(crate) fn take_map(&mut self, key: &str) -> Option<Texts> {
        let raw = self.get(key)?;
        if raw != "null" && !raw.starts_with('{') {
            return None;
        }
        self.take_some(key).map(Texts::of)
    }

    /// Takes a map of texts; other scalars are read as the text they are
    /// written as.
    pub(crate) fn take_texts(&mut self, key: &str) -> Result<Option<Texts>, Malformed> {
        match self.take_some(key) {
            Some(raw) if !raw.starts_with('{') => Err(unexpected(raw, key, "an object")),
            found => Ok(found.map(Texts::of)),
        }
    }

    /// The fields that were not taken.
    pub(crate) fn rest(&self) -> Extra {
        let raw = |field: &Field| (field.name.of(self.text), field.value.of(self.text));
        Extra::of(self.fields.iter().map(raw))
    }

    /// What an error body says: the first of the fields platforms put words in.
    pub(crate) fn words(&mut self) -> Option<String> {
        self.words_within(DEPTH)
    }

    fn words_within(&mut self, depth: u8) -> Option<String> {
        ["error", "message", "description", "error_description"]
            .into_iter()
            .find_map(|key| {
                let raw = self.take_some(key)?;
                if raw.starts_with('{') {
                    return Object::parse(raw, key)
                        .ok()?
                        .words_within(depth.checked_sub(1)?);
                }
                let words = text(raw);
                let words = words.trim();
                (!words.is_empty()).then(|| clip(words))
            })
    }
}

/// The texts of a list, and whether it is a plain list of texts.
pub(crate) fn texts_of(raw: &str) -> (Box<[Box<str>]>, bool) {
    if !raw.starts_with('[') {
        let all = (raw != "null").then(|| text(raw).into());
        return (all.into_iter().collect(), false);
    }
    let mut plain = true;
    let mut all = Vec::with_capacity(count(raw));
    let mut cursor = Cursor::new(raw);
    while cursor.more() {
        let raw = cursor.value();
        let read = text(raw);
        plain &= raw.starts_with('"') && *read != *raw;
        all.push(read.into());
    }
    (all.into_boxed_slice(), plain)
}
