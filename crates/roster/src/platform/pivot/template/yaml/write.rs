//! Texts written as YAML, each in the plainest way that keeps it to the letter.

use super::quoted::is_text;

/// A text as a scalar of a key that stands two columns in.
pub(super) fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(is_plain)
        && is_text(text)
    {
        return text.to_owned();
    }
    // Readers disagree about lines of nothing but space in a block.
    let is_blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    let is_hard = || text.trim().is_empty() || text.split('\n').any(is_blank);
    if text.contains(is_special) || text.contains('\n') && is_hard() {
        return double(text);
    }
    if text.contains('\n') {
        return literal(text);
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether a character has to be escaped: YAML has no place for it, takes it
/// for a line break, or it is invisible.
fn is_special(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    let invisible = matches!(
        c,
        '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    );
    control || invisible
}

fn double(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_special(c) => {
                quoted.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    let digit = char::from_digit(u32::from(c) >> shift & 0xf, 16);
                    quoted.extend(digit);
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines after `|`, four columns in.
fn literal(text: &str) -> String {
    // Where the first line does not say how deep it is, the head has to.
    let mut block = String::from(if text.starts_with([' ', '\n']) {
        "|2"
    } else {
        "|"
    });
    let body = text.trim_end_matches('\n');
    let breaks = text.len() - body.len();
    block.push_str(match breaks {
        0 => "-",
        1 => "",
        _ => "+",
    });
    for line in body.split('\n') {
        block.push('\n');
        if !line.is_empty() {
            block.push_str("    ");
            block.push_str(line);
        }
    }
    block.push_str(&"\n".repeat(breaks.saturating_sub(1)));
    block
}
