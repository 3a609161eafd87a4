//! The users of a connection: a list with a search, filters, and
//! changes of many users at once.

mod bulk;
mod columns;
mod export;
mod filters;
mod list;
mod orphans;
mod query;
mod roles;
mod row_actions;
mod row_menu;
mod row_model;
mod table;
mod toolbar;

use crate::browser::focus::focus;
use crate::browser::reactive::{watch, watch_later};
use crate::components::connection_page::ConnectionPage;
use crate::components::list::{List, Noun, follow_list_url, hides_table};
use crate::components::load_status::StaleNotice;
use crate::components::navigation::{Navigation, use_navigation};
use crate::components::page_query::query_in_url;
use crate::components::page_title::{name_page, show_page};
use crate::lazy::Lazy;
use crate::routes::{self, UserQuery};
use crate::state::connections::ConnectionState;
use crate::state::stores::use_user_store;
use crate::state::user_store::UserStore;
use crate::ui::selection::Selection;
use crate::ui::table::TableHandle;
use bulk::BulkBar;
use columns::{Entry, Sources};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use list::{UsersPlaceholder, users_view_state};
use roster::accounts::{Account, Accounts};
use row_model::RowModel;
use std::rc::Rc;
use std::sync::Arc;
use toolbar::PageHead;

/// What a row is called.
const NOUN: Noun = Noun {
    one: "user",
    many: "users",
};

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
    list: List,
    /// What the URL asks for.
    query: RwSignal<UserQuery>,
    /// What each column shows.
    entries: Arc<[Entry]>,
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
    let (store, state) = (users.store.clone(), users.store.load_state().clone());
    let (parts, loaded) = (expect_context::<OnDemand>(), state.clone());
    // What is likely to be needed next is fetched while the list is looked at.
    watch_later(move || {
        if loaded.is_loaded() {
            (parts.prefetch)();
        }
    });
    let view_state = users_view_state(&users);
    let (table_view, table) = table::table(&users, hides_table(view_state));
    let id = users.store.connection().id.clone();
    follow_list_url(users.list, users.query, table, move |path| {
        routes::is_within(&id, path)
    });
    view! {
        <div class="page">
            <PageHead users=users.clone() />
            <StaleNotice state=state on_retry=move |()| store.load() />
            {table_view}
            <UsersPlaceholder users=users.clone() state=view_state />
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
            // The page may be another by then.
            let rows = users.list.rows.try_read_value();
            let number = rows.and_then(|rows| rows.keys.number_at(place?));
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
        let columns = columns::listed(&entries);
        Self {
            store: use_user_store(state),
            list: List::new(NOUN, columns, platform.id()),
            query: RwSignal::new(untrack(query_in_url())),
            entries: entries.into(),
            navigation: use_navigation(),
        }
    }

    /// Updates the rows when users were read or the query changes.
    fn follow(&self) {
        let users = self.clone();
        let mut model = RowModel::new(Sources::from_entries(&users.entries));
        // No store has this revision: the first time all users are read.
        let mut revision = (u32::MAX, 0);
        watch(move || {
            let query = users.query.get();
            let found = users.store.accounts.with(|accounts| {
                let (changed, now) = users.store.changed_since(revision);
                if revision != now {
                    let mut rows = users.list.rows.write_value();
                    match changed {
                        None => model.load(accounts, &mut rows),
                        Some(names) => model.update(accounts, &names, &mut rows),
                    }
                    drop(rows);
                    let rows = users.list.rows;
                    let exists = |key| rows.read_value().keys.place(key).is_some();
                    users.list.deselect_gone(exists);
                }
                revision = now;
                model.find(accounts, &query)
            });
            users.list.show(found);
        });
    }

    /// The column with this id, and what it shows.
    fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.column().id == id)
    }

    /// The account in the row with this key.
    fn account<'a>(&self, accounts: &'a Accounts, key: u32) -> Option<&'a Account> {
        accounts
            .list
            .get(self.list.rows.read_value().keys.place(key)?)
    }

    /// What `read` makes of the account in the row with this key.
    fn with_account<T>(&self, key: u32, read: impl FnOnce(&Account) -> T) -> Option<T> {
        self.store
            .accounts
            .with_untracked(|accounts| self.account(accounts, key).map(read))
    }

    /// The platform's keys for who is selected, each once.
    fn selected(&self) -> Vec<String> {
        let keys = self.list.selection.with_untracked(Selection::keys);
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
