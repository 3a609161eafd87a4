//! What a page looks for: its search box, its filters, and its URL, which follows it.

use crate::browser::reactive::{watch, watch_later};
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::ui::filter::{Filter, Options};
use crate::ui::search_box::SearchBox;
use leptos::html::Input;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::rc::Rc;
use std::time::Duration;

/// How long a pause in typing or scrolling is. The URL follows then, and not before:
/// Safari allows 100 changes of the URL in 30 seconds and throws at the next.
const PAUSE: Duration = Duration::from_millis(300);

/// What a page looks for, as its URL has it.
pub(crate) trait PageQuery: Clone + PartialEq + Send + Sync + 'static {
    /// Reads it from the raw query of the page's URL.
    fn from_url(query: &str) -> Self;

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

/// A filter of a page by one part of what it asks for.
#[component]
pub(crate) fn QueryFilter<Q>(
    label: &'static str,
    #[prop(into)] options: Signal<Options>,
    query: RwSignal<Q>,
    part: fn(&mut Q) -> &mut String,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
{
    let chosen = Signal::derive(move || std::mem::take(part(&mut query.get())));
    let choose = move |value| query.update(|query| *part(query) = value);
    view! { <Filter label=label options=options chosen=chosen on_choose=choose /> }
}

/// How a page's URL is read and written.
pub(crate) struct PageUrl<Q> {
    /// Whether a path is the page's. Leaving the page does not change what it looks for.
    pub(crate) is_of_page: Box<dyn Fn(&str) -> bool>,
    /// Called with each query that is chosen, typed and followed by a pause, or in a URL
    /// that is opened.
    pub(crate) apply: Box<dyn Fn(&Q)>,
    /// Writes the query into the URL, unless it is there already.
    pub(crate) write: Box<dyn Fn(HistoryEntry)>,
}

/// Writes the URL of a page. All copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct UrlWriter {
    write: StoredValue<Box<dyn Fn(HistoryEntry)>, LocalStorage>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl UrlWriter {
    fn new(write: Box<dyn Fn(HistoryEntry)>) -> Self {
        let writer = Self {
            write: StoredValue::new_local(write),
            timer: StoredValue::new(None),
        };
        on_cleanup(move || writer.cancel());
        writer
    }

    /// Writes it now. Back returns to what it was before.
    fn write(self) {
        self.cancel();
        self.write.with_value(|write| write(HistoryEntry::Keep));
    }

    /// Writes it after a pause. Back does not return to what it was before.
    pub(crate) fn write_later(self) {
        self.cancel();
        let write = move || {
            // The page may be another by then.
            let is_here = self.timer.try_update_value(Option::take).is_some();
            if is_here {
                self.write.with_value(|write| write(HistoryEntry::Replace));
            }
        };
        self.timer
            .set_value(set_timeout_with_handle(write, PAUSE).ok());
    }

    /// Whether the URL is behind, as a pause is awaited.
    fn is_waiting(self) -> bool {
        self.timer.with_value(Option::is_some)
    }

    fn cancel(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

/// The query in the URL of now. Reactive.
pub(crate) fn query_in_url<Q: PageQuery>() -> impl Fn() -> Q + Copy {
    let search = use_location().search;
    move || Q::from_url(&search.read())
}

/// Lets a page's URL follow its `query`, and the query its URL: reloading, sharing and
/// going back keep it.
pub(crate) fn follow_url<Q: PageQuery>(query: RwSignal<Q>, page: PageUrl<Q>) -> UrlWriter {
    let PageUrl {
        is_of_page,
        apply,
        write,
    } = page;
    let path = use_location().pathname;
    let in_url = query_in_url::<Q>();
    let apply = Rc::new(apply);
    let writer = {
        let apply = apply.clone();
        UrlWriter::new(Box::new(move |entry| {
            untrack(|| {
                query.with(|query| apply(query));
                write(entry);
            });
        }))
    };
    let mut before = query.get_untracked();
    watch_later(move || {
        let mut now = query.get();
        if now == before {
            return;
        }
        let is_typed = now.text() != before.text();
        before = now.clone();
        if untrack(in_url) == now {
            // It came from there.
            writer.cancel();
            untrack(|| apply(&now));
        } else if is_typed {
            // Back undoes a choice, but not single letters.
            writer.write_later();
        } else {
            writer.write();
        }
    });
    watch_later(move || {
        let wanted = in_url();
        let is_of_page = path.with(|path| is_of_page(path));
        if is_of_page && !writer.is_waiting() && query.get_untracked() != wanted {
            query.set(wanted);
        }
    });
    writer
}

/// What the page at `path` looks for; its URL, which `url` makes, follows it.
///
/// `apply` is called with the first query, and with each one after it that is
/// chosen, or typed and followed by a pause.
pub(crate) fn use_page_query<Q: PageQuery>(
    path: String,
    url: fn(Q) -> String,
    apply: impl Fn(&Q) + 'static,
) -> RwSignal<Q> {
    let navigation = use_navigation();
    let in_url = query_in_url::<Q>();
    let query = RwSignal::new(untrack(in_url));
    apply(&query.get_untracked());
    let write = move |entry| {
        let wanted = query.get();
        if in_url() != wanted {
            navigation.update(&url(wanted), entry);
        }
    };
    let page = PageUrl {
        is_of_page: Box::new(move |now| now == path),
        apply: Box::new(apply),
        write: Box::new(write),
    };
    follow_url(query, page);
    query
}
