//! Statuses that belong to no user.

use super::Users;
use crate::browser::time::number;
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
    let id = StoredValue::new(users.store.connection().id.clone());
    // Where no URL can name the user, it is no link.
    let entry = move |name: String| {
        let url = id.with_value(|id| routes::user(id, &name));
        view! {
            <li>
                <a href=url>{name}</a>
            </li>
        }
    };
    move || {
        let label = match names.with(Vec::len) {
            0 => return None,
            1 => "1 status without a user".to_owned(),
            count => format!("{} statuses without a user", number(count)),
        };
        Some(view! {
            <Popover label=label>
                <div class="orphans">
                    <p>"A disabled one would apply to the next user with that name."</p>
                    <ul>{names.get().into_iter().map(entry).collect_view()}</ul>
                </div>
            </Popover>
        })
    }
}
