//! `[audit]`: where the trail is.

use crate::database::{DatabaseUrl, Place};
use serde::Deserialize;
use std::fs;
use std::path::PathBuf;

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
            (Some(file), None, None) => return Ok(Place::File(file)),
            (None, Some(name), None) => {
                let of = format!("the environment variable {name}");
                let url = environment(&name).ok_or_else(|| format!("{of} is not set"))?;
                (url, of)
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
