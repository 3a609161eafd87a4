//! Holds that no code but a platform's own knows which platform it has: everything
//! else asks the traits of `roster::platform`. Adding a platform then changes its
//! folder there, and in the app its icon.
//!
//! It looks for the names of variants in the sources of the app and of roster, and
//! for the names of platforms in the app's sentences. Tests do not count: they may be
//! about one platform.

#![allow(clippy::unwrap_used)]

use roster::platform::list_support;
use std::fs;
use std::path::Path;
use wire::Platform;

/// The files that may name a platform, and the folder of those that are about one.
const ALLOWED: &[&str] = &[
    "app/src/components/platform_icon.rs",
    "crates/roster/src/platform/",
];

/// Files that only tests use, beside `tests.rs` and those in a folder `tests`.
const FOR_TESTS: &[&str] = &["app/src/messages/samples.rs"];

#[test]
fn only_a_platforms_folder_and_its_icon_name_it() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let files = [sources(top, "app/src"), sources(top, "crates/roster/src")].concat();
    let mut found = Vec::new();
    for (path, source) in &files {
        let lines = lines_with_variants(source);
        found.extend(lines.iter().map(|line| format!("{path}:{line}")));
    }
    assert!(files.len() > 150, "the sources were not found");
    let is_allowed = |place: &&String| !ALLOWED.iter().any(|allowed| place.starts_with(allowed));
    let wrong: Vec<&String> = found.iter().filter(is_allowed).collect();
    assert!(wrong.is_empty(), "\n{wrong:#?}");
    // It finds something where that is allowed, so it would elsewhere.
    for allowed in ALLOWED {
        assert!(found.iter().any(|place| place.starts_with(allowed)));
    }
}

#[test]
fn no_sentence_of_the_app_names_a_platform() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for (path, source) in sources(top, "app/src") {
        let lines = lines_with_names(&source);
        found.extend(lines.iter().map(|line| format!("{path}:{line}")));
    }
    found.retain(|place| !place.starts_with(ALLOWED[0]));
    assert!(found.is_empty(), "\n{found:#?}");
    assert_eq!(lines_with_names("\nlet hint = \"Metabase's own\";"), [2]);
    assert_eq!(lines_with_names("fn pivot() {} // Pivot"), [0; 0]);
}

#[test]
fn a_variant_is_found_however_it_is_named_and_a_test_does_not_count() {
    for line in [
        "match platform { Platform::Pivot => 1 }",
        "if let Record::Metabase(user) = record {}",
        "use wire::Platform::Actian;",
        "use wire::Platform::{self, Actian};",
        "use wire::Platform::*;",
        "Self::Pivot(_) => true,",
    ] {
        assert_eq!(lines_with_variants(line), [1], "{line}");
    }
    for text in [
        "// Platform::Pivot",
        "let platform: Platform = connection.platform;",
        "Platform::ALL",
        "#[cfg(test)]\nmod tests {\n    const ONE: Platform = Platform::Pivot;\n}",
    ] {
        assert_eq!(lines_with_variants(text), [0; 0], "{text}");
    }
}

/// The path and text of each file in `folder` that is not only for tests.
fn sources(top: &Path, folder: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(top.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{folder}/{name}");
        let is_test = matches!(&*name, "tests.rs" | "tests");
        if is_test || FOR_TESTS.contains(&&*path) {
            continue;
        }
        if entry.path().is_dir() {
            all.extend(sources(top, &path));
        } else {
            all.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    all
}

/// The numbers of the lines that name a platform's variant of an enum.
fn lines_with_variants(source: &str) -> Vec<usize> {
    lines_where(source, names_variant)
}

/// The numbers of the lines that have a platform's name as a word.
fn lines_with_names(source: &str) -> Vec<usize> {
    lines_where(source, |code| {
        let mut words = code.split(|part: char| !part.is_alphanumeric() && part != '_');
        words.any(|word| {
            Platform::ALL
                .iter()
                .any(|one| list_support(*one).name() == word)
        })
    })
}

/// The numbers of the lines whose code `matches`, comments and tests left out.
fn lines_where(source: &str, matches: impl Fn(&str) -> bool) -> Vec<usize> {
    let code = source.split("#[cfg(test)]\nmod tests {").next();
    let lines = (1..).zip(code.unwrap_or_default().lines());
    lines
        .filter(|(_, line)| matches(line.split("//").next().unwrap_or_default()))
        .map(|(number, _)| number)
        .collect()
}

fn names_variant(code: &str) -> bool {
    let variants = Platform::ALL.map(|platform| format!("::{platform:?}"));
    let is_variant = |name: &String| {
        code.match_indices(name).any(|(at, name)| {
            // Not a part of a longer name, such as `platform::PivotRecord`.
            let rest = &code[at + name.len()..];
            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
        })
    };
    let imports_all = ["Platform::{", "Platform::*", "Record::{", "Record::*"];
    variants.iter().any(is_variant) || imports_all.iter().any(|import| code.contains(import))
}
