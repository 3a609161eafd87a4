//! Long lists that are written while they are sent: memory holds one chunk at a
//! time, however long the list is.

use axum::body::{Body, Bytes};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The longest list that is written at once, in members.
pub(crate) const UNCHUNKED: usize = 2_000;

/// The size of a chunk in bytes, give or take a member.
const CHUNK: usize = 64 * 1024;

/// Records that an answer continues to read after the store is unlocked. A
/// change made meanwhile copies them first.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// The current records.
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

/// A body of `before`, `count` members separated by commas, and `after`.
/// `write` appends the member with this index, or nothing if there is none.
pub(crate) fn list(
    before: &str,
    count: usize,
    after: String,
    mut write: impl FnMut(usize, &mut Vec<u8>) + Send + 'static,
) -> Body {
    let mut head = Some(before.to_owned());
    let mut tail = Some(after);
    let (mut next, mut written) = (0, false);
    let chunks = std::iter::from_fn(move || {
        tail.as_ref()?;
        let mut chunk = Vec::with_capacity(CHUNK + CHUNK / 8);
        chunk.extend_from_slice(head.take().unwrap_or_default().as_bytes());
        while next < count && chunk.len() < CHUNK {
            let end = chunk.len();
            if written {
                chunk.push(b',');
            }
            let start = chunk.len();
            write(next, &mut chunk);
            if chunk.len() == start {
                chunk.truncate(end);
            } else {
                written = true;
            }
            next += 1;
        }
        if next == count {
            chunk.extend_from_slice(tail.take().unwrap_or_default().as_bytes());
        }
        Some(Ok::<_, Infallible>(Bytes::from(chunk)))
    });
    Body::from_stream(futures::stream::iter(chunks))
}

/// Appends `member` as JSON.
pub(crate) fn write(member: &impl Serialize, to: &mut Vec<u8>) {
    let end = to.len();
    // Our own types with string keys: this cannot fail. If it did, half a
    // member would be worse than none.
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
        let body = list("[", count, "]".to_owned(), |index, chunk| {
            if index % 3 != 1 {
                write(&index, chunk);
            }
        });
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn members_are_separated_even_if_some_are_missing() {
        assert_eq!(text(0).await, "[]");
        assert_eq!(text(1).await, "[0]");
        assert_eq!(text(2).await, "[0]");
        assert_eq!(text(6).await, "[0,2,3,5]");
        let many: Vec<usize> = serde_json::from_str(&text(100_000).await).unwrap();
        assert_eq!(many.len(), 66_667);
    }

    #[tokio::test]
    async fn a_long_list_is_sent_in_chunks() {
        let word = "x".repeat(1000);
        let mut body = list("[", 1000, "]".to_owned(), move |_, chunk| {
            write(&word, chunk);
        });
        let mut chunks = 0;
        while let Some(frame) = body.frame().await {
            let size = frame.unwrap().into_data().unwrap().len();
            assert!(size < CHUNK + 2000, "{size}");
            chunks += 1;
        }
        assert!((14..=17).contains(&chunks), "{chunks}");
    }

    /// The first `count` members of a platform's list.
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
        // Metabase sorts its list: compare with a page, which is short.
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
