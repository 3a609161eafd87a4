//! The users of a connection: who there is, who can sign in, and what is done
//! about many of them at once.

mod address;
mod bulk;
mod columns;
mod deeds;
mod export;
mod filters;
mod kept;
mod list;
mod orphans;
mod roles;
mod row_menu;
mod rows;
mod table;
mod toolbar;

use crate::connections::Known;
use crate::desk::Desk;
use crate::navigation::{Navigation, use_navigation};
use crate::pages::of_connection;
use crate::pieces;
use crate::title::{name_page, show_page};
use crate::ui::dom::{El, el, focus, watch, watch_later};
use crate::ui::grid::{Grid, Layout};
use crate::ui::selection::Selection;
use crate::ui::view::{Built, built};
use crate::urls::{self, Listed};
use columns::{Entry, Sources};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use roster::people::Account;
use rows::Rows;
use std::cell::RefCell;
use std::rc::Rc;

/// What the page knows. Cheap to clone; all clones are the same.
#[derive(Clone)]
struct Users {
    desk: Desk,
    entries: Rc<Vec<Entry>>,
    /// What the address asks for.
    listed: RwSignal<Listed>,
    rows: Rc<RefCell<Rows>>,
    /// Told when `rows` are others or show something else.
    drawn: RwSignal<()>,
    /// How many rows are shown.
    shown: RwSignal<usize>,
    selection: RwSignal<Selection>,
    layout: RwSignal<Layout>,
    density: RwSignal<String>,
    navigation: Navigation,
}

/// The page at `/{connection}/users`.
pub(crate) fn page() -> Built {
    built(|| of_connection(of))
}

/// The users of one connection.
fn of(known: &Known) -> El {
    show_page(&["Users", &known.connection.label]);
    let users = Users::start(known);
    users.follow();
    let loaded_at = users.desk.loaded_at.clone();
    // What is likely to be asked for comes while the list is looked at.
    watch_later(move || {
        if loaded_at.with(Option::is_some) {
            pieces::prepare();
        }
    });
    let (frame, grid) = table::table(&users);
    address::follow(users.listed, users.drawn, users.shown, &grid);
    let page = el("div", "page").child(toolbar::head(&users));
    let page = list::stale(page, &users);
    let page = list::list(page, &users, frame).child(bulk::bar(&users));
    beside(page, &users, grid)
}

/// The user that is open beside the list.
fn beside(page: El, users: &Users, grid: Grid) -> El {
    let location = use_location();
    let users = users.clone();
    let open = Memo::new(move |_| urls::open_user(&location.pathname.read()));
    page.live(move || {
        let key = open.get()?;
        let (users, grid, closed) = (users.clone(), grid.clone(), key.clone());
        let desk = users.desk.clone();
        let close: Rc<dyn Fn()> = Rc::new(move || {
            let connection = users.desk.connection();
            let list = urls::users(&connection.id).unwrap_or_default();
            let query = location.search.get_untracked();
            let url = urls::with_query(&list, &query);
            users.navigation.open(&url);
            name_page(&["Users", &connection.label]);
            // Back to who it was about, where that one is still there.
            let place = users
                .desk
                .people
                .with_untracked(|people| people.place(&closed));
            let number = place.and_then(|place| users.rows.borrow().number_at(place));
            let grid = grid.clone();
            request_animation_frame(move || match number {
                Some(number) => grid.focus(number),
                None => focus("main h1"),
            });
        });
        Some(pieces::user().view(move |panel| panel(desk.clone(), &key, close.clone())))
    })
}

impl Users {
    fn start(known: &Known) -> Self {
        let platform = known.connection.platform;
        let entries = columns::of(platform);
        let rows = Rows::new(Sources::of(&entries));
        let (layout, density) = kept::kept(platform, &entries);
        Self {
            desk: Desk::of(known),
            entries: Rc::new(entries),
            listed: RwSignal::new(address::listed()),
            rows: Rc::new(RefCell::new(rows)),
            drawn: RwSignal::new(()),
            shown: RwSignal::new(0),
            selection: RwSignal::new(Selection::default()),
            layout,
            density,
            navigation: use_navigation(),
        }
    }

    /// Keeps the rows as what was read and what is asked for have them.
    fn follow(&self) {
        let users = self.clone();
        // No mark that a desk gives out: the first time everybody is taken in.
        let mut mark = (u32::MAX, 0);
        watch(move || {
            let listed = users.listed.get();
            users.desk.people.with(|people| {
                let mut rows = users.rows.borrow_mut();
                let (changed, now) = users.desk.changed_since(mark);
                match changed {
                    None => rows.load(people),
                    Some(names) if names.is_empty() => {}
                    Some(names) => rows.learn(people, &names),
                }
                if mark != now {
                    users.forget_gone(&rows);
                }
                mark = now;
                rows.show(people, &listed);
            });
            users.shown.set(users.rows.borrow().count());
            users.drawn.set(());
        });
    }

    /// Who is gone is not selected any more.
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

    /// What `read` makes of the login in the row called `key`.
    fn with_account<T>(&self, key: u32, read: impl FnOnce(&Account) -> T) -> Option<T> {
        self.desk.people.with_untracked(|people| {
            let rows = self.rows.borrow();
            rows.account(people, key).map(read)
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
