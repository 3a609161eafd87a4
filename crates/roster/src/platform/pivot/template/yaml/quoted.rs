//! Flow scalars: plain, in single and in double quotes (YAML 1.2, 7.3).

use super::{Lines, YamlError, YamlProblem, indentation, is_idle};

/// Reads a text in quotes, of a key at `column`; `first` is its line from the
/// quote on. Further lines stand further in than the key.
pub(super) fn quoted(lines: &mut Lines, first: &str, column: usize) -> Result<String, YamlError> {
    let open = lines.error(YamlProblem::Open);
    let quote = if first.starts_with('"') { '"' } else { '\'' };
    let mut fold = Fold::default();
    let mut rest = &first[1..];
    loop {
        let read = if quote == '"' {
            double(rest, &mut fold)
        } else {
            Ok(single(rest, &mut fold))
        };
        match read.map_err(|problem| lines.error(problem))? {
            Some(after) if after.is_empty() || after.starts_with([' ', '\t']) && is_idle(after) => {
                lines.at += 1;
                return Ok(fold.text);
            }
            Some(_) => return Err(lines.error(YamlProblem::Trailing)),
            None => {}
        }
        lines.at += 1;
        rest = match lines.current() {
            Some(line) if indentation(line) > column || line.trim().is_empty() => line,
            _ => return Err(open),
        };
        fold.break_line();
        rest = rest.trim_start_matches([' ', '\t']);
    }
}

/// A text that grows line by line: one line break becomes a space, further ones
/// stay.
#[derive(Default)]
struct Fold {
    text: String,
    /// Up to here white space is written out, and stays at a line's end.
    firm: usize,
    /// Line breaks since the last text.
    breaks: usize,
    /// The line break is escaped: nothing comes of it.
    glued: bool,
}

impl Fold {
    fn break_line(&mut self) {
        if self.breaks == 0 && !self.glued {
            let kept = self.text[self.firm..].trim_end_matches([' ', '\t']).len();
            self.text.truncate(self.firm + kept);
        }
        self.breaks += 1;
    }

    /// Before more text: writes what became of the line breaks.
    fn settle(&mut self) {
        if self.breaks > 0 {
            if self.breaks > 1 {
                self.text.push_str(&"\n".repeat(self.breaks - 1));
            } else if !self.glued {
                self.text.push(' ');
            }
            self.breaks = 0;
            self.glued = false;
            self.firm = self.text.len();
        }
    }

    fn push(&mut self, c: char) {
        self.settle();
        self.text.push(c);
    }
}

/// Takes a line up to the closing quote; what follows that, if it is there.
fn single<'a>(line: &'a str, fold: &mut Fold) -> Option<&'a str> {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\'' {
            let Some(more) = rest.strip_prefix('\'') else {
                fold.settle();
                return Some(rest);
            };
            rest = more;
        }
        fold.push(c);
    }
    None
}

fn double<'a>(line: &'a str, fold: &mut Fold) -> Result<Option<&'a str>, YamlProblem> {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => {
                fold.settle();
                return Ok(Some(rest));
            }
            '\\' if rest.is_empty() => {
                fold.settle();
                fold.firm = fold.text.len();
                fold.glued = true;
            }
            '\\' => {
                let (c, after) = escaped(rest).ok_or(YamlProblem::Escape)?;
                fold.push(c);
                fold.firm = fold.text.len();
                rest = after;
            }
            c => fold.push(c),
        }
    }
    Ok(None)
}

/// What an escape stands for, and what follows it.
fn escaped(text: &str) -> Option<(char, &str)> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let c = match sign {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => sign,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return coded(rest, 2),
        'u' => return coded(rest, 4),
        'U' => return coded(rest, 8),
        _ => return None,
    };
    Some((c, rest))
}

fn coded(text: &str, digits: usize) -> Option<(char, &str)> {
    let code = text.get(..digits)?;
    if !code.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let code = u32::from_str_radix(code, 16).ok()?;
    Some((char::from_u32(code)?, &text[digits..]))
}

/// Reads a text without quotes, of a key at `column`; `first` is what stands on
/// the key's line.
pub(super) fn plain(lines: &mut Lines, first: &str, column: usize) -> Result<String, YamlError> {
    let mut fold = Fold::default();
    let mut line = first;
    let mut commented = false;
    let mut last = lines.error(YamlProblem::NoText);
    loop {
        let (text, comment) = uncommented(line);
        if !text.is_empty() {
            if commented || !continues(text, fold.text.is_empty()) {
                return Err(lines.error(YamlProblem::NotText));
            }
            text.chars().for_each(|c| fold.push(c));
        }
        commented |= comment;
        lines.at += 1;
        let end = lines.at;
        // Empty lines belong to the text only when more of it follows.
        while lines.current().is_some_and(|line| line.trim().is_empty()) {
            lines.at += 1;
        }
        match lines.current() {
            Some(next) if indentation(next) > column => {
                if !fold.text.is_empty() {
                    (end..=lines.at).for_each(|_| fold.break_line());
                }
                line = next;
            }
            _ => break,
        }
    }
    if fold.text.is_empty() {
        return Err(last);
    }
    last.problem = YamlProblem::NotText;
    if is_text(&fold.text) {
        Ok(fold.text)
    } else {
        Err(last)
    }
}

/// A line without its comment and the space around it, and whether it had one.
fn uncommented(line: &str) -> (&str, bool) {
    let line = line.trim_matches([' ', '\t']);
    let comment = if line.starts_with('#') {
        Some(0)
    } else {
        line.match_indices('#')
            .find(|(at, _)| line[..*at].ends_with([' ', '\t']))
            .map(|(at, _)| at)
    };
    let text = line[..comment.unwrap_or(line.len())].trim_end_matches([' ', '\t']);
    (text, comment.is_some())
}

/// Whether a line can be part of a plain text, as its first or a further line.
fn continues(text: &str, first: bool) -> bool {
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let sign = |c| text.strip_prefix(c).is_some_and(spaced);
    let mapping = text
        .match_indices(':')
        .any(|(at, _)| spaced(&text[at + 1..]));
    !mapping && !(first && (sign('-') || sign('?')))
}

/// Whether YAML takes a plain text for a text, and not for a number, a truth
/// value or nothing.
pub(super) fn is_text(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let number = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && !word.contains(' ');
    !number
        && !matches!(
            &*word,
            "" | "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
        )
}
