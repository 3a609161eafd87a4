//! The parameters of requests for the audit log.

pub(super) mod described;

use crate::audit::read::{Filter, Format};
use crate::http::error::GatewayError;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use std::str::FromStr;
use wire::console::TrailKind;

/// The parameters of `/api/trail` and `/api/trail/export`. All are optional, and
/// an empty one counts as not given: a form sends all of its fields.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct AuditLogQuery {
    pub(super) filter: Filter,
    /// Only changes with a lower number.
    pub(super) before: Option<u64>,
    /// How many at most.
    pub(super) limit: Option<usize>,
    pub(super) format: Option<Format>,
}

impl AuditLogQuery {
    /// Takes one parameter; the last of the same name counts, but for `about`, which can be
    /// given several times.
    fn set(&mut self, name: &str, value: String) -> Result<(), GatewayError> {
        let filter = &mut self.filter;
        match name {
            "before" => self.before = Some(entry_number(name, &value)?),
            "limit" => self.limit = Some(parsed(name, &value)?),
            "format" => self.format = Some(parsed(name, &value)?),
            "kind" => {
                let kind = TrailKind::of(&value);
                filter.kind = Some(kind.ok_or_else(|| unsupported(name, &value))?);
            }
            "since" => filter.since = Some(value),
            "until" => filter.until = Some(value),
            "who" => filter.who = Some(value),
            "via" => filter.via = Some(value),
            "connection" => filter.connection = Some(value),
            "search" => filter.search = Some(value),
            "about" => filter.about.push(value),
            _ => return Err(unsupported(name, &value)),
        }
        Ok(())
    }
}

/// Read as pairs, and not with `derive(Deserialize)`: the refusal names the
/// parameter and its value, which serde's error does not.
impl<S: Sync> FromRequestParts<S> for AuditLogQuery {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|rejection| GatewayError::TrailFilter(rejection.body_text()))?;
        let mut query = Self::default();
        for (name, value) in pairs {
            if !value.is_empty() {
                query.set(&name, value)?;
            }
        }
        Ok(query)
    }
}

/// Parses the value of the parameter `name`.
fn parsed<T: FromStr>(name: &str, value: &str) -> Result<T, GatewayError> {
    value.parse().map_err(|_| unsupported(name, value))
}

/// The number of an entry. No entry has one that is larger than a 64-bit integer with
/// a sign, which is what the database counts with.
fn entry_number(name: &str, value: &str) -> Result<u64, GatewayError> {
    let number: i64 = parsed(name, value)?;
    u64::try_from(number).map_err(|_| unsupported(name, value))
}

/// The refusal of a parameter or its value.
fn unsupported(name: &str, value: &str) -> GatewayError {
    GatewayError::TrailParameter {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    async fn read(query: &str) -> Result<AuditLogQuery, String> {
        let request = Request::get(format!("/api/trail?{query}"))
            .body(())
            .unwrap();
        let mut parts = request.into_parts().0;
        AuditLogQuery::from_request_parts(&mut parts, &())
            .await
            .map_err(|refused| refused.to_string())
    }

    #[tokio::test]
    async fn parameters_are_decoded_and_an_empty_one_counts_as_not_given() {
        let read =
            read("before=7&&limit=&format=csv&kind=session&who=ada+l%C3%BC%26&since=&other=");
        let expected = AuditLogQuery {
            filter: Filter {
                kind: Some(TrailKind::Session),
                who: Some("ada lü&".to_owned()),
                ..Filter::default()
            },
            before: Some(7),
            limit: None,
            format: Some(Format::Csv),
        };
        assert_eq!(read.await, Ok(expected));
    }

    #[tokio::test]
    async fn the_last_of_a_name_counts() {
        let query = read("limit=1&limit=2").await.unwrap();
        assert_eq!(query.limit, Some(2));
    }

    #[tokio::test]
    async fn entries_are_asked_for_about_several_accounts_at_once() {
        let query = read("about=ana%40example.com&about=&about=metabase%2F12").await;
        let about = ["ana@example.com", "metabase/12"].map(str::to_owned);
        assert_eq!(query.unwrap().filter.about, about);
    }

    #[tokio::test]
    async fn a_refusal_names_the_parameter_and_its_value() {
        for (query, refusal) in [
            (
                "before=x%20y",
                "the audit log does not support before = “x y”",
            ),
            ("before=-1", "the audit log does not support before = “-1”"),
            (
                "before=9223372036854775808",
                "the audit log does not support before = “9223372036854775808”",
            ),
            ("limit=-1", "the audit log does not support limit = “-1”"),
            (
                "format=xml",
                "the audit log does not support format = “xml”",
            ),
            (
                "kind=other",
                "the audit log does not support kind = “other”",
            ),
            ("after=1", "the audit log does not support after = “1”"),
        ] {
            assert_eq!(read(query).await, Err(refusal.to_owned()), "{query}");
        }
    }
}
