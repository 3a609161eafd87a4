//! What a page looks for: its search box and its URL.

use crate::browser::reactive::watch;
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::ui::search_box::SearchBox;
use leptos::html::Input;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::rc::Rc;
use std::time::Duration;

/// How long a pause in typing is. The URL follows then, and not before.
const PAUSE: Duration = Duration::from_millis(300);

/// What a page looks for, as its URL has it.
pub(crate) trait PageQuery: Clone + PartialEq + Send + Sync + 'static {
    /// Reads it from the raw query of the page's URL.
    fn from_url(query: &str) -> Self;

    /// The URL of the page with this query.
    fn url(&self) -> String;

    /// What is searched for.
    fn text(&mut self) -> &mut String;
}

/// The search box of a page whose query is kept in its URL.
#[component]
pub(crate) fn PageSearch<Q>(
    /// Its accessible name and its placeholder.
    label: &'static str,
    /// What the page looks for.
    query: RwSignal<Q>,
    /// The part of it that is typed here.
    text: fn(&mut Q) -> &mut String,
    /// Its input.
    #[prop(optional)]
    node_ref: NodeRef<Input>,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
{
    let wanted = move || text(&mut query.get()).clone();
    let typed = RwSignal::new(untrack(wanted));
    watch(move || {
        let typed = typed.get();
        if untrack(wanted) != typed {
            query.update(|query| *text(query) = typed);
        }
    });
    watch(move || {
        let wanted = wanted();
        if typed.with_untracked(|typed| *typed != wanted) {
            typed.set(wanted);
        }
    });
    view! { <SearchBox label=label text=typed node_ref=node_ref /> }
}

/// What the page at `path` looks for. Its URL follows a change, and a change of
/// the URL is one of the query: reloading, sharing and going back keep it.
///
/// `apply` is called with the first query, and with each one after it that is
/// chosen, or typed and followed by a pause.
pub(crate) fn use_page_query<Q: PageQuery>(
    path: String,
    apply: impl Fn(&Q) + 'static,
) -> RwSignal<Q> {
    let location = use_location();
    let navigation = use_navigation();
    let in_url = move || Q::from_url(&location.search.read());
    let query = RwSignal::new(untrack(in_url));
    apply(&query.get_untracked());

    let settle: Rc<dyn Fn(HistoryEntry)> = Rc::new(move |entry| {
        let Some(wanted) = query.try_get_untracked() else {
            return;
        };
        apply(&wanted);
        if untrack(in_url) != wanted {
            navigation.update(&wanted.url(), entry);
        }
    });
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |before: Option<Q>| {
        let now = query.get();
        let Some(mut before) = before.filter(|before| *before != now) else {
            return now;
        };
        stop();
        // Back undoes a choice, but not single letters.
        if before.text() == now.clone().text() {
            untrack(|| settle(HistoryEntry::Keep));
        } else {
            let settle = settle.clone();
            let settle = move || {
                timer.set_value(None);
                settle(HistoryEntry::Replace);
            };
            timer.set_value(set_timeout_with_handle(settle, PAUSE).ok());
        }
        now
    });
    Effect::new(move |_| {
        let wanted = in_url();
        // Leaving the page is not a wish to see everything, and while a pause in
        // typing is awaited the URL is behind.
        let is_here = location.pathname.with(|now| *now == path);
        let is_behind = timer.with_value(Option::is_some);
        if is_here && !is_behind && query.get_untracked() != wanted {
            query.set(wanted);
        }
    });
    on_cleanup(stop);
    query
}
