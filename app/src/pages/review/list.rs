//! The review with its accounts.

use super::ReviewPage;
use super::columns;
use super::controls::Controls;
use super::desk::Desk;
use super::facts::Facts;
use super::head::Head;
use super::notices::Notices;
use super::printed::Printed;
use super::rows::ReviewRows;
use super::table::{ReviewTable, table};
use crate::components::list::{
    ListToolbar, NoMatch, ViewState, count_shown, follow_list_url, hides_table, view_state,
};
use crate::components::load_status::PeopleLoadStatus;
use crate::components::page_query::QueryFilter;
use crate::components::unknown_connections::UnknownConnections;
use crate::messages::counted;
use crate::routes::{self, Decided};
use crate::state::loadable::Phase;
use crate::ui::filter::Options;
use crate::ui::tooltip::TooltipArea;
use leptos::prelude::*;

/// The page of a review that is open or closed.
#[component]
pub(super) fn ListPage(page: ReviewPage) -> impl IntoView {
    let items = untrack(|| page.store.found()).map_or_else(Default::default, |found| found.items);
    let rows = ReviewRows::start(page, items);
    rows.follow();
    let controls = Controls::new(rows.clone());
    let (handle, menu) = table(&rows, &controls);
    controls.set_table(handle);
    let (list, query) = (rows.list, rows.query);
    let own = routes::review(&page.store.id());
    follow_list_url(list, query, handle, move |path| {
        path.trim_end_matches('/') == own
    });
    let total = rows.items.len();
    let state = view_state(list, || Phase::Ready, move || total == 0);
    let no_match = move || {
        (state.get() == ViewState::NoMatch)
            .then(|| untrack(|| view! { <NoMatch list=list query=query more=None /> }))
    };
    let count = count_shown(list, query, move || Some(total));
    view! {
        <div class="page review-page">
            <Head page=page />
            <Notices rows=rows.clone() />
            <UnknownConnections people=page.people />
            <div class="page-head review-list-head">
                <ListToolbar
                    list=list
                    query=query
                    search="Search accounts"
                    filters=filters(&rows)
                    columns=columns::ALL.to_vec()
                />
                <div class="meta-row">
                    <PeopleLoadStatus count=count people=page.people />
                    <Facts page=page />
                </div>
            </div>
            <TooltipArea>
                <ReviewTable
                    rows=rows.clone()
                    table=handle
                    menu=menu
                    hidden=hides_table(state)
                />
            </TooltipArea>
            {no_match}
            <Desk controls=controls />
            <Printed page=page />
        </div>
    }
}

/// What the list can be narrowed to.
fn filters(rows: &ReviewRows) -> AnyView {
    let query = rows.query;
    let counting = rows.clone();
    let decided = Signal::derive(move || {
        let changed = counting.changed_count();
        let label = |one: Decided| match one {
            Decided::Undecided => "Undecided".to_owned(),
            Decided::Kept => "Kept".to_owned(),
            Decided::Revoked => "Revoked".to_owned(),
            Decided::Changed => {
                format!("Changed since: {}", counted(changed, "account", "accounts"))
            }
        };
        let mut all = vec![(String::new(), "Any decision".to_owned())];
        all.extend(Decided::ALL.map(|one| (one.name().to_owned(), label(one))));
        all
    });
    let mut connections: Options = vec![(String::new(), "All connections".to_owned())];
    let review = untrack(|| rows.store().review());
    let ids = review.map_or_else(Vec::new, |review| review.scope.connections.clone());
    connections.extend(ids.into_iter().map(|id| {
        let label = rows.page.label(&id);
        (id, label)
    }));
    let suggested: Options = vec![
        (String::new(), "Any suggestion".to_owned()),
        ("any".to_owned(), "With a suggestion".to_owned()),
    ];
    view! {
        <QueryFilter label="Decision" options=decided query=query part=|query| &mut query.decided />
        <QueryFilter
            label="Connection"
            options=connections
            query=query
            part=|query| &mut query.connection
        />
        <QueryFilter
            label="Suggestion"
            options=suggested
            query=query
            part=|query| &mut query.suggested
        />
    }
    .into_any()
}
