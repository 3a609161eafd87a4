//! One module for each page.

pub(crate) mod activity;
pub(crate) mod home;
pub(crate) mod invite;
pub(crate) mod not_found;
pub(crate) mod secret;
pub(crate) mod trail;
pub(crate) mod user;
pub(crate) mod users;

use crate::connections::{Connections, Known, Listing};
use crate::ui::dom::{El, el};
use crate::{pieces, urls};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What `view` makes of the connection that the address names, or why there is
/// none.
fn of_connection(view: fn(&Known) -> El) -> El {
    let connections = expect_context::<Connections>();
    let path = use_location().pathname;
    let id = Memo::new(move |_| urls::connection(&path.read()).unwrap_or_default());
    el("div", "page").live(move || {
        Some(match connections.0.get() {
            Listing::Loading => home::waiting(),
            Listing::Failed(problem) => home::failed(connections, problem),
            Listing::Ready(all) => {
                let id = id.get();
                match all.into_iter().find(|known| known.connection.id == id) {
                    Some(known) if known.connection.ask => {
                        pieces::secret().view(move |gate| untrack(|| gate(&known, view)))
                    }
                    Some(known) => untrack(|| view(&known)),
                    None => not_found::connection(&id),
                }
            }
        })
    })
}
