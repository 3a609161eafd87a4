//! Which functions a module offers to scripts. What it does not offer and does
//! not call itself, wasm-opt drops.

use super::sections::{number, rewrite_section, write};

/// The section of a module that lists its exports, as the WebAssembly
/// specification numbers it (section 5.5.10).
const EXPORTS: u8 = 7;

/// The module with only those exports whose name `used` says yes to; nothing
/// where it is none.
pub(super) fn keep(module: &[u8], used: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    rewrite_section(module, EXPORTS, |section| filter(section, &used))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cut::{sample, sections::names_of_exports};

    #[test]
    fn of_a_real_module_what_its_script_calls_is_kept() {
        let kept = keep(sample::BOUND, |name| sample::SCRIPT.contains(name)).unwrap();
        let names = names_of_exports(&kept);
        assert!(names.len() < names_of_exports(sample::BOUND).len());
        for name in ["__wbindgen_start", "memory", "start"] {
            assert!(names.iter().any(|found| found == name), "{names:?}");
        }
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
            kept[8..],
            [0, 1, 9, EXPORTS, 6, 1, 2, b'b', b'c', 0, 5, 0, 2, 8, 8]
        );
        assert_eq!(keep(&module, |_| true).unwrap(), module);
        assert_eq!(keep(&module[..12], |_| true), None);
    }
}
