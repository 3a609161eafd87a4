//! What is left out of the log: secrets, and text that could hold them.

use super::unique_names::UniqueNames;
use serde_json::Value;
use std::collections::HashSet;
use url::form_urlencoded;
use wire::catalogue::Route;
use wire::secrets::MASK;

/// A request's body without the secrets in it; text that is neither JSON nor a
/// form of this route is not kept. Where a name occurs twice it is neither: platforms
/// differ in which of the two counts, so what is kept could be another than what was done.
pub(super) fn body(route: &Route, body: &[u8]) -> Option<Value> {
    let json = || {
        let UniqueNames = serde_json::from_slice(body).ok()?;
        serde_json::from_slice(body).ok()
    };
    (!body.is_empty()).then(|| match json() {
        Some(json) => masked(route, json),
        None => form(route, body),
    })
}

/// Whether what is called `name` is secret: what the catalogue says, and
/// whatever sounds like it.
fn is_secret(route: &Route, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    route.secrets.contains(&name)
        || ["password", "secret", "token"]
            .iter()
            .any(|word| lower.contains(word))
}

fn masked(route: &Route, value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let value = if is_secret(route, &name) {
                    MASK.into()
                } else {
                    masked(route, value)
                };
                (name, value)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(|item| masked(route, item)).collect(),
        other => other,
    }
}

/// A web form's fields, where it is one that this route takes: a secret may
/// stand anywhere in other text.
fn form(route: &Route, body: &[u8]) -> Value {
    let fields = pairs(route, str::from_utf8(body).unwrap_or_default());
    let mut names = HashSet::new();
    if fields
        .iter()
        .all(|(name, _)| route.body.contains(&name.as_str()) && names.insert(name.as_str()))
    {
        let fields = fields.into_iter().map(|(name, value)| (name, value.into()));
        Value::Object(fields.collect())
    } else {
        Value::String("(neither JSON nor a form)".to_owned())
    }
}

/// The pairs of a query or a web form, decoded, without the secrets in them.
pub(super) fn pairs(route: &Route, text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| {
            let value = if is_secret(route, &name) {
                MASK.to_owned()
            } else {
                value.into_owned()
            };
            (name.into_owned(), value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use wire::catalogue::{actian, metabase};

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let route = &metabase::CREATE_USER;
        let body = json!({ "email": "a@b.c", "password": "x", "deep": [{ "new_Password": "x" }] });
        assert_eq!(
            masked(route, body),
            json!({ "email": "a@b.c", "password": MASK, "deep": [{ "new_Password": MASK }] })
        );
        let route = &actian::CREATE_USER;
        let text = "email=a%40b.c&password=x&first_name=A+B";
        let fields = json!({ "email": "a@b.c", "password": MASK, "first_name": "A B" });
        assert_eq!(form(route, text.as_bytes()), fields);
        assert_eq!(pairs(route, text)[1], ("password".into(), MASK.into()));
    }

    #[test]
    fn text_that_could_hold_anything_is_not_kept() {
        for text in [
            "{\"password\": \"x\"",
            "password: x",
            "a=b",
            "\u{1}",
            "role=admin&role=user",
            r#"{"role":"admin","role":"user"}"#,
            r#"{"a":[{"role":"admin","\u0072ole":"user"}]}"#,
        ] {
            let kept = body(&actian::CREATE_USER, text.as_bytes());
            assert_eq!(kept, Some(json!("(neither JSON nor a form)")), "{text}");
        }
    }
}
