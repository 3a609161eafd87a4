//! The page of a review that was not started completely: it is continued, or deleted.

use super::{ReviewPage, edit, label};
use crate::browser::focus::focus_if_lost;
use crate::components::review_progress::UnderWay;
use crate::components::saving::{Save, SavingProblem};
use crate::components::unknown_connections::UnknownConnections;
use crate::messages::review_start as words;
use crate::routes;
use crate::state::reviews::Started;
use crate::ui::button::GuardedButton;
use crate::ui::notice::Notice;
use crate::ui::toast;
use leptos::prelude::*;

#[component]
pub(super) fn DraftPage(page: ReviewPage) -> impl IntoView {
    let store = page.store;
    let name = move || store.review().map(|review| review.name.clone());
    let count = Memo::new(move |_| store.review().map_or(0, |review| review.items));
    let progress = RwSignal::new(None::<Started>);
    let view_only = super::head::view_only(store).map(str::to_owned);
    let is_off = view_only.clone();
    let unsettled = Signal::derive(move || {
        page.people.track();
        let is_settled = page.people.is_settled();
        let loading = || (!is_settled).then(|| "The users are still being loaded.".to_owned());
        is_off.clone().or_else(loading)
    });
    let busy = Signal::derive(move || {
        let is_busy = page.saving.is_busy();
        let busy = || is_busy.then(|| "The review is being continued.".to_owned());
        view_only.clone().or_else(busy)
    });
    let navigation = page.navigation.get_value();
    let stored = move || {
        view! {
            <Notice
                title="This review was not started completely"
                words=words::stored(count.get())
                advice=words::CONTINUE
            />
        }
    };
    view! {
        <h1 class="page-head" tabindex="-1">
            <bdi>{name}</bdi>
        </h1>
        <SavingProblem saving=page.saving />
        {stored}
        <UnknownConnections people=page.people />
        <div class="actions">
            <GuardedButton
                label="Continue"
                reason=unsettled
                class="button primary"
                on_press=move |()| continue_start(page, progress)
            />
            <GuardedButton
                label="Delete…"
                reason=busy
                on_press=move |()| edit::ask_to_delete(page, &navigation)
            />
            <a class="button" href=routes::reviews()>
                "Back to the reviews"
            </a>
        </div>
        <UnderWay progress=progress />
    }
}

/// Stores what is missing, and opens the review: the page then has its accounts.
fn continue_start(page: ReviewPage, progress: RwSignal<Option<Started>>) {
    let (store, people) = (page.store, page.people);
    let stores = untrack(|| people.user_stores());
    let label = move |id: &str| label(&stores, id);
    let continuing: Save =
        Box::pin(async move { store.continue_start(people, label, progress).await });
    page.saving.run(continuing, move || {
        toast::say("The review is open for decisions.");
        focus_if_lost("main h1");
    });
}
