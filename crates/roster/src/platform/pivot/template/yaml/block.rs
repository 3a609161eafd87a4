//! Block scalars: `|` keeps line breaks, `>` folds them (YAML 1.2, 8.1).

use super::{Lines, YamlError, YamlProblem, indentation, is_idle};

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Clip,
    Strip,
    Keep,
}

/// Reads a block scalar of a key at `column`; `head` is `|` or `>` and what
/// stands after it.
pub(super) fn block(lines: &mut Lines, head: &str, column: usize) -> Result<String, YamlError> {
    let folds = head.starts_with('>');
    let (end, indicated) = header(&head[1..]).ok_or(lines.error(YamlProblem::Unsupported))?;
    lines.at += 1;
    let content = content(lines, column, indicated)?;
    let used = content.iter().rposition(|line| !line.is_empty());
    let used = used.map_or(0, |last| last + 1);
    let (kept, empty) = content.split_at(used);
    let mut text = if folds { folded(kept) } else { kept.join("\n") };
    if !kept.is_empty() && end != End::Strip {
        text.push('\n');
    }
    if end == End::Keep {
        text.push_str(&"\n".repeat(empty.len()));
    }
    Ok(text)
}

/// The indicators after `|` or `>`: at most one digit and one sign, in any
/// order.
fn header(text: &str) -> Option<(End, Option<usize>)> {
    let (signs, rest) = text.split_at(text.find([' ', '\t']).unwrap_or(text.len()));
    if !is_idle(rest) {
        return None;
    }
    let mut end = None;
    let mut indicated = None;
    for sign in signs.chars() {
        match sign {
            '-' if end.is_none() => end = Some(End::Strip),
            '+' if end.is_none() => end = Some(End::Keep),
            '1'..='9' if indicated.is_none() => indicated = Some(sign as usize - '0' as usize),
            _ => return None,
        }
    }
    Some((end.unwrap_or(End::Clip), indicated))
}

/// The lines of a block without their indentation. Without an indicator the
/// first line that is not empty says how deep it is.
fn content<'a>(
    lines: &mut Lines<'a>,
    column: usize,
    indicated: Option<usize>,
) -> Result<Vec<&'a str>, YamlError> {
    let mut depth = indicated.map(|more| column + more);
    let mut content = Vec::new();
    while let Some(line) = lines.current() {
        let here = indentation(line);
        let blank = here == line.len();
        if blank && depth.is_none_or(|depth| here <= depth) {
            content.push("");
        } else if let Some(depth) = depth {
            if here < depth {
                break;
            }
            content.push(&line[depth..]);
        } else {
            if here <= column {
                break;
            }
            // Empty lines before must not be deeper (YAML 1.2, 8.1.1.1).
            let first = lines.at - content.len();
            if lines.all[first..lines.at]
                .iter()
                .any(|line| line.len() > here)
            {
                return Err(lines.error(YamlProblem::Indentation));
            }
            depth = Some(here);
            content.push(&line[here..]);
        }
        lines.at += 1;
    }
    Ok(content)
}

/// Joins lines with spaces, except around lines that are empty or indented.
fn folded(lines: &[&str]) -> String {
    let is_deep = |line: &str| line.starts_with([' ', '\t']);
    let mut text = String::new();
    let mut last: Option<&str> = None;
    let mut empty = 0;
    for line in lines {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        let together = |last: &str| !is_deep(last) && !is_deep(line);
        match last {
            Some(last) if together(last) && empty == 0 => text.push(' '),
            Some(last) if together(last) => {}
            Some(_) => text.push('\n'),
            None => {}
        }
        text.push_str(&"\n".repeat(empty));
        text.push_str(line);
        last = Some(line);
        empty = 0;
    }
    text
}
