//! What is printed: data on standard output, messages on standard error.

use anyhow::{Context, Result};
use clap::ValueEnum;
use roster::input::line;
use serde::Serialize;
use std::io::{Write, stderr, stdout};
use tracing_subscriber::filter::LevelFilter;

/// The format of what is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people
    #[default]
    Text,
    /// For programs: one value, whose members may become more
    Json,
    /// For spreadsheets
    Csv,
}

/// Warnings of the gateway and the store go to standard error; that a request was
/// answered is none.
pub(super) fn init_log() {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .with_writer(stderr)
        .with_target(false)
        .without_time()
        .with_ansi(false)
        .init();
}

/// Prints data.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("the result cannot be printed")
}

/// Prints data as JSON.
pub(super) fn print_json(value: &impl Serialize) -> Result<()> {
    print(&json(value)?)
}

/// `value` as JSON, laid out.
pub(super) fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Prints a message. If standard error is closed, the command goes on.
pub(super) fn say(message: &str) {
    let _ = writeln!(stderr(), "rollcall: {}", clean(message));
}

/// `text` for a terminal: in one line, without control characters and without those that
/// turn the direction of writing. It may come from a platform, which can hold anything.
pub(super) fn clean(text: &str) -> String {
    line(text)
}

/// What a kind is called in JSON, such as `departed-enabled`.
pub(super) fn name(kind: impl Serialize) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        // A kind with particulars is an object with one member.
        Ok(serde_json::Value::Object(object)) => object.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// “1 account”, “2 accounts”.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;
    use roster::people::DriftKind;

    #[test]
    fn a_name_cannot_move_the_cursor_or_turn_the_line() {
        assert_eq!(clean("An\u{1b}[2Ja\r\n\u{202e}Sato"), "An[2Ja  Sato");
    }

    #[test]
    fn a_kind_is_called_as_in_json() {
        assert_eq!(name(DriftKind::DepartedEnabled), "departed-enabled");
        let reason = roster::Reason::NotTried(roster::StopReason::Cancelled);
        assert_eq!(name(reason), "not-tried");
    }
}
