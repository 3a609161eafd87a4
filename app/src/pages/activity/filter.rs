//! Which requests are shown.

use crate::api::request_log::Entry;
use crate::components::page_query::{PageQuery, PageSearch, QueryFilter};
use crate::routes::{self, RequestQuery};
use crate::state::stores::use_stores;
use leptos::prelude::*;
use roster::view::fold;

/// One part of the query.
type Part = fn(&mut RequestQuery) -> &mut String;

/// The outcome that shows failures only.
const FAILED: &str = "failed";

/// The kind that shows changes only.
const CHANGE: &str = "change";

impl PageQuery for RequestQuery {
    fn from_url(query: &str) -> Self {
        routes::request_query_of(query)
    }

    fn text(&mut self) -> &mut String {
        &mut self.text
    }
}

/// Whether `entry` is one of those that `query` asks for.
pub(super) fn passes(entry: &Entry, query: &RequestQuery) -> bool {
    let is_hidden = query.outcome == FAILED && !entry.is_failure()
        || query.kind == CHANGE && !entry.route.writes()
        || !query.connection.is_empty() && query.connection != entry.connection;
    if is_hidden {
        return false;
    }
    let words = fold(&query.text);
    words.is_empty() || {
        let body = entry.body.as_deref().unwrap_or_default();
        let texts = [&*entry.action(), &entry.target, body, &entry.answer];
        let text = fold(&texts.join(" "));
        words.split_whitespace().all(|word| text.contains(word))
    }
}

/// The controls that set the query.
#[component]
pub(super) fn Filters(query: RwSignal<RequestQuery>) -> impl IntoView {
    let connections = use_stores().connections;
    view! {
        <div class="toolbar">
            <PageSearch label="Search requests" query=query text=|query| &mut query.text />
            <QueryFilter
                label="Connection"
                options=Signal::derive(move || connections.options())
                query=query
                part=|query| &mut query.connection
            />
            <OnlyBox label="Failures only" query=query part=|query| &mut query.outcome only=FAILED />
            <OnlyBox label="Changes only" query=query part=|query| &mut query.kind only=CHANGE />
        </div>
    }
}

/// A tick box that narrows a part of the query to one value.
#[component]
fn OnlyBox(
    label: &'static str,
    query: RwSignal<RequestQuery>,
    part: Part,
    /// The value that the part has while the box is ticked.
    only: &'static str,
) -> impl IntoView {
    let is_ticked = move || *part(&mut query.get()) == only;
    let tick = move |ticked: bool| {
        let value = if ticked { only } else { "" };
        query.update(|query| value.clone_into(part(query)));
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=is_ticked
                on:change:target=move |event| tick(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}
