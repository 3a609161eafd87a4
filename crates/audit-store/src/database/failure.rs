//! Describes errors of the database for people.

use sqlx::migrate::MigrateError;

/// Classes and codes of SQLSTATE whose messages contain the user's name: a
/// refused sign-in, an unknown role, too many connections of a role.
const NAME_THE_USER: [&str; 5] = ["28", "0P", "53300", "42704", "22023"];

/// Describes `error`, without the name of the database user.
pub(crate) fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            let names_user = NAME_THE_USER.iter().any(|known| code.starts_with(known));
            // SQLite's codes are numbers, and have no user.
            if code.len() == 5 && names_user {
                format!(
                    "the database says: {} ({code})",
                    without_names(error.message())
                )
            } else {
                format!("the database says: {}", error.message())
            }
        }
        // sqlx says it with the setting that is wrong.
        sqlx::Error::Configuration(_) => "the database's URL cannot be used".to_owned(),
        sqlx::Error::PoolTimedOut => "the database did not answer in time".to_owned(),
        error => error.to_string(),
    }
}

/// A failure of the database, described by [`describe`]. It has no source: that
/// would name the database user.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct DatabaseFailure(String);

impl From<sqlx::Error> for DatabaseFailure {
    fn from(error: sqlx::Error) -> Self {
        Self(describe(&error))
    }
}

impl From<MigrateError> for DatabaseFailure {
    fn from(error: MigrateError) -> Self {
        Self(match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                describe(&error)
            }
            error => error.to_string(),
        })
    }
}

/// `message` without the text between its first and its last quotation mark, in
/// any language of the server.
fn without_names(message: &str) -> String {
    const MARKS: [char; 10] = ['"', '\'', '«', '»', '„', '“', '”', '‘', '’', '`'];
    let (Some(first), Some(last)) = (message.find(MARKS), message.rfind(MARKS)) else {
        return message.to_owned();
    };
    let (before, after) = (&message[..first], &message[last..]);
    let after: String = after.chars().skip(1).collect();
    format!("{before}“…”{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_words_and_loses_names() {
        for (message, without) in [
            (
                "password authentication failed for user \"ada\"",
                "password authentication failed for user “…”",
            ),
            (
                "no pg_hba.conf entry for host \"10.0.0.7\", user \"a\"da\", database \"x\", no encryption",
                "no pg_hba.conf entry for host “…”, no encryption",
            ),
            (
                "Passwort-Authentifizierung für Benutzer »ada« fehlgeschlagen",
                "Passwort-Authentifizierung für Benutzer “…” fehlgeschlagen",
            ),
            ("sorry", "sorry"),
        ] {
            assert_eq!(without_names(message), without);
        }
    }
}
