//! The fields of a JSON object, taken one by one.

use super::name;
use crate::answer::Refusal;
use serde_json::{Map, Value};

/// A JSON object and its place in the body (`userStatus`; empty for the body).
#[derive(Debug)]
pub(crate) struct Fields {
    place: String,
    map: Map<String, Value>,
}

impl Fields {
    /// The object in a body. `expects` is the required field, which the error
    /// names if the body is not an object.
    pub(crate) fn of_body(body: Value, expects: &str) -> Result<Self, Refusal> {
        match body {
            Value::Object(map) => Ok(Self {
                place: String::new(),
                map,
            }),
            other => Err(Refusal::bad_request(format!(
                "the body must be an object with the field {expects}, not {}",
                kind(&other)
            ))),
        }
    }

    /// The place of the field `key`.
    pub(crate) fn place(&self, key: &str) -> String {
        if self.place.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.place)
        }
    }

    /// Whether a field with this name has not been taken.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Takes a field. Not with `remove`, which would move the last field up.
    pub(crate) fn take(&mut self, key: &str) -> Option<Value> {
        self.map.shift_remove(key)
    }

    /// Takes a required object.
    pub(crate) fn object(&mut self, key: &str) -> Result<Self, Refusal> {
        let place = self.place(key);
        match self.take(key) {
            Some(Value::Object(map)) => Ok(Self { place, map }),
            Some(_) => Err(self.wrong(key, "an object")),
            None => Err(self.missing(key)),
        }
    }

    /// Takes the `name`, which is required and must fit in a path.
    pub(crate) fn name(&mut self) -> Result<String, Refusal> {
        match self.take("name") {
            Some(Value::String(text)) => {
                name::check(&text, &self.place("name"))?;
                Ok(text)
            }
            Some(_) => Err(self.wrong("name", "a string")),
            None => Err(self.missing("name")),
        }
    }

    /// Takes a text; null counts as absent.
    pub(crate) fn text(&mut self, key: &str) -> Result<Option<String>, Refusal> {
        match self.take(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(key, "a string")),
        }
    }

    /// Takes a list of texts; null counts as absent.
    pub(crate) fn texts(&mut self, key: &str) -> Result<Option<Vec<String>>, Refusal> {
        let items = match self.take(key) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(self.wrong(key, "an array of strings")),
        };
        items
            .into_iter()
            .enumerate()
            .map(|(index, item)| match item {
                Value::String(text) => Ok(text),
                _ => Err(self.wrong(&format!("{key}[{index}]"), "a string")),
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// Takes a whole number that is not negative.
    pub(crate) fn count(&mut self, key: &str) -> Result<Option<u64>, Refusal> {
        self.take(key)
            .map(|value| {
                value
                    .as_u64()
                    .ok_or_else(|| self.wrong(key, "a whole number"))
            })
            .transpose()
    }

    /// Takes true or false.
    pub(crate) fn flag(&mut self, key: &str) -> Result<Option<bool>, Refusal> {
        self.take(key)
            .map(|value| value.as_bool().ok_or_else(|| self.wrong(key, "a boolean")))
            .transpose()
    }

    /// The name of the first field that has not been taken.
    pub(crate) fn first(&self) -> Option<&str> {
        self.map.keys().next().map(String::as_str)
    }

    /// The fields that have not been taken, in their order.
    pub(crate) fn rest(self) -> Map<String, Value> {
        self.map
    }

    /// The refusal of a field that is not `expected` ("a string").
    pub(crate) fn wrong(&self, key: &str, expected: &str) -> Refusal {
        Refusal::bad_request(format!("{} must be {expected}", self.place(key)))
    }

    /// The refusal of a missing field.
    pub(crate) fn missing(&self, key: &str) -> Refusal {
        Refusal::bad_request(format!("{} is missing", self.place(key)))
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
