//! Long lists, written while they are sent: in memory stands a piece at a
//! time, however long the list is.

use axum::body::{Body, Bytes};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// How many members a list has at most that is written in one go.
pub(crate) const WHOLE: usize = 2_000;

/// How long a piece is, in bytes, give or take a member.
const PIECE: usize = 64 * 1024;

/// Records that an answer goes on reading after the store is open to others
/// again. Whoever changes them meanwhile changes a copy.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// The records as they are now.
    pub(crate) fn snapshot(&self) -> Arc<T> {
        Arc::clone(&self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(records: T) -> Self {
        Self(Arc::new(records))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

/// A body of `before`, `count` members with commas between them, and `after`.
/// `write` appends the member of this index, or nothing where there is none.
pub(crate) fn list(
    before: &str,
    count: usize,
    after: String,
    mut write: impl FnMut(usize, &mut Vec<u8>) + Send + 'static,
) -> Body {
    let mut head = Some(before.to_owned());
    let mut tail = Some(after);
    let (mut next, mut written) = (0, false);
    let pieces = std::iter::from_fn(move || {
        tail.as_ref()?;
        let mut piece = Vec::with_capacity(PIECE + PIECE / 8);
        piece.extend_from_slice(head.take().unwrap_or_default().as_bytes());
        while next < count && piece.len() < PIECE {
            let end = piece.len();
            if written {
                piece.push(b',');
            }
            let start = piece.len();
            write(next, &mut piece);
            if piece.len() == start {
                piece.truncate(end);
            } else {
                written = true;
            }
            next += 1;
        }
        if next == count {
            piece.extend_from_slice(tail.take().unwrap_or_default().as_bytes());
        }
        Some(Ok::<_, Infallible>(Bytes::from(piece)))
    });
    Body::from_stream(futures::stream::iter(pieces))
}

/// Appends `member` as JSON.
pub(crate) fn write(member: &impl Serialize, to: &mut Vec<u8>) {
    let end = to.len();
    // Our own types, with texts for keys: cannot fail. Half a member would be
    // worse than none.
    if serde_json::to_writer(&mut *to, member).is_err() {
        to.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Mock;
    use crate::{Options, Seed, TOKEN};
    use axum::body::to_bytes;
    use http_body_util::BodyExt;
    use serde_json::Value;

    async fn text(count: usize) -> String {
        let body = list("[", count, "]".to_owned(), |index, piece| {
            if index % 3 != 1 {
                write(&index, piece);
            }
        });
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn members_are_told_apart_also_where_some_are_missing() {
        assert_eq!(text(0).await, "[]");
        assert_eq!(text(1).await, "[0]");
        assert_eq!(text(2).await, "[0]");
        assert_eq!(text(6).await, "[0,2,3,5]");
        let many: Vec<usize> = serde_json::from_str(&text(100_000).await).unwrap();
        assert_eq!(many.len(), 66_667);
    }

    #[tokio::test]
    async fn a_long_list_comes_in_pieces() {
        let word = "x".repeat(1000);
        let mut body = list("[", 1000, "]".to_owned(), move |_, piece| {
            write(&word, piece);
        });
        let mut pieces = 0;
        while let Some(frame) = body.frame().await {
            let size = frame.unwrap().into_data().unwrap().len();
            assert!(size < PIECE + 2000, "{size}");
            pieces += 1;
        }
        assert!((14..=17).contains(&pieces), "{pieces}");
    }

    /// The members of a platform's list, the first `count` of them.
    async fn listed(mock: &Mock, path: &str, key: Option<&str>, count: usize) -> Vec<Value> {
        let header = ("X-API-Key", TOKEN);
        let headers = [header, ("x-imply-api-token", TOKEN), ("X-TLM-Key", TOKEN)];
        let answer = mock.call("GET", path, &headers, None).await.json();
        let members = key.map_or(&answer, |key| &answer[key]);
        let mut members = members.as_array().unwrap().clone();
        assert!(members.len() >= count, "{path}: {}", members.len());
        members.truncate(count);
        members
    }

    #[tokio::test]
    async fn a_platforms_long_list_is_like_its_short_one() {
        let seeded = |count| {
            Mock::new(Options {
                seed: Seed::Users(count),
                ..Options::default()
            })
        };
        let (few, many) = (seeded(50), seeded(2_050));
        for (path, key) in [
            ("/api/v1/users", None),
            ("/api/v1/user-statuses", Some("userStatuses")),
            ("/api/auth/auth/demo/users", None),
        ] {
            let short = listed(&few, path, key, 50).await;
            assert_eq!(listed(&many, path, key, 2_050).await[..50], short, "{path}");
        }
        // Metabase sorts: a page is short, so it is held against that.
        let whole = listed(&many, "/api/user?status=all", Some("data"), 2_050).await;
        let page = "/api/user?status=all&limit=50&offset=2000";
        assert_eq!(
            listed(&many, page, Some("data"), 50).await,
            whole[2000..2050]
        );
    }

    #[test]
    fn a_snapshot_stays_as_it_was() {
        let mut shared = Shared::from(vec![1]);
        let before = shared.snapshot();
        shared.push(2);
        assert_eq!((&*before, &*shared), (&vec![1], &vec![1, 2]));
    }
}
