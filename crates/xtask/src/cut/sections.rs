//! A compiled module as its sections, so that one of them can be rewritten.

/// Magic number and version, before the first section.
const HEAD: usize = 8;

/// The number of sections that are for tools alone (section 5.5.3 of the specification).
pub(super) const CUSTOM: u8 = 0;

/// What the first custom section of this name says; nothing where there is none.
pub(super) fn custom<'a>(module: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = module.get(HEAD..)?;
    while let Some((&section, after)) = rest.split_first() {
        let (body, after) = bytes(after)?;
        rest = after;
        if section == CUSTOM
            && let Some((found, content)) = bytes(body)
            && found == name
        {
            return Some(content);
        }
    }
    None
}

/// The module with `rewrite(body)` in place of the body of each section `id`;
/// nothing where it is no module, or `rewrite` cannot read the section.
pub(super) fn rewrite_section(
    module: &[u8],
    id: u8,
    rewrite: impl Fn(&[u8]) -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let mut written = module.get(..HEAD)?.to_vec();
    let mut rest = module.get(HEAD..)?;
    while let Some((&section, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (body, after) = after.split_at_checked(size)?;
        rest = after;
        written.push(section);
        if section == id {
            write_bytes(&mut written, &rewrite(body)?);
        } else {
            write_bytes(&mut written, body);
        }
    }
    Some(written)
}

/// Reads a number of seven bits a byte, the lowest first.
pub(super) fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    let mut shift = 0;
    for (at, byte) in bytes.iter().enumerate() {
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

/// Reads bytes after their number, such as a name.
pub(super) fn bytes(from: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = number(from)?;
    after.split_at_checked(length)
}

/// Writes a number as [`number`] reads it.
pub(super) fn write(to: &mut Vec<u8>, mut value: usize) {
    loop {
        let byte = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            to.push(byte);
            return;
        }
        to.push(byte | 0x80);
    }
}

/// Writes bytes as [`bytes`] reads them.
pub(super) fn write_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    write(to, bytes.len());
    to.extend_from_slice(bytes);
}

/// What a module offers to scripts.
#[cfg(test)]
pub(super) fn names_of_exports(module: &[u8]) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    let note = |name: &str| {
        names.borrow_mut().push(name.to_owned());
        true
    };
    super::exports::keep(module, note).unwrap();
    names.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for value in [0, 1, 127, 128, 300, 16_384, 1_000_000] {
            let mut bytes = Vec::new();
            write(&mut bytes, value);
            bytes.push(7);
            assert_eq!(number(&bytes), Some((value, &[7][..])), "{value}");
        }
        assert_eq!(number(&[]), None);
        assert_eq!(number(&[0x80]), None);
    }

    #[test]
    fn only_the_section_that_is_asked_for_is_rewritten() {
        let module = [0, b'a', b's', b'm', 1, 0, 0, 0, 0, 1, 9, 7, 2, 1, 2, 3, 0];
        let rewritten = rewrite_section(&module, 7, |body| Some(vec![body[1]])).unwrap();
        assert_eq!(rewritten[HEAD..], [0, 1, 9, 7, 1, 2, 3, 0]);
        assert_eq!(rewrite_section(&module, 7, |_| None), None);
        assert_eq!(rewrite_section(&module[..13], 7, |_| Some(vec![])), None);
    }
}
