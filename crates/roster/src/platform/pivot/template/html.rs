//! HTML cut into tags and text, as far as an email needs.

/// Elements whose content is text to the very end tag, whatever it looks like.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "noscript"];

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, with its character references.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag's name, in lower case.
    End(String),
    /// A comment, a doctype, or the content of a raw text element.
    Skipped,
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, in lower case.
    pub(super) name: String,
    /// Its attributes: the name in lower case, the value with its references.
    pub(super) attributes: Vec<(String, &'a str)>,
}

impl Tag<'_> {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| *value)
    }
}

/// Cuts HTML into tokens. Never fails: what is no tag is text.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    let mut from = 0;
    while let Some(at) = rest[from..].find('<').map(|at| from + at) {
        let after = &rest[at + 1..];
        let Some((token, next)) = markup(after) else {
            // No tag: the sign belongs to the text.
            from = at + 1;
            continue;
        };
        if at > 0 {
            tokens.push(Token::Text(&rest[..at]));
        }
        rest = next;
        from = 0;
        if let Token::Start(tag) = &token
            && RAW.contains(&&*tag.name)
        {
            rest = after_raw(rest, &tag.name);
        }
        tokens.push(token);
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// What follows a `<`, and the rest; nothing when it is text.
fn markup(after: &str) -> Option<(Token<'_>, &str)> {
    if let Some(comment) = after.strip_prefix("!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return Some((Token::Skipped, rest));
    }
    if after.starts_with(['!', '?']) {
        let rest = after.split_once('>').map_or("", |(_, rest)| rest);
        return Some((Token::Skipped, rest));
    }
    let (closing, named) = match after.strip_prefix('/') {
        Some(named) => (true, named),
        None => (false, after),
    };
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    let (name, rest) = cut(named, end);
    let (attributes, rest) = attributes(rest);
    let name = name.to_ascii_lowercase();
    let token = if closing {
        Token::End(name)
    } else {
        Token::Start(Tag { name, attributes })
    };
    Some((token, rest))
}

/// The attributes of a tag, and what follows its `>`.
fn attributes(mut rest: &str) -> (Vec<(String, &str)>, &str) {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (attributes, "");
        }
        if let Some(rest) = rest.strip_prefix('>') {
            return (attributes, rest);
        }
        // A leading = is part of the name.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>');
        let length = first + cut(&rest[first..], end).0.len();
        let (name, after) = rest.split_at(length);
        let (value, after) = match after.trim_ascii_start().strip_prefix('=') {
            Some(after) => value(after.trim_ascii_start()),
            None => ("", after),
        };
        attributes.push((name.to_ascii_lowercase(), value));
        rest = after;
    }
}

fn value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    cut(rest, |c| c.is_ascii_whitespace() || c == '>')
}

/// What stands before the first character that `ends`, and the rest.
fn cut(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// What follows the raw text of an element, from its end tag on.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let candidate = &rest[at..];
        let found = candidate.get(2..2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return candidate;
        }
        rest = &rest[at + 2..];
    }
    ""
}

/// Text as HTML, fit for an attribute in double quotes too.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
