//! Text as editors write it to files: with or without a byte order mark.

/// The byte order mark of UTF-8, which some editors put at a file's beginning.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The text that `bytes` are, without byte order mark; or what is wrong, in words
/// that go on after the name of where they are.
pub(crate) fn read(bytes: Vec<u8>) -> Result<String, &'static str> {
    let bytes = refuse_utf16(bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| "is not text in UTF-8")?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    })
}

/// A file in PEM format without the byte order marks before its parts, which would
/// hide them.
pub(crate) fn read_pem(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
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
    fn a_byte_order_mark_is_no_part_of_a_text() {
        for (bytes, text) in [
            (&b"abc"[..], Ok("abc")),
            (b"\xef\xbb\xbfabc", Ok("abc")),
            (b"\xef\xbb\xbf", Ok("")),
            (b"\xff\xfea\0", Err("is text in UTF-16: save it as UTF-8")),
            (b"\xfe\xff\0a", Err("is text in UTF-16: save it as UTF-8")),
            (b"\xff", Err("is not text in UTF-8")),
        ] {
            assert_eq!(read(bytes.to_vec()).as_deref(), text.as_deref());
        }
        let pem = read_pem(b"\xef\xbb\xbf-----A\n\xef\xbb\xbf-----B".to_vec());
        assert_eq!(pem.unwrap(), b"-----A\n-----B");
    }
}
