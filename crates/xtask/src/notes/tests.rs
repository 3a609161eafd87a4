use super::*;
use crate::test_folder::TestFolder;

/// Two notes as they should be.
const NOTES: &str = "# Notes\n\nCited as `demo note 2`.\n\n\
    ## demo note 1\n\nA fact.\n\nSource: a page.\n\nIn the code: a module.\n\n\
    ## demo note 2\n\nAnother.\n\nSource: a page.\n\nIn the code: a module.\n";

/// Checks a checkout of these files.
fn checked(name: &str, files: &[(&str, &str)]) -> Result<usize> {
    check(&TestFolder::new(&format!("notes-{name}"), files).path)
}

/// What the check finds wrong with these files.
fn faults(name: &str, files: &[(&str, &str)]) -> Vec<String> {
    let words = checked(name, files).unwrap_err().to_string();
    words.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn notes_that_exist_and_are_cited_pass() {
    let citations = checked(
        "right",
        &[
            ("docs/platform-notes/demo.md", NOTES),
            ("crates/a/src/lib.rs", "//! One (demo note 1).\n"),
            (
                "app/src/main.rs",
                "const NOTE: &str = \"demo note 2\"; // demo note 1, too\n",
            ),
            (
                "README.md",
                "See [demo note 2](docs/platform-notes/demo.md).\n",
            ),
        ],
    );
    // One of them in the head of the notes.
    assert_eq!(citations.unwrap(), 5);
}

#[test]
fn a_cited_note_that_does_not_exist_is_a_fault_in_code_and_in_documents() {
    let faults = faults(
        "missing",
        &[
            ("docs/platform-notes/demo.md", NOTES),
            (
                "mock-server/src/lib.rs",
                "// demo note 1, demo note 2\n\n// demo note 12\n",
            ),
            ("docs/other.md", "As demo note 3 says.\n"),
        ],
    );
    assert_eq!(
        faults,
        [
            "docs/other.md:1: demo note 3: there is no such note",
            "mock-server/src/lib.rs:3: demo note 12: there is no such note",
        ]
    );
}

#[test]
fn a_note_that_only_documents_cite_is_a_fault() {
    let faults = faults(
        "idle",
        &[
            ("docs/platform-notes/demo.md", NOTES),
            ("app/src/main.rs", "// demo note 1\n"),
            ("docs/other.md", "As demo note 2 says.\n"),
        ],
    );
    assert_eq!(
        faults,
        ["docs/platform-notes/demo.md:13: demo note 2: no code cites it"]
    );
}

#[test]
fn a_citation_that_cannot_be_searched_for_is_a_fault() {
    let right = "// demo note 1, demo note 2\n";
    for (name, wrong) in [
        ("broken", "// demo note\n// 1\n"),
        ("plural", "// demo notes 1 and 2\n"),
        ("letters", "// demo note A.1\n"),
    ] {
        let faults = faults(
            name,
            &[
                ("docs/platform-notes/demo.md", NOTES),
                ("tests/a.rs", &[right, wrong].concat()),
            ],
        );
        assert_eq!(
            faults,
            ["tests/a.rs:2: demo note: a citation is `demo note` and a number, on one line"],
            "{wrong}"
        );
    }
}

#[test]
fn a_note_without_source_or_with_a_wrong_heading_is_a_fault() {
    let notes = "## demo note 2\n\nSource: a page.\n\nIn the code: a module.\n\n\
        ## demo note 1\n\nIn the code: a module.\n\n## Other\n\n\
        ## demo note 3\n\nSource: a page.\n";
    let faults = faults(
        "incomplete",
        &[
            ("docs/platform-notes/demo.md", notes),
            ("app/a.rs", "// demo note 1, demo note 2, demo note 3\n"),
        ],
    );
    assert_eq!(
        faults,
        [
            "docs/platform-notes/demo.md:7: demo note 1: numbers do not ascend",
            "docs/platform-notes/demo.md:7: demo note 1: no paragraph `Source: …`",
            "docs/platform-notes/demo.md:11: Other: not `demo note` and a number",
            "docs/platform-notes/demo.md:13: demo note 3: no paragraph `In the code: …`",
        ]
    );
}

#[test]
fn a_longer_word_is_no_platform_and_what_is_installed_is_not_read() {
    let citations = checked(
        "words",
        &[
            ("docs/platform-notes/demo.md", NOTES),
            (
                "app/a.rs",
                "// demo note 1, demo note 2, other-demo note 9\n",
            ),
            ("tests/browser/node_modules/a/README.md", "demo note 9\n"),
            ("crates/target/a.rs", "// demo note 9\n"),
        ],
    );
    assert_eq!(citations.unwrap(), 3);
}

#[test]
fn a_checkout_without_notes_does_not_pass() {
    let folder = ("docs/platform-notes/demo.txt", "");
    let error = checked("none", &[folder]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there are no notes in docs/platform-notes"
    );
}
