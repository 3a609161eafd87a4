//! The dialog in which a person is chosen.

use super::picker::{PickerChoice, PickerWords, SHOWN, open_picker};
use crate::state::people::PeopleStore;
use crate::ui::dialog;
use roster::people::{PeopleQuery, PersonId};

/// Opens it, and calls `choose` with the person who was chosen.
pub(crate) fn pick_person(people: PeopleStore, title: &str, choose: impl Fn(PersonId) + 'static) {
    if dialog::is_open() {
        return;
    }
    let words = PickerWords {
        title: title.to_owned(),
        text: String::new(),
        search: "Search people",
        list: "People",
        no_match: "No person matches.",
    };
    let find = move |text: &str| {
        people.track();
        let query = PeopleQuery {
            text: text.to_owned(),
            ..PeopleQuery::default()
        };
        let mut rows = people.rows(&query);
        rows.truncate(SHOWN);
        people.read(|all, lists| {
            let choice = |id: PersonId| {
                let person = all.person(id, lists);
                PickerChoice {
                    key: id.number(),
                    label: person.name(),
                    second: person.addresses().join(", "),
                }
            };
            rows.into_iter().map(choice).collect()
        })
    };
    open_picker(words, find, move |number| {
        if let Some(id) = people.read(|all, _| all.numbered(number)) {
            choose(id);
        }
    });
}
