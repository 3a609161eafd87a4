//! The dialog in which one of many is chosen: a search, and the first of what matches it.

use crate::ui::dialog::{self, Dialog};
use crate::ui::search_box::SearchBox;
use leptos::prelude::*;
use std::rc::Rc;

/// How many are offered at a time.
pub(crate) const SHOWN: usize = 20;

/// One that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PickerChoice<K> {
    /// Tells it from the others.
    pub(crate) key: K,
    pub(crate) label: String,
    /// What is shown beside the label; may be empty.
    pub(crate) second: String,
}

/// What the dialog says.
#[derive(Debug, Clone)]
pub(crate) struct PickerWords {
    pub(crate) title: String,
    /// Above the search; empty for nothing.
    pub(crate) text: String,
    /// What the search is called.
    pub(crate) search: &'static str,
    /// What the list is called.
    pub(crate) list: &'static str,
    /// What is said where nothing matches.
    pub(crate) no_match: &'static str,
}

/// Opens it. `find` has what matches a text, and is reactive; `choose` is called with the
/// key of what was chosen.
pub(crate) fn open_picker<K>(
    words: PickerWords,
    find: impl Fn(&str) -> Vec<PickerChoice<K>> + Send + Sync + 'static,
    choose: impl Fn(K) + 'static,
) where
    K: Clone + PartialEq + Send + Sync + 'static,
{
    let choose: Rc<dyn Fn(K)> = Rc::new(choose);
    let title = words.title.clone();
    dialog::open(&title, move |dialog| {
        picker(dialog.clone(), words, find, choose)
    });
}

fn picker<K>(
    dialog: Dialog,
    words: PickerWords,
    find: impl Fn(&str) -> Vec<PickerChoice<K>> + Send + Sync + 'static,
    choose: Rc<dyn Fn(K)>,
) -> AnyView
where
    K: Clone + PartialEq + Send + Sync + 'static,
{
    let dialog = StoredValue::new_local(dialog);
    let choose = StoredValue::new_local(choose);
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| search.with(|text| find(text)));
    let pick = move |key: K| {
        dialog.with_value(Dialog::close);
        choose.with_value(|choose| choose(key));
    };
    let item = move |choice: PickerChoice<K>| {
        let PickerChoice { key, label, second } = choice;
        let second = (!second.is_empty()).then(|| view! { <span class="second">{second}</span> });
        view! {
            <li>
                <button type="button" class="link" on:click=move |_| pick(key.clone())>
                    <bdi>{label}</bdi>
                    " "
                    {second}
                </button>
            </li>
        }
    };
    let PickerWords {
        text,
        search: search_label,
        list: list_label,
        no_match,
        ..
    } = words;
    let list = move || {
        let found = found.get();
        if found.is_empty() {
            return view! { <p>{no_match}</p> }.into_any();
        }
        let items = found.into_iter().map(item).collect_view();
        view! {
            <ul class="picker-choices" role="list" aria-label=list_label>
                {items}
            </ul>
        }
        .into_any()
    };
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! {
        <div class="dialog-body">
            {text}
            <SearchBox label=search_label text=search has_shortcut=false />
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
    .into_any()
}
