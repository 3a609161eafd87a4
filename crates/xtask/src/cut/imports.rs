//! Short names for what a module imports from its script.
//!
//! wasm-bindgen ends each name with sixteen digits that nothing compresses, in
//! the module and once more in the script: docs/decisions/size.md has the figure.

use std::collections::BTreeMap;

use super::sections::{bytes, number, rewrite_section, write, write_bytes};

/// The section of a module that lists its imports, as the WebAssembly
/// specification numbers it (section 5.5.5).
const IMPORTS: u8 = 2;

/// How many hexadecimal digits tell imports of one name apart.
const DIGITS: usize = 16;

/// The module and its script with short names; nothing where the module cannot
/// be read.
pub(super) fn shorten(module: &[u8], script: &str) -> Option<(Vec<u8>, String)> {
    let names = short_names(script);
    let module = rewrite_section(module, IMPORTS, |section| rename(section, &names))?;
    Some((module, replace(script, &names)))
}

/// A short name for each long one that the script has.
fn short_names(script: &str) -> BTreeMap<&str, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for word in words(script).filter(|word| is_long(word)) {
        let next = names.len();
        names.entry(word).or_insert_with(|| format!("$i{next}"));
    }
    names
}

/// The identifiers of a script, and the text between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut rest = script;
    std::iter::from_fn(move || {
        let first = is_name(rest.chars().next()?);
        let end = rest.find(|letter| is_name(letter) != first);
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(word)
    })
}

fn is_long(name: &str) -> bool {
    let digits = name
        .strip_prefix("__wbg_")
        .and_then(|name| name.rsplit_once('_'))
        .map_or("", |(_, digits)| digits);
    digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn replace(script: &str, names: &BTreeMap<&str, String>) -> String {
    words(script)
        .map(|word| names.get(word).map_or(word, String::as_str))
        .collect()
}

fn rename(section: &[u8], names: &BTreeMap<&str, String>) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut renamed = Vec::with_capacity(section.len());
    write(&mut renamed, count);
    for _ in 0..count {
        let (from, after) = bytes(rest)?;
        let (name, after) = bytes(after)?;
        let end = after.len() - description(after)?.len();
        let (description, after) = after.split_at_checked(end)?;
        rest = after;
        write_bytes(&mut renamed, from);
        let short = names.get(str::from_utf8(name).ok()?);
        write_bytes(&mut renamed, short.map_or(name, String::as_bytes));
        renamed.extend_from_slice(description);
    }
    Some(renamed)
}

/// What follows the description of an import: its kind, and what that needs.
fn description(bytes: &[u8]) -> Option<&[u8]> {
    let (kind, after) = bytes.split_first()?;
    match kind {
        // A function, by its type.
        0 => number(after).map(|(_, after)| after),
        // A table: the type of its elements, then its limits.
        1 => limits(after.split_first()?.1),
        2 => limits(after),
        // A global: its type, and whether it changes.
        3 => after.get(2..),
        _ => None,
    }
}

fn limits(bytes: &[u8]) -> Option<&[u8]> {
    let (flags, after) = bytes.split_first()?;
    let (_least, after) = number(after)?;
    match flags & 1 {
        0 => Some(after),
        _ => number(after).map(|(_, after)| after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_and_its_script_agree_on_short_names() {
        let long = "__wbg_then_3a4f899454bcf8c9";
        let mut section = vec![3];
        // A function, a table with a most, and a function of another name.
        for (name, description) in [
            (long, &[0, 5][..]),
            ("table", &[1, 0x70, 1, 2, 3]),
            ("__wbg_init", &[0, 1]),
        ] {
            write_bytes(&mut section, b"./app_bg.js");
            write_bytes(&mut section, name.as_bytes());
            section.extend_from_slice(description);
        }
        let mut module = vec![0, b'a', b's', b'm', 1, 0, 0, 0, IMPORTS];
        write_bytes(&mut module, &section);
        let script = format!("const i = {{ {long}: f, __wbg_init: g }}; // not __wbg_then_3a");
        let (renamed, script) = shorten(&module, &script).unwrap();
        assert_eq!(
            script,
            "const i = { $i0: f, __wbg_init: g }; // not __wbg_then_3a"
        );
        let mut expected = vec![3];
        for (name, description) in [
            ("$i0", &[0, 5][..]),
            ("table", &[1, 0x70, 1, 2, 3]),
            ("__wbg_init", &[0, 1]),
        ] {
            write_bytes(&mut expected, b"./app_bg.js");
            write_bytes(&mut expected, name.as_bytes());
            expected.extend_from_slice(description);
        }
        let mut whole = module[..9].to_vec();
        write_bytes(&mut whole, &expected);
        assert_eq!(renamed, whole);
        assert_eq!(shorten(&module[..20], ""), None);
    }
}
