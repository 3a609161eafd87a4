//! What can go wrong with an answer, in the platform's own words.

use crate::Response;
use crate::json::Object;
use crate::secrets::mask;

/// Longest text taken from a body into a message, in characters.
const WORDS: usize = 300;

/// The most fields whose words are taken from a body.
const FIELDS: usize = 50;

/// Why an answer is not the output that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The platform answered with an error status.
    #[error("{0}")]
    Refused(Refusal),
    /// The platform answered with success and something unreadable.
    #[error("{0}")]
    Malformed(Malformed),
    /// The platform answered with success, without the one asked for.
    #[error("the answer holds nothing named “{name}”")]
    Missing {
        /// The name asked for.
        name: String,
    },
}

impl ApiError {
    /// Whether what was asked for does not exist. Decided by the status, never
    /// by the text: Pivot documents three texts for one meaning.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.status == 404,
            Self::Missing { .. } => true,
            Self::Malformed(_) => false,
        }
    }
}

impl ApiError {
    /// The same with `secrets` made unreadable in everything that was answered.
    #[must_use]
    pub fn masked(self, secrets: &[String]) -> Self {
        if secrets.is_empty() {
            return self;
        }
        let mask = |text: String| mask(&text, secrets);
        match self {
            Self::Refused(refusal) => Self::Refused(Refusal {
                words: refusal.words.map(mask),
                instead: refusal.instead.map(mask),
                fields: refusal
                    .fields
                    .into_iter()
                    .map(|(name, words)| (name, mask(words)))
                    .collect(),
                body: mask(refusal.body),
                ..refusal
            }),
            Self::Malformed(malformed) => Self::Malformed(Malformed {
                problem: mask(malformed.problem),
                body: mask(malformed.body),
                ..malformed
            }),
            missing @ Self::Missing { .. } => missing,
        }
    }
}

impl From<Malformed> for ApiError {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// An answer with an error status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The platform's own words, where the body holds any.
    pub words: Option<String>,
    /// What the platform says of single fields, the first of them: name and
    /// words.
    pub fields: Vec<(String, String)>,
    /// What the body was, where it held no words ("a web page titled “…”").
    pub instead: Option<String>,
    /// Seconds to wait before trying again, where the answer says so.
    pub retry_after: Option<u32>,
    /// The whole body.
    pub body: String,
}

impl Refusal {
    /// Reads any error shape seen of the platforms: `error`, `message` or
    /// `description` in JSON, plain text, a proxy's web page, nothing.
    pub fn read(response: &Response) -> Self {
        let mut words = None;
        let mut instead = None;
        let mut fields = Vec::new();
        match Body::of(response) {
            // Its body is for browsers that do not go there by themselves.
            _ if response.is_redirect() => {
                instead = Some(match &response.redirect {
                    Some(to) => ["a redirect to ", &*clip(to)].concat(),
                    None => "a redirect".to_owned(),
                });
            }
            Body::Empty => instead = Some("an empty answer".to_owned()),
            Body::Page(page) => instead = Some(page),
            Body::Other(text) => match Object::parse(text, "") {
                Ok(mut object) => {
                    // Metabase: {"errors": {"email": "…"}} (metabase note 2).
                    if let Ok(Some(errors)) = object.take_texts("errors") {
                        let said = errors.iter().take(FIELDS);
                        fields = said
                            .map(|(name, words)| (clip(&name), clip(&words)))
                            .collect();
                    }
                    words = object.words().or_else(|| of_fields(&fields));
                }
                Err(_) => words = Some(clip(text)),
            },
        }
        Self {
            status: response.status,
            words,
            fields,
            instead,
            retry_after: response.retry_after,
            body: response.body.clone(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.words, &self.instead) {
            (Some(words), _) => write!(f, "“{words}” (status {})", self.status),
            (None, Some(instead)) => write!(f, "{instead} (status {})", self.status),
            (None, None) => write!(f, "status {}", self.status),
        }
    }
}

/// A successful answer whose body cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer cannot be read: {}{problem}", at(.place))]
pub struct Malformed {
    /// Where, as a path into the JSON (`users[3].firstName`); empty for the
    /// whole body.
    pub place: String,
    /// What was expected there and what was found.
    pub problem: String,
    /// The whole body.
    pub body: String,
}

impl Malformed {
    /// A field that must be there and is not.
    pub(crate) fn missing(field: &str) -> Self {
        Self {
            place: field.to_owned(),
            problem: "expected a value, found none".to_owned(),
            body: String::new(),
        }
    }

    /// A field with an unknown value.
    pub(crate) fn unknown(field: &str, said: &str) -> Self {
        Self {
            place: field.to_owned(),
            problem: ["“", &*clip(said), "” is not known here"].concat(),
            body: String::new(),
        }
    }

    /// The same with the body it is about.
    #[must_use]
    pub(crate) fn of(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }
}

fn at(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!("at {place}, ")
    }
}

/// The body of a successful answer, where it can hold JSON at all.
///
/// # Errors
/// Refused for any status but 2xx; malformed for nothing or a web page.
pub(crate) fn success(response: &Response) -> Result<&str, ApiError> {
    if !response.is_success() {
        return Err(ApiError::Refused(Refusal::read(response)));
    }
    let found = match Body::of(response) {
        Body::Other(text) => return Ok(text),
        Body::Empty => "an empty answer".to_owned(),
        Body::Page(page) => page,
    };
    Err(Malformed {
        place: String::new(),
        problem: format!("expected JSON, found {found}"),
        body: response.body.clone(),
    }
    .into())
}

/// As [`success`], for endpoints that may answer 200 with nothing.
pub(crate) fn success_or_empty(response: &Response) -> Result<Option<&str>, ApiError> {
    if response.is_success() && response.body.trim().is_empty() {
        return Ok(None);
    }
    success(response).map(Some)
}

enum Body<'a> {
    Empty,
    /// A web page, described.
    Page(String),
    Other(&'a str),
}

impl<'a> Body<'a> {
    fn of(response: &'a Response) -> Self {
        let text = response.body.trim();
        if text.is_empty() {
            Self::Empty
        } else if text.starts_with('<') || response.content_type.starts_with("text/html") {
            Self::Page(match title(text) {
                Some(title) => format!("a web page titled “{title}”"),
                None => "a web page".to_owned(),
            })
        } else {
            Self::Other(text)
        }
    }
}

fn title(html: &str) -> Option<String> {
    // ASCII lower case keeps byte positions.
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = lower.get(start..)?.find("</title>")? + start;
    let title = html.get(start..end)?.trim();
    (!title.is_empty()).then(|| clip(title))
}

/// One sentence for all fields; `_error` is about none in particular.
fn of_fields(fields: &[(String, String)]) -> Option<String> {
    let said = fields.iter().map(|(name, words)| match name.as_str() {
        "_error" => words.clone(),
        _ => format!("{name}: {words}"),
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| clip(&said.join(" ")))
}

/// The first characters of `text`, an ellipsis where there were more.
pub(crate) fn clip(text: &str) -> String {
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str) -> Refusal {
        Refusal::read(&Response {
            status,
            body: body.into(),
            ..Response::default()
        })
    }

    #[test]
    fn every_error_shape_gives_the_platforms_words() {
        for (body, words) in [
            (r#"{"error":"Not found."}"#, Some("Not found.")),
            (r#"{"status":"error","message":"No."}"#, Some("No.")),
            (r#"{"description":"Unauthorized"}"#, Some("Unauthorized")),
            (r#"{"error":{"message":"deep"}}"#, Some("deep")),
            (r#"{"error":null,"message":"second"}"#, Some("second")),
            ("Forbidden", Some("Forbidden")),
            (
                r#"{"errors":{"email":"Email address already in use."}}"#,
                Some("email: Email address already in use."),
            ),
            (r#"{"errors":{"_error":"Disabled."}}"#, Some("Disabled.")),
            (r#"{"trace":17}"#, None),
            ("", None),
        ] {
            assert_eq!(refusal(400, body).words.as_deref(), words, "{body}");
        }
    }

    #[test]
    fn a_proxys_page_is_named_by_its_title() {
        let page = "<!doctype html><TITLE> 502 Bad Gateway </TITLE><h1>nginx</h1>";
        assert_eq!(
            refusal(502, page).to_string(),
            "a web page titled “502 Bad Gateway” (status 502)"
        );
        assert_eq!(refusal(502, "<p>").to_string(), "a web page (status 502)");
        assert_eq!(
            refusal(500, " ").to_string(),
            "an empty answer (status 500)"
        );
    }

    #[test]
    fn a_redirect_is_named_with_where_it_leads() {
        let read = |status, redirect: Option<&str>| {
            let refusal = Refusal::read(&Response {
                status,
                redirect: redirect.map(str::to_owned),
                body: "<title>Found</title>".into(),
                ..Response::default()
            });
            refusal.to_string()
        };
        assert_eq!(
            read(302, Some("login.example.com")),
            "a redirect to login.example.com (status 302)"
        );
        assert_eq!(read(307, None), "a redirect (status 307)");
        assert_eq!(read(304, None), "a web page titled “Found” (status 304)");
    }

    #[test]
    fn long_words_are_clipped_between_characters() {
        let words = refusal(500, &"ü".repeat(1_000)).words.unwrap();
        assert_eq!(words.chars().count(), WORDS + 1);
        assert_eq!(
            refusal(500, &"ü".repeat(WORDS)).words.unwrap(),
            "ü".repeat(WORDS)
        );
    }

    #[test]
    fn success_without_json_says_what_came_instead() {
        let read = |body: &str| {
            success(&Response {
                status: 200,
                body: body.into(),
                ..Response::default()
            })
            .map(str::to_owned)
            .map_err(|error| error.to_string())
        };
        assert_eq!(
            read("").unwrap_err(),
            "the answer cannot be read: expected JSON, found an empty answer"
        );
        assert!(
            read("<title>Sign in</title>")
                .unwrap_err()
                .contains("“Sign in”")
        );
        assert_eq!(read("{}").unwrap(), "{}");
    }
}
