//! JSON in which no object has two members of one name.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// What is read of JSON in which each name of an object occurs once. Reading other JSON
/// fails: it is not said which of two members counts (RFC 8259, section 4).
#[derive(Debug)]
pub(super) struct UniqueNames;

impl<'de> Deserialize<'de> for UniqueNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for UniqueNames {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON in which each name occurs once")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = HashSet::new();
        while let Some((name, Self)) = members.next_entry::<String, Self>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a name occurs twice"));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_unique_names(text: &str) -> bool {
        serde_json::from_str::<UniqueNames>(text).is_ok()
    }

    #[test]
    fn names_are_told_apart_object_by_object_and_however_they_are_written() {
        for (text, is_unique) in [
            (
                r#"{"a":[null,true,1,-2,0.5,1e99,"\u00fc\n",{"a":{},"c":[]}],"":18446744073709551615}"#,
                true,
            ),
            (r#"[{"a":1},{"a":1}]"#, true),
            (r#"{"a":1,"a":1}"#, false),
            (r#"[{"b":{"a":1,"\u0061":2}}]"#, false),
            ("{", false),
        ] {
            assert_eq!(has_unique_names(text), is_unique, "{text}");
        }
    }
}
