//! Starts an access review: the accounts of its scope are frozen as they are, stored, and
//! opened for decisions.

use crate::api::console_api::{ConsoleApi, Unanswered};
use crate::browser::task::in_slices;
use crate::browser::time;
use crate::messages::{Problem, review_start as words};
use crate::state::people::PeopleStore;
use leptos::prelude::*;
use roster::people::{Freezing, FrozenAccounts};
use wire::console::reviews::{
    MAX_ITEMS, MAX_TOGETHER, NewItems, NewReview, Review, ReviewItem, ReviewOpening, ReviewScope,
    ReviewState,
};

/// How many accounts are looked at between two looks at the clock.
const BUDGET: usize = 200;

/// How many bytes of accounts one request has at most. The server reads 1 MiB.
const REQUEST_BYTES: usize = 700_000;

/// The status of an answer if the review is another by now.
const CONFLICT: u16 = 409;

/// A review that was not started.
#[derive(Clone)]
pub(crate) struct NotStarted {
    pub(crate) problem: Problem,
    /// The ID of what may be there of it, and can be continued.
    pub(crate) draft: Option<String>,
}

impl From<Problem> for NotStarted {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            draft: None,
        }
    }
}

/// How far a review is that is being started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Started {
    /// Its accounts are being collected.
    Collecting,
    /// So many of its accounts are stored, of how many.
    Storing(usize, usize),
}

/// The accounts of a scope as they are now; nothing where the scope names what is not
/// there any more.
pub(crate) async fn freeze(people: PeopleStore, scope: &ReviewScope) -> Option<FrozenAccounts> {
    people.settle().await;
    let settings = people.drift_settings();
    let now = time::now_rfc3339();
    let freezing = people.read(|all, _| Freezing::new(all, scope, settings, &now).ok());
    let mut freezing = freezing?;
    in_slices(|| people.read(|all, lists| freezing.step(all, lists, BUDGET))).await;
    Some(people.read(|all, _| freezing.finish(all)))
}

/// Starts a review, and answers its ID. What was stored of one that could not be opened is
/// deleted again, if that is possible; otherwise it can be continued.
///
/// # Errors
/// Why it could not be started.
pub(crate) async fn start(
    people: PeopleStore,
    api: ConsoleApi,
    mut new: NewReview,
    progress: RwSignal<Option<Started>>,
) -> Result<String, NotStarted> {
    progress.try_set(Some(Started::Collecting));
    let frozen = freeze(people, &new.scope).await;
    let FrozenAccounts { items, incomplete } = frozen.ok_or_else(words::scope_gone)?;
    if items.is_empty() || items.len() > MAX_ITEMS {
        return Err(words::wrong_size(items.len()).into());
    }
    new.incomplete = incomplete;
    let created = api.create_review(&new).await;
    let created = created.map_err(|error| error.problem)?;
    match store(api, &created, items, progress).await {
        Ok(()) => Ok(created.id),
        Err(error) => give_up(api, created.id, error).await,
    }
}

/// Deletes what was stored of a review that could not be opened. Answers its ID where it
/// is open all the same: the answer was lost, or another operator has continued it.
async fn give_up(api: ConsoleApi, id: String, error: Unanswered) -> Result<String, NotStarted> {
    let draft = api.review(&id).await;
    if let Ok(draft) = &draft {
        if draft.state != ReviewState::Draft {
            return Ok(id);
        }
        // Another operator is at it where it is another than it was here.
        let is_changed = error.status == CONFLICT && !error.is_intercepted;
        if !is_changed && api.delete_review(&id, draft.revision).await.is_ok() {
            return Err(error.problem.into());
        }
    }
    Err(NotStarted {
        problem: error.problem,
        draft: Some(id),
    })
}

/// Stores accounts of a review after those that it has, and opens it.
pub(super) async fn store(
    api: ConsoleApi,
    draft: &Review,
    items: Vec<ReviewItem>,
    progress: RwSignal<Option<Started>>,
) -> Result<(), Unanswered> {
    let (mut version, mut from) = (draft.version, draft.items);
    let all = from + items.len();
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        progress.try_set(Some(Started::Storing(from, all)));
        let new = NewItems {
            from,
            items: next_part(&mut items),
        };
        let stored = api.add_review_items(&draft.id, &new).await?;
        version = stored.version;
        from += new.items.len();
    }
    let opening = ReviewOpening {
        version,
        items: all,
    };
    api.begin_review(&draft.id, &opening).await.map(|_| ())
}

/// As many of the next items as one request has room for: one at least.
fn next_part(items: &mut std::iter::Peekable<impl Iterator<Item = ReviewItem>>) -> Vec<ReviewItem> {
    let (mut part, mut bytes) = (Vec::new(), 0);
    while let Some(item) = items.peek() {
        bytes += serde_json::to_string(item).map_or(0, |text| text.len() + 1);
        if !part.is_empty() && bytes > REQUEST_BYTES || part.len() == MAX_TOGETHER {
            break;
        }
        part.extend(items.next());
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::console::people::AccountRef;
    use wire::console::reviews::{LastSignInThen, StateThen};

    fn item(name: &str) -> ReviewItem {
        ReviewItem {
            account: AccountRef {
                connection: "pivot".to_owned(),
                key: "ana".to_owned(),
            },
            person: "ana".to_owned(),
            name: name.to_owned(),
            address: String::new(),
            state: StateThen::Enabled,
            admin: false,
            roles: Vec::new(),
            last_sign_in: LastSignInThen::Never,
            suggestions: Vec::new(),
        }
    }

    fn sizes(items: Vec<ReviewItem>) -> Vec<usize> {
        let mut items = items.into_iter().peekable();
        let mut sizes = Vec::new();
        while items.peek().is_some() {
            sizes.push(next_part(&mut items).len());
        }
        sizes
    }

    #[test]
    fn accounts_are_stored_in_parts_that_the_server_reads() {
        assert_eq!(sizes(vec![item("Ana"); 2500]), [1000, 1000, 500]);
        let long = item(&"a".repeat(REQUEST_BYTES / 2));
        assert_eq!(sizes(vec![long; 3]), [1, 1, 1]);
        assert!(sizes(Vec::new()).is_empty());
    }
}
