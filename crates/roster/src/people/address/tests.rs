use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn address(text: &str) -> Option<String> {
    NormalisedAddress::new(text, &LibraryRules).map(|address| address.as_str().to_owned())
}

#[test]
fn the_ways_to_write_one_address_are_equal() {
    for (expected, ways) in [
        (
            "ana@example.com",
            &[
                "ana@example.com",
                "ANA@EXAMPLE.COM",
                " \u{a0}Ana@example.com\t\r\n",
                "ana@ｅｘａｍｐｌｅ.com",
            ][..],
        ),
        (
            "ünal@example.com",
            &[
                "ünal@example.com",
                "ÜNAL@example.com",
                "u\u{308}nal@Example.com",
                "U\u{308}NAL@example.com",
            ],
        ),
        (
            "ana@xn--mnchen-3ya.example",
            &[
                "ana@münchen.example",
                "Ana@MÜNCHEN.example",
                "ana@mu\u{308}nchen.example",
                "ana@XN--MNCHEN-3ya.example",
            ],
        ),
        (
            "strasse@example.com",
            &[
                "straße@example.com",
                "STRASSE@example.com",
                "straẞe@example.com",
            ],
        ),
        (
            "ana@xn--fa-hia.example",
            &["ana@faß.example", "ana@FAẞ.example"],
        ),
        (
            "σοφοσ@example.com",
            &["σοφος@example.com", "ΣΟΦΟΣ@example.com"],
        ),
        ("a@b@example.com", &["A@b@example.com"]),
        ("\"a b\"@example.com", &["\"A B\"@example.com"]),
    ] {
        for way in ways {
            assert_eq!(address(way).as_deref(), Some(expected), "{way}");
        }
    }
}

#[test]
fn other_addresses_stay_others() {
    for (one, other) in [
        ("ana+test@example.com", "ana@example.com"),
        ("a.na@example.com", "ana@example.com"),
        ("ana@mail.example.com", "ana@example.com"),
        ("ana@example.com.", "ana@example.com"),
        // The Turkish letters are folded as in every other language.
        ("ıpek@example.com", "ipek@example.com"),
        ("İpek@example.com", "ipek@example.com"),
        ("аna@example.com", "ana@example.com"),
        ("ana@straße.example", "ana@strasse.example"),
    ] {
        assert_ne!(address(one), address(other), "{one} and {other}");
    }
    assert_eq!(
        address("İPEK@example.com"),
        address("i\u{307}pek@example.com")
    );
}

#[test]
fn what_is_not_an_address_has_no_form() {
    for text in [
        "",
        " ",
        "ana",
        "@",
        "ana@",
        "@example.com",
        " @ü",
        "münchen",
        "ü@",
    ] {
        assert_eq!(address(text), None, "{text:?}");
    }
}

#[test]
fn a_domain_that_is_none_is_folded_only() {
    assert_eq!(address("ana@É x").as_deref(), Some("ana@é x"));
    assert_eq!(address("ana@É..").as_deref(), Some("ana@xn--9ca.."));
}

#[test]
fn an_address_in_its_form_already_is_not_copied() {
    let kept = normalised(" ana+1@example.com ", &LibraryRules);
    assert!(
        matches!(kept, Some(Cow::Borrowed("ana+1@example.com"))),
        "{kept:?}"
    );
}

/// The same table is checked in a browser (tests/browser/specs/unicode.spec.js).
#[test]
fn the_libraries_say_what_a_browser_says() {
    let table = include_str!("../../../../../tests/fixtures/unicode/addresses.json");
    let table: Value = serde_json::from_str(table).unwrap();
    let rows = |name: &str| table[name].as_array().unwrap().clone();
    for row in rows("nfc") {
        assert_eq!(LibraryRules.nfc(row[0].as_str().unwrap()), row[1], "{row}");
    }
    for row in rows("domains") {
        let ascii = LibraryRules.domain_to_ascii(row[0].as_str().unwrap());
        assert_eq!(ascii.as_deref(), row[1].as_str(), "{row}");
    }
}

#[test]
fn the_parts_of_an_address_are_on_both_sides_of_the_last_at() {
    let address = NormalisedAddress::new("a@B@Example.com", &LibraryRules).unwrap();
    assert_eq!((address.local(), address.domain()), ("a@b", "example.com"));
}

/// Letters that fold or compose in unusual ways.
const ODD: &str = "[aAßẞİıſﬁΣςǰΐᾳͅ\u{300}\u{301}\u{307}\u{323}ÅÅЖ京\u{1e9b}.@+-]{0,12}";

proptest! {
    #[test]
    fn normalising_twice_is_normalising_once(text in prop_oneof![ODD, "\\PC{0,12}@\\PC{0,8}"]) {
        if let Some(once) = address(&text) {
            prop_assert_eq!(address(&once), Some(once));
        }
    }

    #[test]
    fn case_and_composition_do_not_matter_in_front_of_the_at(local in "[a-zà-þĀ-ſΆ-ώа-я]{1,8}") {
        use icu_normalizer::DecomposingNormalizerBorrowed;
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&local).into_owned();
        let expected = address(&format!("{local}@x.example"));
        prop_assert_eq!(address(&format!("{decomposed}@x.example")), expected.clone());
        // ı and a few others have capitals that are those of other letters.
        let capital = local.to_uppercase();
        if capital.to_lowercase() == local {
            prop_assert_eq!(address(&format!("{capital}@X.EXAMPLE")), expected);
        }
    }
}
