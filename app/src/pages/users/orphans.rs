//! Statuses that belong to no user.

use super::Users;
use crate::browser::time::number;
use crate::lazy::lazy;
use crate::routes;
use crate::ui::popover::Popover;
use leptos::prelude::*;
use roster::record::Record;

/// A button that lists them, where there are any. It is beside the table's count,
/// as it comes after the table and must not push it down.
#[component]
pub(super) fn Orphans(users: Users) -> impl IntoView {
    let accounts = users.store.accounts.clone();
    let names = Memo::new(move |_| {
        accounts.with(|accounts| {
            let names = accounts.orphans.iter().map(Record::key);
            names.collect::<Vec<String>>()
        })
    });
    let id = users.store.connection().id.clone();
    move || {
        let names = names.get();
        let id = id.clone();
        (!names.is_empty()).then(|| lazy_orphans().view(move |list| list(&id, names.clone())))
    }
}

lazy!(lazy_orphans from work: fn(&str, Vec<String>) -> AnyView = orphans);

/// The button, for the statuses of the users with these `names` of a connection.
fn orphans(connection: &str, names: Vec<String>) -> AnyView {
    let label = match names.len() {
        1 => "1 status without a user".to_owned(),
        count => format!("{} statuses without a user", number(count)),
    };
    // Where no URL can name the user, it is no link.
    let entries: Vec<(Option<String>, String)> = names
        .into_iter()
        .map(|name| (routes::user(connection, &name), name))
        .collect();
    let entry = |(url, name): (Option<String>, String)| {
        view! {
            <li>
                <a href=url>{name}</a>
            </li>
        }
    };
    view! {
        <Popover label=label>
            <div class="orphans">
                <p>"A disabled one would apply to the next user with that name."</p>
                <ul>{entries.clone().into_iter().map(entry).collect_view()}</ul>
            </div>
        </Popover>
    }
    .into_any()
}
