//! Takes classes for scripts out of the compiled page: Leptos brings a library that offers
//! some, and no script of the page uses them. As long as they are offered, neither linker
//! nor wasm-opt may drop their code (3,100 bytes of the first load).

use super::exports;
use super::sections::{bytes, rewrite_section};

/// The classes, as wasm-streams 0.5 names them.
const CLASSES: [&str; 3] = [
    "IntoUnderlyingByteSource",
    "IntoUnderlyingSink",
    "IntoUnderlyingSource",
];

/// What a module says for tools, and the one in which crates describe to wasm-bindgen
/// what they offer.
const CUSTOM: u8 = 0;
const DESCRIPTIONS: &[u8] = b"__wasm_bindgen_unstable";

/// The compiled page without what it offers as these classes; nothing where it cannot
/// be read.
pub(super) fn drop_from(module: &[u8]) -> Option<Vec<u8>> {
    let names = CLASSES.map(str::to_ascii_lowercase);
    let module = exports::keep(module, |export| {
        names.iter().all(|name| !export.contains(name.as_str()))
    })?;
    rewrite_section(&module, CUSTOM, |section| {
        let (name, descriptions) = bytes(section)?;
        if name == DESCRIPTIONS {
            let head = &section[..section.len() - descriptions.len()];
            Some([head, &other_descriptions(descriptions)?].concat())
        } else {
            Some(section.to_vec())
        }
    })
}

/// The descriptions of anything but the classes. Each is two blocks: a version, and what
/// is described.
fn other_descriptions(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    while !rest.is_empty() {
        let (_, described) = block(rest)?;
        let (described, after) = block(described)?;
        let has = |class: &&str| {
            let class = class.as_bytes();
            described.windows(class.len()).any(|part| part == class)
        };
        if !CLASSES.iter().any(has) {
            kept.extend_from_slice(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    Some(kept)
}

/// Four bytes of length, the lowest first, and as many bytes; and what follows.
fn block(from: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = from.split_first_chunk::<4>()?;
    after.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cut::sections::write_bytes;

    const HEAD: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];

    fn description(text: &str) -> Vec<u8> {
        let blocks = ["version", text].map(|text| {
            let length = u32::try_from(text.len()).unwrap().to_le_bytes();
            [&length, text.as_bytes()].concat()
        });
        blocks.concat()
    }

    fn module(descriptions: &[&str], exports: &[&str]) -> Vec<u8> {
        let mut custom = Vec::new();
        write_bytes(&mut custom, DESCRIPTIONS);
        custom.extend(descriptions.iter().flat_map(|text| description(text)));
        let mut section = vec![u8::try_from(exports.len()).unwrap()];
        for export in exports {
            write_bytes(&mut section, export.as_bytes());
            section.extend([0, 0]);
        }
        let mut module = HEAD.to_vec();
        for (id, body) in [(7, section), (CUSTOM, custom)] {
            module.push(id);
            write_bytes(&mut module, &body);
        }
        module
    }

    #[test]
    fn what_the_page_offers_as_classes_is_dropped_and_all_else_stays() {
        let given = module(
            &["fn start", "class IntoUnderlyingSink", "fn stop"],
            &["start", "__wbg_intounderlyingsink_free", "stop"],
        );
        let expected = module(&["fn start", "fn stop"], &["start", "stop"]);
        assert_eq!(drop_from(&given).unwrap(), expected);
        assert_eq!(drop_from(&expected).unwrap(), expected);
    }

    #[test]
    fn descriptions_of_another_form_are_not_guessed() {
        assert_eq!(other_descriptions(&description("fn start")[..9]), None);
    }
}
