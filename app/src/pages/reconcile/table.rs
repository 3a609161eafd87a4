//! The rows of one list: any number of them, of which those in sight are on the page.

use super::state::{ReconcileState, SELECTABLE};
use crate::browser::reactive::watch;
use crate::browser::task::{in_slices, next_task, spawn};
use crate::browser::time::number;
use crate::messages::reconcile as words;
use crate::routes;
use crate::ui::row_keys::{RowKeys, index};
use crate::ui::search_box::SearchBox;
use crate::ui::selection::{Extent, Selection};
use crate::ui::table::{
    Column, HeadModel, Kind, Lengths, Model, Need, Press, RowWriter, Table, TableHandle, Width,
};
use leptos::prelude::*;
use people_file::Table as FileTable;
use roster::input::isolated;
use roster::people::{Lists, People, ReconcileList, ReconciledEntry, UndecidedReason};
use roster::view::fold;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const NAME: Column = column(Kind::Name, "name", "Name", 10, 30);
const ADDRESS: Column = column(Kind::Text, "address", "Address", 12, 32);
const ROW: Column = Column {
    width: Width::Fixed("6rem"),
    ..column(Kind::Text, "row", "Row", 4, 8)
};
const DETAILS: Column = column(Kind::Text, "details", "What was found", 24, 80);

const fn column(
    kind: Kind,
    id: &'static str,
    label: &'static str,
    least: u32,
    most: u32,
) -> Column {
    Column {
        sortable: false,
        ..Column::new(kind, id, label, Width::Content { least, most })
    }
}

/// Of how many rows the texts are measured.
const MEASURED: usize = 200;

/// How many rows are searched between two looks at the clock.
const BUDGET: usize = 500;

/// How many characters a line holds on a phone.
const PER_LINE: usize = 38;

/// On how many lines of a phone details are shown: rows are all as high as the highest.
const MOST_LINES: usize = 6;

/// The rows of `list`.
#[component]
pub(super) fn ListTable(state: ReconcileState, list: ReconcileList) -> impl IntoView {
    let rows = Rows::new(state, list);
    watch(move || {
        state.compared.track();
        rows.find(state.search.with(|text| fold(text)));
    });
    let table = move || {
        let is_found = rows.is_found.get();
        is_found.then(|| view! { <Table handle=rows.table()>""</Table> })
    };
    let count = move || {
        rows.drawn.track();
        let is_searched = state.search.with(|text| !text.trim().is_empty());
        let shown = rows.keys.with_value(RowKeys::count);
        let all = state.with(|comparison| comparison.places(list).len());
        is_searched.then(|| {
            let all = number(all.unwrap_or_default());
            format!("{} of {all} shown", number(shown))
        })
    };
    view! {
        <div class="toolbar">
            <SearchBox label="Search this list" text=state.search />
            <span class="hint" role="status">
                {count}
            </span>
        </div>
        <div class="people" style:--lines=move || rows.lines.get().to_string()>
            {table}
        </div>
    }
}

/// The rows of a list that is shown. All copies are the same.
#[derive(Clone, Copy)]
struct Rows {
    state: ReconcileState,
    list: ReconcileList,
    /// Its place among [`SELECTABLE`].
    place: Option<usize>,
    keys: StoredValue<RowKeys>,
    /// Whether the rows were found once: before, there is nothing to draw.
    is_found: RwSignal<bool>,
    needs: StoredValue<[Lengths; 3]>,
    /// How many lines the details of a row need on a phone, where they wrap.
    lines: RwSignal<usize>,
    /// Counts the searches: one ends when another is begun.
    turn: StoredValue<u32>,
    drawn: RwSignal<()>,
}

impl Rows {
    fn new(state: ReconcileState, list: ReconcileList) -> Self {
        Self {
            state,
            list,
            place: SELECTABLE.iter().position(|one| *one == list),
            keys: StoredValue::default(),
            is_found: RwSignal::new(false),
            needs: StoredValue::default(),
            lines: RwSignal::new(1),
            turn: StoredValue::new(0),
            drawn: RwSignal::new(()),
        }
    }

    /// Shows the rows that match these folded words. Finding them and drawing them are tasks
    /// of their own: of a long list, each takes a good part of a frame.
    fn find(self, words: String) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        spawn(async move {
            let is_current = || self.turn.try_get_value() == Some(turn);
            next_task().await;
            if !is_current() {
                return;
            }
            let all = self.state.keys(self.list);
            let found = if words.trim().is_empty() {
                all
            } else {
                let (mut found, mut at) = (Vec::new(), 0);
                in_slices(|| {
                    if !is_current() {
                        return false;
                    }
                    let end = all.len().min(at + BUDGET);
                    let keys = all.get(at..end).unwrap_or_default().iter();
                    found.extend(self.state.matching(keys.copied(), &words));
                    at = end;
                    at < all.len()
                })
                .await;
                found
            };
            if is_current() {
                self.measure(&found);
            }
            next_task().await;
            if is_current() {
                self.show(found);
            }
        });
    }

    /// Measures the texts of these rows.
    fn measure(self, keys: &[u32]) {
        let step = (keys.len() / MEASURED).max(1);
        let mut needs: [Lengths; 3] = Default::default();
        let mut longest = 0;
        for key in keys.iter().step_by(step) {
            let texts = self.row(*key, |row| [row.name, row.address, row.details]);
            let texts = texts.unwrap_or_default();
            longest = longest.max(texts[2].chars().count());
            for (need, text) in needs.iter_mut().zip(texts) {
                need.add(&text);
            }
        }
        self.needs.set_value(needs);
        self.lines
            .set(longest.div_ceil(PER_LINE).clamp(1, MOST_LINES));
    }

    /// Shows these rows.
    fn show(self, keys: Vec<u32>) {
        self.keys.update_value(|all| {
            let count = keys.iter().max().map_or(0, |last| last.saturating_add(1));
            all.extend_to(count);
            all.show(keys);
        });
        self.drawn.set(());
        if !self.is_found.get_untracked() {
            self.is_found.set(true);
        }
    }

    fn table(self) -> TableHandle {
        let mut columns = vec![NAME, ADDRESS, ROW, DETAILS];
        if self.place.is_some() {
            columns.insert(0, Column::SELECT);
        }
        let columns = Memo::new(move |_| columns.clone());
        TableHandle::new(Model {
            caption: words::list_title(self.list),
            head: HeadModel {
                columns,
                sorted: Signal::stored((String::new(), false)),
                on_sort: UnsyncCallback::new(|_| ()),
                extent: Signal::derive_local(move || {
                    self.drawn.track();
                    self.selection(|selection| {
                        let is_empty = selection.is_empty();
                        self.keys.with_value(|keys| {
                            if is_empty {
                                Extent::Nothing
                            } else {
                                selection.extent_of(&keys.shown())
                            }
                        })
                    })
                }),
                on_select_all: UnsyncCallback::new(move |selected| self.select_all(selected)),
            },
            density: Signal::stored(String::new()),
            need: Box::new(move |id| self.need(id)),
            count: Box::new(move || {
                self.drawn.track();
                self.state.selected.track();
                self.keys.with_value(|keys| index(keys.count()))
            }),
            key: Box::new(move |number| self.keys.with_value(|keys| keys.key(number))),
            position: Box::new(move |key| self.keys.with_value(|keys| keys.number(key))),
            fill: Box::new(move |key, row| self.fill(key, row)),
            press: Box::new(move |press| self.press(&press)),
        })
    }

    fn need(self, id: &str) -> Need {
        let at = [NAME, ADDRESS, DETAILS]
            .iter()
            .position(|column| column.id == id);
        self.needs.with_value(|needs| {
            let need = at.and_then(|at| needs.get(at));
            need.map(Lengths::need).unwrap_or_default()
        })
    }

    /// What `read` makes of what is selected in this list. Reactive.
    fn selection<T>(self, read: impl FnOnce(&Selection) -> T) -> T {
        self.state.selected.with(|all| {
            let selection = self.place.and_then(|place| all.get(place));
            match selection {
                Some(selection) => read(selection),
                None => read(&Selection::default()),
            }
        })
    }

    fn update_selection(self, change: impl FnOnce(&mut Selection)) {
        self.state.selected.update(|all| {
            if let Some(selection) = self.place.and_then(|place| all.get_mut(place)) {
                change(selection);
            }
        });
    }

    fn select_all(self, selected: bool) {
        let keys = self.keys.with_value(RowKeys::shown);
        self.update_selection(|selection| selection.set_all(&keys, selected));
    }

    /// A box was ticked; with Shift, so are those between it and the one before.
    fn press(self, press: &Press) {
        let ticked = press.control.dyn_ref::<HtmlInputElement>();
        let selected = ticked.is_some_and(HtmlInputElement::checked);
        let range = self.keys.with_value(|keys| {
            let anchor = untrack(|| self.selection(Selection::anchor))?;
            let (one, other) = (keys.number(anchor)?, keys.number(press.key)?);
            let range = keys.keys_between(one.min(other), one.max(other) + 1);
            press.shift.then_some(range)
        });
        self.update_selection(|selection| match range {
            Some(keys) => selection.set_all(&keys, selected),
            None => selection.set(press.key, selected),
        });
    }

    fn row<T>(self, key: u32, read: impl FnOnce(Row) -> T) -> Option<T> {
        let list = self.list;
        let file = self.state.file.get_untracked()?;
        self.state
            .with_row(key, |comparison, place, entry, people, lists| {
                let person = comparison.person_key(place, people, lists);
                let url = entry.person().and(person);
                read(Row {
                    name: name_of(entry),
                    address: entry.address.to_string(),
                    number: entry
                        .row
                        .map_or_else(|| "–".to_owned(), |row| row.to_string()),
                    details: details(entry, list, &file.table, place, people, lists),
                    url: url.map_or_else(String::new, |key| routes::person(&key.to_string())),
                })
            })
    }

    fn fill(self, key: u32, row: &mut RowWriter) {
        self.row(key, |texts| {
            for at in 0..row.len() {
                match row.id(at) {
                    "name" => row.name(at, &texts.name, &texts.url, ""),
                    "address" => row.text(at, &texts.address),
                    "row" => row.text(at, &texts.number),
                    "details" => row.text(at, &texts.details),
                    _ => {
                        let selected = untrack(|| self.selection(|all| all.contains(key)));
                        row.select(at, &format!("Select {}", isolated(&texts.name)), selected);
                    }
                }
            }
        });
    }
}

/// The texts of a row.
struct Row {
    name: String,
    address: String,
    number: String,
    details: String,
    url: String,
}

/// What someone is called by the list, or by the platforms where they are not in it.
fn name_of(entry: &ReconciledEntry) -> String {
    if entry.name.trim().is_empty() {
        "(no name)".to_owned()
    } else {
        entry.name.to_string()
    }
}

/// What was found of an entry that is about `list`, connection by connection.
pub(super) fn details(
    entry: &ReconciledEntry,
    list: ReconcileList,
    table: &FileTable,
    place: usize,
    people: &People,
    lists: Lists<'_>,
) -> String {
    if list == ReconcileList::Nothing {
        return words::note(entry.note);
    }
    if let Some(reason) = &entry.undecided {
        return match (reason, table.problem(place)) {
            (UndecidedReason::Unread, Some(problem)) => {
                format!("The row cannot be read: {}.", words::row_problem(problem))
            }
            _ => words::undecided(reason, None),
        };
    }
    let parts = entry.parts_in(list).map(|part| {
        let connection = people.connections().nth(part.connection);
        let accounts = lists.get(part.connection).copied().flatten();
        let role = |id: &str| match accounts {
            Some(accounts) => accounts.title_of(id).to_owned(),
            None => id.to_owned(),
        };
        let platform = connection.map(|one| one.platform);
        let label = connection.map_or("", |one| &one.label);
        format!("{label}: {}", words::action(&part.action, platform, &role))
    });
    parts.collect::<Vec<_>>().join(" · ")
}
