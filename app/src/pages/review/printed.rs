//! The whole review as a document, while it is printed.

use super::ReviewPage;
use super::facts::facts;
use crate::browser::time;
use crate::messages::reviews as words;
use crate::ui::key_values::KeyValues;
use leptos::prelude::*;
use wire::console::reviews::{Decision, ReviewEvidence, ReviewItem};

/// It, only while it is printed: thousands of rows are on the page then.
#[component]
pub(super) fn Printed(page: ReviewPage) -> impl IntoView {
    move || {
        page.is_printed.get().then(|| {
            untrack(|| {
                let evidence = page.store.evidence()?;
                Some(view! { <Document page=page evidence=evidence /> })
            })
        })
    }
}

#[component]
fn Document(page: ReviewPage, evidence: ReviewEvidence) -> impl IntoView {
    let ReviewEvidence {
        review,
        items,
        decisions,
    } = evidence;
    let pairs = facts(page, &review, &untrack(|| page.store.progress()));
    let mut by_item: Vec<Option<&Decision>> = vec![None; items.len()];
    for decision in &decisions {
        if let Some(place) = by_item.get_mut(decision.item) {
            *place = Some(decision);
        }
    }
    let rows = items
        .iter()
        .zip(by_item)
        .map(|(item, decision)| row(page, item, decision));
    let rows = rows.collect_view();
    let state = words::state(review.state);
    view! {
        <article class="people-receipt review-printed">
            <h1>"Access review: " <bdi>{review.name}</bdi></h1>
            <p class="plan-summary">{state}</p>
            <KeyValues pairs=pairs />
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Account"</th>
                        <th scope="col">"Then"</th>
                        <th scope="col">"Decision"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </article>
    }
}

fn row(page: ReviewPage, item: &ReviewItem, decision: Option<&Decision>) -> impl IntoView + use<> {
    let account = format!(
        "{} on {}",
        super::rows::handle(item),
        page.label(&item.account.connection)
    );
    let then = [
        words::state_then(item.state).to_owned(),
        words::roles(item),
        format!("last sign-in: {}", words::last_sign_in(&item.last_sign_in)),
        words::suggestions(item),
    ];
    let then: Vec<String> = then.into_iter().filter(|text| !text.is_empty()).collect();
    let kind = decision.and_then(|decision| decision.decision);
    let decided = decision.map(|decision| {
        let by = decision.by.clone().unwrap_or_else(words::unknown_person);
        let at = time::write(&decision.at).map_or_else(|| decision.at.clone(), |at| at.absolute);
        let comment = (!decision.comment.is_empty()).then(|| format!("“{}”", decision.comment));
        view! {
            <br />
            {format!("{by}, {at}")}
            <br />
            {comment}
        }
    });
    view! {
        <tr>
            <th scope="row">
                <bdi>{item.name.clone()}</bdi>
                <br />
                <span class="key">{account}</span>
            </th>
            <td>{then.join(" · ")}</td>
            <td>{words::decision(kind)} {decided}</td>
        </tr>
    }
}
