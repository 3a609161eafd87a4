//! Text in HTML.

use std::borrow::Cow;

/// Escapes `text`, so that HTML shows it as it is.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_is_never_interpreted_as_html() {
        assert_eq!(
            super::escape("<a href=\"x\">&'ü"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;ü"
        );
    }
}
