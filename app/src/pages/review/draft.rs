//! The page of a review that was not started completely.

use super::{ReviewPage, edit};
use crate::components::saving::SavingProblem;
use crate::messages::counted;
use crate::routes;
use crate::ui::button::GuardedButton;
use crate::ui::notice::Notice;
use leptos::prelude::*;

#[component]
pub(super) fn DraftPage(page: ReviewPage) -> impl IntoView {
    let store = page.store;
    let name = move || store.review().map(|review| review.name.clone());
    let count = untrack(|| store.review()).map_or(0, |review| review.items);
    let words = format!(
        "Only {} stored when it was interrupted. Its accounts would not be those of one moment any \
         more, so it cannot go on.",
        counted(count, "account was", "accounts were")
    );
    let reason = super::head::view_only(store).map(str::to_owned);
    let navigation = page.navigation.get_value();
    view! {
        <h1 class="page-head" tabindex="-1">
            <bdi>{name}</bdi>
        </h1>
        <SavingProblem saving=page.saving />
        <Notice
            title="This review was not started completely"
            words=words
            advice="Delete it, and start another one."
        />
        <div class="actions">
            <GuardedButton
                label="Delete…"
                reason=Signal::stored(reason)
                class="button danger"
                on_press=move |()| edit::ask_to_delete(page, &navigation)
            />
            <a class="button" href=routes::reviews()>
                "Back to the reviews"
            </a>
        </div>
    }
}
