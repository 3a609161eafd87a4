//! What the pages of Activity share: their head, and the table of a log.

use crate::routes;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The head of one of the pages of Activity, with links to all of them.
#[component]
pub(crate) fn LogPageHead(
    /// What the page shows, in a sentence or two.
    lead: &'static str,
    /// What narrows it, counts it and exports it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <div class="title-row">
                <h1 tabindex="-1">"Activity"</h1>
                <nav class="segments" aria-label="Activity">
                    <PageLink label="This browser" url=routes::activity() />
                    <PageLink label="Audit log" url=routes::trail() />
                </nav>
            </div>
            <p class="lead">{lead}</p>
            {children()}
        </div>
    }
}

#[component]
fn PageLink(label: &'static str, url: String) -> impl IntoView {
    let path = use_location().pathname;
    let current = {
        let url = url.clone();
        move || path.with(|path| if *path == url { "page" } else { "false" })
    };
    view! {
        <a class="button" href=url aria-current=current>
            {label}
        </a>
    }
}

/// The table of a log, in its frame. The roles repeat what the elements say:
/// narrow pages show the rows as cards.
#[component]
pub(crate) fn LogTable(
    class: &'static str,
    caption: &'static str,
    /// The titles of its columns.
    columns: &'static [&'static str],
    /// Whether there are no rows. The table is hidden then.
    #[prop(into)]
    is_empty: Signal<bool>,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let title = |title: &&'static str| {
        view! {
            <th role="columnheader" scope="col">
                {*title}
            </th>
        }
    };
    view! {
        <div class="log-frame" hidden=is_empty>
            <table class=class role="table">
                <caption class="hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{columns.iter().map(title).collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}
