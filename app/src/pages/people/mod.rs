//! The people: a list with a row for each person and a column for each connection, a
//! search, filters, and what can be done with many people at once.

mod bulk;
mod cells;
mod columns;
mod export;
mod filters;
mod notices;
mod placeholders;
mod query;
mod row_menu;
mod table;
mod toolbar;

use crate::api::session::SessionState;
use crate::browser::reactive::watch;
use crate::components::list::{List, ListRows, Noun, follow_list_url, hides_table};
use crate::components::navigation::{Navigation, use_navigation};
use crate::components::page_query::query_in_url;
use crate::components::page_title::show_page;
use crate::routes::{self, PeopleQuery};
use crate::state::people::{PeopleStore, use_people};
use crate::state::stores::use_stores;
use crate::state::user_store::UserStore;
use crate::ui::selection::Selection;
use crate::ui::table::Lengths;
use crate::ui::tooltip::TooltipArea;
use bulk::BulkBar;
use columns::Entry;
use leptos::prelude::*;
use notices::Notices;
use placeholders::{NoConnections, PeoplePlaceholder, people_view_state};
use roster::people::{People, Person, PersonId};
use std::sync::Arc;
use table::PeopleTable;
use toolbar::PageHead;

/// What a row is called.
const NOUN: Noun = Noun {
    one: "person",
    many: "people",
};

/// Under which name the browser keeps the choice of columns.
const STORAGE: &str = "people";

/// Of how many people the texts are measured, so that columns are as wide as they need.
/// Measuring all of 100,000 would keep the page from responding.
const MEASURED: usize = 500;

/// The list and the people behind it. Cheap to clone; all clones are the same.
#[derive(Clone)]
struct PeopleList {
    people: PeopleStore,
    /// The users of each connection, in the order of their columns.
    stores: Arc<[UserStore]>,
    list: List,
    /// What the URL asks for.
    query: RwSignal<PeopleQuery>,
    /// What each column shows.
    entries: Arc<[Entry]>,
    navigation: Navigation,
    session: SessionState,
}

/// The page.
pub(crate) fn page() -> AnyView {
    show_page(&["People"]);
    let people = use_people();
    let shown = move || {
        let stores = people.user_stores();
        untrack(|| {
            if stores.is_empty() {
                view! { <NoConnections /> }.into_any()
            } else {
                list_page(people, stores)
            }
        })
    };
    view! { <div class="page">{shown}</div> }.into_any()
}

/// The list of the people of these connections.
fn list_page(people: PeopleStore, stores: Vec<UserStore>) -> AnyView {
    let people = PeopleList::start(people, stores);
    people.follow();
    let state = people_view_state(&people);
    let table = table::handle(&people);
    follow_list_url(people.list, people.query, table.handle, |path| {
        path.trim_end_matches('/') == routes::people()
    });
    let columns = people.list.columns;
    view! {
        <div class="page">
            <PageHead people=people.clone() />
            <Notices people=people.clone() />
            <TooltipArea>
                <PeopleTable columns=columns table=table hidden=hides_table(state) />
            </TooltipArea>
            <PeoplePlaceholder people=people.clone() state=state />
            <BulkBar people=people />
        </div>
    }
    .into_any()
}

impl PeopleList {
    /// The people of these connections, not shown yet. The list is sorted
    /// and filtered as the URL says.
    fn start(people: PeopleStore, stores: Vec<UserStore>) -> Self {
        let connections = stores.iter().map(UserStore::connection);
        let entries = columns::all(connections.map(|one| (&*one.id, &*one.label)));
        Self {
            people,
            list: List::new(NOUN, columns::listed(&entries), STORAGE),
            query: RwSignal::new(untrack(query_in_url())),
            stores: stores.into(),
            entries: entries.into(),
            navigation: use_navigation(),
            session: use_stores().session,
        }
    }

    /// Updates the rows when other people can be shown or the query changes.
    fn follow(&self) {
        let this = self.clone();
        let ids: Vec<String> = self
            .stores
            .iter()
            .map(|store| store.connection().id.clone())
            .collect();
        watch(move || {
            let query = this
                .query
                .with(|wanted| query::wanted(wanted, &ids, &this.entries));
            this.people.track();
            let found: Vec<u32> = this
                .people
                .rows(&query)
                .into_iter()
                .map(PersonId::number)
                .collect();
            this.update_rows(&found);
            this.list.show(found);
        });
    }

    /// Makes room for the rows that were found, and deselects people who are gone.
    fn update_rows(&self, found: &[u32]) {
        let count = found.iter().max().map_or(0, |last| last + 1);
        let (total, needs) = self.people.read(|people, lists| {
            let total = people.ids().count();
            let is_new = self.list.rows.read_value().total != total;
            let person = |id| people.person(id, lists);
            (total, is_new.then(|| needs(people, total, person)))
        });
        let mut rows = self.list.rows.write_value();
        let ListRows { keys, .. } = &mut *rows;
        keys.extend_to(count);
        rows.total = total;
        if let Some(needs) = needs {
            rows.needs = needs;
        }
        drop(rows);
        if self.list.selection.with_untracked(Selection::is_empty) {
            return;
        }
        self.people.read(|people, _| {
            self.list
                .deselect_gone(|key| people.numbered(key).is_some());
        });
    }

    /// What `read` makes of the person in the row with this key.
    fn with_person<T>(&self, key: u32, read: impl FnOnce(&Person<'_>) -> T) -> Option<T> {
        self.people.read(|people, lists| {
            let id = people.numbered(key)?;
            Some(read(&people.person(id, lists)))
        })
    }

    /// The keys of those who are selected, as URLs have them, in the order of the list.
    fn selected(&self) -> Vec<String> {
        let key = |row| self.with_person(row, |person| person.key().to_string());
        self.list.selected().into_iter().filter_map(key).collect()
    }
}

/// How many characters the texts of people need in each column whose width follows them.
fn needs<'a>(
    people: &'a People,
    total: usize,
    person: impl Fn(PersonId) -> Person<'a>,
) -> Vec<(&'static str, crate::ui::table::Need)> {
    let step = (total / MEASURED).max(1);
    let mut lengths = [(); 3].map(|()| Lengths::default());
    for id in people.ids().step_by(step) {
        let person = person(id);
        lengths[0].add(&person.name());
        lengths[1].add(&cells::addresses(&person));
        lengths[2].add(&cells::flags(&person));
    }
    let needs = lengths.iter().map(Lengths::need);
    ["name", "address", "flags"]
        .into_iter()
        .zip(needs)
        .collect()
}
