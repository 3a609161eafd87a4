//! The dialog in which the new administrator is chosen.

use crate::components::account_menu::make_change;
use crate::messages::speaker;
use crate::state::people::PeopleStore;
use crate::state::user_store::UserStore;
use crate::ui::dialog::{self, Dialog};
use crate::ui::search_box::SearchBox;
use leptos::prelude::*;
use roster::accounts::Account;
use roster::people::grant_admin;
use roster::view::fold;

/// How many users are offered at a time.
const SHOWN: usize = 20;

/// Opens it for the connection with this ID.
pub(super) fn open(people: PeopleStore, connection: &str) {
    let stores = untrack(|| people.user_stores());
    let mut stores = stores.into_iter();
    let Some(store) = stores.find(|store| store.connection().id == connection) else {
        return;
    };
    let title = format!("Add an administrator to {}", store.connection().label);
    dialog::open(&title, move |dialog| {
        view! { <ChooseUser dialog=dialog.clone() store=store /> }
    });
}

#[component]
fn ChooseUser(dialog: Dialog, store: UserStore) -> impl IntoView {
    let dialog = StoredValue::new_local(dialog);
    let platform = store.connection().platform;
    let search = RwSignal::new(String::new());
    let accounts = store.accounts.clone();
    let found = move || {
        let words = search.with(|text| fold(text));
        accounts.with(|accounts| {
            let found = accounts
                .list
                .iter()
                .filter(|account| is_choice(account, &words));
            let found = found.take(SHOWN);
            let choice = |account: &Account| {
                let exact = account.handle().to_owned();
                (account.key.to_string(), account.label(), exact)
            };
            found.map(choice).collect::<Vec<_>>()
        })
    };
    let choose = move |key: String| {
        dialog.with_value(Dialog::close);
        make_change(&store, &grant_admin(platform), &[&key]);
    };
    let choose = StoredValue::new_local(choose);
    let item = move |(key, label, exact): (String, String, String)| {
        let second = (exact != label).then(|| view! { <span class="second">{exact}</span> });
        view! {
            <li>
                <button
                    type="button"
                    class="link"
                    on:click=move |_| choose.with_value(|choose| choose(key.clone()))
                >
                    {label}
                    " "
                    {second}
                </button>
            </li>
        }
    };
    let list = move || {
        let found = found();
        if found.is_empty() {
            return view! { <p>"No enabled user matches."</p> }.into_any();
        }
        let items = found.into_iter().map(item).collect_view();
        view! {
            <ul class="drift-choices" role="list" aria-label="Users">
                {items}
            </ul>
        }
        .into_any()
    };
    view! {
        <div class="dialog-body">
            <p>
                {format!(
                    "Choose an enabled user. They can then administer everything on {}.",
                    speaker(platform),
                )}
            </p>
            <SearchBox label="Search users" text=search has_shortcut=false />
            {list}
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    on:click=move |_| dialog.with_value(Dialog::close)
                >
                    "Cancel"
                </button>
            </div>
        </div>
    }
}

/// Whether a user can be made an administrator, and matches these folded words.
fn is_choice(account: &Account, words: &str) -> bool {
    let is_free = account.access().is_enabled() && !account.is_admin();
    is_free
        && words.split_whitespace().all(|word| {
            let texts = [account.label(), account.handle().to_owned()];
            texts.iter().any(|text| fold(text).contains(word))
        })
}
