//! What a provider sent, as text for a page or a line of the log: printable,
//! bounded, and on one line.

use serde_json::Value;

/// The most characters that are shown of one value.
const LONGEST: usize = 200;

/// `text` in quotation marks, without characters that a reader cannot see or
/// that change the order of others, and cut off where it is long.
pub(super) fn quoted(text: &str) -> String {
    let mut shown = String::from("“");
    let mut characters = text.chars().filter(|&c| !is_invisible(c));
    shown.extend(characters.by_ref().take(LONGEST));
    if characters.next().is_some() {
        shown.push('…');
    }
    shown.push('”');
    shown
}

/// A list of words in quotation marks, as far as one value is shown.
pub(super) fn quoted_list<'t>(words: impl IntoIterator<Item = &'t str>) -> String {
    let mut shown = String::new();
    for word in words {
        if shown.chars().count() > LONGEST {
            shown.push_str(", …");
            break;
        }
        if !shown.is_empty() {
            shown.push_str(", ");
        }
        shown.push_str(&quoted(word));
    }
    shown
}

/// A claim's value as it came.
pub(super) fn value(value: Option<&Value>) -> String {
    match value {
        None => "missing".to_owned(),
        Some(Value::Null) => "null".to_owned(),
        Some(Value::String(text)) => format!("the text {}", quoted(text)),
        Some(Value::Number(number)) => format!("the number {number}"),
        Some(Value::Bool(flag)) => flag.to_string(),
        Some(other @ Value::Array(_)) => format!("the list {}", quoted(&other.to_string())),
        Some(other @ Value::Object(_)) => format!("the object {}", quoted(&other.to_string())),
    }
}

/// What kind of value came, where the value itself is private.
pub(super) fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "missing",
        Some(Value::Null) => "null",
        Some(Value::String(text)) if text.trim().is_empty() => "empty",
        Some(Value::String(_)) => "text",
        Some(Value::Number(_)) => "a number",
        Some(Value::Bool(_)) => "a boolean",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    }
}

/// Control characters, and those of Unicode that are invisible or turn the
/// direction of the text around them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_came_is_printable_and_bounded() {
        assert_eq!(quoted("a\r\nb\u{1b}[31m\u{202e}c"), "“ab[31mc”");
        let long = quoted(&"x".repeat(10_000));
        assert_eq!(long.chars().count(), LONGEST + 3);
        assert!(long.ends_with("x…”"));
        assert!(
            quoted_list(std::iter::repeat_n("group", 10_000))
                .chars()
                .count()
                < 2 * LONGEST
        );
        assert_eq!(quoted_list(["a", "b"]), "“a”, “b”");
    }

    #[test]
    fn a_value_is_named_with_its_type() {
        for (came, shown) in [
            (json!(null), "null"),
            (json!("a"), "the text “a”"),
            (json!(1.5), "the number 1.5"),
            (json!(true), "true"),
            (json!(["a"]), "the list “[\"a\"]”"),
            (json!({"a": 1}), "the object “{\"a\":1}”"),
        ] {
            assert_eq!(value(Some(&came)), shown);
        }
        assert_eq!(value(None), "missing");
        assert_eq!(kind(Some(&json!(" "))), "empty");
    }
}
