use super::*;
use crate::test_folder::TestFolder;

const MIT_TEXT: &str = "Copyright (c) Ada\n\nPermission is hereby granted, free of charge, to any\n\
                        person obtaining a copy of this software";
const APACHE_TEXT: &str =
    "Apache License\n\n TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION";

/// A package with these files, in a folder of its own.
struct TestPackage {
    package: Package,
    _folder: TestFolder,
}

fn package(name: &str, licence: &str, files: &[(&str, &str)]) -> TestPackage {
    let folder = TestFolder::new(&format!("texts-{name}"), files);
    let package = Package {
        name: name.into(),
        licence: licence.into(),
        authors: vec!["Ada Lovelace <ada@example.com>".into(), "Grace".into()],
        folder: folder.path.clone(),
    };
    TestPackage {
        package,
        _folder: folder,
    }
}

fn texts(test: &TestPackage) -> Result<Vec<String>> {
    of(&test.package)
}

#[test]
fn a_package_that_offers_mit_is_used_under_mit() {
    let both = package(
        "choice",
        "MIT OR Apache-2.0",
        &[("LICENSE-APACHE", APACHE_TEXT), ("LICENSE-MIT", MIT_TEXT)],
    );
    assert_eq!(texts(&both).unwrap(), [MIT_TEXT]);
}

#[test]
fn a_package_under_both_licences_has_both_texts() {
    let both = package(
        "both",
        "MIT AND Apache-2.0",
        &[("LICENSE-APACHE", APACHE_TEXT), ("LICENSE-MIT", MIT_TEXT)],
    );
    assert_eq!(texts(&both).unwrap(), [APACHE_TEXT, MIT_TEXT]);
}

#[test]
fn notices_and_the_licences_of_parts_come_along() {
    let notices = package(
        "notices",
        "Apache-2.0",
        &[
            ("LICENSE.txt", APACHE_TEXT),
            ("NOTICE", "Copyright Ada"),
            ("vendor/c/COPYING", MIT_TEXT),
            ("src/license.rs", "fn license() {}"),
            ("tests/LICENSE", "of a test's data"),
        ],
    );
    assert_eq!(
        texts(&notices).unwrap(),
        [APACHE_TEXT, "Copyright Ada", MIT_TEXT]
    );
    let choice = package(
        "choice-with-notices",
        "Apache-2.0 OR MIT",
        &[
            ("LICENSE-APACHE", APACHE_TEXT),
            ("LICENSE-MIT", MIT_TEXT),
            ("NOTICE", "Copyright Ada"),
            ("vendor/LICENSE", APACHE_TEXT),
        ],
    );
    assert_eq!(
        texts(&choice).unwrap(),
        [MIT_TEXT, "Copyright Ada", APACHE_TEXT]
    );
}

#[test]
fn a_package_without_a_text_gets_mits_with_its_authors_if_it_offers_mit() {
    let none = package("none", "MIT", &[("LICENSE-MIT", "../LICENSE-MIT")]);
    let texts_of_none = texts(&none).unwrap();
    let [text] = &texts_of_none[..] else {
        panic!("{texts_of_none:?}");
    };
    assert!(
        text.contains("\nCopyright (c) Ada Lovelace, Grace\n\nPermission is"),
        "{text}"
    );
    assert!(
        text.ends_with("IN THE\nSOFTWARE.") || text.ends_with("SOFTWARE."),
        "{text}"
    );
    assert!(is_mit(text));
}

#[test]
fn a_package_that_grants_nothing_is_refused() {
    for files in [
        &[][..],
        &[("LICENSE", "See the website.")],
        &[("c/LICENSE", APACHE_TEXT)],
    ] {
        let error = texts(&package("refused", "Apache-2.0", files)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "refused (Apache-2.0) has no file with the text of its licence"
        );
    }
}

#[test]
fn line_ends_and_white_space_around_a_text_do_not_count() {
    assert_eq!(
        tidy("\u{feff}\r\n  One \r\n\r\ntwo\r\n\r\n"),
        "  One\n\ntwo"
    );
}
