//! The users of a connection: who there is, and who can sign in.

mod list;
mod model;
mod row;
mod toolbar;

use crate::connections::{Connections, Known, Listing};
use crate::desk::Desk;
use crate::pages::{home, not_found, user};
use crate::title::show_page;
use crate::ui::button::button;
use crate::ui::dom::{El, Item, el, focus};
use crate::ui::notice::notice;
use crate::ui::view::{Built, built};
use crate::urls;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use model::{Failure, Users};

/// The page at `/{connection}/users`.
pub(crate) fn page() -> Built {
    let connections = expect_context::<Connections>();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get(urls::CONNECTION).unwrap_or_default());
    built(move || {
        el("div", "page").live(move || {
            Some(match connections.0.get() {
                Listing::Loading => home::waiting(),
                Listing::Failed(problem) => home::failed(connections, problem),
                Listing::Ready(all) => {
                    let id = id.get();
                    match all.into_iter().find(|known| known.connection.id == id) {
                        Some(known) => of(known),
                        None => not_found::connection(&id),
                    }
                }
            })
        })
    })
}

/// The users of one connection.
fn of(known: Known) -> El {
    show_page(&["Users", &known.connection.label]);
    let users = Users::start(known.clone());
    let search = toolbar::search_in_url();
    let shown = list::shown(&users, search);
    let invite = urls::invite(&users.connection().id).unwrap_or_default();
    let head = el("div", "page-head")
        .child(el("h1", "").attr("tabindex", "-1").text("Users"))
        .child(toolbar::toolbar(&users, search, shown))
        .child(el("a", "").attr("href", &invite).text("Invite a user"));
    let page = el("div", "page").child(head).child(failures(users.clone()));
    let page = list::stale(page, users.clone());
    let page = list::orphans(page, users.clone());
    beside(list::list(page, users, search, shown), known)
}

/// The user that is open beside the list.
fn beside(page: El, known: Known) -> El {
    let location = use_location();
    let navigate = use_navigate();
    let open = Memo::new(move |_| urls::open_user(&location.pathname.read()));
    page.live(move || {
        let key = open.get()?;
        let desk = Desk::of(&known);
        let id = desk.connection().id.clone();
        let navigate = navigate.clone();
        let here = urls::user(&id, &key).unwrap_or_default();
        let close = move || {
            let list = urls::users(&id).unwrap_or_default();
            let query = location.search.get_untracked();
            navigate(&urls::with_query(&list, &query), NavigateOptions::default());
            // Back to what opened it, where that is still there.
            let opener = ["main a[href^=\"", &*here, "\"]"].concat();
            request_animation_frame(move || {
                focus("main h1");
                focus(&opener);
            });
        };
        Some(user::panel(desk, &key, close))
    })
}

/// What went wrong with rows, each until it is dismissed or goes right.
fn failures(users: Users) -> El {
    el("div", "failures").keyed(move || {
        let failures = users.failures.get();
        let item = |failure: Failure| {
            let users = users.clone();
            Item {
                key: failure.serial,
                view: Box::new(move || failed_row(users, failure)),
            }
        };
        failures.into_iter().map(item).collect()
    })
}

fn failed_row(users: Users, failure: Failure) -> El {
    let Failure {
        row,
        enable,
        problem,
        serial,
    } = failure;
    let dismissing = users.clone();
    let actions = vec![
        button("Retry", move || users.switch(&row, enable)),
        button("Dismiss", move || dismissing.dismiss(serial)),
    ];
    notice(&problem.title, problem.details, actions)
}
