//! The caller, identified by a session's cookie or header, or by an API key
//! (metabase note 4).

use super::answer::{Reply, Result};
use super::records::User;
use super::store::Store;
use crate::World;
use crate::auth::TOKEN;
use crate::sentinel::{self, TokenSentinel};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The cookie that holds a session's key.
pub(super) const SESSION_COOKIE: &str = "metabase.SESSION";
const SESSION_HEADER: &str = "x-metabase-session";
const KEY_HEADER: &str = "x-api-key";

/// The sender of a request who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// The user it acts as.
    pub(super) id: u64,
    /// Whether the request writes although its key may only read.
    barred: bool,
}

impl Caller {
    /// The user it acts as.
    pub(super) fn user<'a>(&self, store: &'a Store) -> Result<&'a User> {
        store.users.get(&self.id).ok_or_else(Reply::unauthenticated)
    }

    /// Whether it is an administrator.
    pub(super) fn is_superuser(&self, store: &Store) -> bool {
        self.user(store).is_ok_and(|user| user.is_superuser)
    }

    /// Refuses callers who are not administrators.
    pub(super) fn require_superuser(&self, store: &Store) -> Result<()> {
        if self.is_superuser(store) && !self.barred {
            Ok(())
        } else {
            Err(Reply::forbidden())
        }
    }

    /// Whether the caller may add users to this group and remove them: an
    /// administrator, or one of the group's managers.
    pub(super) fn manages(&self, group: u64, store: &Store) -> bool {
        self.user(store)
            .is_ok_and(|user| user.is_superuser || user.manages.contains(&group))
    }

    /// Whether the caller manages any group without being an administrator.
    pub(super) fn is_manager(&self, store: &Store) -> bool {
        self.user(store)
            .is_ok_and(|user| !user.is_superuser && !user.manages.is_empty())
    }

    /// Refuses callers who neither manage a group nor are administrators.
    pub(super) fn require_manager(&self, store: &Store) -> Result<()> {
        if self.is_manager(store) {
            Ok(())
        } else {
            self.require_superuser(store)
        }
    }

    /// Refuses callers who neither manage this group nor are administrators.
    pub(super) fn require_manager_of(&self, group: u64, store: &Store) -> Result<()> {
        if self.is_manager(store) && self.manages(group, store) {
            Ok(())
        } else {
            self.require_superuser(store)
        }
    }

    /// Refuses callers who are neither this user, nor a manager, nor an
    /// administrator.
    pub(super) fn require_self_or_manager(&self, id: u64, store: &Store) -> Result<()> {
        if self.id == id && !self.barred {
            Ok(())
        } else {
            self.require_manager(store)
        }
    }

    /// Refuses callers who are neither this user nor an administrator.
    pub(super) fn require_self_or_superuser(&self, id: u64, store: &Store) -> Result<()> {
        if self.id == id && !self.barred {
            Ok(())
        } else {
            self.require_superuser(store)
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(Reply::unauthenticated)
    }
}

/// The caller, or `None` if the request is not signed in.
#[derive(Debug)]
pub(super) struct MaybeCaller(pub(super) Option<Caller>);

impl<S: Send + Sync> FromRequestParts<S> for MaybeCaller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<Caller>().cloned()))
    }
}

/// Identifies the caller; requests without one pass too.
pub(super) async fn identify(
    State(world): State<World>,
    mut request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if let Some(caller) = caller(&world, request.headers(), reads) {
        request.extensions_mut().insert(caller);
    }
    next.run(request).await
}

/// Refuses requests that are not signed in, before anything else is checked.
pub(super) async fn require(request: Request, next: Next) -> Response {
    if request.extensions().get::<Caller>().is_some() {
        next.run(request).await
    } else {
        Reply::unauthenticated().into_response()
    }
}

fn caller(world: &World, headers: &HeaderMap, reads: bool) -> Option<Caller> {
    let store = world.metabase();
    let session = session_key(headers);
    if let Some(id) = session.and_then(|key| store.session(key)) {
        return Some(Caller { id, barred: false });
    }
    let key = headers.get(KEY_HEADER).map(HeaderValue::as_bytes);
    let sent = key.or(session.map(str::as_bytes)).unwrap_or_default();
    let sentinel = sentinel::token(sent);
    let known = match sentinel {
        Some(TokenSentinel::Expired) => false,
        Some(TokenSentinel::ReadOnly) => true,
        None => key.is_some_and(|key| {
            key == TOKEN.as_bytes() || world.options().any_token && !key.is_empty()
        }),
    };
    known.then(|| Caller {
        id: store.api_user,
        barred: sentinel.is_some() && !reads,
    })
}

/// The session key of a request; the cookie takes precedence.
pub(super) fn session_key(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let by_cookie = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, key)| key);
    by_cookie.or_else(|| headers.get(SESSION_HEADER)?.to_str().ok())
}
