//! The access reviews: all of them, and the page that starts one.

mod entry;
mod scope;
mod start;

use crate::api::console_api::ConsoleApi;
use crate::api::session::SessionState;
use crate::components::load_status::{LoadFailed, LoadStatus, StaleNotice};
use crate::components::navigation::use_navigation;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{self, Problem};
use crate::routes;
use crate::state::loadable::{Loadable, Phase};
use crate::state::stores::use_stores;
use crate::ui::placeholders::{EmptyState, Skeleton};
use entry::ReviewEntry;
use leptos::prelude::*;
use wire::console::Role;
use wire::console::reviews::{Review, ReviewPage};

/// What the pages of reviews are called.
const TITLE: &str = "Access reviews";

/// What the button says that starts a review.
const START: &str = "Start a review";

/// The page that starts a review.
pub(crate) fn start_page() -> AnyView {
    start::page()
}

/// Why this user cannot start a review; nothing if they can. Not reactive.
fn view_only(session: SessionState) -> Option<&'static str> {
    let session = untrack(|| session.session());
    let is_viewer = session.is_some_and(|session| session.role == Role::Viewer);
    is_viewer.then_some(messages::VIEW_ONLY)
}

/// The list.
pub(crate) fn page() -> AnyView {
    view! { <Page /> }.into_any()
}

/// The reviews that were loaded, newest first.
#[derive(Clone, Default)]
struct Loaded {
    reviews: Vec<Review>,
    /// Where the next ones begin; nothing where there are no more.
    next: Option<u64>,
}

#[component]
fn Page() -> impl IntoView {
    show_page(&[TITLE]);
    let session = use_stores().session;
    let api = ConsoleApi { session };
    let loadable = StoredValue::new(Loadable::new(Loaded::default()));
    let load = move || {
        let request = async move {
            let page = api.reviews(None).await.map_err(|error| error.problem)?;
            let ReviewPage { reviews, next } = page;
            Ok(Loaded { reviews, next })
        };
        loadable.with_value(|all| all.load(request));
    };
    load();
    let state = loadable.with_value(|all| all.state().clone());
    let failed = state.clone();
    Effect::new(move |before: Option<()>| {
        session.track_resumed();
        if before.is_some() && untrack(|| failed.has_failed()) {
            load();
        }
    });
    action("Refresh the reviews", "", load);
    let navigation = use_navigation();
    if view_only(session).is_none() {
        action(START, "", move || navigation.open(&routes::new_review()));
    }
    let all = loadable.with_value(Loadable::value);
    let older = Older::new(api);
    let shown = move || {
        let Loaded { mut reviews, next } = all.get();
        let more = older.loaded.get();
        let next = more.as_ref().map_or(next, |more| more.next);
        reviews.extend(more.into_iter().flat_map(|more| more.reviews));
        (reviews, next)
    };
    let counted = {
        let (shown, state) = (shown.clone(), state.clone());
        move || {
            let (reviews, next) = shown();
            let more = if next.is_some() { "more than " } else { "" };
            let count = messages::counted(reviews.len(), "review", "reviews");
            if state.is_loaded() {
                format!("{more}{count}")
            } else {
                String::new()
            }
        }
    };
    let (faces, status, stale) = (state.clone(), state.clone(), state);
    let body = move || match faces.phase() {
        Phase::Loading => view! { <Skeleton /> }.into_any(),
        Phase::Failed => {
            let state = faces.clone();
            view! { <LoadFailed class="part" state=state on_retry=move |()| load() /> }.into_any()
        }
        Phase::Ready | Phase::Stale => {
            let (reviews, next) = shown();
            if reviews.is_empty() {
                view! { <NoReviews session=session /> }.into_any()
            } else {
                view! { <Reviews reviews=reviews next=next older=older /> }.into_any()
            }
        }
    };
    view! {
        <div class="page-head">
            <div class="title-row">
                <h1 tabindex="-1">{TITLE}</h1>
                <StartButton session=session />
            </div>
            <p class="lead">
                "A review asks people, for each account of a scope, whether it keeps its access. \
                 What was decided is evidence."
            </p>
            <div class="toolbar">
                <LoadStatus count=Signal::derive(counted) state=status on_refresh=move |()| load() />
            </div>
        </div>
        <StaleNotice state=stale on_retry=move |()| load() />
        {body}
    }
}

/// Leads to the page that starts a review, or says why this user cannot start one.
#[component]
fn StartButton(session: SessionState) -> impl IntoView {
    match view_only(session) {
        Some(reason) => view! { <p class="reason">{reason}</p> }.into_any(),
        None => view! {
            <a class="button primary" href=routes::new_review()>
                {START}
            </a>
        }
        .into_any(),
    }
}

/// There is none yet.
#[component]
fn NoReviews(session: SessionState) -> impl IntoView {
    let text = match view_only(session) {
        None => {
            "Choose which accounts are reviewed, who decides and until when. The accounts are kept \
             as they are at that moment, and nothing changes on a platform until you have seen the \
             plan for what was revoked."
        }
        Some(_) => "An operator starts reviews. Those that you are to decide in are listed here.",
    };
    view! {
        <EmptyState title="There are no access reviews yet" text=text>
            {view_only(session)
                .is_none()
                .then(|| {
                    view! {
                        <a class="button" href=routes::new_review()>
                            {START}
                        </a>
                    }
                })}
        </EmptyState>
    }
}

/// The reviews that are older than those that are loaded first. All copies are the same.
#[derive(Clone, Copy)]
struct Older {
    api: StoredValue<ConsoleApi>,
    loaded: RwSignal<Option<Loaded>>,
    problem: RwSignal<Option<Problem>>,
}

impl Older {
    fn new(api: ConsoleApi) -> Self {
        Self {
            api: StoredValue::new(api),
            loaded: RwSignal::new(None),
            problem: RwSignal::new(None),
        }
    }

    /// Loads those with numbers lower than `before`.
    fn load(self, before: u64) {
        let api = self.api.get_value();
        crate::browser::task::spawn(async move {
            match api.reviews(Some(before)).await {
                Ok(page) => {
                    self.problem.try_set(None);
                    self.loaded.try_update(|loaded| {
                        let loaded = loaded.get_or_insert_default();
                        loaded.reviews.extend(page.reviews);
                        loaded.next = page.next;
                    });
                }
                Err(error) => {
                    self.problem.try_set(Some(error.problem));
                }
            }
        });
    }
}

#[component]
fn Reviews(reviews: Vec<Review>, next: Option<u64>, older: Older) -> impl IntoView {
    let entries = reviews
        .into_iter()
        .map(|review| view! { <ReviewEntry review=review /> });
    let more = next.map(|before| {
        view! {
            <div class="actions">
                <button type="button" class="button" on:click=move |_| older.load(before)>
                    "Show older reviews"
                </button>
            </div>
        }
    });
    let problem = move || {
        let problem = older.problem.get()?;
        Some(view! { <ProblemNotice problem=problem /> })
    };
    view! {
        <ul class="reviews" role="list" aria-label=TITLE>
            {entries.collect_view()}
        </ul>
        {problem}
        {more}
    }
}
