//! The little of Markdown that links need: where they stand, and which anchors
//! the headings make on GitHub.

use std::collections::{HashMap, HashSet};

/// A link, as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The line it stands on, from 1.
    pub(super) line: usize,
    /// Where it leads.
    pub(super) target: String,
}

/// Every link and picture of a document: `[text](target)`, `[id]: target`, and
/// HTML's `href` and `src`. What stands in code is none.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    for (line, text) in prose(text) {
        let text = without_code(text);
        let mut add = |target: &str| {
            if !target.is_empty() {
                links.push(Link {
                    line,
                    target: target.to_owned(),
                });
            }
        };
        for (place, _) in text.match_indices("](") {
            add(destination(&text[place + 2..]));
        }
        let reference = text
            .trim_start()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]:"))
            .filter(|(id, _)| !id.contains(']') && !id.starts_with('^'));
        if let Some((_, target)) = reference {
            add(destination(target.trim_start()));
        }
        for attribute in ["href=\"", "src=\""] {
            for (place, _) in text.match_indices(attribute) {
                let value = &text[place + attribute.len()..];
                add(value.split('"').next().unwrap_or_default());
            }
        }
    }
    links
}

/// The anchors of a document: those that GitHub makes of the headings, and
/// `id` and `name` attributes.
pub(super) fn anchors(text: &str) -> HashSet<String> {
    let mut anchors = HashSet::new();
    let mut repeated: HashMap<String, usize> = HashMap::new();
    for (_, line) in prose(text) {
        if let Some(heading) = heading(line) {
            let slug = slug(heading);
            let times = repeated.entry(slug.clone()).or_default();
            anchors.insert(if *times == 0 {
                slug
            } else {
                format!("{slug}-{times}")
            });
            *times += 1;
        }
        for attribute in [" id=\"", " name=\""] {
            for (place, _) in line.match_indices(attribute) {
                let value = &line[place + attribute.len()..];
                anchors.extend(value.split('"').next().map(str::to_owned));
            }
        }
    }
    anchors
}

/// The lines outside fenced code, with their numbers from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fence: Option<&str> = None;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let start = line.trim_start();
        if let Some(open) = fence {
            let closes = start.starts_with(open)
                && start.trim_end().chars().all(|mark| open.starts_with(mark));
            if closes {
                fence = None;
            }
            return None;
        }
        if start.starts_with("```") || start.starts_with("~~~") {
            let mark = if start.starts_with('`') { '`' } else { '~' };
            let length = start.chars().take_while(|found| *found == mark).count();
            fence = Some(&start[..length]);
            return None;
        }
        Some((index + 1, line))
    })
}

/// A line with its `code` blanked out.
fn without_code(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let length = rest[start..]
            .chars()
            .take_while(|mark| *mark == '`')
            .count();
        let (before, code) = rest.split_at(start);
        let (mark, code) = code.split_at(length);
        text += before;
        if let Some(end) = code.find(mark) {
            rest = &code[end + length..];
        } else {
            text += mark;
            rest = code;
        }
    }
    text + rest
}

/// The target at the start of what follows `](` or `]:`, without a title.
fn destination(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix('<') {
        return rest.split('>').next().unwrap_or_default();
    }
    let mut depth = 0_usize;
    for (place, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return &text[..place],
            ')' => depth -= 1,
            character if character.is_whitespace() => return &text[..place],
            _ => {}
        }
    }
    text
}

/// The text of a `# heading`.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let follows = text.is_empty() || text.starts_with([' ', '\t']);
    ((1..=6).contains(&level) && follows).then(|| text.trim().trim_end_matches('#').trim_end())
}

/// The anchor that GitHub makes of a heading: lower case, only letters,
/// digits, `-` and `_`, a `-` for each space.
fn slug(heading: &str) -> String {
    link_texts(heading)
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

/// A heading with its links replaced by their texts.
fn link_texts(heading: &str) -> String {
    let mut text = String::new();
    let mut rest = heading;
    while let Some(place) = rest.find("](") {
        text += &rest[..place];
        let after = &rest[place + 2..];
        let target = destination(after);
        rest = after[target.len()..]
            .split_once(')')
            .map_or("", |(_, rest)| rest);
    }
    text + rest
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
        ] {
            assert_eq!(targets(text), [target], "{text}");
        }
        assert_eq!(
            targets("[![badge](b.svg)](a.md) and [b](c.md)"),
            ["b.svg", "a.md", "c.md"]
        );
    }

    #[test]
    fn what_stands_in_code_is_no_link() {
        for text in [
            "`[a](b.md)`",
            "``a ` [a](b.md)``",
            "```md\n[a](b.md)\n```",
            "~~~~\n```\n[a](b.md)\n~~~~",
            "[^1]: a footnote",
            "an array [0] (x)",
        ] {
            assert_eq!(targets(text), [""; 0], "{text}");
        }
        assert_eq!(targets("a lone ` and [a](b.md)"), ["b.md"]);
        assert_eq!(targets("```\ncode\n```\n[a](b.md)"), ["b.md"]);
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
