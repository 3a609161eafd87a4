//! Which functions a module offers to scripts. What it does not offer and does
//! not call itself, wasm-opt drops.

/// The section of a module that lists its exports, as the WebAssembly
/// specification numbers it (section 5.5.10).
const EXPORTS: u8 = 7;

/// Magic number and version, before the first section.
const HEAD: usize = 8;

/// The module with only those exports whose name `used` says yes to; nothing
/// where it is none.
pub(super) fn keep(module: &[u8], used: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let mut kept = module.get(..HEAD)?.to_vec();
    let mut rest = module.get(HEAD..)?;
    while let Some((&id, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (body, after) = after.split_at_checked(size)?;
        rest = after;
        let filtered = (id == EXPORTS).then(|| filter(body, &used)).flatten();
        let body = filtered.as_deref().unwrap_or(body);
        kept.push(id);
        write(&mut kept, body.len());
        kept.extend_from_slice(body);
    }
    Some(kept)
}

fn filter(section: &[u8], used: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut kept = Vec::new();
    for _ in 0..count {
        let entry = rest;
        let (length, after) = number(rest)?;
        let (name, after) = after.split_at_checked(length)?;
        let (_kind, after) = after.split_first()?;
        let (_index, after) = number(after)?;
        rest = after;
        if used(str::from_utf8(name).ok()?) {
            kept.push(&entry[..entry.len() - rest.len()]);
        }
    }
    let mut filtered = Vec::new();
    write(&mut filtered, kept.len());
    Some([filtered, kept.concat()].concat())
}

/// Reads a number of seven bits a byte, the lowest first.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
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

fn write(to: &mut Vec<u8>, mut value: usize) {
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
    fn only_exports_that_are_used_stay_and_all_else_does() {
        // Two functions of a module with a custom section before and after.
        let exports = [2, 1, b'a', 0, 4, 2, b'b', b'c', 0, 5];
        let mut module = vec![0, b'a', b's', b'm', 1, 0, 0, 0, 0, 1, 9, EXPORTS, 10];
        module.extend(exports);
        module.extend([0, 2, 8, 8]);
        let kept = keep(&module, |name| name == "bc").unwrap();
        assert_eq!(
            kept[HEAD..],
            [0, 1, 9, EXPORTS, 6, 1, 2, b'b', b'c', 0, 5, 0, 2, 8, 8]
        );
        assert_eq!(keep(&module, |_| true).unwrap(), module);
        assert_eq!(keep(&module[..12], |_| true), None);
    }
}
