//! The page of an access review: its accounts, the decisions about them, and once it is
//! closed what was revoked.

mod close;
mod columns;
mod controls;
mod desk;
mod draft;
mod edit;
mod facts;
mod head;
mod list;
mod notices;
mod printed;
mod receipts;
mod revocation;
mod rows;
mod save_file;
mod table;

use crate::browser::reactive::watch;
use crate::browser::task::spawn;
use crate::components::load_status::{LoadFailed, StaleNotice};
use crate::components::looking::Looking;
use crate::components::navigation::{Navigation, use_navigation};
use crate::components::not_found::NotFound;
use crate::components::page_title::{name_page, show_page};
use crate::components::saving::Saving;
use crate::routes;
use crate::state::loadable::Phase;
use crate::state::people::{PeopleStore, use_people};
use crate::state::reviews::{ReviewContent, ReviewStore, use_review};
use crate::state::stores::use_stores;
use crate::state::user_store::UserStore;
use crate::ui::placeholders::Skeleton;
use draft::DraftPage;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use list::ListPage;
use revocation::RevocationPage;
use wire::console::reviews::ReviewState;

/// What the page is called before the review is known.
const TITLE: &str = "Access review";

/// What the parts of the page share. All copies are the same.
#[derive(Clone, Copy)]
struct ReviewPage {
    store: ReviewStore,
    people: PeopleStore,
    /// What an operator changes about the review.
    saving: Saving,
    /// Whether the whole review is on the page, to be printed.
    is_printed: RwSignal<bool>,
    navigation: StoredValue<Navigation, LocalStorage>,
}

impl ReviewPage {
    /// What a connection is called.
    fn label(self, id: &str) -> String {
        let stores = untrack(|| self.people.user_stores());
        label(&stores, id)
    }
}

/// What the connection with this ID is called; its ID where it is gone.
fn label(stores: &[UserStore], id: &str) -> String {
    let store = stores.iter().find(|store| store.connection().id == id);
    store.map_or_else(|| id.to_owned(), |store| store.connection().label.clone())
}

/// What is shown.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Loading,
    Failed,
    Missing,
    Draft,
    /// Its accounts.
    List,
    /// The plan for what was revoked.
    Revocation,
}

/// The page of the review with this ID.
pub(crate) fn page(id: &str) -> AnyView {
    view! { <Page id=id.to_owned() /> }.into_any()
}

#[component]
fn Page(id: String) -> impl IntoView {
    show_page(&[TITLE]);
    let page = ReviewPage {
        store: use_review(&id),
        people: use_people(),
        saving: Saving::new(),
        is_printed: RwSignal::new(false),
        navigation: StoredValue::new_local(use_navigation()),
    };
    let store = page.store;
    Effect::new(move |_| {
        if let Some(review) = store.review() {
            name_page(&[&review.name, TITLE]);
        }
    });
    look_for_decisions(store);
    let view = page_view(store, &id);
    let missing = format!("There is no access review with the ID {id}.");
    move || {
        // With other connections it has other names for them.
        page.people.user_stores();
        let view = view.get();
        let missing = missing.clone();
        untrack(|| match view {
            View::Loading => view! {
                <h1 class="page-head" tabindex="-1">
                    {TITLE}
                </h1>
                <Skeleton />
            }
            .into_any(),
            View::Failed => view! {
                <h1 class="page-head" tabindex="-1">
                    {TITLE}
                </h1>
                <LoadFailed class="part" state=store.load_state() on_retry=move |()| store.load() />
            }
            .into_any(),
            View::Missing => view! { <NotFound what=missing /> }.into_any(),
            View::Draft => view! { <DraftPage page=page /> }.into_any(),
            View::List => view! {
                <StaleNotice state=store.load_state() on_retry=move |()| store.load() />
                <ListPage page=page />
            }
            .into_any(),
            View::Revocation => view! { <RevocationPage page=page /> }.into_any(),
        })
    }
}

/// What is to be shown of the review with this ID.
fn page_view(store: ReviewStore, id: &str) -> Memo<View> {
    let Location {
        pathname, search, ..
    } = use_location();
    let own = routes::review(id);
    Memo::new(move |before: Option<&View>| {
        let is_revocation = routes::is_revocation(&search.read());
        // While this page is left for another, it stays as it is.
        if let Some(before) = before
            && pathname.read().trim_end_matches('/') != own
        {
            return *before;
        }
        match (store.content(), store.load_state().phase()) {
            (ReviewContent::Missing, _) => View::Missing,
            (ReviewContent::Nothing, Phase::Failed) => View::Failed,
            (ReviewContent::Nothing, _) => View::Loading,
            (ReviewContent::Found(found), _) => match found.review.state {
                ReviewState::Draft => View::Draft,
                ReviewState::Closed if is_revocation => View::Revocation,
                ReviewState::Open | ReviewState::Closed => View::List,
            },
        }
    })
}

/// Looks what others decided, while the review is open and in sight.
fn look_for_decisions(store: ReviewStore) {
    let looking = Looking::new(use_stores().session);
    let state = store.load_state();
    watch(move || {
        if state.loaded_at().is_some() {
            looking.resume();
        }
    });
    looking.begin(move || {
        if untrack(|| store.state()) == Some(ReviewState::Open) {
            spawn(async move {
                // What cannot be read now is read the next time.
                let _ = store.refresh().await;
            });
        }
    });
}
