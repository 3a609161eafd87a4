//! Access reviews that are open in this page: their accounts, and the decisions about them.
//!
//! A decision shows at once and is saved afterwards. It belongs to the page as a whole:
//! leaving the page of a review, or the end of the session, loses none that is not saved.

mod draft;
mod known_reviewers;
mod saving;
mod start;

pub(crate) use known_reviewers::{KnownReviewers, known_reviewers};
pub(crate) use start::{NotStarted, Started, freeze, start};

use crate::api::console_api::ConsoleApi;
use crate::browser::events::on_window;
use crate::browser::reactive::{in_root, owner_below_root, watch};
use crate::messages::Problem;
use crate::state::loadable::{LoadState, Loadable};
use crate::state::stores::use_stores;
use leptos::prelude::*;
use roster::people::{Overruled, ReviewDecisions, ShownDecision};
use std::collections::HashMap;
use std::sync::Arc;
use wire::console::Role;
use wire::console::reviews::{
    Decision, Review, ReviewEvidence, ReviewItem, ReviewProgress, ReviewState, Reviewer,
};

/// What the server answered.
#[derive(Clone, Default)]
pub(crate) enum ReviewContent {
    /// Nothing yet.
    #[default]
    Nothing,
    /// There is no such review.
    Missing,
    Found(FoundReview),
}

/// A review with its accounts.
#[derive(Clone)]
pub(crate) struct FoundReview {
    pub(crate) review: Arc<Review>,
    pub(crate) items: Arc<[ReviewItem]>,
}

/// A review that is open in this page. All copies are the same.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct ReviewStore {
    id: StoredValue<String>,
    api: StoredValue<ConsoleApi>,
    content: StoredValue<Loadable<ReviewContent>>,
    decisions: StoredValue<ReviewDecisions>,
    /// Whether it is known how many accounts there are decisions about.
    is_expected: StoredValue<bool>,
    /// Who made the decisions that are not saved; nothing where no sign-in is needed.
    author: StoredValue<Option<Reviewer>>,
    /// Whether decisions are being saved, one batch after the other.
    is_saving: RwSignal<bool>,
    /// Changes when decisions are others than before, or are saved.
    decided: RwSignal<()>,
    /// Why decisions could not be saved, if so.
    problem: RwSignal<Option<Problem>>,
    /// Decisions of others, because of which decisions made here were given up.
    overruled: RwSignal<Vec<Overruled>>,
}

/// The reviews that were opened, by their IDs, each with the owner of its signals.
#[derive(Clone, Copy)]
struct ReviewStores(StoredValue<HashMap<String, (Owner, ReviewStore)>>);

/// The review with this ID, which is loaded, again if it is there already. Only available
/// below the app.
pub(crate) fn use_review(id: &str) -> ReviewStore {
    let stores = use_context().unwrap_or_else(|| {
        in_root(|| {
            let stores = ReviewStores(StoredValue::new(HashMap::new()));
            provide_context(stores);
            stores
        })
    });
    stores.forget_others(id);
    let known = stores
        .0
        .with_value(|all| all.get(id).map(|(_, store)| *store));
    if let Some(store) = known {
        store.load();
        return store;
    }
    let owner = owner_below_root();
    let api = ConsoleApi {
        session: use_stores().session,
    };
    let store = owner.with(|| ReviewStore::open(id, api));
    stores.0.update_value(|all| {
        all.insert(id.to_owned(), (owner, store));
    });
    store
}

impl ReviewStores {
    /// Forgets the other reviews, unless something of them is not saved.
    fn forget_others(self, id: &str) {
        let mut forgotten = Vec::new();
        self.0.update_value(|all| {
            let is_kept = |key: &String, store: ReviewStore| key == id || store.unsaved() > 0;
            let gone: Vec<String> = all
                .iter()
                .filter(|(key, (_, store))| !is_kept(key, *store))
                .map(|(key, _)| key.clone())
                .collect();
            forgotten.extend(gone.iter().filter_map(|key| all.remove(key)));
        });
        for (owner, _) in forgotten {
            owner.cleanup();
        }
    }
}

impl ReviewStore {
    fn open(id: &str, api: ConsoleApi) -> Self {
        let store = Self {
            id: StoredValue::new(id.to_owned()),
            api: StoredValue::new(api),
            content: StoredValue::new(Loadable::new(ReviewContent::Nothing)),
            decisions: StoredValue::new(ReviewDecisions::new(0)),
            is_expected: StoredValue::new(false),
            author: StoredValue::new(None),
            is_saving: RwSignal::new(false),
            decided: RwSignal::new(()),
            problem: RwSignal::new(None),
            overruled: RwSignal::new(Vec::new()),
        };
        store.load();
        let mut is_first = true;
        watch(move || {
            api.session.track_resumed();
            if !std::mem::take(&mut is_first) {
                untrack(|| store.resume());
            }
        });
        on_window("beforeunload", move |event| {
            if store.unsaved() > 0 {
                event.prevent_default();
            }
        });
        store
    }

    /// What could not be done without a session is done now.
    fn resume(self) {
        if self.load_state().has_failed() {
            self.load();
        }
        self.save();
    }

    pub(crate) fn id(self) -> String {
        self.id.get_value()
    }

    pub(crate) fn api(self) -> ConsoleApi {
        self.api.get_value()
    }

    /// How loading it went.
    pub(crate) fn load_state(self) -> LoadState {
        self.content.with_value(|content| content.state().clone())
    }

    /// What is known of it. Reactive.
    pub(crate) fn content(self) -> ReviewContent {
        self.content.with_value(Loadable::value).get()
    }

    /// The review with its accounts, once it is loaded. Reactive.
    pub(crate) fn found(self) -> Option<FoundReview> {
        let value = self.content.with_value(Loadable::value);
        value.with(|content| match content {
            ReviewContent::Found(found) => Some(found.clone()),
            ReviewContent::Nothing | ReviewContent::Missing => None,
        })
    }

    /// The review without its accounts, once it is loaded. Reactive.
    pub(crate) fn review(self) -> Option<Arc<Review>> {
        self.found().map(|found| found.review)
    }

    /// How far the review is, once it is loaded. Reactive.
    pub(crate) fn state(self) -> Option<ReviewState> {
        self.review().map(|review| review.state)
    }

    /// Loads it, with what others decided since it was loaded last.
    pub(crate) fn load(self) {
        let request = self.request();
        self.content.with_value(|content| content.load(request));
    }

    /// Loads it, and waits for it.
    ///
    /// # Errors
    /// Why it could not be loaded.
    pub(crate) async fn refresh(self) -> Result<(), Problem> {
        let content = self.request().await?;
        self.show(content);
        Ok(())
    }

    /// Shows another state of the review, which the server has answered.
    pub(crate) fn show_review(self, review: Review) {
        if let Some(FoundReview { items, .. }) = untrack(|| self.found()) {
            let review = Arc::new(review);
            self.show(ReviewContent::Found(FoundReview { review, items }));
        }
    }

    fn show(self, content: ReviewContent) {
        if let Some(loadable) = self.content.try_get_value() {
            loadable.update(|value| *value = content);
        }
    }

    async fn request(self) -> Result<ReviewContent, Problem> {
        let (api, id) = (self.api(), self.id());
        let review = match api.review(&id).await {
            Ok(review) => review,
            Err(error) if error.status == 404 && !error.is_intercepted => {
                return Ok(ReviewContent::Missing);
            }
            Err(error) => return Err(error.problem),
        };
        let known = self
            .content
            .try_with_value(Loadable::value)
            .and_then(|value| {
                value.with_untracked(|content| match content {
                    ReviewContent::Found(found) => Some(found.clone()),
                    _ => None,
                })
            });
        // The accounts of a review that was opened stay as they are.
        let known = known.filter(|known| known.review.state != ReviewState::Draft);
        let items = match (known, review.state) {
            (Some(known), _) => known.items,
            (None, ReviewState::Draft) => Arc::default(),
            (None, _) => {
                let items: Arc<[ReviewItem]> = self.request_items(review.items).await?.into();
                self.expect_decisions(items.len());
                items
            }
        };
        if review.state != ReviewState::Draft {
            self.receive().await?;
        }
        let review = Arc::new(review);
        Ok(ReviewContent::Found(FoundReview { review, items }))
    }

    /// Makes room for the decisions about so many accounts, once: where it is loaded twice
    /// at the same time, decisions were made meanwhile.
    fn expect_decisions(self, items: usize) {
        let is_expected = self
            .is_expected
            .try_update_value(|is| std::mem::replace(is, true));
        if is_expected == Some(false) {
            self.decisions.set_value(ReviewDecisions::new(items));
        }
    }

    async fn request_items(self, count: usize) -> Result<Vec<ReviewItem>, Problem> {
        let mut items = Vec::with_capacity(count);
        let mut next = Some(0);
        while let Some(from) = next {
            let page = self.api().review_items(&self.id(), from).await;
            let page = page.map_err(|error| error.problem)?;
            items.extend(page.items);
            next = page.next;
        }
        Ok(items)
    }

    /// Takes in what was decided since it was read last.
    async fn receive(self) -> Result<(), Problem> {
        let (mut revision, mut decisions): (Option<u64>, Vec<Decision>) = (None, Vec::new());
        let mut next = Some(0);
        let since = self.decisions.with_value(ReviewDecisions::revision);
        while let Some(from) = next {
            let page = self.api().review_decisions(&self.id(), since, from).await;
            let page = page.map_err(|error| error.problem)?;
            revision.get_or_insert(page.revision);
            decisions.extend(page.decisions);
            next = page.next;
        }
        let is_news = !decisions.is_empty();
        let overruled = self
            .decisions
            .try_update_value(|all| all.received(decisions, revision.unwrap_or(since)))
            .unwrap_or_default();
        if !overruled.is_empty() {
            self.overruled.update(|all| {
                all.retain(|one| !overruled.iter().any(|new| new.there.item == one.there.item));
                all.extend(overruled);
            });
        }
        if is_news {
            self.decided.set(());
        }
        Ok(())
    }

    /// Runs what reads it again when decisions are others, or are saved.
    pub(crate) fn track_decisions(self) {
        self.decided.track();
    }

    /// What `read` makes of the decision about an account. Not reactive.
    pub(crate) fn decision<T>(self, item: usize, read: impl FnOnce(ShownDecision<'_>) -> T) -> T {
        self.decisions.with_value(|all| read(all.get(item)))
    }

    /// How many accounts each reviewer decided about. Reactive.
    pub(crate) fn progress(self) -> ReviewProgress {
        self.track_decisions();
        let me = self.me();
        self.decisions
            .with_value(|decisions| decisions.progress(me.as_ref()))
    }

    /// All of it, as it is saved as a file; nothing before it is loaded.
    pub(crate) fn evidence(self) -> Option<ReviewEvidence> {
        let FoundReview { review, items } = untrack(|| self.found())?;
        let known = |item| self.decision(item, |shown| shown.known.cloned());
        Some(ReviewEvidence {
            decisions: (0..items.len()).filter_map(known).collect(),
            review: Arc::unwrap_or_clone(review),
            items: items.to_vec(),
        })
    }

    /// The user of this console, as a reviewer; nothing where no sign-in is needed.
    pub(crate) fn me(self) -> Option<Reviewer> {
        let session = untrack(|| self.api().session.session())?;
        Some(Reviewer {
            name: session.name,
            via: session.via,
        })
    }

    /// Whether the user of this console may change reviews, not only decide. Where no
    /// sign-in is needed, everyone may.
    pub(crate) fn is_operator(self) -> bool {
        self.api().session.role() == Role::Operator
    }

    /// Whether the user of this console decides in this review. Reactive.
    pub(crate) fn is_reviewer(self) -> bool {
        let me = self.me();
        let is_named = |me| self.review().is_some_and(|one| one.reviewers.contains(&me));
        me.is_none_or(is_named)
    }
}
