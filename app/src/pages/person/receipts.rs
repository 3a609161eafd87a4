//! The receipts of what was done about the person.

use super::PersonPage;
use crate::browser::time;
use crate::components::load_status::LoadFailed;
use crate::routes;
use crate::state::loadable::{Loadable, Phase};
use leptos::prelude::*;
use wire::console::people::ReceiptSummary;

/// The receipts; nothing where there are none.
#[component]
pub(super) fn Receipts(page: PersonPage) -> impl IntoView {
    let list = StoredValue::new(Loadable::new(Vec::<ReceiptSummary>::new()));
    let load = move || {
        let request = async move {
            let key = page.key_text();
            page.people.receipts(Some(&key)).await
        };
        list.with_value(|list| list.load(request));
    };
    load();
    let state = list.with_value(|list| list.state().clone());
    let receipts = list.with_value(Loadable::value);
    move || {
        let body = match state.phase() {
            Phase::Failed => {
                let state = state.clone();
                view! { <LoadFailed class="part" state=state on_retry=move |()| load() /> }
                    .into_any()
            }
            Phase::Loading => return None,
            Phase::Ready | Phase::Stale => {
                let receipts = receipts.get();
                if receipts.is_empty() {
                    return None;
                }
                let items = receipts
                    .into_iter()
                    .map(|one| view! { <Receipt one=one /> });
                let items = items.collect_view();
                view! { <ul class="person-receipts" role="list">{items}</ul> }.into_any()
            }
        };
        Some(view! {
            <section class="person-part" aria-labelledby="receipts">
                <h2 id="receipts">"Receipts"</h2>
                {body}
            </section>
        })
    }
}

#[component]
fn Receipt(one: ReceiptSummary) -> impl IntoView {
    let written = time::write(&one.at);
    let when = written.map_or_else(|| one.at.clone(), |written| written.whole);
    let by = one.by.map(|by| format!(", by {by}"));
    view! {
        <li>
            <a href=routes::receipt(&one.id)>"Access removed " {when}</a>
            {by}
        </li>
    }
}
