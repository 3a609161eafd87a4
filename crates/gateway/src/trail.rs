//! What is recorded of every change, before it is forwarded and after.

pub(crate) mod answer;
mod event;
mod origin;
mod read;
pub(crate) mod sittings;

pub use event::Event;
pub(crate) use event::shortened;
pub use origin::Actor;
pub(crate) use origin::Origin;
pub use read::{Export, Filter, Format, NotRead, Order, Part, Reading, TrailReader};

use crate::address::Address;
use axum::body::Bytes;
use serde::Serialize;
use serde_json::Value;
use std::pin::Pin;
use wire::catalogue::Route;

/// What stands in place of a secret.
const MASK: &str = "***";

/// Where changes are recorded.
pub trait Trail: TrailReader {
    /// Records that `change` is about to be forwarded. Once this has succeeded
    /// the record must survive whatever happens to this process.
    fn asked(&self, change: Change) -> Recording<'_>;

    /// Records what came of the change with this id.
    fn ended(&self, id: &str, outcome: Outcome) -> Recording<'_>;

    /// Records something besides a change. What has to be recorded before it is
    /// done ([`TrailEvent::SignedIn`](wire::console::TrailEvent::SignedIn)) is
    /// recorded once this has succeeded, or it is not done; what has happened
    /// already may be recorded later.
    fn record_event(&self, event: Event) -> Recording<'_>;

    /// Whether requests should come to this process at all, as far as its trail
    /// is concerned: it can be written.
    fn ready(&self) -> Recording<'_> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A record being written.
pub type Recording<'a> = Pin<Box<dyn Future<Output = Result<(), NotRecorded>> + Send + 'a>>;

/// The trail cannot be written, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotRecorded(pub String);

/// A change, without the secrets in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The request's number, as in the log.
    pub id: String,
    /// Who asked for it, as far as anybody said.
    pub who: Option<String>,
    /// Who vouches for that name ([`Via`](crate::Via)).
    pub via: Option<String>,
    /// The address that the request came from.
    pub address: Option<String>,
    /// Through which connection.
    pub connection: String,
    /// Which endpoint of the platform.
    pub action: String,
    /// What it is about: the names and IDs in its path.
    pub target: Vec<String>,
    /// Its query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// Its body; text that is no JSON is not kept.
    pub body: Option<Value>,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The platform answered with this status.
    Status(u16),
    /// There was no answer, or none that could be passed on.
    Failed(String),
}

impl Change {
    pub(crate) fn new(address: &Address, id: String, actor: Actor, body: &Bytes) -> Self {
        let route = address.route;
        let body = (!body.is_empty()).then(|| match serde_json::from_slice(body) {
            Ok(json) => masked(route, json),
            Err(_) => form(route, body),
        });
        Self {
            id,
            who: actor.who,
            via: actor.via,
            address: actor.address,
            connection: address.target.connection.id.clone(),
            action: route.id.to_owned(),
            target: address.parameters.clone(),
            query: pairs(route, address.uri.query().unwrap_or_default()),
            body,
        }
    }
}

/// Whether nobody may see what is called `name`: what the catalogue says, and
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
    if fields
        .iter()
        .all(|(name, _)| route.body.contains(&name.as_str()))
    {
        let fields = fields.into_iter().map(|(name, value)| (name, value.into()));
        Value::Object(fields.collect())
    } else {
        Value::String("(neither JSON nor a form)".to_owned())
    }
}

fn pairs(route: &Route, text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_encoding::percent_decode_str(&text)
            .decode_utf8_lossy()
            .into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decoded(name);
            let value = if is_secret(route, &name) {
                MASK.to_owned()
            } else {
                decoded(value)
            };
            (name, value)
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
            json!({ "email": "a@b.c", "password": "***", "deep": [{ "new_Password": "***" }] })
        );
        let route = &actian::CREATE_USER;
        let text = "email=a%40b.c&password=x&first_name=A+B";
        let fields = json!({ "email": "a@b.c", "password": "***", "first_name": "A B" });
        assert_eq!(form(route, text.as_bytes()), fields);
        assert_eq!(pairs(route, text)[1], ("password".into(), "***".into()));
    }

    #[test]
    fn text_that_could_hold_anything_is_not_kept() {
        for text in ["{\"password\": \"x\"", "password: x", "a=b", "\u{1}"] {
            let kept = form(&actian::CREATE_USER, text.as_bytes());
            assert_eq!(kept, json!("(neither JSON nor a form)"), "{text}");
        }
    }
}
