//! Statuses that no user goes with.

use super::Users;
use crate::browser::time::number;
use crate::routes;
use crate::ui::dom::{El, el};
use crate::ui::popover::popover;
use leptos::prelude::*;

/// Puts what shows them on demand into the `row` about the list, where there are
/// any: it comes after the table and must not push it down.
pub(super) fn orphans(row: El, users: &Users) -> El {
    let people = users.store.people.clone();
    let names = Memo::new(move |_| {
        people.with(|people| {
            let name = |status: &wire::pivot::Status| status.name.to_string();
            people.orphans.iter().map(name).collect::<Vec<String>>()
        })
    });
    let id = users.store.connection().id.clone();
    row.live(move || {
        let names = names.get();
        let label = match names.len() {
            0 => return None,
            1 => "1 status without a user".to_owned(),
            count => [&*number(count), " statuses without a user"].concat(),
        };
        let id = id.clone();
        Some(popover(&label, move || {
            let list = names.iter().fold(el("ul", ""), |list, name| {
                let url = routes::user(&id, name);
                list.child(el("li", "").child(match url {
                    Some(url) => el("a", "").attr("href", &url).text(name),
                    None => el("span", "").text(name),
                }))
            });
            let said = "A disabled one would meet the next person of that name.";
            el("div", "orphans")
                .child(el("p", "").text(said))
                .child(list)
        }))
    })
}
