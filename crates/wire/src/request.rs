//! A request as data: what a transport sends and the curl line shows.

use crate::catalogue::Route;
use crate::console::{APP_HEADER, APP_HEADER_VALUE, SECRET_HEADER};
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
    /// As written in a request line.
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

/// One request to a platform, without the platform's address and secret, which the
/// sender adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The catalogue's row this request is of.
    pub route: &'static Route,
    /// The path, percent-encoded, starting with `/`.
    pub path: String,
    /// Query parameters, not encoded.
    pub query: Vec<(&'static str, String)>,
    /// What is sent with it.
    pub body: Option<Body>,
    /// The secret values in it (passwords), to mask them where the request is shown.
    pub secrets: Vec<String>,
}

/// A request's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// How it is written.
    pub format: Format,
    /// The text of it.
    pub text: String,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As JSON.
    Json,
    /// As a web form.
    Form,
}

impl Format {
    /// The `Content-Type` that says so.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }
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
            secrets: Vec::new(),
        })
    }

    /// A request of `route`, whose template holds a number and nothing else.
    ///
    /// # Errors
    /// When the template holds more.
    pub(crate) fn with_id(route: &'static Route, id: u64) -> Result<Self, SegmentError> {
        Self::new(route, &[&id.to_string()])
    }

    /// The same request with a JSON body.
    #[must_use]
    pub fn with_json(mut self, json: String) -> Self {
        self.body = Some(Body {
            format: Format::Json,
            text: json,
        });
        self
    }

    /// The same request with a form for a body.
    #[must_use]
    pub fn with_form(mut self, fields: &[(&'static str, &str)]) -> Self {
        self.body = Some(Body {
            format: Format::Form,
            text: pairs(fields.iter().copied()),
        });
        self
    }

    /// The same request, knowing which values in it are secret.
    #[must_use]
    pub fn with_secrets(mut self, secrets: Vec<String>) -> Self {
        self.secrets = secrets;
        self
    }

    /// Path and query as written in a request line.
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let query = pairs(self.query.iter().map(|(name, value)| (*name, &**value)));
        format!("{}?{query}", self.path)
    }

    /// The request as a curl line against `base` (scheme, host, optional path
    /// prefix), ready for a POSIX shell. Secrets are placeholders.
    pub fn curl(&self, base: &str) -> String {
        let mut line = self.curl_start(base);
        line.push_str(" -H '");
        line.push_str(self.route.platform.secret_header());
        line.push_str(": <token>'");
        self.curl_body(line)
    }

    /// The same through a console at `base` (its address and `/via/…`), which
    /// adds the secret itself, unless it `asks` for it, and asks of a change
    /// that it says where it comes from.
    pub fn curl_via(&self, base: &str, asks: bool) -> String {
        let mut line = self.curl_start(base);
        if asks {
            line.push_str(" -H '");
            line.push_str(SECRET_HEADER);
            line.push_str(": <token, percent-encoded>'");
        }
        if self.route.method != Method::Get {
            line.push_str(" -H 'Sec-Fetch-Site: same-origin' -H '");
            line.push_str(APP_HEADER);
            line.push_str(": ");
            line.push_str(APP_HEADER_VALUE);
            line.push('\'');
        }
        self.curl_body(line)
    }

    fn curl_start(&self, base: &str) -> String {
        let base = base.trim_end_matches('/');
        format!(
            "curl -X {} {}",
            self.route.method,
            shell_quoted(&format!("{base}{}", self.masked(&self.target()))),
        )
    }

    fn curl_body(&self, mut line: String) -> String {
        if let Some(body) = &self.body {
            line.push_str(" -H 'Content-Type: ");
            line.push_str(body.format.content_type());
            line.push_str("' -d ");
            line.push_str(&shell_quoted(&self.masked(&body.text)));
        }
        line
    }

    /// `text` with every secret of this request made unreadable.
    pub fn masked(&self, text: &str) -> String {
        crate::secrets::mask(text, &self.secrets)
    }
}

/// Names and values as a query string or a form has them.
fn pairs<'a>(pairs: impl Iterator<Item = (&'static str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&segment::encode_query(name));
        text.push('=');
        text.push_str(&segment::encode_query(value));
    }
    text
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
            .with_json(r#"{"a":"it's"}"#.into());
        assert_eq!(
            request.curl("https://pivot.example/base/"),
            "curl -X POST 'https://pivot.example/base/api/v1/user-statuses/o%27neil%40company.com' \
             -H 'x-imply-api-token: <token>' -H 'Content-Type: application/json' \
             -d '{\"a\":\"it'\\''s\"}'"
        );
    }

    #[test]
    fn through_a_console_a_change_says_where_it_comes_from() {
        let base = "http://127.0.0.1:8080/via/pivot";
        let read = Request::new(&pivot::LIST_USERS, &[]).unwrap();
        assert_eq!(
            read.curl_via(base, false),
            "curl -X GET 'http://127.0.0.1:8080/via/pivot/api/v1/users'"
        );
        let write = Request::new(&pivot::DELETE_USER, &["ada"]).unwrap();
        assert_eq!(
            write.curl_via(base, false),
            "curl -X DELETE 'http://127.0.0.1:8080/via/pivot/api/v1/users/ada' \
             -H 'Sec-Fetch-Site: same-origin' -H 'x-rollcall: 1'"
        );
        assert_eq!(
            read.curl_via(base, true),
            "curl -X GET 'http://127.0.0.1:8080/via/pivot/api/v1/users' \
             -H 'x-rollcall-secret: <token, percent-encoded>'"
        );
    }

    #[test]
    fn query_parameters_are_encoded() {
        let mut request = Request::new(&pivot::LIST_USERS, &[]).unwrap();
        request.query = vec![("pretty", "a&b=c +".into()), ("x", String::new())];
        assert_eq!(request.target(), "/api/v1/users?pretty=a%26b%3Dc%20%2B&x=");
    }
}
