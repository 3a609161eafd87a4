//! Which module imports which, read from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;
use std::{fs, io};

/// A module's path, such as `pages::users::list`, and the modules that it imports.
pub(crate) type Imports = BTreeMap<String, BTreeSet<String>>;

/// What the modules below the folder `sources` import.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn read(sources: &Path) -> io::Result<Imports> {
    let mut files = BTreeMap::new();
    collect(sources, "", &mut files)?;
    let modules: BTreeSet<String> = files.keys().cloned().collect();
    let imports = files
        .iter()
        .map(|(module, source)| (module.clone(), imported(module, source, &modules)))
        .collect();
    Ok(imports)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_source = path.is_dir() || path.extension().is_some_and(|end| end == "rs");
        let name = path.file_stem().and_then(OsStr::to_str);
        let Some(name) = name.filter(|_| is_source) else {
            continue;
        };
        let module = if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}::{name}")
        };
        if path.is_dir() {
            collect(&path, &module, files)?;
        } else {
            let module = module.strip_suffix("::mod").unwrap_or(&module).to_owned();
            if name == "tests" {
                continue;
            }
            files.insert(module, fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The modules that `source`, the file of `module`, names.
fn imported(module: &str, source: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let code: String = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default()
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = BTreeSet::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let is_inside = code[..at].ends_with(|before: char| {
                before.is_alphanumeric() || before == '_' || before == ':'
            });
            if !is_inside {
                for path in paths(&code[at..]) {
                    found.extend(target(module, &path, modules));
                }
            }
        }
    }
    found.remove(module);
    found
}

/// The paths that begin here: one, or one for each entry of a group in braces.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    tree(code, &mut Vec::new(), &mut all);
    all
}

/// Reads a tree of a `use`, adds its paths after `before`, and says how far it read.
fn tree(code: &str, before: &mut Vec<String>, all: &mut Vec<Vec<String>>) -> usize {
    let depth = before.len();
    let mut at = 0;
    loop {
        let rest = &code[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with('{') {
            at += 1;
            loop {
                at += tree(&code[at..], before, all);
                let rest = &code[at..];
                at += rest.find([',', '}']).map_or(rest.len(), |end| end + 1);
                if at >= code.len() || code[..at].ends_with('}') {
                    break;
                }
                if code[at..].trim_start().starts_with('}') {
                    at += code[at..].find('}').map_or(0, |end| end + 1);
                    break;
                }
            }
            before.truncate(depth);
            return at;
        }
        let end = trimmed
            .find(|part: char| !(part.is_alphanumeric() || part == '_'))
            .unwrap_or(trimmed.len());
        before.push(trimmed[..end].to_owned());
        at += end;
        if code[at..].starts_with("::") {
            at += 2;
        } else {
            all.push(before.clone());
            before.truncate(depth);
            return at;
        }
    }
}

/// The module that a path in `module` leads to. What a library exports at its root
/// is not a module: who imports it from there imports the root.
fn target(module: &str, path: &[String], modules: &BTreeSet<String>) -> Option<String> {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut rest = path;
    if path.first().is_some_and(|part| part == "crate") {
        base.clear();
        rest = &path[1..];
    }
    while let Some((part, tail)) = rest.split_first()
        && part == "super"
    {
        base.pop();
        rest = tail;
    }
    base.extend(rest.iter().map(String::as_str));
    (1..=base.len())
        .rev()
        .map(|length| base[..length].join("::"))
        .find(|candidate| modules.contains(candidate))
        .or_else(|| modules.get("lib").cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_however_they_are_written() {
        let modules: BTreeSet<String> =
            ["a", "a::b", "a::c", "d", "d::e"].map(str::to_owned).into();
        let source = "use crate::{d::e::{self, Thing}, a};\nuse super::c::one;\n// crate::d\n\
                      fn f() { crate::d::g() }\n#[cfg(test)]\nmod tests { use super::*; }";
        let found = imported("a::b", source, &modules);
        let expected = ["a", "a::c", "d", "d::e"].map(str::to_owned);
        assert_eq!(found, expected.into());
    }

    #[test]
    fn what_is_below_a_declaration_of_tests_in_a_file_of_their_own_counts() {
        let modules: BTreeSet<String> = ["a", "b"].map(str::to_owned).into();
        let source = "#[cfg(test)]\nmod tests;\n\nuse crate::b::Thing;";
        assert_eq!(imported("a", source, &modules), ["b".to_owned()].into());
    }

    #[test]
    fn what_a_library_exports_is_imported_from_its_root() {
        let modules: BTreeSet<String> = ["lib", "a", "b"].map(str::to_owned).into();
        let found = imported("b", "use crate::Thing;\nuse crate::a::Other;", &modules);
        assert_eq!(found, ["a", "lib"].map(str::to_owned).into());
    }
}
