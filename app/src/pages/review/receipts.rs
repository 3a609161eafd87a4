//! The receipts of what was done after the review was closed.

use super::ReviewPage;
use crate::components::load_status::LoadFailed;
use crate::messages::{Problem, counted};
use crate::routes;
use crate::state::loadable::{Loadable, Phase};
use leptos::prelude::*;

/// How many are listed.
const LISTED: usize = 200;

/// Links to the receipts, where there are any.
#[component]
pub(super) fn Receipts(page: ReviewPage) -> impl IntoView {
    let store = page.store;
    let loadable = StoredValue::new(Loadable::new(Vec::<(String, String)>::new()));
    let load = move || {
        loadable.with_value(|all| all.load(request(page)));
    };
    load();
    let state = loadable.with_value(|all| all.state().clone());
    let value = loadable.with_value(Loadable::value);
    let count = move || store.review().map_or(0, |review| review.receipts);
    move || {
        if state.phase() == Phase::Failed {
            let state = state.clone();
            return view! {
                <LoadFailed class="part" state=state on_retry=move |()| load() />
            }
            .into_any();
        }
        let all = value.get();
        let more = count().saturating_sub(all.len());
        let more = (more > 0 && !all.is_empty()).then(|| {
            let more = counted(more, "receipt", "receipts");
            view! { <li>{format!("and {more} more")}</li> }
        });
        let title = if all.is_empty() {
            "No receipts are attached yet."
        } else {
            "Receipts of what was done:"
        };
        let links = all.into_iter().map(|(id, name)| {
            view! {
                <li>
                    <a href=routes::receipt(&id)>{name}</a>
                </li>
            }
        });
        view! {
            <p>{title}</p>
            <ul class="review-receipts" role="list">
                {links.collect_view()}
                {more}
            </ul>
        }
        .into_any()
    }
}

/// The IDs of the first receipts, and whose they are where that is known.
async fn request(page: ReviewPage) -> Result<Vec<(String, String)>, Problem> {
    let store = page.store;
    let first = store.api().review_receipts(&store.id(), "").await;
    let first = first.map_err(|error| error.problem)?;
    // Whose they are is only a help: their pages say it, too.
    let known = page.people.receipts(None).await.unwrap_or_default();
    let name = |id: &String| {
        let found = known.iter().find(|one| one.id == *id);
        found.map_or_else(|| id.clone(), |one| one.people.join(", "))
    };
    let ids = first.receipts.into_iter().take(LISTED);
    Ok(ids
        .map(|id| {
            let name = name(&id);
            (id, name)
        })
        .collect())
}
