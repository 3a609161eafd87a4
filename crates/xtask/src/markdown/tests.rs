//! Links, anchors, sections and paragraphs, as they are found in Markdown.

use super::*;

fn targets(text: &str) -> Vec<String> {
    links(text).into_iter().map(|link| link.target).collect()
}

#[test]
fn links_of_every_form_are_found() {
    for (text, target) in [
        ("See [this](a.md).", "a.md"),
        ("![picture](p.png \"A title\")", "p.png"),
        ("[spaces](<a b.md>)", "a b.md"),
        ("[brackets](a_(b).md)", "a_(b).md"),
        ("[id]: a.md \"Title\"", "a.md"),
        ("<a href=\"a.md\">x</a>", "a.md"),
        ("<img width=\"3\" src=\"p.png\">", "p.png"),
        ("<source srcset=\"p.png\">", "p.png"),
    ] {
        assert_eq!(targets(text), [target], "{text}");
    }
    assert_eq!(
        targets("[![badge](b.svg)](a.md) and [b](c.md)"),
        ["a.md", "b.svg", "c.md"]
    );
}

#[test]
fn what_stands_in_code_is_no_link() {
    for text in [
        "`[a](b.md)`",
        "``a ` [a](b.md)``",
        "```md\n[a](b.md)\n```",
        "~~~~\n```\n[a](b.md)\n~~~~",
        "    [a](b.md)",
        "`a\n[a](b.md)`",
        "[^1]: a footnote",
        "an array [0] (x)",
    ] {
        assert_eq!(targets(text), [""; 0], "{text}");
    }
    assert_eq!(targets("a lone ` and [a](b.md)"), ["b.md"]);
    assert_eq!(targets("```\ncode\n```\n[a](b.md)"), ["b.md"]);
}

#[test]
fn a_definition_is_one_link_however_often_it_is_used() {
    let text = "[a][x] and [x]\n\n[x]: a.md\n[y]: b.md";
    assert_eq!(targets(text), ["a.md", "b.md"]);
}

#[test]
fn sections_have_the_paragraphs_below_their_headings() {
    let text = "# Top\n\nIntroduction.\n\n## A `b`\n\nOne\ntwo.\n\n```\n## no\n```\n\nThree.\n";
    let section = Section {
        line: 5,
        heading: "A b".to_owned(),
        paragraphs: vec!["One\ntwo.\n", "Three.\n"],
    };
    assert_eq!(sections(text), [section]);
}

/// The lines and numbers of words of a document's paragraphs.
fn counted(text: &str) -> Vec<(usize, usize)> {
    let found = paragraphs(text).into_iter();
    found.map(|found| (found.line, found.words)).collect()
}

#[test]
fn words_are_counted_by_paragraph() {
    for (text, expected) in [
        ("One two\nthree.\n\nFour.\n", vec![(1, 3), (4, 1)]),
        (
            "Some *words of* a [link](a.md)\\\nand `code here`",
            vec![(1, 8)],
        ),
        ("two**words** in<br>one", vec![(1, 2)]),
        ("> A quoted line.", vec![(1, 3)]),
        ("![What it shows](p.png)", vec![(1, 3)]),
        (
            "| a b | c |\n|---|---|\n| d | e f g |\n",
            vec![(1, 2), (1, 1), (3, 1), (3, 3)],
        ),
    ] {
        assert_eq!(counted(text), expected, "{text}");
    }
}

#[test]
fn items_of_lists_are_counted_apart() {
    for (text, expected) in [
        ("- one two\n- three\n  four\n", vec![(1, 2), (2, 2)]),
        (
            "1. one\n   - two three\n\n   four five six\n",
            vec![(1, 1), (2, 2), (4, 3)],
        ),
        ("- one\n\n- two three\n", vec![(1, 1), (3, 2)]),
        (
            "Before:\n- one two\n\nAfter it.\n",
            vec![(1, 1), (2, 2), (4, 2)],
        ),
        ("- [ ] one two", vec![(1, 2)]),
    ] {
        assert_eq!(counted(text), expected, "{text}");
    }
}

#[test]
fn headings_code_and_html_have_no_words() {
    for text in [
        "# A heading",
        "```sh\nsome code here\n```",
        "    indented code",
        "<!-- a comment of words -->",
    ] {
        assert_eq!(counted(text), [], "{text}");
    }
    let text = "# A\n\none\n\n```\ncode\n\ncode\n```\n\ntwo three";
    assert_eq!(counted(text), [(3, 1), (11, 2)]);
}

#[test]
fn links_know_their_line() {
    let found = links("one\n```\ncode\n```\n[a](b.md)\n");
    assert_eq!(found[0].line, 5);
}

#[test]
fn anchors_are_those_that_github_makes() {
    for (heading, anchor) in [
        ("# Rollcall", "rollcall"),
        ("## What a person can do", "what-a-person-can-do"),
        ("### `cargo xtask demo`", "cargo-xtask-demo"),
        ("## Why? Because: it's so!", "why-because-its-so"),
        ("## A - B", "a---b"),
        ("## snake_case", "snake_case"),
        ("## Größe", "größe"),
        ("## [Link](x.md) here ##", "link-here"),
        ("<a id=\"own\"></a>", "own"),
    ] {
        let anchors = anchors(heading);
        assert!(anchors.contains(anchor), "{heading}: {anchors:?}");
    }
}

#[test]
fn repeated_headings_are_numbered() {
    let anchors = anchors("# A\n# A\n# A\n");
    let mut anchors: Vec<_> = anchors.into_iter().collect();
    anchors.sort();
    assert_eq!(anchors, ["a", "a-1", "a-2"]);
}

#[test]
fn what_only_looks_like_a_heading_makes_no_anchor() {
    for text in [
        "#hashtag",
        "####### seven",
        "```\n# comment\n```",
        "text # not",
    ] {
        assert_eq!(anchors(text), HashSet::new(), "{text}");
    }
}
