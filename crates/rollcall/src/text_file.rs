//! Decodes text files as editors write them, with or without a byte order mark.

/// The byte order mark of UTF-8, which some editors write at the beginning of a
/// file.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes UTF-8 and removes the byte order mark. An error has no subject ("is
/// not text in UTF-8"): the caller adds the file's name.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, &'static str> {
    let bytes = refuse_utf16(bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| "is not text in UTF-8")?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    })
}

/// Removes the byte order marks before the parts of a PEM file, as a PEM parser
/// would not find the parts otherwise.
pub(crate) fn decode_pem(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    let mut bytes = refuse_utf16(bytes)?;
    while let Some(at) = bytes.windows(MARK.len()).position(|part| part == MARK) {
        bytes.drain(at..at + MARK.len());
    }
    Ok(bytes)
}

fn refuse_utf16(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("is text in UTF-16: save it as UTF-8");
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_are_removed_and_other_encodings_are_refused() {
        for (bytes, text) in [
            (&b"abc"[..], Ok("abc")),
            (b"\xef\xbb\xbfabc", Ok("abc")),
            (b"\xef\xbb\xbf", Ok("")),
            (b"\xff\xfea\0", Err("is text in UTF-16: save it as UTF-8")),
            (b"\xfe\xff\0a", Err("is text in UTF-16: save it as UTF-8")),
            (b"\xff", Err("is not text in UTF-8")),
        ] {
            assert_eq!(decode(bytes.to_vec()).as_deref(), text.as_deref());
        }
        let pem = decode_pem(b"\xef\xbb\xbf-----A\n\xef\xbb\xbf-----B".to_vec());
        assert_eq!(pem.unwrap(), b"-----A\n-----B");
    }
}
