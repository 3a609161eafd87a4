//! Secrets that stand outside of the file.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the secret called `name` stands: an environment variable or a file.
pub(super) struct Place<'a> {
    pub(super) name: &'static str,
    pub(super) env: Option<&'a String>,
    pub(super) file: Option<&'a PathBuf>,
}

impl Place<'_> {
    /// What stands there; nothing where no place is named.
    pub(super) fn read(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<String>, String> {
        let (text, of) = match (self.env, self.file) {
            (Some(name), None) => {
                let text = environment(name)
                    .ok_or_else(|| format!("the environment variable {name} is not set"))?;
                (text, format!("the environment variable {name}"))
            }
            (None, Some(path)) => {
                let text = String::from_utf8(read(path)?)
                    .map_err(|_| format!("{} holds no text", path.display()))?;
                (text, path.display().to_string())
            }
            (Some(_), Some(_)) => {
                let name = self.name;
                return Err(format!(
                    "it has a {name}_env and a {name}_file; one will do"
                ));
            }
            (None, None) => return Ok(None),
        };
        // Editors and `echo` end a file with a line break.
        match text.trim_end_matches(['\r', '\n']) {
            text if text.trim().is_empty() => Err(format!("{of} is empty")),
            text => Ok(Some(text.to_owned())),
        }
    }
}

/// What the file at `path` holds.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}
