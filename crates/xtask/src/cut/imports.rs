//! Short names for what a module imports from its script.
//!
//! wasm-bindgen ends each name with sixteen digits that nothing compresses, in
//! the module and once more in the script: docs/decisions/size.md has the figure.

use std::{cell::Cell, collections::BTreeMap};

use anyhow::{Context, Result, ensure};

use super::sections::{bytes, number, rewrite_section, write, write_bytes};

/// The section of a module that lists its imports, as the WebAssembly
/// specification numbers it (section 5.5.5).
const IMPORTS: u8 = 2;

/// How many hexadecimal digits tell imports of one name apart.
const DIGITS: usize = 16;

/// The module and its script with short names.
///
/// # Errors
/// When the module cannot be read, or the two do not agree on the names.
pub(super) fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let names = short_names(script);
    ensure!(
        !names.is_empty(),
        "wasm-bindgen's script has no name that starts with `__wbg_` and ends with {DIGITS} \
         hexadecimal digits"
    );
    let renamed = Cell::new(0);
    let module = rewrite_section(module, IMPORTS, |section| {
        let (section, count) = rename(section, &names)?;
        renamed.set(count);
        Some(section)
    })
    .context("the imports of wasm-bindgen's module cannot be read")?;
    ensure!(
        renamed.get() == names.len(),
        "wasm-bindgen's script has {} names that end with digits, its module imports {} of them",
        names.len(),
        renamed.get()
    );
    Ok((module, replace(script, &names)))
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

/// The section with short names, and how many of its imports have got one.
fn rename(section: &[u8], names: &BTreeMap<&str, String>) -> Option<(Vec<u8>, usize)> {
    let (count, mut rest) = number(section)?;
    let mut shortened = 0;
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
        shortened += usize::from(short.is_some());
        write_bytes(&mut renamed, short.map_or(name, String::as_bytes));
        renamed.extend_from_slice(description);
    }
    Some((renamed, shortened))
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
    use crate::cut::sample;

    /// The names of a module's imports.
    fn names(module: &[u8]) -> Vec<String> {
        let names = Cell::default();
        let read = |section: &[u8]| {
            let (count, mut rest) = number(section)?;
            let mut found = Vec::new();
            for _ in 0..count {
                let (_from, after) = bytes(rest)?;
                let (name, after) = bytes(after)?;
                rest = description(after)?;
                found.push(String::from_utf8(name.to_vec()).unwrap());
            }
            names.set(found);
            Some(section.to_vec())
        };
        assert_eq!(rewrite_section(module, IMPORTS, read).unwrap(), module);
        names.into_inner()
    }

    #[test]
    fn what_wasm_bindgen_writes_agrees_on_short_names() {
        let (module, script) = shorten(sample::BOUND, sample::SCRIPT).unwrap();
        let before = names(sample::BOUND);
        let after = names(&module);
        assert_eq!(before.len(), after.len());
        let mut short = 0;
        for (before, after) in before.iter().zip(&after) {
            if is_long(before) {
                short += 1;
                assert!(after.starts_with("$i"), "{before} is {after}");
                assert!(script.contains(&format!("{after}: function")), "{after}");
                assert!(!script.contains(before), "{before}");
            } else {
                assert_eq!(before, after);
            }
        }
        // `log` and what a panic throws.
        assert_eq!(short, 2, "{before:?}");
    }

    #[test]
    fn a_script_of_another_form_is_an_error() {
        let error = shorten(sample::BOUND, "").unwrap_err().to_string();
        assert!(error.contains("no name that starts"), "{error}");
        let script = format!("{} __wbg_other_3a4f899454bcf8c9", sample::SCRIPT);
        let error = shorten(sample::BOUND, &script).unwrap_err().to_string();
        assert!(error.contains("its module imports 2 of them"), "{error}");
    }

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
        assert!(shorten(&whole[..20], &format!("{long}: f")).is_err());
    }
}
