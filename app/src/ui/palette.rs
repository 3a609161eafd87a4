//! A list of everything that can be done, found by typing.

use super::dialog::{self, Dialog};
use super::dom::{El, boolean, el, new_id, value};
use super::icons::{self, icon};
use super::shortcuts::keys;
use crate::browser::announce::announce;
use crate::browser::reactive::watch_later;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Something that can be done.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The heading it stands under. Entries of a group follow each other.
    pub(crate) group: String,
    /// What it does, or where it leads.
    pub(crate) label: String,
    /// What else tells it apart.
    pub(crate) detail: String,
    /// Its key, where it has one.
    pub(crate) key: &'static str,
    /// Why it cannot be done, where it cannot.
    pub(crate) missing: Option<&'static str>,
    pub(crate) run: Rc<dyn Fn()>,
}

/// What of everything goes with a text, best first.
pub(crate) type Find = Box<dyn Fn(&str) -> Vec<Entry>>;

/// The list as it is shown.
struct Palette {
    dialog: Dialog,
    /// Its id; an entry's is this with its number.
    id: String,
    find: Find,
    /// What is typed.
    text: RefCell<String>,
    hits: RefCell<Vec<Entry>>,
    /// Told when `hits` has changed.
    changed: ArcRwSignal<()>,
    /// The entry that Enter runs.
    at: ArcRwSignal<usize>,
}

/// Opens the list. `find` says what goes with what is typed; it is asked again
/// whenever what `more` reads says that there is more to find.
pub(crate) fn open(label: &str, more: Box<dyn Fn()>, find: Find) {
    let label = label.to_owned();
    dialog::open_as(
        "dialog palette",
        Box::new(move |dialog| {
            let palette = Rc::new(Palette {
                dialog: dialog.clone(),
                id: new_id(),
                hits: RefCell::new(find("")),
                find,
                text: RefCell::default(),
                changed: ArcRwSignal::new(()),
                at: ArcRwSignal::new(0),
            });
            dialog.label(&label);
            let again = palette.clone();
            watch_later(move || {
                more();
                again.look();
            });
            view! {
                {search(&palette, &label)}
                {list(&palette, &label)}
            }
            .into_any()
        }),
    );
}

impl Palette {
    fn entry_id(&self, at: usize) -> String {
        [&*self.id, "-", &at.to_string()].concat()
    }

    fn type_in(&self, text: String) {
        self.text.replace(text);
        self.at.set(0);
        self.look();
    }

    fn look(&self) {
        let hits = (self.find)(&self.text.borrow());
        self.hits.replace(hits);
        self.changed.set(());
    }

    /// Moves on by `by` entries, round the ends.
    fn step(&self, by: usize) {
        let count = self.hits.borrow().len();
        if count > 0 {
            self.at.update(|at| *at = (*at + by) % count);
            let selector = ["#", &*self.entry_id(self.at.get_untracked())].concat();
            if let Ok(Some(entry)) = document().query_selector(&selector) {
                entry.scroll_into_view_with_scroll_into_view_options(&nearest());
            }
        }
    }

    fn run(&self, at: usize) {
        let entry = self.hits.borrow().get(at).cloned();
        if let Some(entry) = entry {
            if let Some(why) = entry.missing {
                announce(why);
                return;
            }
            self.dialog.close();
            (entry.run)();
        }
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

fn search(palette: &Rc<Palette>, label: &str) -> El {
    let [typed, pressed] = [palette.clone(), palette.clone()];
    let active = palette.clone();
    let input = el("input", "")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-label", label)
        .attr("placeholder", label)
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", &palette.id)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .flag("autofocus", true)
        .live_attr("aria-activedescendant", move || {
            active.changed.track();
            let at = active.at.get();
            if active.hits.borrow().is_empty() {
                String::new()
            } else {
                active.entry_id(at)
            }
        });
    let element = input.element().clone();
    let input = input
        .on("input", move || typed.type_in(value(&element)))
        .on_event("keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            match &*event.key() {
                "ArrowDown" => pressed.step(1),
                "ArrowUp" => {
                    let count = pressed.hits.borrow().len();
                    pressed.step(count.saturating_sub(1));
                }
                "Enter" => pressed.run(pressed.at.get_untracked()),
                _ => return,
            }
            event.prevent_default();
        });
    el("div", "palette-search")
        .child(icon(icons::SEARCH))
        .child(input)
}

fn list(palette: &Rc<Palette>, label: &str) -> El {
    let shown = palette.clone();
    let label = label.to_owned();
    el("div", "palette-list").live(move || {
        shown.changed.track();
        let hits = shown.hits.borrow();
        let list = el("div", "")
            .attr("id", &shown.id)
            .attr("role", "listbox")
            .attr("aria-label", &label);
        if hits.is_empty() {
            return Some(
                el("div", "").child(list).child(
                    el("p", "none")
                        .attr("role", "status")
                        .text("Nothing goes with that."),
                ),
            );
        }
        let mut at = 0;
        let groups = hits.chunk_by(|one, next| one.group == next.group);
        Some(groups.fold(list, |list, entries| {
            let id = new_id();
            let group = el("div", "")
                .attr("role", "group")
                .attr("aria-labelledby", &id)
                .child(
                    el("p", "palette-group")
                        .attr("id", &id)
                        .text(&entries[0].group),
                );
            list.child(entries.iter().fold(group, |group, one| {
                at += 1;
                group.child(option(&shown, one, at - 1))
            }))
        }))
    })
}

fn option(palette: &Rc<Palette>, entry: &Entry, at: usize) -> El {
    let chosen = palette.at.clone();
    let pressed = palette.clone();
    let option = el("div", "palette-entry")
        .attr("role", "option")
        .attr("id", &palette.entry_id(at))
        .live_attr("aria-selected", move || boolean(chosen.get() == at))
        .on("click", move || pressed.run(at))
        .child(el("span", "").text(&entry.label))
        .child(el("span", "hint").text(entry.missing.unwrap_or(&entry.detail)));
    let option = if entry.missing.is_some() {
        option.attr("aria-disabled", "true")
    } else {
        option
    };
    if entry.key.is_empty() {
        option
    } else {
        option.child(keys(entry.key))
    }
}
