//! The block `emailTemplates:` of Pivot's configuration, read and written: the
//! small part of YAML 1.2 that a list of three texts needs. Everything else is
//! refused with its line; nothing is guessed.
//!
//! Written by hand because of its size, and tested against `saphyr-parser`, which reads
//! whatever is read here in the same way: docs/decisions/yaml-reader.md has the figures.

mod block;
mod quoted;
#[cfg(test)]
mod tests;
mod write;

use super::{INVITE, Template};

/// Why a text is not taken, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct YamlError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: YamlProblem,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum YamlProblem {
    /// The text holds no template at all.
    #[error("there is no emailTemplates block here")]
    Nothing,
    /// Of the templates none is named `invite`.
    #[error("none of the templates is named invite")]
    NoInvite,
    /// A list entry was expected.
    #[error("a template starts with \"- name:\"")]
    NoEntry,
    /// A key was expected, and a colon.
    #[error("expected name, subject or html, with a colon after it")]
    NoKey,
    /// The same key once more.
    #[error("this key stands here twice")]
    Twice,
    /// A key is missing in the template that starts here.
    #[error("this template has no name, subject or html")]
    Incomplete,
    /// A key without a text.
    #[error("there is no text after this key")]
    NoText,
    /// Tabs cannot indent.
    #[error("YAML cannot be indented with tabs")]
    Tab,
    /// A line stands further left or right than its neighbours.
    #[error("this line does not line up with the one above")]
    Indentation,
    /// A character that YAML has no place for.
    #[error("this line has an invisible character that YAML allows only as an escape")]
    Character,
    /// A quote that nothing closes.
    #[error("the quote that starts here is never closed")]
    Open,
    /// Something after a closing quote.
    #[error("there is something after the closing quote; in single quotes a ' is written ''")]
    Trailing,
    /// A backslash with something unknown after it.
    #[error("this is no escape that YAML knows")]
    Escape,
    /// A plain text that YAML would not take for one.
    #[error("put this text between quotes: YAML would not take it for a text")]
    NotText,
    /// Anchors, tags, flow lists and the rest of YAML.
    #[error("this part of YAML is not read here: use plain, quoted or | and > texts")]
    Unsupported,
}

impl Template {
    /// Reads the template named `invite` out of an `emailTemplates:` block. It may be part of a
    /// whole configuration, and its first line may be missing.
    ///
    /// # Errors
    /// When the text has anything in it that is not read here.
    pub fn from_yaml(text: &str) -> Result<Self, YamlError> {
        let mut lines = Lines::new(text);
        let odd = lines
            .all
            .iter()
            .position(|line| line.contains(is_forbidden));
        if let Some(at) = odd {
            lines.at = at;
            return Err(lines.error(YamlProblem::Character));
        }
        lines.skip_idle();
        while lines.current().is_some_and(|line| line.trim_end() == "---") {
            lines.at += 1;
            lines.skip_idle();
        }
        // No text of another setting can have a line that starts so.
        let mut all = lines.all.iter();
        let whole = all.position(|line| is_setting(line) && is_head(line));
        if let Some(head) = whole {
            lines.at = head + 1;
        } else if lines.current().is_some_and(is_head) {
            lines.at += 1;
        }
        let mut invite = None;
        let mut margin = None;
        let mut any = false;
        while let Some(line) = lines.next_busy()? {
            let indentation = indentation(line);
            if whole.is_some() && is_setting(line) {
                break;
            }
            if *margin.get_or_insert(indentation) != indentation {
                return Err(lines.error(YamlProblem::Indentation));
            }
            let template = entry(&mut lines, indentation)?;
            any = true;
            if template.name == INVITE && invite.is_none() {
                invite = Some(template);
            }
        }
        let problem = if any {
            YamlProblem::NoInvite
        } else {
            YamlProblem::Nothing
        };
        invite.ok_or(YamlError { line: 1, problem })
    }

    /// The `emailTemplates:` block with this template in it.
    pub fn to_yaml(&self) -> String {
        format!(
            "emailTemplates:\n- name: {}\n  subject: {}\n  html: {}\n",
            write::scalar(&self.name),
            write::scalar(&self.subject),
            write::scalar(&self.html),
        )
    }
}

/// Whether a line is the block's first, `emailTemplates:`.
fn is_head(line: &str) -> bool {
    let rest = line.trim_start_matches(' ').strip_prefix("emailTemplates:");
    rest.is_some_and(|rest| is_idle(rest) && !rest.starts_with('#'))
}

/// Whether a line starts a setting of Pivot's configuration.
fn is_setting(line: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric());
    line.split_once(':')
        .is_some_and(|(name, rest)| is_name(name) && (rest.is_empty() || rest.starts_with(' ')))
}

/// Whether YAML does not allow an unescaped character (YAML 1.2, 5.1): most controls, and
/// the byte-order mark but for the start. Line breaks other than those of `lines` are refused, too.
fn is_forbidden(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{a}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// The lines of a text, and where reading stands.
struct Lines<'a> {
    all: Vec<&'a str>,
    at: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        // `lines` takes \r\n for one line break, too.
        let all = text.lines().collect();
        Self { all, at: 0 }
    }

    fn current(&self) -> Option<&'a str> {
        self.all.get(self.at).copied()
    }

    /// Goes on to the next line with something on it.
    fn skip_idle(&mut self) {
        while self.current().is_some_and(is_idle) {
            self.at += 1;
        }
    }

    fn next_busy(&mut self) -> Result<Option<&'a str>, YamlError> {
        self.skip_idle();
        match self.current() {
            Some(line) if line.trim_start_matches(' ').starts_with('\t') => {
                Err(self.error(YamlProblem::Tab))
            }
            line => Ok(line),
        }
    }

    fn error(&self, problem: YamlProblem) -> YamlError {
        let line = self.at + 1;
        YamlError { line, problem }
    }
}

/// Whether a line holds nothing but space and comment.
fn is_idle(line: &str) -> bool {
    let text = line.trim_matches([' ', '\t']);
    text.is_empty() || text.starts_with('#')
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Reads one entry of the list, whose dash stands at `dash`.
fn entry(lines: &mut Lines, dash: usize) -> Result<Template, YamlError> {
    let start = lines.error(YamlProblem::Incomplete);
    let line = lines.current().unwrap_or_default();
    let Some(first) = line[dash..].strip_prefix("- ") else {
        return Err(lines.error(YamlProblem::NoEntry));
    };
    let column = dash + 2 + indentation(first);
    let mut found: [Option<String>; 3] = [None, None, None];
    let mut here = column;
    loop {
        let line = lines.current().unwrap_or_default();
        let (slot, rest) = key(line.get(here..).unwrap_or_default())
            .ok_or_else(|| lines.error(YamlProblem::NoKey))?;
        if found[slot].is_some() {
            return Err(lines.error(YamlProblem::Twice));
        }
        found[slot] = Some(scalar(lines, rest, column)?);
        match lines.next_busy()? {
            Some(line) if indentation(line) == column => here = column,
            Some(line) if indentation(line) > dash => {
                return Err(lines.error(YamlProblem::Indentation));
            }
            _ => break,
        }
    }
    match found {
        [Some(name), Some(subject), Some(html)] => Ok(Template {
            name,
            subject,
            html,
        }),
        _ => Err(start),
    }
}

/// Which key a line starts with, and what stands after its colon.
fn key(text: &str) -> Option<(usize, &str)> {
    for (slot, key) in ["name", "subject", "html"].into_iter().enumerate() {
        let rest = text
            .strip_prefix(key)
            .map(|rest| rest.trim_start_matches(' '));
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(':'))
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
        {
            return Some((slot, rest));
        }
    }
    None
}

/// Reads the text of a key at `column`; `rest` is what stands on its line.
/// Leaves `lines` at the first line after it.
fn scalar(lines: &mut Lines, rest: &str, column: usize) -> Result<String, YamlError> {
    let mut rest = rest.trim_start_matches([' ', '\t']);
    if is_idle(rest) {
        // The text starts on a line of its own.
        let empty = lines.error(YamlProblem::NoText);
        lines.at += 1;
        rest = match lines.next_busy()? {
            Some(line) if indentation(line) > column => line.trim_start_matches(' '),
            _ => return Err(empty),
        };
    }
    match rest.chars().next() {
        Some('\'' | '"') => quoted::quoted(lines, rest, column),
        Some('|' | '>') => block::block(lines, rest, column),
        Some('&' | '*' | '!' | '{' | '[' | '%' | '@' | '`' | '}' | ']' | ',') => {
            Err(lines.error(YamlProblem::Unsupported))
        }
        _ => quoted::plain(lines, rest, column),
    }
}
