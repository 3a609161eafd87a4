//! The two lists: for administrators, and for all users.

use crate::World;
use crate::metabase::answer::{Reply, Result};
use crate::metabase::caller::Caller;
use crate::metabase::records::User;
use crate::metabase::request::Query;
use crate::metabase::schema::{Schema, query_id};
use crate::metabase::shapes::{Brief, ByManager, Full, Listed, ListedByManager};
use crate::metabase::store::Store;
use crate::streaming::{self, UNCHUNKED};
use axum::extract::State;
use serde::Serialize;
use serde_json::Map;
use std::collections::BTreeSet;

/// The page size where only an offset is given.
const DEFAULT_LIMIT: usize = 50;

/// The fields of a list's answer that follow its users.
#[derive(Serialize)]
struct ListMetadata {
    total: usize,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// The requested part of a list (metabase note 6). A value that is not a number
/// counts as absent.
#[derive(Debug, Clone, Copy)]
pub(in crate::metabase) struct Paging {
    limit: Option<usize>,
    offset: Option<usize>,
}

impl Paging {
    pub(in crate::metabase) fn of(query: &Query) -> Self {
        let number = |name| query.get(name).and_then(|text: &str| text.parse().ok());
        let (limit, offset) = (number("limit"), number("offset"));
        Self {
            limit: limit.or(offset.map(|_| DEFAULT_LIMIT)),
            offset: offset.or(limit.map(|_| 0)),
        }
    }

    /// Cuts this part out of a list.
    pub(in crate::metabase) fn slice<T>(self, all: &[T]) -> &[T] {
        let from = self.offset.unwrap_or(0).min(all.len());
        let rest = all.get(from..).unwrap_or_default();
        let count = self.limit.unwrap_or(rest.len()).min(rest.len());
        rest.get(..count).unwrap_or_default()
    }
}

/// Which users are listed: active, deactivated or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Active,
    Deactivated,
    All,
}

impl Status {
    fn of(query: &Query, as_observed: bool) -> Result<Self> {
        let status = query.get("status");
        let by_status = match status {
            Some("all") => Self::All,
            Some("deactivated") => Self::Deactivated,
            _ => Self::Active,
        };
        let include = query.get("include_deactivated");
        if as_observed {
            // The source only accepts the literal true, and gives it
            // precedence.
            return Ok(if include == Some("true") {
                Self::All
            } else {
                by_status
            });
        }
        match (status, include) {
            (_, Some(word)) if word != "true" && word != "false" => Err(no_boolean(word)),
            (None, Some("true")) => Ok(Self::All),
            // According to the document, status takes precedence.
            _ => Ok(by_status),
        }
    }

    const fn takes(self, user: &User) -> bool {
        match self {
            Self::All => true,
            Self::Active => user.is_active,
            Self::Deactivated => !user.is_active,
        }
    }
}

fn no_boolean(word: &str) -> Reply {
    const WANTED: &str = "nullable value must be a valid boolean string ('true' or 'false').";
    let none = Map::new();
    let mut schema = Schema::new(&none);
    let problem = ["value must be a valid boolean string ('true' or 'false')."];
    schema.wrong("include_deactivated", WANTED, &problem, &word.into());
    let refused = schema.done().err().unwrap_or_else(Reply::not_found);
    refused.note("as documented; servers have been observed to take this for false")
}

/// Whether users without a tenant are requested. Others do not exist: tenants
/// are off.
fn tenancy(query: &Query) -> Result<bool> {
    let tenant = query_id("tenant_id", query.get("tenant_id"))?;
    match (query.get("tenancy"), tenant) {
        (Some(_), Some(_)) => Err(Reply::refused(
            "You cannot specify both `tenancy` and `tenant_id`",
        )),
        (None | Some("all" | "internal"), None) => Ok(true),
        (None, Some(_)) | (Some("external"), None) => Ok(false),
        (Some(other), None) => {
            let none = Map::new();
            let mut schema = Schema::new(&none);
            let wanted = "nullable enum of :all, :internal, :external";
            let problem = ["should be either :all, :internal or :external"];
            schema.wrong("tenancy", wanted, &problem, &other.into());
            Err(schema
                .done()
                .err()
                .unwrap_or_else(Reply::not_found)
                .note("assumed: these words have not been confirmed"))
        }
    }
}

/// The groups whose members the caller may list; `None` if all users. Only
/// administrators may request deactivated users (`metabase-user.txt`).
fn managed<'a>(
    caller: &Caller,
    query: &Query,
    group: Option<u64>,
    store: &'a Store,
) -> Result<Option<&'a BTreeSet<u64>>> {
    if !caller.is_manager(store) {
        return Ok(None);
    }
    let asks = ["status", "include_deactivated"];
    if asks.iter().any(|name| query.get(name).is_some())
        || group.is_some_and(|group| !caller.manages(group, store))
    {
        return Err(Reply::forbidden());
    }
    caller.user(store).map(|user| Some(&user.manages))
}

/// `GET /api/user`, by first name, last name and id (metabase note 8).
pub(super) async fn list(State(world): State<World>, caller: Caller, query: Query) -> Result {
    let status = Status::of(&query, world.options().as_observed)?;
    let group = query_id("group_id", query.get("group_id"))?;
    let internal = tenancy(&query)?;
    let paging = Paging::of(&query);
    let wanted = query.get("query").map(str::to_lowercase);
    let store = world.metabase();
    caller.require_manager(&store)?;
    let managed = managed(&caller, &query, group, &store)?;
    let mut users: Vec<&User> = store
        .people()
        .filter(|user| internal && status.takes(user))
        .filter(|user| {
            let mut groups = user.groups.keys();
            managed.is_none_or(|managed| groups.any(|group| managed.contains(group)))
        })
        .filter(|user| group.is_none_or(|group| user.groups.contains_key(&group)))
        .filter(|user| wanted.as_deref().is_none_or(|part| is_found(user, part)))
        .collect();
    users.sort_by_cached_key(|user| {
        let (first, last) = (
            lower(user.first_name.as_ref()),
            lower(user.last_name.as_ref()),
        );
        (first.is_none(), first, last.is_none(), last, user.id)
    });
    let nameless = users.iter().any(|user| user.first_name.is_none());
    let shown = paging.slice(&users);
    let write: fn(&User, &mut Vec<u8>) = if managed.is_none() {
        |user, body| streaming::write(&Listed::of(user), body)
    } else {
        |user, body| streaming::write(&ListedByManager::of(user), body)
    };
    let page = list_reply(paging, shown, users.len(), &store, write);
    Ok(page.notes(
        nameless.then_some("assumed: users without a name come last, as PostgreSQL orders them"),
    ))
}

/// `GET /api/user/recipients`, by last name and first name (metabase note 9).
/// The paging parameters are repeated in the answer and have no effect.
pub(super) async fn recipients(State(world): State<World>, caller: Caller, query: Query) -> Result {
    let paging = Paging::of(&query);
    let store = world.metabase();
    let mut users: Vec<&User> = store.people().filter(|user| user.is_active).collect();
    users.sort_by_cached_key(|user| {
        let (first, last) = (
            lower(user.first_name.as_ref()),
            lower(user.last_name.as_ref()),
        );
        (last.is_none(), last, first.is_none(), first, user.id)
    });
    let write: fn(&User, &mut Vec<u8>) = if caller.is_superuser(&store) {
        |user, body| streaming::write(&Full::of(user), body)
    } else if caller.is_manager(&store) {
        |user, body| streaming::write(&ByManager::of(user), body)
    } else {
        |user, body| streaming::write(&Brief::of(user), body)
    };
    Ok(list_reply(paging, &users, users.len(), &store, write))
}

/// A part of `total` users, written while it is sent if it is long.
fn list_reply(
    paging: Paging,
    users: &[&User],
    total: usize,
    store: &Store,
    write: fn(&User, &mut Vec<u8>),
) -> Reply {
    let metadata = ListMetadata {
        total,
        limit: paging.limit,
        offset: paging.offset,
    };
    // What follows the list, without the object's opening bracket.
    let metadata = serde_json::to_string(&metadata).unwrap_or_default();
    let after = format!("],{}", metadata.get(1..).unwrap_or_default());
    let before = "{\"data\":[";
    if users.len() <= UNCHUNKED {
        let mut body = before.as_bytes().to_vec();
        for (index, user) in users.iter().enumerate() {
            if index > 0 {
                body.push(b',');
            }
            write(user, &mut body);
        }
        body.extend_from_slice(after.as_bytes());
        return Reply::written(body);
    }
    let ids: Vec<u64> = users.iter().map(|user| user.id).collect();
    let held = store.users.snapshot();
    Reply::long(streaming::list(
        before,
        ids.len(),
        after,
        move |index, chunk| {
            if let Some(user) = ids.get(index).and_then(|id| held.get(id)) {
                write(user, chunk);
            }
        },
    ))
}

fn lower(name: Option<&String>) -> Option<String> {
    name.map(|name| name.to_lowercase())
}

/// Whether a name or the address contains `part`, which is in lower case.
fn is_found(user: &User, part: &str) -> bool {
    let pattern: Vec<char> = format!("%{part}%").chars().collect();
    [
        Some(&user.email),
        user.first_name.as_ref(),
        user.last_name.as_ref(),
    ]
    .into_iter()
    .flatten()
    .any(|text| is_like(&text.to_lowercase(), &pattern))
}

/// SQL's `LIKE`: `%` matches any text, `_` one character. Metabase does not
/// escape them in searches (metabase note 8).
fn is_like(text: &str, pattern: &[char]) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut in_pattern) = (0, 0);
    // The position of the last %, and of the text it was last tried at.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = text.get(at) {
        match pattern.get(in_pattern) {
            Some('%') => {
                star = Some((in_pattern, at));
                in_pattern += 1;
            }
            Some(wanted) if *wanted == '_' || wanted == letter => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((percent, from)) = star else {
                    return false;
                };
                star = Some((percent, from + 1));
                at = from + 1;
                in_pattern = percent + 1;
            }
        }
    }
    let rest = pattern.get(in_pattern..).unwrap_or_default();
    rest.iter().all(|letter| *letter == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_is_sqls() {
        for (text, pattern, like) in [
            ("ada", "%d%", true),
            ("ada", "%%%", true),
            ("", "%%", true),
            ("ada", "%x%", false),
            ("ada minh", "%a_m%", true),
            ("ada", "%a_a%", true),
            ("ada", "%____%", false),
            ("aab", "%ab%", true),
            ("mississippi", "%iss%ppi%", true),
            ("mississippi", "%ppi%iss%", false),
            ("ünï", "%n_%", true),
        ] {
            let pattern: Vec<char> = pattern.chars().collect();
            assert_eq!(is_like(text, &pattern), like, "{text} {pattern:?}");
        }
    }
}
