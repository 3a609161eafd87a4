//! Sessions in this process alone.

use super::{Keeping, Session, SessionStore, StoredSession, TokenHash};
use crate::person::{Person, Via};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sessions in this process alone: they end with it.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<Table>);

/// The sessions, and what finds some of them without looking at all.
#[derive(Debug, Default)]
struct Table {
    sessions: HashMap<TokenHash, Session>,
    by_person: HashMap<(Via, String), BTreeSet<(i64, TokenHash)>>,
    by_began: BTreeSet<(i64, TokenHash)>,
    by_seen: BTreeSet<(i64, TokenHash)>,
}

impl Table {
    fn insert(&mut self, token: TokenHash, session: Session) {
        self.remove(token);
        self.by_began.insert((session.began, token));
        self.by_seen.insert((session.seen, token));
        self.by_person
            .entry(key(&session.person))
            .or_default()
            .insert((session.began, token));
        self.sessions.insert(token, session);
    }

    fn remove(&mut self, token: TokenHash) -> Option<Session> {
        let session = self.sessions.remove(&token)?;
        self.by_began.remove(&(session.began, token));
        self.by_seen.remove(&(session.seen, token));
        let key = key(&session.person);
        if let Some(all) = self.by_person.get_mut(&key) {
            all.remove(&(session.began, token));
            if all.is_empty() {
                self.by_person.remove(&key);
            }
        }
        Some(session)
    }

    /// The oldest of this person's sessions, where they have more than `most`.
    fn oldest_beyond(&self, person: &(Via, String), most: usize) -> Option<TokenHash> {
        let all = self.by_person.get(person)?;
        let (_, oldest) = all.first().filter(|_| all.len() > most)?;
        Some(*oldest)
    }

    /// A session that began or was last seen at these times or before.
    fn expired(&self, began: i64, seen: i64) -> Option<TokenHash> {
        let until = |all: &BTreeSet<(i64, TokenHash)>, limit: i64| {
            let (at, token) = all.first()?;
            (*at <= limit).then_some(*token)
        };
        until(&self.by_began, began).or_else(|| until(&self.by_seen, seen))
    }
}

fn key(person: &Person) -> (Via, String) {
    (person.via.clone(), person.name.clone())
}

impl InMemory {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn done<'a, T: Send + 'a>(value: T) -> Keeping<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl SessionStore for InMemory {
    fn put(
        &self,
        token: TokenHash,
        session: Session,
        others: usize,
    ) -> Keeping<'_, Vec<StoredSession>> {
        let mut table = self.table();
        let person = key(&session.person);
        let mut ended = Vec::new();
        while let Some(oldest) = table.oldest_beyond(&person, others) {
            ended.extend(table.remove(oldest).map(|session| (oldest, session)));
        }
        table.insert(token, session);
        done(ended)
    }

    fn get(&self, token: TokenHash) -> Keeping<'_, Option<Session>> {
        done(self.table().sessions.get(&token).cloned())
    }

    fn seen(&self, token: TokenHash, session: Session) -> Keeping<'_, ()> {
        let mut table = self.table();
        let known = table.sessions.get(&token);
        if known.is_some_and(|known| known.seen < session.seen) {
            table.insert(token, session);
        }
        done(())
    }

    fn remove(&self, token: TokenHash) -> Keeping<'_, bool> {
        done(self.table().remove(token).is_some())
    }

    fn sweep(&self, began: i64, seen: i64, limit: usize) -> Keeping<'_, Vec<StoredSession>> {
        let mut table = self.table();
        let mut ended = Vec::new();
        while ended.len() < limit
            && let Some(token) = table.expired(began, seen)
        {
            ended.extend(table.remove(token).map(|session| (token, session)));
        }
        done(ended)
    }

    fn count(&self) -> Keeping<'_, u64> {
        done(self.table().sessions.len() as u64)
    }
}
