//! Takes classes for scripts out of the compiled page: Leptos brings a library that offers
//! some, and no script of the page uses them. As long as they are offered, neither linker
//! nor wasm-opt may drop their code (3,100 bytes of the first load).

use anyhow::{Context, Result, ensure};

use super::exports;
use super::sections::{CUSTOM, bytes, custom, rewrite_section};

/// The classes, as wasm-streams 0.5 names them.
const CLASSES: [&str; 3] = [
    "IntoUnderlyingByteSource",
    "IntoUnderlyingSink",
    "IntoUnderlyingSource",
];

/// The custom section in which crates describe to wasm-bindgen what they offer.
const DESCRIPTIONS: &[u8] = b"__wasm_bindgen_unstable";

/// What one crate offers by one macro.
struct Description<'a> {
    /// What is offered, in a form that is wasm-bindgen's own but for the names in it.
    offered: &'a [u8],
    /// All its bytes.
    whole: &'a [u8],
}

impl Description<'_> {
    fn has(&self, class: &str) -> bool {
        let class = class.as_bytes();
        self.offered.windows(class.len()).any(|part| part == class)
    }
}

/// The compiled page without what it offers as these classes.
///
/// # Errors
/// When it cannot be read, or has nothing of one of the classes.
pub(super) fn drop_from(module: &[u8]) -> Result<Vec<u8>> {
    let section = custom(module, DESCRIPTIONS)
        .context("the compiled page has no section __wasm_bindgen_unstable")?;
    let described = descriptions(section).context(
        "wasm-bindgen's descriptions in the compiled page are not pairs of a version and an offer",
    )?;
    for class in CLASSES {
        ensure!(
            described.iter().any(|description| description.has(class)),
            "the compiled page has no class {class}. If wasm-streams offers none of that name \
             any more, take it out of `CLASSES` in crates/xtask/src/cut/classes.rs. If it does"
        );
    }
    let names = CLASSES.map(str::to_ascii_lowercase);
    exports::keep(module, |export| {
        names.iter().all(|name| !export.contains(name.as_str()))
    })
    .and_then(|module| rewrite_section(&module, CUSTOM, without_classes))
    .context("the exports of the compiled page cannot be read")
}

/// A custom section; if it has descriptions, without those of the classes.
fn without_classes(section: &[u8]) -> Option<Vec<u8>> {
    let (name, rest) = bytes(section)?;
    if name != DESCRIPTIONS {
        return Some(section.to_vec());
    }
    let mut kept = section[..section.len() - rest.len()].to_vec();
    for description in descriptions(rest)? {
        if !CLASSES.iter().any(|class| description.has(class)) {
            kept.extend_from_slice(description.whole);
        }
    }
    Some(kept)
}

/// All descriptions; nothing where they are of another form.
fn descriptions(mut rest: &[u8]) -> Option<Vec<Description<'_>>> {
    let mut descriptions = Vec::new();
    while !rest.is_empty() {
        let (_version, after) = block(rest)?;
        let (offered, after) = block(after)?;
        descriptions.push(Description {
            offered,
            whole: &rest[..rest.len() - after.len()],
        });
        rest = after;
    }
    Some(descriptions)
}

/// Four bytes of length, the lowest first, and as many bytes; and what follows.
fn block(from: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = from.split_first_chunk::<4>()?;
    after.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cut::{sample, sections::names_of_exports},
        pins,
        workspace::Workspace,
    };

    fn described(module: &[u8]) -> Vec<Description<'_>> {
        descriptions(custom(module, DESCRIPTIONS).unwrap()).unwrap()
    }

    #[test]
    fn the_sample_is_of_the_wasm_bindgen_that_the_page_is_compiled_with() {
        let version = pins::wasm_bindgen(&Workspace::find().unwrap()).unwrap();
        let wanted = format!("\"version\":\"{version}\"");
        let described = described(sample::COMPILED);
        assert!(!described.is_empty());
        for description in described {
            let (found, _) = block(description.whole).unwrap();
            let found = str::from_utf8(found).unwrap();
            assert!(
                found.contains(&wanted),
                "crates/xtask/samples/cut is of {found}, Cargo.lock has {version}: \
                 make it anew with `cargo xtask cut-sample`"
            );
        }
    }

    #[test]
    fn what_a_page_offers_as_classes_is_dropped_and_all_else_stays() {
        let dropped = drop_from(sample::COMPILED).unwrap();
        let (before, after) = (described(sample::COMPILED), described(&dropped));
        // One for each class and one for its method.
        assert_eq!(before.len() - after.len(), 2 * CLASSES.len());
        assert!(after.iter().any(|description| description.has("start")));
        let exports = names_of_exports(&dropped);
        assert!(
            exports.iter().any(|name| name.starts_with("start_")),
            "{exports:?}"
        );
        for class in CLASSES {
            let class = class.to_ascii_lowercase();
            let of_class = |name: &String| name.contains(&class);
            assert!(names_of_exports(sample::COMPILED).iter().any(of_class));
            assert!(!exports.iter().any(of_class), "{exports:?}");
        }
    }

    #[test]
    fn a_page_without_the_classes_is_an_error_that_says_what_to_do() {
        let dropped = drop_from(sample::COMPILED).unwrap();
        let error = drop_from(&dropped).unwrap_err().to_string();
        assert!(error.contains("take it out of `CLASSES`"), "{error}");
        let module = &sample::COMPILED[..8];
        let error = drop_from(module).unwrap_err().to_string();
        assert!(error.contains("no section"), "{error}");
    }

    #[test]
    fn descriptions_of_another_form_are_not_guessed() {
        let section = custom(sample::COMPILED, DESCRIPTIONS).unwrap();
        assert!(descriptions(&section[..section.len() - 1]).is_none());
    }
}
