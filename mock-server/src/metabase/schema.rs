//! The rules for a body's fields, and Metabase's errors about them (metabase
//! note 3): all invalid fields at once.

use super::answer::{Reply, Result};
use super::records::Memberships;
use super::{locale, strength};
use indexmap::IndexMap;
use serde_json::{Map, Number, Value};

const MISSING: &str = "missing required key, received: nil";
const POSITIVE: &str = "value must be an integer greater than zero.";
const MEMBERSHIPS: &str = "nullable sequence of map where {:id -> <value must be an integer \
    greater than zero.>, :is_group_manager (optional) -> <boolean>}";

/// A field that is merged: absent keeps the value, null removes it.
pub(super) type Change<T> = Option<Option<T>>;

/// A body that is being read, with the errors so far.
#[derive(Debug)]
pub(super) struct Schema<'a> {
    fields: &'a Map<String, Value>,
    errors: Map<String, Value>,
    specific: Map<String, Value>,
}

impl<'a> Schema<'a> {
    pub(super) fn new(fields: &'a Map<String, Value>) -> Self {
        Self {
            fields,
            errors: Map::new(),
            specific: Map::new(),
        }
    }

    /// Refuses the request if there were errors.
    pub(super) fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Reply::off_schema(self.errors, self.specific))
        }
    }

    /// Adds the error that `key` should be `wanted`; `problems` are the
    /// reasons.
    pub(super) fn wrong(&mut self, key: &str, wanted: &str, problems: &[&str], received: &Value) {
        let received = clojure(received);
        let problems = problems
            .iter()
            .map(|problem| Value::String(format!("{problem}, received: {received}")))
            .collect();
        self.put(key, wanted, problems);
    }

    fn missing(&mut self, key: &str, wanted: &str) {
        self.put(key, wanted, vec![MISSING.into()]);
    }

    fn put(&mut self, key: &str, wanted: &str, problems: Vec<Value>) {
        self.errors.insert(key.to_owned(), wanted.into());
        self.specific.insert(key.to_owned(), problems.into());
    }

    /// The field's value if it is present and not null.
    fn present(&self, key: &str) -> Option<&'a Value> {
        self.fields.get(key).filter(|value| !value.is_null())
    }

    /// A required email address, in lower case.
    pub(super) fn email(&mut self, key: &str) -> String {
        match self.fields.get(key) {
            None => self.missing(key, EMAIL),
            Some(value) => return self.an_email(key, EMAIL, value).unwrap_or_default(),
        }
        String::new()
    }

    /// An optional email address, in lower case.
    pub(super) fn nullable_email(&mut self, key: &str) -> Option<String> {
        let value = self.present(key)?;
        self.an_email(key, &nullable(EMAIL), value)
    }

    fn an_email(&mut self, key: &str, wanted: &str, value: &Value) -> Option<String> {
        let email = value.as_str().map(str::to_lowercase);
        match email {
            Some(email) if is_email(&email) => return Some(email),
            Some(_) => self.wrong(key, wanted, &["valid email address"], value),
            None => self.wrong(
                key,
                wanted,
                &["should be a string", "valid email address"],
                value,
            ),
        }
        None
    }

    /// A required text that is not only blanks.
    pub(super) fn text(&mut self, key: &str) -> String {
        match self.fields.get(key) {
            None => self.missing(key, NON_BLANK),
            Some(value) => return self.a_text(key, NON_BLANK, value).unwrap_or_default(),
        }
        String::new()
    }

    /// A text that is not only blanks, or null.
    pub(super) fn nullable_text(&mut self, key: &str) -> Change<String> {
        let value = self.fields.get(key)?;
        if value.is_null() {
            return Some(None);
        }
        self.a_text(key, &nullable(NON_BLANK), value).map(Some)
    }

    fn a_text(&mut self, key: &str, wanted: &str, value: &Value) -> Option<String> {
        const NO_TEXT: &str = "non-blank string";
        match value.as_str() {
            Some("") => {
                let problems = ["should be at least 1 character", NO_TEXT];
                self.wrong(key, wanted, &problems, value);
            }
            Some(text) if text.trim().is_empty() => self.wrong(key, wanted, &[NO_TEXT], value),
            Some(text) => return Some(text.to_owned()),
            None => self.wrong(key, wanted, &["should be a string", NO_TEXT], value),
        }
        None
    }

    /// True, false or absent.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.present(key)?;
        if value.as_bool().is_none() {
            self.wrong(key, "nullable boolean", &["should be a boolean"], value);
        }
        value.as_bool()
    }

    /// A required ID.
    pub(super) fn id(&mut self, key: &str) -> u64 {
        match self.fields.get(key) {
            None => self.missing(key, POSITIVE),
            Some(value) => match positive(value) {
                Some(id) => return id,
                None => self.wrong(key, POSITIVE, &[POSITIVE], value),
            },
        }
        0
    }

    /// Like [`Self::id`]; null and absent are allowed.
    pub(super) fn nullable_id(&mut self, key: &str) -> Option<u64> {
        let value = self.present(key)?;
        let id = positive(value);
        if id.is_none() {
            self.wrong(key, &nullable(POSITIVE), &[POSITIVE], value);
        }
        id
    }

    /// The groups in `user_group_memberships`, if present. A group without the
    /// manager's flag is not managed.
    pub(super) fn memberships(&mut self) -> Option<Memberships> {
        const KEY: &str = "user_group_memberships";
        let value = self.present(KEY)?;
        let Some(items) = value.as_array() else {
            self.wrong(KEY, MEMBERSHIPS, &["invalid type"], value);
            return None;
        };
        let mut groups = Memberships::new();
        for item in items {
            let manages = item.get("is_group_manager");
            match item.get("id").and_then(positive) {
                Some(id) if manages.is_none_or(Value::is_boolean) => {
                    groups.insert(id, manages == Some(&Value::Bool(true)));
                }
                _ => self.wrong(KEY, MEMBERSHIPS, &[POSITIVE], item),
            }
        }
        Some(groups)
    }

    /// `login_attributes`: every value as text; keys with `@` are left out.
    pub(super) fn attributes(&mut self) -> Change<IndexMap<String, String>> {
        const KEY: &str = "login_attributes";
        const WANTED: &str = "nullable login attribute keys must be a keyword or string";
        let value = self.fields.get(KEY)?;
        match value {
            Value::Null => Some(None),
            Value::Object(map) => {
                let kept = map.iter().filter(|(key, _)| !key.starts_with('@'));
                Some(Some(
                    kept.map(|(key, value)| (key.clone(), plain(value)))
                        .collect(),
                ))
            }
            _ => {
                self.wrong(KEY, WANTED, &["invalid type"], value);
                None
            }
        }
    }

    /// A normalised language, or null for the server's.
    pub(super) fn locale(&mut self) -> Change<String> {
        const KEY: &str = "locale";
        const WANTED: &str = "nullable String must be a valid two-letter ISO language or \
            language-country code e.g. 'en' or 'en_US'.";
        let value = self.fields.get(KEY)?;
        if value.is_null() {
            return Some(None);
        }
        let normalised = value.as_str().and_then(locale::normalised);
        if normalised.is_none() {
            self.wrong(KEY, WANTED, &["valid locale"], value);
        }
        normalised.map(Some)
    }

    /// A sufficiently strong password; all errors have the same text.
    pub(super) fn password(&mut self) -> String {
        const KEY: &str = "password";
        match self.fields.get(KEY) {
            None => self.missing(KEY, strength::WEAK),
            Some(value) => match value.as_str() {
                Some(text) if strength::is_good(text) => return text.to_owned(),
                // The server repeats the password that it refuses.
                _ => self.wrong(
                    KEY,
                    strength::WEAK,
                    &["valid password that is not too common"],
                    value,
                ),
            },
        }
        String::new()
    }

    /// A field without a schema, as it was sent.
    pub(super) fn raw(&self, key: &str) -> Option<&'a Value> {
        self.present(key)
    }
}

const EMAIL: &str = "value must be a valid email address.";
const NON_BLANK: &str = "value must be a non-blank string.";

fn nullable(wanted: &str) -> String {
    format!("nullable {wanted}")
}

fn positive(value: &Value) -> Option<u64> {
    value.as_u64().filter(|number| *number > 0)
}

/// An optional query parameter that must be a whole number above zero.
pub(super) fn query_id(key: &str, text: Option<&str>) -> Result<Option<u64>> {
    let Some(text) = text else { return Ok(None) };
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<u64>() {
        // A number that does not fit into an integer is not the ID of any
        // record.
        _ if all_digits && text.bytes().any(|byte| byte != b'0') => {
            Ok(Some(text.parse().unwrap_or(u64::MAX)))
        }
        number => {
            let fields = Map::new();
            let mut schema = Schema::new(&fields);
            let received = number.map_or_else(|_| text.into(), Value::from);
            schema.wrong(key, &nullable(POSITIVE), &[POSITIVE], &received);
            schema.done().map(|()| None)
        }
    }
}

/// Whether this is an address by Metabase's rule: ASCII, with a dot in the
/// domain. `email` is in lower case.
fn is_email(email: &str) -> bool {
    const MARKS: &str = "!#$%&'*+/=?^_`{|}~-";
    let word = |text: &str, marks: &str| {
        !text.is_empty()
            && text.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || marks.contains(letter)
            })
    };
    let Some((local, domain)) = email.rsplit_once('@') else {
        return false;
    };
    domain.contains('.')
        && local.split('.').all(|part| word(part, MARKS))
        && domain
            .split('.')
            .all(|label| word(label, "-") && !label.starts_with('-') && !label.ends_with('-'))
}

/// The value of an attribute as text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => clojure(other),
    }
}

/// A value as Clojure prints it.
fn clojure(value: &Value) -> String {
    let list = |items: Vec<String>, between: &str| items.join(between);
    match value {
        Value::Null => "nil".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => shortest(number),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            format!("[{}]", list(items.iter().map(clojure).collect(), " "))
        }
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(key, value)| format!(":{key} {}", clojure(value)));
            format!("{{{}}}", list(pairs.collect(), ", "))
        }
    }
}

/// A number as the server reads it: `1.50` becomes `1.5`.
fn shortest(number: &Number) -> String {
    let text = number.to_string();
    let fraction = text.contains(['.', 'e', 'E']);
    let read = number.as_f64().and_then(Number::from_f64);
    read.filter(|_| fraction)
        .map_or(text, |read| read.to_string())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
