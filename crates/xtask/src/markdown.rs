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
/// HTML's `href`, `src` and `srcset`. Links in code are left out.
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
            Event::Start(ref tag) if is_inline(tag.to_end()) => {}
            Event::End(tag) if is_inline(tag) => {}
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
const fn is_inline(tag: TagEnd) -> bool {
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
mod tests;
