//! Holds the app's layers: which folder may import which, that no page imports
//! another, and that no files import each other in a circle.
//!
//! It reads paths that begin with `crate::` or `super::` in the sources. A file
//! and the files in the folder of its name (`users/mod.rs` and `users/list.rs`)
//! belong together and may import each other; everything else must form layers.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each layer, and those that it may import besides itself. The app's own files
/// (`main.rs`, `app.rs`) put everything together and may import all of them.
const LAYERS: &[(&str, &[&str])] = &[
    ("browser", &[]),
    ("routes", &[]),
    ("messages", &["routes", "browser"]),
    ("ui", &["browser"]),
    ("api", &["routes", "messages", "browser"]),
    ("state", &["api", "routes", "messages", "browser"]),
    ("lazy", &["ui", "browser"]),
    (
        "components",
        &[
            "state", "api", "lazy", "ui", "routes", "messages", "browser",
        ],
    ),
    (
        "pages",
        &[
            "components",
            "state",
            "api",
            "lazy",
            "ui",
            "routes",
            "messages",
            "browser",
        ],
    ),
];

/// The files that put the layers together.
const TOP: &[&str] = &["main", "app"];

/// A module's path, such as `pages::users::list`, and the modules that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn layers_import_downwards_only() {
    let wrong = against_layers(&imports());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circles = circles(&imports());
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

#[test]
fn a_violation_is_found() {
    let graph = |imports: &[(&str, &str)]| -> Imports {
        let mut graph = Imports::new();
        for (from, to) in imports {
            graph.entry((*to).to_owned()).or_default();
            let from = graph.entry((*from).to_owned()).or_default();
            from.insert((*to).to_owned());
        }
        graph
    };
    for (from, to) in [
        ("ui::button", "state::connections"),
        ("pages::users::list", "pages::invite"),
        ("state::connections", "components::account"),
        ("routes", "state::theme"),
    ] {
        let wrong = against_layers(&graph(&[(from, to)]));
        assert_eq!(wrong, [format!("{from} imports {to}")]);
    }
    let circle = graph(&[
        ("ui::toast", "ui::button"),
        ("ui::button", "ui::icons"),
        ("ui::icons", "ui::toast"),
    ]);
    assert_eq!(circles(&circle).len(), 1);
    let family = graph(&[
        ("pages::users", "pages::users::list"),
        ("pages::users::list", "pages::users"),
    ]);
    assert_eq!(circles(&family), [] as [String; 0]);
    assert_eq!(against_layers(&family), [] as [String; 0]);
}

#[test]
fn imports_are_read_however_they_are_written() {
    let modules: BTreeSet<String> = ["a", "a::b", "a::c", "d", "d::e"].map(str::to_owned).into();
    let source = "use crate::{d::e::{self, Thing}, a};\nuse super::c::one;\n// crate::d\n\
                  fn f() { crate::d::g() }\n#[cfg(test)]\nmod tests { use super::*; }";
    let found = imported("a::b", source, &modules);
    let expected = ["a", "a::c", "d", "d::e"].map(str::to_owned);
    assert_eq!(found, expected.into());
}

/// What the layers forbid, as sentences.
fn against_layers(imports: &Imports) -> Vec<String> {
    let mut wrong = Vec::new();
    for (from, targets) in imports {
        let layer = first(from);
        if TOP.contains(&layer) {
            continue;
        }
        let allowed = LAYERS.iter().find(|(name, _)| *name == layer);
        for to in targets {
            let is_allowed = first(to) == layer
                || allowed.is_some_and(|(_, allowed)| allowed.contains(&first(to)));
            let other_page = layer == "pages" && first(to) == layer && page(from) != page(to);
            // `pages/mod.rs` names all of them.
            if !is_allowed || other_page && from != "pages" {
                wrong.push(format!("{from} imports {to}"));
            }
        }
    }
    wrong
}

fn first(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn page(module: &str) -> Option<&str> {
    module.split("::").nth(1)
}

/// Whether one of them is in the folder of the other.
fn is_family(one: &str, other: &str) -> bool {
    let is_within = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.starts_with("::"))
    };
    is_within(one, other) || is_within(other, one)
}

/// The circles, each once, as lists of their files.
fn circles(imports: &Imports) -> Vec<String> {
    let reach = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![from.to_owned()];
        while let Some(module) = ahead.pop() {
            let targets = imports.get(&module).into_iter().flatten();
            for to in targets.filter(|to| !is_family(&module, to)) {
                if reached.insert(to.clone()) {
                    ahead.push(to.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        imports.keys().map(|from| (from, reach(from))).collect();
    let circles: BTreeSet<String> = reached
        .iter()
        .filter(|(from, to)| to.contains(**from))
        .map(|(from, to)| {
            let members: BTreeSet<&str> = to
                .iter()
                .filter(|one| reached.get(one).is_some_and(|back| back.contains(*from)))
                .map(String::as_str)
                .collect();
            Vec::from_iter(members).join(", ")
        })
        .collect();
    circles.into_iter().collect()
}

fn imports() -> Imports {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    collect(&sources, "", &mut files);
    let modules: BTreeSet<String> = files.keys().cloned().collect();
    assert!(modules.len() > 50, "the sources were not found");
    files
        .iter()
        .map(|(module, source)| (module.clone(), imported(module, source, &modules)))
        .collect()
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}::{name}")
        };
        if path.is_dir() {
            collect(&path, &module, files);
        } else {
            let module = module.strip_suffix("::mod").unwrap_or(&module).to_owned();
            files.insert(module, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The modules that `source`, the file of `module`, names.
fn imported(module: &str, source: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let code: String = source
        .split("#[cfg(test)]\nmod tests")
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

/// The module that a path in `module` leads to.
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
}
