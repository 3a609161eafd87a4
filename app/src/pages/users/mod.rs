//! The users of a connection: a list with a search, filters, and
//! changes of many users at once.

mod bulk;
mod columns;
mod export;
mod filters;
mod list;
mod orphans;
mod preferences;
mod roles;
mod row_actions;
mod row_menu;
mod row_model;
mod table;
mod toolbar;
mod url_sync;

use crate::browser::focus::focus;
use crate::browser::reactive::{watch, watch_later};
use crate::components::connection_page::ConnectionPage;
use crate::components::navigation::{Navigation, use_navigation};
use crate::components::page_query::query_in_url;
use crate::components::page_title::{name_page, show_page};
use crate::lazy::Lazy;
use crate::routes::{self, UserQuery};
use crate::state::connections::ConnectionState;
use crate::state::stores::use_user_store;
use crate::state::user_store::UserStore;
use crate::ui::selection::Selection;
use crate::ui::table::{Layout, TableHandle};
use bulk::BulkBar;
use columns::{Entry, Sources};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use list::{ListPlaceholder, StaleUsers};
use roster::accounts::Account;
use row_model::Rows;
use std::rc::Rc;
use std::sync::Arc;
use toolbar::PageHead;

/// What this page shows of other parts of the console, on demand. In context.
#[derive(Clone, Copy)]
pub(crate) struct OnDemand {
    /// The panel of one user.
    pub(crate) user: fn() -> Lazy<Panel>,
    /// Fetches what is likely to be needed next.
    pub(crate) prefetch: fn(),
}

/// What makes the panel of the user with this key; the last argument closes it.
pub(crate) type Panel = fn(UserStore, &str, Rc<dyn Fn()>) -> AnyView;

/// What the page knows. Cheap to clone; all clones are the same.
#[derive(Clone)]
struct Users {
    store: UserStore,
    entries: Arc<[Entry]>,
    /// What the URL asks for.
    query: RwSignal<UserQuery>,
    rows: ArcStoredValue<Rows>,
    /// Changes when `rows` are others or show something else.
    drawn: RwSignal<()>,
    /// How many rows are shown.
    shown: RwSignal<usize>,
    selection: RwSignal<Selection>,
    layout: RwSignal<Layout>,
    density: RwSignal<String>,
    navigation: Navigation,
}

/// The page at `/{connection}/users`.
#[component]
pub(crate) fn UsersPage() -> impl IntoView {
    view! { <ConnectionPage page=users_page /> }
}

/// The users of one connection.
fn users_page(state: &ConnectionState) -> AnyView {
    show_page(&["Users", &state.connection.label]);
    let users = Users::start(state);
    users.follow();
    let state = users.store.load_state().clone();
    let parts = expect_context::<OnDemand>();
    // What is likely to be needed next is fetched while the list is looked at.
    watch_later(move || {
        if state.is_loaded() {
            (parts.prefetch)();
        }
    });
    let view_state = list::view_state(&users);
    let (table_view, table) = table::table(&users, list::hides_table(view_state));
    url_sync::follow(&users, table);
    view! {
        <div class="page">
            <PageHead users=users.clone() />
            <StaleUsers users=users.clone() />
            {table_view}
            <ListPlaceholder users=users.clone() state=view_state />
            <BulkBar users=users.clone() />
            <OpenUser users=users table />
        </div>
    }
    .into_any()
}

/// The user that is open beside the list.
#[component]
fn OpenUser(users: Users, table: TableHandle) -> impl IntoView {
    let location = use_location();
    let parts = expect_context::<OnDemand>();
    let open = Memo::new(move |_| routes::open_user(&location.pathname.read()));
    move || {
        let key = open.get()?;
        let (users, closed) = (users.clone(), key.clone());
        let store = users.store.clone();
        let close: Rc<dyn Fn()> = Rc::new(move || {
            let connection = users.store.connection();
            let list = routes::users(&connection.id).unwrap_or_default();
            let query = location.search.get_untracked();
            users.navigation.open(&routes::with_query(&list, &query));
            name_page(&["Users", &connection.label]);
            // The focus goes back to the user's row, if it is still there.
            let place = users
                .store
                .accounts
                .with_untracked(|accounts| accounts.place(&closed));
            let number = place.and_then(|place| users.rows.read_value().number_at(place));
            request_animation_frame(move || match number {
                Some(number) => table.focus(number),
                None => focus("main h1"),
            });
        });
        let panel =
            untrack(|| (parts.user)().view(move |panel| panel(store.clone(), &key, close.clone())));
        Some(view! { <div class="page">{panel}</div> })
    }
}

impl Users {
    fn start(state: &ConnectionState) -> Self {
        let platform = state.connection.platform;
        let entries = columns::all(platform);
        let rows = Rows::new(Sources::from_entries(&entries));
        let (layout, density) = preferences::stored(platform, &entries);
        Self {
            store: use_user_store(state),
            entries: entries.into(),
            query: RwSignal::new(untrack(query_in_url())),
            rows: ArcStoredValue::new(rows),
            drawn: RwSignal::new(()),
            shown: RwSignal::new(0),
            selection: RwSignal::new(Selection::default()),
            layout,
            density,
            navigation: use_navigation(),
        }
    }

    /// Updates the rows when users were read or the query changes.
    fn follow(&self) {
        let users = self.clone();
        // No store has this revision: the first time all users are read.
        let mut revision = (u32::MAX, 0);
        watch(move || {
            let query = users.query.get();
            users.store.accounts.with(|accounts| {
                let mut rows = users.rows.write_value();
                let (changed, now) = users.store.changed_since(revision);
                match changed {
                    None => rows.load(accounts),
                    Some(names) if names.is_empty() => {}
                    Some(names) => rows.update(accounts, &names),
                }
                if revision != now {
                    users.forget_gone(&rows);
                }
                revision = now;
                rows.show(accounts, &query);
            });
            users.shown.set(users.rows.read_value().count());
            users.drawn.set(());
        });
    }

    /// Deselects users that are gone.
    fn forget_gone(&self, rows: &Rows) {
        let selected = self.selection.with_untracked(Selection::keys);
        let gone: Vec<u32> = selected
            .into_iter()
            .filter(|key| !rows.is_there(*key))
            .collect();
        if !gone.is_empty() {
            self.selection
                .update(|selection| selection.set_all(&gone, false));
        }
    }

    /// What `read` makes of the account in the row with this key.
    fn with_account<T>(&self, key: u32, read: impl FnOnce(&Account) -> T) -> Option<T> {
        self.store.accounts.with_untracked(|accounts| {
            let rows = self.rows.read_value();
            rows.account(accounts, key).map(read)
        })
    }

    /// The platform's keys for who is selected, each once.
    fn selected(&self) -> Vec<String> {
        let keys = self.selection.with_untracked(Selection::keys);
        let mut names: Vec<String> = keys
            .into_iter()
            .filter_map(|key| self.with_account(key, |account| account.key.to_string()))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The URL of an account's panel, with the list as it is beside it; empty where no URL
/// can name it.
fn url(users: &Users, account: &Account) -> String {
    let Some(url) = routes::user(&users.store.connection().id, &account.key) else {
        return String::new();
    };
    let query = users
        .query
        .with_untracked(|query| routes::listing(query, 0));
    routes::with_query(&url, &query)
}
