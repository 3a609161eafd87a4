//! Continues a review whose start was interrupted.

use super::ReviewStore;
use super::start::{Started, freeze, store};
use crate::messages::{Problem, review_start as words};
use crate::state::people::PeopleStore;
use leptos::prelude::*;
use roster::people::missing_items;
use wire::console::reviews::{MAX_ITEMS, ReviewState};

impl ReviewStore {
    /// Stores the accounts that are missing of this review, and opens it. Nothing is done
    /// where it is open by now. What was stored is shown afterwards in any case.
    ///
    /// # Errors
    /// Why it could not go on: accounts have changed since, for example.
    pub(crate) async fn continue_start(
        self,
        people: PeopleStore,
        label: impl Fn(&str) -> String,
        progress: RwSignal<Option<Started>>,
    ) -> Result<(), Problem> {
        let stored = self.store_missing(people, label, progress).await;
        progress.try_set(None);
        stored.and(self.refresh().await)
    }

    async fn store_missing(
        self,
        people: PeopleStore,
        label: impl Fn(&str) -> String,
        progress: RwSignal<Option<Started>>,
    ) -> Result<(), Problem> {
        let (api, id) = (self.api(), self.id());
        progress.try_set(Some(Started::Collecting));
        let draft = api.review(&id).await.map_err(|error| error.problem)?;
        if draft.state != ReviewState::Draft {
            return Ok(());
        }
        let stored = self.request_items(draft.items).await?;
        let now = freeze(people, &draft.scope).await;
        let now = now.ok_or_else(words::scope_gone)?;
        let missing = missing_items(&stored, &draft.incomplete, now);
        let missing = missing.map_err(|error| words::not_continued(&error, label))?;
        let all = stored.len() + missing.len();
        if all == 0 || all > MAX_ITEMS {
            return Err(words::wrong_size(all));
        }
        let done = store(api, &draft, missing, progress).await;
        done.map_err(|error| error.problem)
    }
}
