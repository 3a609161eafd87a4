//! What is answered below `/api/people`.

use super::kind::{Kind, Rows};
use crate::api::uncached::{conflict, uncached};
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::Response;
use serde::Serialize;
use wire::console::people::{Changed, Conflict, Conflicts};

/// `content`, which is called `tag` as long as it is the same.
pub(super) fn tagged(tag: &str, content: impl Serialize) -> Response {
    uncached(([(ETAG, tag)], Json(content)))
}

/// The answer to who has what is called `tag`.
pub(super) fn not_modified(tag: &str) -> Response {
    uncached((StatusCode::NOT_MODIFIED, [(ETAG, tag)]))
}

/// The answer where rows were changed, as the change with this number.
pub(super) fn changed<K: Kind>(mut rows: Vec<Option<K::Row>>, revision: u64) -> Response {
    for row in rows.iter_mut().flatten() {
        K::set_version(row, revision);
    }
    uncached(Json(Changed { revision, rows }))
}

/// The answer where none was, because those with the keys in `conflicting` are not as
/// they were read. `keys` has a key for each change, `now` the rows that there are.
pub(super) fn conflicts<K: Kind>(
    conflicting: &[String],
    keys: &[String],
    now: &Rows<K>,
) -> Response {
    let changes = keys.iter().enumerate();
    let conflicts = changes.filter(|(_, key)| conflicting.contains(key));
    let conflicts = conflicts.map(|(index, key)| Conflict {
        index,
        current: now.get(key),
    });
    let answer = Conflicts {
        error: "nothing was changed, because someone else changed the same in the meantime"
            .to_owned(),
        conflicts: conflicts.collect(),
    };
    conflict(answer)
}
