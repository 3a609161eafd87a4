//! `[audit]`: where the trail is.

use crate::database::{DatabaseUrl, Place};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Audit {
    file: Option<PathBuf>,
    database_url_env: Option<String>,
    database_url_file: Option<PathBuf>,
}

impl Audit {
    /// Where it says, or what is wrong.
    pub(super) fn place(
        self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Place, String> {
        let (url, of) = match (self.file, self.database_url_env, self.database_url_file) {
            (None, None, None) => return Ok(Place::File("rollcall-audit.db".into())),
            (Some(file), None, None) if is_url(&file) => {
                return Err(
                    "file holds a URL: put the database's URL into an environment variable and \
                     name that in database_url_env"
                        .to_owned(),
                );
            }
            (Some(file), None, None) => return Ok(Place::File(file)),
            (None, Some(name), None) => {
                if !is_variable(&name) {
                    return Err(
                        "database_url_env is the name of an environment variable that holds the \
                         URL: letters, digits and _"
                            .to_owned(),
                    );
                }
                let of = format!("the environment variable {name}");
                let url = environment(&name).ok_or_else(|| format!("{of} is not set"))?;
                (url, of)
            }
            (None, None, Some(path)) if is_url(&path) => {
                return Err(
                    "database_url_file is the path of a file that holds the URL, not the URL \
                     itself"
                        .to_owned(),
                );
            }
            (None, None, Some(path)) => {
                let shown = path.display();
                let url = fs::read_to_string(&path)
                    .map_err(|error| format!("{shown} cannot be read: {error}"))?;
                (url, shown.to_string())
            }
            _ => {
                return Err(
                    "one of file, database_url_env and database_url_file says where the trail is"
                        .to_owned(),
                );
            }
        };
        // Editors and `echo` end a file with a line break.
        match url.trim() {
            "" => Err(format!("{of} is empty")),
            url => Ok(Place::Server(DatabaseUrl(url.to_owned()))),
        }
    }
}

/// Whether `text` can be the name of a variable: anything else may be the URL
/// itself, and is not quoted.
fn is_variable(text: &str) -> bool {
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || char == '_';
    !text.is_empty() && text.chars().all(is_allowed)
}

/// Whether a path is a URL that was put in the wrong place.
fn is_url(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.contains("://") || text.contains('@') && text.contains(':')
}
