//! What an operator reads about errors of the database, with what to do about them.

use anyhow::anyhow;
use audit_store::Error;

/// The sentence about `error`, which names settings and commands of this program.
pub(crate) fn explain(error: Error) -> anyhow::Error {
    match error {
        Error::InUse { database } => anyhow!(
            "another rollcall serves from {database} already. Several of them need a PostgreSQL \
             database (database_url_env in [audit])"
        ),
        Error::Outdated { database } => anyhow!(
            "rollcall serve began to write the audit log {database} while it was read: try again"
        ),
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audit_store::Attempt;

    #[test]
    fn an_error_is_a_sentence_with_its_cause_or_with_what_to_do() {
        let database = || "audit.db".to_owned();
        for (error, sentence) in [
            (
                Error::InUse {
                    database: database(),
                },
                "another rollcall serves from audit.db already. Several of them need a PostgreSQL \
                 database (database_url_env in [audit])",
            ),
            (
                Error::Outdated {
                    database: database(),
                },
                "rollcall serve began to write the audit log audit.db while it was read: try again",
            ),
            (
                Error::Missing {
                    database: database(),
                },
                "there is no audit log at audit.db",
            ),
            (
                Error::Failed {
                    attempt: Attempt::Use,
                    database: database(),
                    cause: "its user may not write the tables".into(),
                },
                "the audit log audit.db cannot be used: its user may not write the tables",
            ),
        ] {
            assert_eq!(format!("{:#}", explain(error)), sentence);
        }
    }
}
