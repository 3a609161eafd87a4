//! The sessions of people who are signed in, in the same database as the audit
//! log, so that they outlive a restart.

use crate::database::describe;
use gateway::{
    Keeping, Person, Role, Session, SessionStore, StoreError, StoredSession, TokenHash, Via,
};
use sqlx::AnyPool;

/// Sessions in the database. Each request looks up its session there, so a
/// session that was ended by another server has ended here too.
#[derive(Debug)]
pub struct StoredSessions {
    pool: AnyPool,
}

impl StoredSessions {
    pub(crate) const fn new(pool: AnyPool) -> Self {
        Self { pool }
    }
}

/// A row: token, name, role, via, credential, began, seen, signature.
type Row = (Vec<u8>, String, String, String, Vec<u8>, i64, i64, Vec<u8>);

/// Ends a person's oldest sessions; the offset is how many of the newest stay.
/// There are never many more, so the limit (which SQLite requires before an
/// offset) covers all of them.
const END_OLDEST: &str = "DELETE FROM sessions WHERE token IN \
     (SELECT token FROM sessions WHERE via = $1 AND name = $2 \
      ORDER BY began DESC, token LIMIT 1000 OFFSET $3) \
     RETURNING token, name, role, via, credential, began, seen, signature";

/// The times are compared again outside of the subquery: on a server, another
/// process may have noted activity meanwhile.
const END_EXPIRED: &str = "DELETE FROM sessions WHERE token IN \
     (SELECT token FROM sessions WHERE began <= $1 OR seen <= $2 LIMIT $3) \
     AND (began <= $1 OR seen <= $2) \
     RETURNING token, name, role, via, credential, began, seen, signature";

impl SessionStore for StoredSessions {
    fn put(
        &self,
        token: TokenHash,
        session: Session,
        others: usize,
    ) -> Keeping<'_, Vec<StoredSession>> {
        Box::pin(async move {
            let Session {
                person,
                credential,
                began,
                seen,
                signature,
            } = session;
            let via = person.via.to_string();
            // Without a transaction: if two servers begin a session at the same time,
            // one too many stays until the next begins.
            let ended: Vec<Row> = sqlx::query_as(END_OLDEST)
                .bind(&*via)
                .bind(&*person.name)
                .bind(i64::try_from(others).unwrap_or(i64::MAX))
                .fetch_all(&self.pool)
                .await
                .map_err(not_kept)?;
            sqlx::query(
                "INSERT INTO sessions \
                     (token, name, role, via, credential, began, seen, signature) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(token.to_vec())
            .bind(person.name)
            .bind(person.role.name())
            .bind(via)
            .bind(credential)
            .bind(began)
            .bind(seen)
            .bind(signature)
            .execute(&self.pool)
            .await
            .map_err(not_kept)?;
            Ok(ended.into_iter().filter_map(stored).collect())
        })
    }

    fn get(&self, token: TokenHash) -> Keeping<'_, Option<Session>> {
        Box::pin(async move {
            let found: Option<Row> = sqlx::query_as(
                "SELECT token, name, role, via, credential, began, seen, signature \
                 FROM sessions WHERE token = $1",
            )
            .bind(token.to_vec())
            .fetch_optional(&self.pool)
            .await
            .map_err(not_kept)?;
            Ok(found.and_then(stored).map(|(_, session)| session))
        })
    }

    fn seen(&self, token: TokenHash, session: Session) -> Keeping<'_, ()> {
        Box::pin(async move {
            sqlx::query(
                "UPDATE sessions SET seen = $1, signature = $2 WHERE token = $3 AND seen < $1",
            )
            .bind(session.seen)
            .bind(session.signature)
            .bind(token.to_vec())
            .execute(&self.pool)
            .await
            .map_err(not_kept)?;
            Ok(())
        })
    }

    fn remove(&self, token: TokenHash) -> Keeping<'_, bool> {
        Box::pin(async move {
            let removed = sqlx::query("DELETE FROM sessions WHERE token = $1")
                .bind(token.to_vec())
                .execute(&self.pool)
                .await
                .map_err(not_kept)?;
            Ok(removed.rows_affected() > 0)
        })
    }

    fn sweep(&self, began: i64, seen: i64, limit: usize) -> Keeping<'_, Vec<StoredSession>> {
        Box::pin(async move {
            let ended: Vec<Row> = sqlx::query_as(END_EXPIRED)
                .bind(began)
                .bind(seen)
                .bind(i64::try_from(limit).unwrap_or(i64::MAX))
                .fetch_all(&self.pool)
                .await
                .map_err(not_kept)?;
            Ok(ended.into_iter().filter_map(stored).collect())
        })
    }

    fn count(&self) -> Keeping<'_, u64> {
        Box::pin(async move {
            let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM sessions")
                .fetch_one(&self.pool)
                .await
                .map_err(not_kept)?;
            Ok(count.unsigned_abs())
        })
    }
}

/// The session in a row; nothing if this program cannot have written it.
fn stored(row: Row) -> Option<StoredSession> {
    let (token, name, role, via, credential, began, seen, signature) = row;
    let role = [Role::Viewer, Role::Operator]
        .into_iter()
        .find(|one| one.name() == role)?;
    let via = Via::parse(&via)?;
    let session = Session {
        person: Person { name, role, via },
        credential,
        began,
        seen,
        signature,
    };
    Some((token.try_into().ok()?, session))
}

fn not_kept(error: sqlx::Error) -> StoreError {
    StoreError(describe(&error))
}
