//! Who is signed in, in the same database as the trail: a restart signs nobody
//! out.

use gateway::{Keeping, NotKept, Person, Role, Session, SessionKey, SessionStore, Way};
use sqlx::AnyPool;
use std::collections::HashMap;

/// Sessions in the database. Each request looks its own up there: one that has
/// ended elsewhere has ended here.
#[derive(Debug)]
pub(crate) struct Kept {
    pool: AnyPool,
}

impl Kept {
    pub(crate) const fn new(pool: AnyPool) -> Self {
        Self { pool }
    }

    /// Ends the sessions of people who have another password now, or none.
    pub(crate) async fn with_passwords(
        &self,
        prints: &HashMap<String, [u8; 32]>,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let kept: Vec<(String, Vec<u8>)> = sqlx::query_as("SELECT name, print FROM passwords")
            .fetch_all(&mut *transaction)
            .await?;
        for (name, print) in kept {
            if prints.get(&name).is_some_and(|now| now[..] == print[..]) {
                continue;
            }
            for sql in [
                "DELETE FROM sessions WHERE name = $1 AND way = 'password'",
                "DELETE FROM passwords WHERE name = $1",
            ] {
                sqlx::query(sql)
                    .bind(&*name)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        for (name, print) in prints {
            sqlx::query(
                "INSERT INTO passwords (name, print) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            )
            .bind(&**name)
            .bind(print.to_vec())
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await
    }
}

impl SessionStore for Kept {
    fn put(&self, key: SessionKey, session: Session) -> Keeping<'_, ()> {
        Box::pin(async move {
            let Session {
                person,
                began,
                seen,
            } = session;
            sqlx::query(
                "INSERT INTO sessions (token, name, role, way, began, seen) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(key.to_vec())
            .bind(person.name)
            .bind(role(person.role))
            .bind(way(person.way))
            .bind(began)
            .bind(seen)
            .execute(&self.pool)
            .await
            .map_err(not_kept)?;
            Ok(())
        })
    }

    fn get(&self, key: SessionKey) -> Keeping<'_, Option<Session>> {
        Box::pin(async move {
            let found: Option<(String, String, String, i64, i64)> = sqlx::query_as(
                "SELECT name, role, way, began, seen FROM sessions WHERE token = $1",
            )
            .bind(key.to_vec())
            .fetch_optional(&self.pool)
            .await
            .map_err(not_kept)?;
            let Some((name, role, way, began, seen)) = found else {
                return Ok(None);
            };
            let role = [Role::Viewer, Role::Operator]
                .into_iter()
                .find(|one| self::role(*one) == role);
            let way = [Way::Password, Way::Provider]
                .into_iter()
                .find(|one| self::way(*one) == way);
            // What nobody here could have written lets nobody in.
            Ok(role.zip(way).map(|(role, way)| Session {
                person: Person { name, role, way },
                began,
                seen,
            }))
        })
    }

    fn seen(&self, key: SessionKey, at: i64) -> Keeping<'_, ()> {
        Box::pin(async move {
            sqlx::query("UPDATE sessions SET seen = $1 WHERE token = $2 AND seen < $1")
                .bind(at)
                .bind(key.to_vec())
                .execute(&self.pool)
                .await
                .map_err(not_kept)?;
            Ok(())
        })
    }

    fn remove(&self, key: SessionKey) -> Keeping<'_, ()> {
        Box::pin(async move {
            sqlx::query("DELETE FROM sessions WHERE token = $1")
                .bind(key.to_vec())
                .execute(&self.pool)
                .await
                .map_err(not_kept)?;
            Ok(())
        })
    }

    fn sweep(&self, began: i64, seen: i64) -> Keeping<'_, u64> {
        Box::pin(async move {
            sqlx::query("DELETE FROM sessions WHERE began <= $1 OR seen <= $2")
                .bind(began)
                .bind(seen)
                .execute(&self.pool)
                .await
                .map_err(not_kept)?;
            let (left,): (i64,) = sqlx::query_as("SELECT count(*) FROM sessions")
                .fetch_one(&self.pool)
                .await
                .map_err(not_kept)?;
            Ok(left.unsigned_abs())
        })
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Operator => "operator",
    }
}

const fn way(way: Way) -> &'static str {
    match way {
        Way::Password => "password",
        Way::Provider => "provider",
    }
}

fn not_kept(error: sqlx::Error) -> NotKept {
    NotKept(error.to_string())
}
