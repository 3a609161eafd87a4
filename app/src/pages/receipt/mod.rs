//! The page of a receipt: what was done with the accounts of a person, as a document.

mod document;

use crate::api::console_api::ConsoleApi;
use crate::components::load_status::LoadFailed;
use crate::components::not_found::NotFound;
use crate::components::page_title::{name_page, show_page};
use crate::messages::receipts;
use crate::state::loadable::{Loadable, Phase};
use crate::state::stores::use_stores;
use crate::ui::placeholders::Skeleton;
use document::Document;
use leptos::prelude::*;
use roster::people::PeopleReceipt;
use std::sync::Arc;
use wire::console::people::StoredReceipt;

/// What the server answered.
#[derive(Clone, Default)]
enum Answer {
    /// Nothing yet.
    #[default]
    Nothing,
    /// There is no such receipt.
    Missing,
    Found(Found),
}

/// A receipt.
#[derive(Clone)]
struct Found {
    stored: Arc<StoredReceipt>,
    /// What it says; nothing where it is of a version that is unknown here.
    receipt: Option<Arc<PeopleReceipt>>,
}

impl From<StoredReceipt> for Found {
    fn from(stored: StoredReceipt) -> Self {
        Self {
            receipt: serde_json::from_str(stored.body.get()).ok().map(Arc::new),
            stored: Arc::new(stored),
        }
    }
}

/// The page of the receipt with this ID.
pub(crate) fn page(id: &str) -> AnyView {
    view! { <ReceiptPage id=id.to_owned() /> }.into_any()
}

#[component]
fn ReceiptPage(id: String) -> impl IntoView {
    show_page(&[receipts::RECEIPT]);
    let session = use_stores().session;
    let api = ConsoleApi { session };
    let loadable = StoredValue::new(Loadable::new(Answer::default()));
    let missing = format!("There is no receipt with the ID {id}.");
    let id = StoredValue::new(id);
    let load = move || {
        let id = id.get_value();
        let request = async move {
            match api.receipt(&id).await {
                Ok(stored) => Ok(Answer::Found(stored.into())),
                Err(error) if error.status == 404 && !error.is_intercepted => Ok(Answer::Missing),
                Err(error) => Err(error.problem),
            }
        };
        loadable.with_value(|loadable| loadable.load(request));
    };
    load();
    let state = loadable.with_value(|loadable| loadable.state().clone());
    // What could not be loaded without a session is loaded once there is one.
    let failed = state.clone();
    Effect::new(move |before: Option<()>| {
        session.track_resumed();
        if before.is_some() && untrack(|| failed.has_failed()) {
            load();
        }
    });
    let answer = loadable.with_value(Loadable::value);
    let for_title = answer.clone();
    let title = Memo::new(move |_| {
        for_title.with(|answer| match answer {
            Answer::Found(Found {
                receipt: Some(receipt),
                ..
            }) => receipts::title(receipt),
            _ => receipts::RECEIPT.to_owned(),
        })
    });
    Effect::new(move || title.with(|title| name_page(&[title])));
    let body = move || match (state.phase(), answer.get()) {
        (Phase::Failed, _) => {
            let state = state.clone();
            view! { <LoadFailed class="part" state=state on_retry=move |()| load() /> }.into_any()
        }
        (_, Answer::Found(Found { stored, receipt })) => {
            view! { <Document stored=stored receipt=receipt /> }.into_any()
        }
        (_, Answer::Nothing | Answer::Missing) => view! { <Skeleton /> }.into_any(),
    };
    let body = StoredValue::new_local(body);
    let answer = loadable.with_value(Loadable::value);
    let is_missing = Memo::new(move |_| answer.with(|answer| matches!(answer, Answer::Missing)));
    move || {
        if is_missing.get() {
            let what = missing.clone();
            return view! { <NotFound what=what /> }.into_any();
        }
        view! {
            <article class="page people-receipt">
                <h1 class="page-head" tabindex="-1">
                    {title}
                </h1>
                {move || body.with_value(|body| body())}
            </article>
        }
        .into_any()
    }
}
