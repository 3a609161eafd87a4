//! The dialog in which a person is chosen.

use crate::state::people::PeopleStore;
use crate::ui::dialog::{self, Dialog};
use crate::ui::search_box::SearchBox;
use leptos::prelude::*;
use roster::people::{PeopleQuery, PersonId};
use std::rc::Rc;

/// How many people are offered at a time.
const SHOWN: usize = 20;

/// What is done with the person who was chosen.
type OnChoice = Rc<dyn Fn(PersonId)>;

/// Opens it, and calls `choose` with the person who was chosen.
pub(crate) fn pick_person(people: PeopleStore, title: &str, choose: impl Fn(PersonId) + 'static) {
    if dialog::is_open() {
        return;
    }
    let choose: OnChoice = Rc::new(choose);
    dialog::open(title, move |dialog| {
        view! { <PersonPicker dialog=dialog.clone() people=people choose=choose /> }
    });
}

#[component]
fn PersonPicker(dialog: Dialog, people: PeopleStore, choose: OnChoice) -> impl IntoView {
    let dialog = StoredValue::new_local(dialog);
    let choose = StoredValue::new_local(choose);
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        people.track();
        let query = PeopleQuery {
            text: search.get(),
            ..PeopleQuery::default()
        };
        let mut rows = people.rows(&query);
        rows.truncate(SHOWN);
        people.read(|all, lists| {
            let row = |id: PersonId| {
                let person = all.person(id, lists);
                (id.number(), person.name(), person.addresses().join(", "))
            };
            rows.into_iter().map(row).collect::<Vec<_>>()
        })
    });
    let pick = move |number: u32| {
        dialog.with_value(Dialog::close);
        if let Some(id) = people.read(|all, _| all.numbered(number)) {
            choose.with_value(|choose| choose(id));
        }
    };
    let item = move |(number, name, addresses): (u32, String, String)| {
        view! {
            <li>
                <button type="button" class="link" on:click=move |_| pick(number)>
                    <bdi>{name}</bdi>
                    " "
                    <span class="second">{addresses}</span>
                </button>
            </li>
        }
    };
    let list = move || {
        let found = found.get();
        if found.is_empty() {
            return view! { <p>"No person matches."</p> }.into_any();
        }
        let items = found.into_iter().map(item).collect_view();
        view! {
            <ul class="drift-choices" role="list" aria-label="People">
                {items}
            </ul>
        }
        .into_any()
    };
    view! {
        <div class="dialog-body">
            <SearchBox label="Search people" text=search has_shortcut=false />
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
