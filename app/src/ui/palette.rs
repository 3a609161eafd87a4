//! A list of everything that can be done, found by typing.

use super::attributes::{boolean, new_id};
use super::dialog::{self, Dialog};
use super::icons::{self, Icon};
use super::shortcuts::Keys;
use crate::browser::announce::announce;
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::KeyboardEvent;

/// Something that can be done.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The heading it is under. Entries of a group follow each other.
    pub(crate) group: String,
    /// What it does, or where it leads.
    pub(crate) label: String,
    /// A hint that tells it from others.
    pub(crate) detail: String,
    /// Its key, where it has one.
    pub(crate) key: &'static str,
    /// Why it cannot be done, where it cannot.
    pub(crate) missing: Option<&'static str>,
    pub(crate) run: Rc<dyn Fn()>,
}

/// Returns the entries that match a text, best first.
pub(crate) type Find = Box<dyn Fn(&str) -> Vec<Entry>>;

/// The list as it is shown.
#[derive(Clone, Copy)]
struct Palette {
    dialog: StoredValue<Dialog, LocalStorage>,
    /// Its id; an entry's is this with its number.
    id: StoredValue<String>,
    find: StoredValue<Find, LocalStorage>,
    /// What is typed.
    text: RwSignal<String>,
    hits: RwSignal<Vec<Entry>, LocalStorage>,
    /// The number of the entry that Enter runs.
    active: RwSignal<usize>,
}

/// Opens the list. `find` returns what matches what is typed; it is called again
/// whenever what `more` reads says that there is more to find.
pub(crate) fn open(label: &'static str, more: Box<dyn Fn()>, find: Find) {
    dialog::open_as(
        "dialog palette",
        Box::new(move |dialog| {
            dialog.label(label);
            let palette = Palette {
                dialog: StoredValue::new_local(dialog.clone()),
                id: StoredValue::new(new_id()),
                hits: RwSignal::new_local(find("")),
                find: StoredValue::new_local(find),
                text: RwSignal::default(),
                active: RwSignal::new(0),
            };
            Effect::new(move |_| {
                more();
                untrack(|| palette.search());
            });
            view! {
                <PaletteSearch palette label />
                <PaletteList palette label />
            }
            .into_any()
        }),
    );
}

impl Palette {
    fn entry_id(self, number: usize) -> String {
        format!("{}-{number}", self.id.get_value())
    }

    fn type_text(self, text: String) {
        self.text.set(text);
        self.active.set(0);
        self.search();
    }

    fn search(self) {
        let text = self.text.get_untracked();
        let hits = self.find.with_value(|find| find(&text));
        self.hits.set(hits);
    }

    fn count(self) -> usize {
        self.hits.with_untracked(Vec::len)
    }

    /// Moves on by `by` entries, round the ends.
    fn step(self, by: usize) {
        let count = self.count();
        if count > 0 {
            self.active
                .update(|active| *active = (*active + by) % count);
            let id = self.entry_id(self.active.get_untracked());
            if let Some(entry) = document().get_element_by_id(&id) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                entry.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    }

    fn run(self, number: usize) {
        let entry = self.hits.with_untracked(|hits| hits.get(number).cloned());
        if let Some(entry) = entry {
            if let Some(reason) = entry.missing {
                announce(reason);
                return;
            }
            self.dialog.with_value(Dialog::close);
            (entry.run)();
        }
    }

    fn press(self, event: &KeyboardEvent) {
        match &*event.key() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(self.count().saturating_sub(1)),
            "Enter" => self.run(self.active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    }
}

/// The field to type in.
#[component]
fn PaletteSearch(palette: Palette, label: &'static str) -> impl IntoView {
    let active = move || {
        let active = palette.active.get();
        if palette.hits.with(Vec::is_empty) {
            String::new()
        } else {
            palette.entry_id(active)
        }
    };
    view! {
        <div class="palette-search">
            <Icon strokes=icons::SEARCH />
            <input
                type="text"
                role="combobox"
                aria-label=label
                placeholder=label
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=palette.id.get_value()
                autocomplete="off"
                spellcheck="false"
                autofocus
                aria-activedescendant=active
                on:input:target=move |event| palette.type_text(event.target().value())
                on:keydown=move |event| palette.press(&event)
            />
        </div>
    }
}

/// What was found.
#[component]
fn PaletteList(palette: Palette, label: &'static str) -> impl IntoView {
    let groups = move || {
        palette.hits.with(|hits| {
            let mut first = 0;
            hits.chunk_by(|one, next| one.group == next.group)
                .map(|entries| {
                    let entries = entries.to_vec();
                    let count = entries.len();
                    first += count;
                    view! { <PaletteGroup palette entries first=first - count /> }
                })
                .collect_view()
        })
    };
    let none = move || {
        palette.hits.with(Vec::is_empty).then(|| {
            view! {
                <p class="none" role="status">
                    "No results"
                </p>
            }
        })
    };
    view! {
        <div class="palette-list">
            <div id=palette.id.get_value() role="listbox" aria-label=label>
                {groups}
            </div>
            {none}
        </div>
    }
}

/// Entries under a heading.
#[component]
fn PaletteGroup(
    palette: Palette,
    entries: Vec<Entry>,
    /// The number of the first of them.
    first: usize,
) -> impl IntoView {
    let id = new_id();
    let heading_id = id.clone();
    let heading = entries.first().map(|entry| entry.group.clone());
    let options = (first..)
        .zip(entries)
        .map(|(number, entry)| view! { <PaletteEntry palette entry number /> })
        .collect_view();
    view! {
        <div role="group" aria-labelledby=id>
            <p class="palette-group" id=heading_id>
                {heading}
            </p>
            {options}
        </div>
    }
}

/// An entry.
#[component]
fn PaletteEntry(palette: Palette, entry: Entry, number: usize) -> impl IntoView {
    let Entry {
        label,
        detail,
        key,
        missing,
        ..
    } = entry;
    let hint = missing.map_or(detail, str::to_owned);
    view! {
        <div
            class="palette-entry"
            role="option"
            id=palette.entry_id(number)
            aria-selected=move || boolean(palette.active.get() == number)
            aria-disabled=missing.map(|_| "true")
            on:click=move |_| palette.run(number)
        >
            <span>{label}</span>
            <span class="hint">{hint}</span>
            {(!key.is_empty()).then(|| view! { <Keys keys=key /> })}
        </div>
    }
}
