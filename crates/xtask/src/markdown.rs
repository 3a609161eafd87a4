//! What the checks of documents need to know of Markdown, as `pulldown-cmark` reads it:
//! where links are, which anchors the headings make on GitHub, what each section says,
//! and how long paragraphs are.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use pulldown_cmark::{Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

/// A link, as written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The line it stands on, from 1.
    pub(crate) line: usize,
    /// Where it leads.
    pub(crate) target: String,
}

/// A heading of the second level and what stands below it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Section<'a> {
    /// The line of the heading, from 1.
    pub(crate) line: usize,
    /// The heading's text.
    pub(crate) heading: String,
    /// The paragraphs below it, as written.
    pub(crate) paragraphs: Vec<&'a str>,
}

/// A paragraph, an item of a list without the lists in it, or a cell of a table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// The line it begins on, from 1.
    pub(crate) line: usize,
    /// How many words it has. A piece of code is as many as it is written in.
    pub(crate) words: usize,
}

/// Every link and picture of a document: `[text](target)`, `[id]: target`, and
/// HTML's `href`, `src` and `srcset`. What stands in code is none.
pub(crate) fn links(text: &str) -> Vec<Link> {
    let events = events(text);
    // Those that `[text][id]` leads to, and those that nothing leads to.
    let definitions = events.reference_definitions().iter();
    let mut targets: Vec<(usize, String)> = definitions
        .map(|(_, definition)| (definition.span.start, definition.dest.to_string()))
        .collect();
    for (event, range) in events {
        match event {
            Event::Start(
                Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url,
                    ..
                },
            ) => targets.push((range.start, dest_url.into_string())),
            Event::Html(html) | Event::InlineHtml(html) => {
                for value in attributes(&html, &["href", "src", "srcset"]) {
                    targets.push((range.start, value.to_owned()));
                }
            }
            _ => {}
        }
    }
    targets.retain(|(_, target)| !target.is_empty());
    targets.sort_by_key(|(place, _)| *place);
    targets
        .into_iter()
        .map(|(place, target)| Link {
            line: line(text, place),
            target,
        })
        .collect()
}

/// The anchors of a document: those that GitHub makes of the headings, and
/// `id` and `name` attributes.
pub(crate) fn anchors(text: &str) -> HashSet<String> {
    let mut anchors = HashSet::new();
    let mut repeated: HashMap<String, usize> = HashMap::new();
    let mut events = events(text);
    while let Some((event, _)) = events.next() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let slug = slug(&heading(&mut events));
                let times = repeated.entry(slug.clone()).or_default();
                anchors.insert(if *times == 0 {
                    slug
                } else {
                    format!("{slug}-{times}")
                });
                *times += 1;
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let names = attributes(&html, &["id", "name"]);
                anchors.extend(names.into_iter().map(str::to_owned));
            }
            _ => {}
        }
    }
    anchors
}

/// The sections of a document.
pub(crate) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut events = events(text);
    while let Some((event, Range { start, end })) = events.next() {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                ..
            }) => sections.push(Section {
                line: line(text, start),
                heading: heading(&mut events),
                paragraphs: Vec::new(),
            }),
            Event::Start(Tag::Paragraph) => {
                if let Some(section) = sections.last_mut() {
                    section.paragraphs.push(&text[start..end]);
                }
            }
            _ => {}
        }
    }
    sections
}

/// The paragraphs of a document, without headings and blocks of code.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    // Where the current one begins, and what it says. An item of a list that has no
    // empty lines has its text without a paragraph around it.
    let mut current: Option<(usize, String)> = None;
    let mut events = events(text);
    while let Some((event, range)) = events.next() {
        match event {
            Event::Text(words) | Event::Code(words) => {
                let (_, said) = current.get_or_insert_with(|| (range.start, String::new()));
                said.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, said)) = &mut current {
                    said.push(' ');
                }
            }
            Event::Start(ref tag) if is_inline(&tag.to_end()) => {}
            Event::End(ref tag) if is_inline(tag) => {}
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            // The beginning or end of a block.
            event => {
                if let Some((start, said)) = current.take() {
                    paragraphs.push(Paragraph {
                        line: line(text, start),
                        words: said.split_whitespace().count(),
                    });
                }
                let skipped = match event {
                    Event::Start(tag @ (Tag::Heading { .. } | Tag::CodeBlock(_))) => tag.to_end(),
                    _ => continue,
                };
                for (event, _) in events.by_ref() {
                    if event == Event::End(skipped) {
                        break;
                    }
                }
            }
        }
    }
    paragraphs
}

/// Whether it is part of a line rather than a block.
fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// A document in pieces, with what GitHub adds to Markdown.
fn events(text: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_GFM
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// The text of the heading that has just started.
fn heading(events: &mut OffsetIter) -> String {
    let mut heading = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => heading += &text,
            Event::SoftBreak | Event::HardBreak => heading.push(' '),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    heading
}

/// The line of a place in a text, from 1.
fn line(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

/// The values of attributes of HTML: Markdown keeps HTML as it is.
fn attributes<'a>(html: &'a str, names: &[&str]) -> Vec<&'a str> {
    let mut values = Vec::new();
    for name in names {
        let start = format!(" {name}=\"");
        for (place, _) in html.match_indices(&start) {
            values.extend(html[place + start.len()..].split('"').next());
        }
    }
    values
}

/// The anchor that GitHub makes of a heading: lower case, only letters,
/// digits, `-` and `_`, a `-` for each space.
fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            character if character.is_alphanumeric() => Some(character),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
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
}
