//! What is shown in place of a list's rows while there are none.

use super::{List, ListQuery};
use crate::browser::focus::focus;
use crate::browser::time::number;
use crate::state::loadable::Phase;
use leptos::prelude::*;

/// What a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewState {
    Loading,
    Failed,
    Empty,
    NoMatch,
    Rows,
}

/// What a list shows. Typing does not change it. `is_empty` says whether there are no
/// rows, whatever is searched for.
pub(crate) fn view_state(
    list: List,
    phase: impl Fn() -> Phase + Send + Sync + 'static,
    is_empty: impl Fn() -> bool + Send + Sync + 'static,
) -> Memo<ViewState> {
    let shown = list.shown;
    Memo::new(move |_| match phase() {
        Phase::Loading => ViewState::Loading,
        Phase::Failed => ViewState::Failed,
        _ if is_empty() => ViewState::Empty,
        _ if shown.get() == 0 => ViewState::NoMatch,
        _ => ViewState::Rows,
    })
}

/// Whether the table is hidden. It stays on the page, with its columns and what
/// has the focus in it.
pub(crate) fn hides_table(state: Memo<ViewState>) -> Signal<bool> {
    Signal::derive(move || matches!(state.get(), ViewState::Failed | ViewState::Empty))
}

/// There are rows, but none that match the search and the filters.
#[component]
pub(crate) fn NoMatch<Q: ListQuery>(
    list: List,
    query: RwSignal<Q>,
    /// What else can be done.
    more: Option<AnyView>,
) -> impl IntoView {
    let noun = list.noun;
    let parts = move || {
        let mut query = query.get();
        let is_filtered = query.filter_count() > 0;
        (query.text().trim().to_owned(), is_filtered)
    };
    let title = move || {
        let many = noun.many;
        match parts() {
            (text, _) if text.is_empty() => format!("No {many} match these filters"),
            (text, false) => format!("No {many} match “{text}”"),
            (text, true) => format!("No {many} match “{text}” and these filters"),
        }
    };
    let text = move || {
        let (text, is_filtered) = parts();
        let what = match (text.is_empty(), is_filtered) {
            (true, _) => "The filters hide",
            (false, true) => "The search and the filters hide",
            (false, false) => "The search hides",
        };
        list.drawn.track();
        match list.rows.read_value().total {
            1 => format!("{what} the only {}.", noun.one),
            count => format!("{what} all {} {}.", number(count), noun.many),
        }
    };
    let clear = move |_| {
        query.update(ListQuery::clear);
        // The button goes with what it cleared.
        focus("input[type=search]");
    };
    view! {
        <div class="instead">
            <p class="instead-title">{title}</p>
            <p>{text}</p>
            <div class="actions">
                <button type="button" class="button" on:click=clear>
                    "Clear search and filters"
                </button>
            </div>
            {more}
        </div>
    }
}
