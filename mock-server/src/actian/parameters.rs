//! The parameters of a write: in the query as the page has it, or in a JSON or
//! form body, because the page may be wrong (actian note 4).

use super::refusal::Refusal;
use crate::World;
use crate::extract::{Unread, collect};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// Where a request may have its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the query or the body; as observed, in a JSON body only.
    Documented,
    /// In the body only; as observed, a JSON body.
    Body,
    /// In the query or the body, also as observed: all sources agree on the
    /// token endpoint.
    Anywhere,
}

/// The parameters of one request, taken one by one. Their values may be secret,
/// so this type does not implement `Debug`.
pub(super) struct Parameters {
    query: Vec<(String, String)>,
    body: Body,
    as_observed: bool,
    /// Which part of the request the parameters were taken from.
    from_query: bool,
    from_body: bool,
}

enum Body {
    None,
    Json(Map<String, Value>),
    Form(Vec<(String, String)>),
}

impl Parameters {
    /// Reads the parameters of a request.
    pub(super) async fn read(
        request: Request,
        world: &World,
        place: Place,
    ) -> Result<Self, Refusal> {
        let as_observed = world.options().as_observed && place != Place::Anywhere;
        let query = match request.uri().query() {
            Some(query) if place != Place::Body && !as_observed => pairs(query, "the query")?,
            _ => Vec::new(),
        };
        let form = is_form(request.headers());
        let bytes = collect(request.into_body())
            .await
            .map_err(|unread| match unread {
                Unread::TooLarge => Refusal::too_large(),
                Unread::Cut => Refusal::bad_request("the body ended before all of it was sent"),
            })?;
        Ok(Self {
            query,
            body: body(&bytes, form, as_observed)?,
            as_observed,
            from_query: false,
            from_body: false,
        })
    }

    /// An optional parameter; null counts as absent. If the query and the body
    /// both have it, the query's value is used.
    pub(super) fn optional(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let find = |pairs: &[(String, String)]| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone())
        };
        if let Some(value) = find(&self.query) {
            self.from_query = true;
            return Ok(Some(value));
        }
        let value = match &self.body {
            Body::None => None,
            Body::Form(pairs) => find(pairs),
            Body::Json(map) => match map.get(name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.clone()),
                Some(_) => return Err(self.refused(name, "must be a string")),
            },
        };
        self.from_body |= value.is_some();
        Ok(value)
    }

    /// A required parameter, which must not be blank.
    pub(super) fn required(&mut self, name: &str) -> Result<String, Refusal> {
        match self.optional(name)? {
            None => Err(self.refused(name, "is missing")),
            Some(text) if text.trim().is_empty() => Err(self.refused(name, "must not be empty")),
            Some(text) => Ok(text),
        }
    }

    /// The first of several names that the request has.
    pub(super) fn any_of(&mut self, names: &[&str]) -> Result<Option<String>, Refusal> {
        for name in names {
            if let Some(text) = self.optional(name)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// The refusal of a parameter that `is_wrong` (such as “is missing”).
    pub(super) fn refused(&self, name: &str, is_wrong: &str) -> Refusal {
        // The source's messages use the names of Java fields (actian note 5).
        let name = if self.as_observed {
            camel(name)
        } else {
            name.to_owned()
        };
        Refusal::bad_request(format!("{name} {is_wrong}"))
    }

    /// The note on where the parameters were taken from.
    pub(super) fn source_note(&self) -> Option<&'static str> {
        match (self.from_query, self.from_body, &self.body) {
            (true, false, _) => Some("parameters came in the query"),
            (false, true, Body::Json(_)) => Some("parameters came in a JSON body"),
            (false, true, _) => Some("parameters came in a form body"),
            (true, true, Body::Json(_)) => Some("parameters came in the query and in a JSON body"),
            (true, true, _) => Some("parameters came in the query and in a form body"),
            (false, false, _) => None,
        }
    }
}

/// Whether the content type is a form's. `curl -d` sends that type for any
/// data.
fn is_form(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).map_or(&b""[..], |v| v.as_bytes());
    let form = b"application/x-www-form-urlencoded";
    value
        .split_at_checked(form.len())
        .is_some_and(|(start, _)| start.eq_ignore_ascii_case(form))
}

fn body(bytes: &[u8], form: bool, as_observed: bool) -> Result<Body, Refusal> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Refusal::bad_request("the body is not UTF-8"))?
        .trim();
    if text.is_empty() {
        return Ok(Body::None);
    }
    if form && !text.starts_with('{') {
        return if as_observed {
            Err(Refusal::unsupported())
        } else {
            pairs(text, "the form").map(Body::Form)
        };
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(Body::Json(map)),
        Ok(_) => Err(Refusal::bad_request("the body must be a JSON object")),
        Err(error) => Err(Refusal::bad_request(format!(
            "the body is not valid JSON: line {}, column {}",
            error.line(),
            error.column()
        ))),
    }
}

/// The pairs of a query string or a form.
fn pairs(text: &str, place: &str) -> Result<Vec<(String, String)>, Refusal> {
    let decode = |part: &str| {
        let part = part.replace('+', " ");
        let text = percent_decode_str(&part).decode_utf8();
        text.map(std::borrow::Cow::into_owned)
            .map_err(|_| Refusal::bad_request(format!("{place} is not percent-encoded UTF-8")))
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// `firstName` for `first_name`, as Java names fields.
fn camel(name: &str) -> String {
    let mut parts = name.split(['_', '-']);
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    camel
}
