//! `[audit]`: where the audit log is.

use super::secret::SecretSource;
use audit_store::{DatabaseUrl, Location};
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Audit {
    file: Option<PathBuf>,
    database_url_env: Option<String>,
    database_url_file: Option<PathBuf>,
}

impl Audit {
    /// The location that the section names, or what is wrong.
    pub(super) fn location(
        self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Location, String> {
        let url = match (self.file, self.database_url_env, self.database_url_file) {
            (None, None, None) => return Ok(Location::File("rollcall-audit.db".into())),
            (Some(file), None, None) if is_url(&file) => {
                return Err(
                    "file holds a URL: put the database's URL into an environment variable and \
                     name that in database_url_env"
                        .to_owned(),
                );
            }
            (Some(file), None, None) => return Ok(Location::File(file)),
            (None, None, Some(path)) if is_url(&path) => {
                return Err(
                    "database_url_file is the path of a file that holds the URL, not the URL \
                     itself"
                        .to_owned(),
                );
            }
            (None, env @ Some(_), file @ None) | (None, env @ None, file @ Some(_)) => {
                let source = SecretSource {
                    name: "database_url",
                    env: env.as_ref(),
                    file: file.as_ref(),
                };
                source.read(environment)?.unwrap_or_default()
            }
            _ => {
                return Err(
                    "one of file, database_url_env and database_url_file says where the audit log is"
                        .to_owned(),
                );
            }
        };
        Ok(Location::Server(DatabaseUrl(url.trim().to_owned())))
    }
}

/// Whether a path is really a URL in the wrong setting.
fn is_url(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.contains("://") || text.contains('@') && text.contains(':')
}
