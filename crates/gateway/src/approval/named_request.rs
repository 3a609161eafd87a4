//! The requests that an approval names, as the audit log records requests.

use crate::audit::change::{Change, Requested};
use crate::audit::origin::Actor;
use axum::body::Bytes;
use jiff::Timestamp;
use serde_json::Value;
use url::form_urlencoded;
use wire::Platform;
use wire::catalogue::{self, Route};
use wire::console::approvals::PlannedRequest;

/// A request that an approval names.
#[derive(Debug, Clone)]
pub(crate) struct NamedRequest {
    pub(crate) route: &'static Route,
    /// What it asks for, without secrets.
    change: Change,
}

impl NamedRequest {
    /// The request that is `planned` on a connection to `platform`, or what is wrong
    /// with it.
    pub(crate) fn read(
        connection: &str,
        platform: Platform,
        planned: &PlannedRequest,
    ) -> Result<Self, String> {
        let (path, query) = planned.path.split_once('?').unwrap_or((&planned.path, ""));
        let found = catalogue::find(platform, &planned.method, path);
        let matched = found.map_err(|error| error.to_string())?;
        let route = matched.route;
        if !route.forwarded || !route.writes() {
            return Err("it is not a change that this server forwards".to_owned());
        }
        let body = Bytes::from(planned.body.clone().unwrap_or_default());
        let requested = Requested {
            connection,
            route,
            target: &matched.parameters,
            query,
            body: &body,
        };
        let change = Change::new(&requested, String::new(), Actor::default());
        if let Some(Value::String(_)) = change.body {
            return Err("its body is neither JSON nor a form of this endpoint".to_owned());
        }
        Ok(Self { route, change })
    }

    /// How it is written: with the secrets masked that a client left in it.
    pub(crate) fn planned(&self) -> PlannedRequest {
        let parameters: Vec<&str> = self.change.target.iter().map(String::as_str).collect();
        // What was found by a path can be written as one.
        let mut path = self.route.path(&parameters).unwrap_or_default();
        if !self.change.query.is_empty() {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&self.change.query);
            path.push('?');
            path.push_str(&query.finish());
        }
        PlannedRequest {
            method: self.route.method.to_string(),
            path,
            body: self.change.body.as_ref().map(Value::to_string),
        }
    }

    /// The endpoint and what is in its path, by which requests are found.
    pub(crate) fn place(&self) -> Place {
        Place::of(&self.change)
    }

    /// Whether it asks for the same as `change`. Times may differ: a request that names
    /// the present says when it was planned, and the change when it is made.
    pub(crate) fn asks_for(&self, change: &Change) -> bool {
        self.place() == Place::of(change)
            && self.change.query == change.query
            && match (&self.change.body, &change.body) {
                (Some(planned), Some(sent)) => is_same(planned, sent),
                (planned, sent) => planned == sent,
            }
    }

    /// Whether it asks for the same as `other`.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.asks_for(&other.change)
    }

    /// The account that it changes; nothing for one that is created.
    pub(crate) fn account(&self) -> Option<&str> {
        self.route.account(&self.change.target)
    }
}

/// Where a request goes: through which connection, to which endpoint, about what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    connection: String,
    action: String,
    target: Vec<String>,
}

impl Place {
    pub(crate) fn of(change: &Change) -> Self {
        Self {
            connection: change.connection.clone(),
            action: change.action.clone(),
            target: change.target.clone(),
        }
    }
}

/// Whether two values are the same but for times.
fn is_same(planned: &Value, sent: &Value) -> bool {
    match (planned, sent) {
        (Value::Object(planned), Value::Object(sent)) => {
            let mut fields = planned.iter();
            planned.len() == sent.len()
                && fields
                    .all(|(name, value)| sent.get(name).is_some_and(|sent| is_same(value, sent)))
        }
        (Value::Array(planned), Value::Array(sent)) => {
            let mut pairs = planned.iter().zip(sent);
            planned.len() == sent.len() && pairs.all(|(planned, sent)| is_same(planned, sent))
        }
        (Value::String(planned), Value::String(sent)) => {
            planned == sent || is_time(planned) && is_time(sent)
        }
        (planned, sent) => planned == sent,
    }
}

fn is_time(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::catalogue::pivot;
    use wire::secrets::MASK;

    fn read(method: &str, path: &str, body: Option<&str>) -> Result<NamedRequest, String> {
        let planned = PlannedRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            body: body.map(str::to_owned),
        };
        NamedRequest::read("one", Platform::Pivot, &planned)
    }

    /// The change that a request with this body is.
    fn change(body: &str) -> Change {
        let requested = Requested {
            connection: "one",
            route: &pivot::SET_STATUS,
            target: &["ada".to_owned()],
            query: "",
            body: &Bytes::from(body.to_owned()),
        };
        Change::new(&requested, "1".to_owned(), Actor::default())
    }

    #[test]
    fn a_request_is_the_one_that_was_named_whenever_it_is_sent() {
        let named = |body| read("POST", "/api/v1/user-statuses/ada", Some(body)).unwrap();
        let planned = named(r#"{"userStatus":{"name":"ada","disabled":"2026-11-26T06:00:00Z"}}"#);
        for (sent, is_named) in [
            (
                r#"{"userStatus":{"disabled":"2026-11-27T06:00:00Z","name":"ada"}}"#,
                true,
            ),
            (r#"{"userStatus":{"name":"ada","disabled":null}}"#, false),
            (r#"{"userStatus":{"name":"ada"}}"#, false),
            (
                r#"{"userStatus":{"name":"eve","disabled":"2026-11-26T06:00:00Z"}}"#,
                false,
            ),
            (
                r#"{"userStatus":{"name":"ada","disabled":"2026-11-26T06:00:00Z","a":1}}"#,
                false,
            ),
            ("", false),
        ] {
            assert_eq!(planned.asks_for(&change(sent)), is_named, "{sent}");
        }
        let other = read("POST", "/api/v1/user-statuses/eve", Some("{}")).unwrap();
        assert!(!other.asks_for(&change("{}")));
    }

    #[test]
    fn only_changes_that_are_forwarded_can_be_named() {
        for (method, path, body) in [
            ("GET", "/api/v1/users/ada", None),
            ("DELETE", "/api/v1/users", None),
            ("DELETE", "/api/v1/users/..", None),
            ("DELETE", "https://elsewhere.example/api/v1/users/ada", None),
            ("POST", "/api/v1/users/ada", Some("user: ada")),
        ] {
            assert!(read(method, path, body).is_err(), "{method} {path}");
        }
    }

    #[test]
    fn a_request_is_kept_without_the_secrets_in_it() {
        let planned = PlannedRequest {
            method: "POST".to_owned(),
            path: "/api/auth/auth/t/users?email=a%40b.c&password=planted".to_owned(),
            body: Some(r#"{"password":"planted"}"#.to_owned()),
        };
        let named = NamedRequest::read("one", Platform::Actian, &planned).unwrap();
        let kept = named.planned();
        assert!(
            kept.path
                .starts_with("/api/auth/auth/t/users?email=a%40b.c&password=")
        );
        assert!(!kept.path.contains("planted"), "{}", kept.path);
        assert_eq!(kept.body, Some(format!(r#"{{"password":"{MASK}"}}"#)));
        assert!(
            NamedRequest::read("one", Platform::Actian, &kept)
                .unwrap()
                .is_same(&named)
        );
        assert_eq!(named.account(), None);
    }
}
