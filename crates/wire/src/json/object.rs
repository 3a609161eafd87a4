//! One JSON object, cut into its fields, none of them read yet.

use super::cursor::{Cursor, count};
use super::extra::text;
use super::{Extra, FromObject, Texts, each, inside, malformed, parse, unexpected, valid};
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

    /// Nothing yet: for objects that stand in `text`, one after the other.
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

    /// The field `key` as it stands in the body.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        let index = self.position(key)?;
        Some(self.fields.get(index)?.value.of(self.text))
    }

    /// Takes a field as it stands in the body.
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

    /// Takes a field that must be there.
    pub(crate) fn require<T: Deserialize<'a>>(&mut self, key: &str) -> Result<T, Malformed> {
        self.take(key)?.ok_or_else(|| Malformed::missing(key))
    }

    /// Takes a list, as it stands in the body.
    fn take_raw_list(&mut self, key: &str) -> Result<Option<&'a str>, Malformed> {
        match self.take_some(key) {
            Some(raw) if !raw.starts_with('[') => Err(unexpected(raw, key, "a list")),
            found => Ok(found),
        }
    }

    /// Takes a list of texts or numbers; absent and `null` are the same.
    pub(crate) fn take_list<T: Deserialize<'a>>(
        &mut self,
        key: &str,
    ) -> Result<Option<Box<[T]>>, Malformed> {
        let Some(list) = self.take_raw_list(key)? else {
            return Ok(None);
        };
        let mut all = Vec::with_capacity(count(list));
        let mut cursor = Cursor::new(list);
        while cursor.more() {
            let one = parse(cursor.value(), "");
            all.push(one.map_err(|error| inside(&format!("{key}[{}]", all.len()), error))?);
        }
        Ok(Some(all.into_boxed_slice()))
    }

    /// Takes a list of objects; absent and `null` are the same.
    pub(crate) fn take_all<T: FromObject>(
        &mut self,
        key: &str,
    ) -> Result<Option<Vec<T>>, Malformed> {
        let list = self.take_raw_list(key)?;
        list.map(|list| super::read_all(list, key)).transpose()
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

    /// Takes a map of texts; other scalars are read as the text they are
    /// written as.
    pub(crate) fn take_texts(&mut self, key: &str) -> Result<Option<Texts>, Malformed> {
        match self.take_some(key) {
            Some(raw) if !raw.starts_with('{') => Err(unexpected(raw, key, "an object")),
            found => Ok(found.map(Texts::of)),
        }
    }

    /// The fields nobody took.
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
