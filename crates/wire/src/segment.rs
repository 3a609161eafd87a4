//! Path segments: encoded so that any name of a platform fits in a path, and
//! refused if no client could send it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters is encoded, `/` and `%`
/// included, so that `a/b` and `%2f` are names like any other.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why a text cannot be a path segment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// An empty segment would address the collection instead of one member.
    #[error("the name is empty: without it the request would be about all of them")]
    Empty,
    /// `.` and `..` are folded away by every browser and most proxies, encoded
    /// or not: `DELETE /users/..` becomes `DELETE /`.
    #[error(
        "the name “{0}” cannot be sent: clients and proxies read it as a step in the path, \
         not as a name. Rename it on the platform itself"
    )]
    Dots(String),
    /// The percent-encoding does not decode to UTF-8 text.
    #[error("the path segment “{0}” is not percent-encoded UTF-8")]
    NotText(String),
}

/// Percent-encodes `text` as one path segment.
///
/// ```
/// use wire::segment;
///
/// assert_eq!(segment::encode("team/ada@x")?, "team%2Fada%40x");
/// assert_eq!(segment::decode("team%2Fada%40x")?, "team/ada@x");
/// // `DELETE /users/..` would be `DELETE /` by the time it arrives.
/// assert!(segment::encode("..").is_err());
/// assert!(segment::encode("").is_err());
/// # Ok::<(), wire::SegmentError>(())
/// ```
///
/// # Errors
/// [`SegmentError::Empty`] and [`SegmentError::Dots`].
pub fn encode(text: &str) -> Result<String, SegmentError> {
    check(text)?;
    Ok(utf8_percent_encode(text, RESERVED).to_string())
}

/// Decodes one raw path segment, once.
///
/// # Errors
/// As [`encode`], and [`SegmentError::NotText`] for bytes that are not UTF-8.
pub fn decode(raw: &str) -> Result<String, SegmentError> {
    let text = percent_decode_str(raw)
        .decode_utf8()
        .map_err(|_| SegmentError::NotText(raw.to_owned()))?;
    check(&text)?;
    Ok(text.into_owned())
}

/// Percent-encodes `text` as one name or value of a query string.
pub(crate) fn encode_query(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Decodes what [`encode_query`] wrote; nothing where it is no text.
pub(crate) fn decode_query(raw: &str) -> Option<String> {
    let text = percent_decode_str(raw).decode_utf8().ok()?;
    Some(text.into_owned())
}

fn check(text: &str) -> Result<(), SegmentError> {
    match text {
        "" => Err(SegmentError::Empty),
        "." | ".." => Err(SegmentError::Dots(text.to_owned())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_every_kind_become_one_segment() {
        for (name, encoded) in [
            ("ada@company.com", "ada%40company.com"),
            ("a/b", "a%2Fb"),
            ("%2f", "%252f"),
            ("x+y z", "x%2By%20z"),
            ("ü", "%C3%BC"),
            ("a.b-c_d~e", "a.b-c_d~e"),
            ("...", "..."),
            ("?#;\\\0", "%3F%23%3B%5C%00"),
        ] {
            assert_eq!(encode(name).as_deref(), Ok(encoded), "{name}");
        }
    }

    #[test]
    fn a_name_no_client_can_send_is_refused_in_words() {
        assert_eq!(encode(""), Err(SegmentError::Empty));
        for dots in [".", ".."] {
            assert_eq!(encode(dots), Err(SegmentError::Dots(dots.into())));
            let encoded = dots.replace('.', "%2e");
            assert_eq!(decode(&encoded), Err(SegmentError::Dots(dots.into())));
        }
        assert!(encode("..").unwrap_err().to_string().contains("“..”"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(decode("%ff"), Err(SegmentError::NotText("%ff".into())));
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(name in "\\PC{1,40}") {
            prop_assume!(name != "." && name != "..");
            let encoded = encode(&name)?;
            prop_assert!(!encoded.contains('/'));
            prop_assert_eq!(decode(&encoded)?, name);
        }
    }
}
