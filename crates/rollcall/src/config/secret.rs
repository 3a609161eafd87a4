//! Reads secrets from outside the configuration file.
//!
//! A secret may be pasted by mistake where the name of its source belongs, so
//! errors repeat only what is unlikely to be a secret.

use crate::text_file;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the secret called `name` comes from: an environment variable or a
/// file.
pub(super) struct SecretSource<'a> {
    pub(super) name: &'static str,
    pub(super) env: Option<&'a String>,
    pub(super) file: Option<&'a PathBuf>,
}

impl SecretSource<'_> {
    /// Reads the secret; nothing if no source is named.
    pub(super) fn read(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<String>, String> {
        let name = self.name;
        let (text, source) = match (self.env, self.file) {
            (Some(variable), None) => from_environment(name, variable, environment)?,
            (None, Some(path)) => from_file(name, path)?,
            (Some(_), Some(_)) => {
                return Err(format!(
                    "it has a {name}_env and a {name}_file; use one of them"
                ));
            }
            (None, None) => return Ok(None),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // Editors and `echo` end a file with a line break.
        let text = text.trim_end_matches(['\r', '\n']);
        if text.trim().is_empty() {
            return Err(format!("{source} is empty"));
        }
        match text.chars().find_map(unusable_character) {
            Some(reason) => Err(format!("{source} {reason}")),
            None => Ok(Some(text.to_owned())),
        }
    }
}

/// Why a secret cannot contain this character, if it cannot.
fn unusable_character(character: char) -> Option<String> {
    match character {
        '\n' | '\r' => Some("has several lines: put the secret there and nothing else".to_owned()),
        '\u{fffd}' => Some("is not text in UTF-8".to_owned()),
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}' => Some(format!(
            "has an invisible character in it (U+{:04X}): copy the secret once more without it",
            u32::from(character)
        )),
        _ if character.is_control() => Some(format!(
            "has a control character in it (U+{:04X})",
            u32::from(character)
        )),
        _ => None,
    }
}

fn from_environment(
    name: &str,
    variable: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<(String, String), String> {
    let is_usual = is_usual_variable(variable);
    match environment(variable) {
        Some(text) if is_usual => Ok((text, format!("the environment variable {variable}"))),
        Some(text) => Ok((text, format!("the environment variable of {name}_env"))),
        None if is_usual => Err(format!("the environment variable {variable} is not set")),
        None => Err(format!(
            "{name}_env must be the name of an environment variable, like {}, and no variable of \
             that name is set. Its value is not repeated here, as it may be the secret itself",
            if name == "secret" {
                "PIVOT_API_TOKEN"
            } else {
                "ROLLCALL_SECRET"
            }
        )),
    }
}

/// Whether a text looks like the name of an environment variable and not like a
/// secret: short words of capital letters.
fn is_usual_variable(text: &str) -> bool {
    const LONGEST_WORD: usize = 12;
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.split('_').all(|word| {
            let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            word.len() <= LONGEST_WORD && word.bytes().all(plain)
        })
}

fn from_file(name: &str, path: &Path) -> Result<(String, String), String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| {
        if is_known_path(path) {
            return format!("{shown} cannot be read: {error}");
        }
        format!(
            "{name}_file is not a file that can be read: {error}. Its value is not repeated \
             here, as it may be the secret itself"
        )
    })?;
    let text = text_file::decode(bytes).map_err(|words| format!("{shown} {words}"))?;
    Ok((text, shown.to_string()))
}

/// Whether a text is a path and not a secret: it exists, or at least its folder
/// does.
fn is_known_path(path: &Path) -> bool {
    let is_folder = |folder: &Path| folder.parent().is_some() && folder.is_dir();
    fs::symlink_metadata(path).is_ok() || path.is_absolute() && path.parent().is_some_and(is_folder)
}

/// The certificates in the file at `path`, which are not secret.
pub(super) fn read_pem(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    text_file::decode_pem(bytes).map_err(|words| format!("{shown} {words}"))
}
