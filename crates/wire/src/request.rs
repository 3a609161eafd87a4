//! A request as data: what a transport sends and the curl line shows.

use crate::catalogue::Route;
use crate::segment::{self, SegmentError};
use std::fmt;

/// The HTTP methods the platforms' documents use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or replaces.
    Post,
    /// Changes.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// As it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One request to a platform, without its address and without its secret:
/// whoever sends it adds those.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The catalogue's row this request is of.
    pub route: &'static Route,
    /// The path, percent-encoded, starting with `/`.
    pub path: String,
    /// Query parameters, not encoded.
    pub query: Vec<(&'static str, String)>,
    /// A JSON body.
    pub body: Option<String>,
}

impl Request {
    /// A request of `route`, its template filled in with `parameters` in order.
    ///
    /// # Errors
    /// When a parameter cannot be a path segment.
    pub fn new(route: &'static Route, parameters: &[&str]) -> Result<Self, SegmentError> {
        Ok(Self {
            route,
            path: route.path(parameters)?,
            query: Vec::new(),
            body: None,
        })
    }

    /// The same request with a JSON body.
    #[must_use]
    pub fn with_body(mut self, json: String) -> Self {
        self.body = Some(json);
        self
    }

    /// Path and query as they stand in a request line.
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.push_str(&segment::encode_query(name));
            target.push('=');
            target.push_str(&segment::encode_query(value));
        }
        target
    }

    /// The request as a curl line against `base` (scheme, host, optional path
    /// prefix), ready for a POSIX shell. The secret is a placeholder.
    pub fn curl(&self, base: &str) -> String {
        let mut line = format!(
            "curl -X {} {} -H {}",
            self.route.method,
            shell_quoted(&format!("{}{}", base.trim_end_matches('/'), self.target())),
            shell_quoted(&format!("{}: <token>", self.route.platform.secret_header())),
        );
        if let Some(body) = &self.body {
            line.push_str(" -H 'Content-Type: application/json' -d ");
            line.push_str(&shell_quoted(body));
        }
        line
    }
}

/// `text` between single quotes, in which a POSIX shell expands nothing.
fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::pivot;

    #[test]
    fn a_curl_line_is_safe_to_paste() {
        let request = Request::new(&pivot::SET_STATUS, &["o'neil@company.com"])
            .unwrap()
            .with_body(r#"{"a":"it's"}"#.into());
        assert_eq!(
            request.curl("https://pivot.example/base/"),
            "curl -X POST 'https://pivot.example/base/api/v1/user-statuses/o%27neil%40company.com' \
             -H 'x-imply-api-token: <token>' -H 'Content-Type: application/json' \
             -d '{\"a\":\"it'\\''s\"}'"
        );
    }

    #[test]
    fn query_parameters_are_encoded() {
        let mut request = Request::new(&pivot::LIST_USERS, &[]).unwrap();
        request.query = vec![("pretty", "a&b=c +".into()), ("x", String::new())];
        assert_eq!(request.target(), "/api/v1/users?pretty=a%26b%3Dc%20%2B&x=");
    }
}
